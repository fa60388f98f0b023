"""A digest as an HTML file that stands alone: no style sheet, script or picture from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from watchlist.deliver.environment import make_environment
from watchlist.deliver.papers.charts import as_sources
from watchlist.deliver.papers.laying_out import LABELS, laid_out
from watchlist.model.digest import Digest, Part
from watchlist.shipped import shipped


def html_page(digest: Digest, labels: Mapping[Part, str] = LABELS) -> str:
    """The page. ``labels`` are what the parts of a paper are called."""
    template = make_environment(shipped("templates")).get_template("digest/page.html.j2")
    return template.render(layout=laid_out(digest, labels), charts=as_sources(digest))
