"""A committee paper as PDF, tagged for screen readers (PDF/UA-1), set by Typst."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC
from pathlib import Path
from typing import Any

from watchlist.deliver.papers.charts import as_svg
from watchlist.deliver.papers.fitting import breakable
from watchlist.deliver.papers.glyphs import fonts, printable
from watchlist.deliver.papers.laying_out import LABELS, laid_out
from watchlist.deliver.papers.missing import MISSING
from watchlist.model.digest import Digest, Part
from watchlist.model.errors import UsageError, WorldError
from watchlist.shipped import shipped


def pdf(digest: Digest, template: Path | None = None, labels: Mapping[Part, str] = LABELS) -> bytes:
    """The paper, by the template that comes with the product or a council's own.

    Raises UsageError where Typst is not installed or the template cannot be set, WorldError where it
    cannot be read.
    """
    try:
        import typst
    except ImportError:
        raise UsageError(MISSING) from None
    template = template or shipped("templates") / "paper" / "digest.typ"
    try:
        source = template.read_bytes()
    except OSError as error:
        raise WorldError(f"cannot read {template}: {error.strerror}") from None
    drawn = {f"chart-{n}.svg": one for n, one in enumerate(as_svg(digest).items(), 1)}
    files: Any = {
        "main.typ": source,
        "digest.json": json.dumps(_data(digest, labels, drawn)).encode(),
        **{name: svg for name, (_, svg) in drawn.items()},
    }
    try:
        return typst.compile(
            files,
            font_paths=[fonts()],
            pdf_standards=["ua-1"],
            timestamp=digest.made_at.astimezone(UTC).replace(microsecond=0),
        )
    except typst.TypstError as error:
        raise UsageError(f"{template} cannot be set: {error}") from None


def _data(
    digest: Digest, labels: Mapping[Part, str], drawn: Mapping[str, tuple[str, bytes]]
) -> Any:
    """What the template reads as ``digest.json``: the layout, and the file of each chart by the
    reference of its entry."""
    layout = _settable(asdict(laid_out(digest, labels)))
    return {**layout, "charts": {about: name for name, (about, _) in drawn.items()}}


def _settable(value: Any) -> Any:
    """Every text in it as the fonts can show it and as it fits in a cell."""
    match value:
        case str():
            return breakable(printable(value))
        case dict():
            return {key: _settable(each) for key, each in value.items()}
        case list() | tuple():
            return [_settable(each) for each in value]
    return value
