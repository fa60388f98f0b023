"""A digest as a file: a paper in Word or PDF, a page, text, or data for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from watchlist.installation import Installation
from watchlist.model.digest import Digest, Part
from watchlist.views.plain import plain

#: The kinds of files that there are, each with what a browser calls it.
PAPERS: Mapping[str, str] = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".txt": "text/plain; charset=utf-8",
}


def paper(here: Installation, made: Digest, kind: str) -> bytes:
    """A digest as one of PAPERS; Word and PDF by the council's own templates, where it has them. Raises
    UsageError where what makes them is not installed."""
    labels = labels_of(here)
    match kind:
        case ".docx":
            from watchlist.deliver.papers.word import word  # slow to import, as the others

            return word(made, _own(here, "digest.docx"), labels)
        case ".pdf":
            from watchlist.deliver.papers.pdf import pdf

            return pdf(made, _own(here, "digest.typ"), labels)
        case ".html":
            from watchlist.deliver.papers.page import html_page

            return html_page(made, labels).encode()
        case ".txt":
            from watchlist.deliver.papers.text import text_page

            return text_page(made).encode()
    return json.dumps(plain(made), ensure_ascii=False, indent=2).encode()


def labels_of(here: Installation) -> Mapping[Part, str]:
    """What the council calls the parts of a paper."""
    from watchlist.deliver.papers.laying_out import LABELS

    return {**LABELS, **here.config.papers}


def _own(here: Installation, name: str) -> Path | None:
    """The council's own template of a paper, where it has one."""
    templates = here.config.templates
    own = templates / "paper" / name if templates else None
    return own if own and own.exists() else None
