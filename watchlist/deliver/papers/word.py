"""A committee paper as a Word file, from a template that a council can make its own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from watchlist.deliver.papers.charts import as_png
from watchlist.deliver.papers.fitting import breakable
from watchlist.deliver.papers.laying_out import LABELS, laid_out
from watchlist.deliver.papers.layout import Entry, Fact, Layout, Section
from watchlist.deliver.papers.missing import MISSING
from watchlist.model.digest import Digest, Part
from watchlist.model.errors import UsageError, WorldError
from watchlist.shipped import shipped

_CHART = 34  # millimetres
_LONGEST = 255  # letters of a property of a file


def word(
    digest: Digest, template: Path | None = None, labels: Mapping[Part, str] = LABELS
) -> bytes:
    """The paper, by the template that comes with the product or a council's own.

    Raises UsageError where docxtpl is not installed or the template has a fault, WorldError where it
    cannot be read.
    """
    try:
        from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # it has no types
    except ImportError:
        raise UsageError(MISSING) from None
    template = template or shipped("templates") / "paper" / "digest.docx"
    try:
        paper = DocxTemplate(io.BytesIO(template.read_bytes()))
    except OSError as error:
        raise WorldError(f"cannot read {template}: {error.strerror}") from None
    layout = laid_out(digest, labels)
    try:
        paper.render(_words(layout, _charts(paper, digest)), _environment())
    except (TemplateError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise UsageError(f"{template} is no template of a paper: {error}") from None
    _describe(paper, digest, layout)
    return _saved(paper, digest.made_at.astimezone(UTC))


def _environment() -> SandboxedEnvironment:
    """A template comes from outside: it may write words and no more."""
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _words(layout: Layout, charts: Mapping[str, Any]) -> dict[str, Any]:
    """The words of a template; `templates/paper/README.md` tells councils of them."""
    unsure = "Not yet confirmed" if layout.confirmed.startswith("Not ") else ""
    return {
        "title": breakable(layout.title),
        "subtitle": breakable(layout.subtitle),
        "part": breakable(layout.part),
        "exemption": layout.exemption,
        "lead": breakable(layout.lead),
        "sections": [_section(one, charts) for one in layout.sections],
        "confirmed": breakable(layout.confirmed),
        "heads": layout.heads,
        "footer": " · ".join(filter(None, (breakable(layout.part), unsure))),
    }


def _section(section: Section, charts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": section.title,
        "entries": [_entry(one, charts) for one in section.entries],
        "headings": section.table.headings if section.table else (),
        "rows": [list(map(breakable, row)) for row in section.table.rows] if section.table else (),
        "lines": list(map(breakable, section.lines)),
    }


def _entry(entry: Entry, charts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": breakable(entry.name),
        "status": breakable(entry.status),
        "notes": entry.notes,
        "chart": charts.get(entry.reference, ""),
        "figures": list(map(_fact, entry.figures)),
        "facts": [list(map(_fact, row)) for row in entry.facts],
    }


def _fact(fact: Fact) -> dict[str, str]:
    return {"label": fact.label, "text": breakable(fact.text)}


def _charts(paper: Any, digest: Digest) -> dict[str, Any]:
    """Pictures that are said to those who cannot see them."""
    from docx.shared import Mm
    from docxtpl import InlineImage

    class Told(InlineImage):  # type: ignore[misc]  # docxtpl has no types
        words = ""

        def _insert_image(self) -> str:
            inline = self.tpl.current_rendering_part.new_pic_inline(
                self.image_descriptor, self.width, self.height
            )
            inline.docPr.set("descr", self.words)
            inline.graphic.graphicData.pic.nvPicPr.cNvPr.set("descr", self.words)
            return (
                f"</w:t></w:r><w:r><w:drawing>{inline.xml}</w:drawing></w:r>"
                '<w:r><w:t xml:space="preserve">'
            )

    said = dict(_said(laid_out(digest)))
    told = {}
    for about, content in as_png(digest).items():
        told[about] = Told(paper, io.BytesIO(content), width=Mm(_CHART))
        told[about].words = f"Chart: {said[about]}"
    return told


def _said(layout: Layout) -> Iterator[tuple[str, str]]:
    for section in layout.sections:
        for entry in section.entries:
            yield entry.reference, entry.chart


def _describe(paper: Any, digest: Digest, layout: Layout) -> None:
    """What the file says of itself."""
    about = paper.docx.core_properties
    made = digest.made_at.astimezone(UTC).replace(tzinfo=None)
    about.title = " · ".join(filter(None, (layout.title, layout.part)))[:_LONGEST]
    about.author = about.last_modified_by = layout.subtitle.split(" · ")[0][:_LONGEST]
    about.language = "en-GB"
    about.created = about.modified = about.last_printed = made
    about.revision = 1


def _saved(paper: Any, made: datetime) -> bytes:
    """The file with the date of the digest on all that is in it: the same bytes each time."""
    first, again = io.BytesIO(), io.BytesIO()
    paper.save(first)
    with zipfile.ZipFile(first) as written, zipfile.ZipFile(again, "w") as dated:
        for name in written.namelist():
            one = zipfile.ZipInfo(name, made.timetuple()[:6])
            one.compress_type, one.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            dated.writestr(one, written.read(name))
    return again.getvalue()
