"""Makes digest.docx, the template of a paper as Word: python templates/paper/make.py

A council may open digest.docx in Word and make it its own; this is how the first one came about.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

HERE = Path(__file__).parent
HOUSE, QUIET = RGBColor(0x1F, 0x3A, 0x5F), RGBColor(0x50, 0x56, 0x5C)
WIDE = 174  # millimetres of text on a line
COLUMNS = (62, 38, 34, 40)


def main() -> None:
    paper = Document()
    _look(paper)
    _page(paper)
    _top(paper)
    _say(paper, "{%p for section in sections %}")
    paper.add_heading("{{ section.title }}", 1)
    _entries(paper)
    _table(paper)
    _say(paper, "{%p for line in section.lines %}")
    _say(paper, "{{ line }}")
    _say(paper, "{%p endfor %}")
    _say(paper, "{%p endfor %}")
    _foot(paper)
    paper.save(str(HERE / "digest.docx"))


def _look(paper: Any) -> None:
    """Arial, British English, real headings."""
    about = paper.core_properties
    about.title, about.author, about.comments = "{{ title }}", "", ""
    about.language, about.created = "en-GB", datetime(2014, 1, 1, tzinfo=UTC)
    about.modified = about.created
    defaults = paper.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))[0]
    defaults.find(qn("w:lang")).set(qn("w:val"), "en-GB")
    for name, size, colour, before, after in (
        ("Normal", 9.5, None, 0, 2),
        ("Title", 17, None, 0, 2),
        ("Subtitle", 8.5, QUIET, 0, 4),
        ("Heading 1", 12, HOUSE, 9, 2),
        ("Heading 2", 10, None, 6, 1),
        ("Header", 8.5, None, 0, 4),
        ("Footer", 8, QUIET, 0, 0),
    ):
        style = paper.styles[name]
        font = style.font
        font.name, font.size, font.italic = "Arial", Pt(size), False
        fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("hAnsi", "cs"):
            fonts.set(qn(f"w:{script}"), "Arial")
        font.bold = name in ("Title", "Heading 1", "Heading 2", "Header")
        font.color.rgb = colour or RGBColor(0x1D, 0x1F, 0x21)
        spacing = style.element.get_or_add_rPr().find(qn("w:spacing"))
        if spacing is not None:  # letters are not set apart
            spacing.getparent().remove(spacing)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.line_spacing = 1.0
    _no_border(paper.styles["Title"])


def _no_border(style: Any) -> None:
    border = style.element.pPr.find(qn("w:pBdr"))
    if border is not None:
        style.element.pPr.remove(border)


def _page(paper: Any) -> None:
    """A4; the exemption at the head of each page, the part and the number at its foot."""
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(18)
    page.top_margin, page.bottom_margin = Mm(18), Mm(16)
    page.header_distance = page.footer_distance = Mm(8)
    head = page.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.add_run("{{ exemption }}")
    foot = page.footer.paragraphs[0]
    _only_tab(foot)
    foot.add_run("{{ footer }}")
    foot.add_run("\tPage ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")


def _only_tab(paragraph: Any) -> None:
    """One tab, at the right edge."""
    stops = paragraph.paragraph_format.tab_stops
    for inherited in (4320, 4680, 8640, 9360):  # of the style
        stops.add_tab_stop(inherited * 635, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(Mm(WIDE), WD_TAB_ALIGNMENT.RIGHT)


def _field(paragraph: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _top(paper: Any) -> None:
    paper.add_paragraph("{{ subtitle }}", "Subtitle")
    paper.add_paragraph("{{ title }}", "Title")
    _say(paper, "{%p if part %}")
    paper.add_paragraph().add_run("{{ part }}").bold = True
    _say(paper, "{%p endif %}")
    _say(paper, "{{ lead }}").runs[0].font.size = Pt(10.5)


def _entries(paper: Any) -> None:
    _say(paper, "{%p for entry in section.entries %}")
    paper.add_heading("{{ entry.name }}", 2)
    _say(paper, "{%p if entry.status or entry.notes or entry.chart %}")
    noted = "{% for note in entry.notes %}{% if entry.status %}. {% endif %}{{ note }}{% endfor %}"
    line = _say(paper, "{{ entry.status }}" + noted, bold=True)
    line.paragraph_format.tab_stops.add_tab_stop(Mm(WIDE), WD_TAB_ALIGNMENT.RIGHT)
    line.paragraph_format.keep_with_next = True
    line.add_run("\t")
    line.add_run("{{ entry.chart }}")
    _say(paper, "{%p endif %}")
    _say(paper, "{%p if entry.figures %}")
    _figures(paper)
    _say(paper, "{%p endif %}")
    _say(paper, "{%p for row in entry.facts %}")
    facts = paper.add_paragraph()
    facts.add_run("{%r for one in row %}")
    facts.add_run("{{ one.label }}:").bold = True
    facts.add_run(" {{ one.text }}{% if not loop.last %} · {% endif %}")
    facts.add_run("{%r endfor %}")
    _say(paper, "{%p endfor %}")
    _say(paper, "{%p endfor %}")


def _figures(paper: Any) -> None:
    """One row of figures under their names: as many columns as there are."""
    table = paper.add_table(2, 3)
    _plain(table)
    for row, word, style in ((table.rows[0], "label", True), (table.rows[1], "text", False)):
        texts = ("{%tc for one in entry.figures %}", f"{{{{ one.{word} }}}}", "{%tc endfor %}")
        for cell, text in zip(row.cells, texts, strict=True):
            _fill(cell, text, bold=style)
            cell._tc.tcPr.remove(cell._tc.tcPr.find(qn("w:tcW")))  # as wide as its text asks for


def _table(paper: Any) -> None:
    _say(paper, "{%p if section.rows %}")
    _say(paper, "{%p if section.entries and not section.entries[-1].facts %}")
    paper.add_paragraph()  # Word makes one table of two that touch
    _say(paper, "{%p endif %}")
    table = paper.add_table(4, len(COLUMNS))
    _plain(table)
    for number, wide in enumerate(COLUMNS):
        table.columns[number].width = Mm(wide)
        for row in table.rows:
            row.cells[number].width = Mm(wide)
        _fill(table.rows[0].cells[number], f"{{{{ section.headings[{number}] }}}}", bold=True)
        _fill(table.rows[2].cells[number], f"{{{{ row[{number}] }}}}")
    _fill(table.rows[1].cells[0], "{%tr for row in section.rows %}")
    _fill(table.rows[3].cells[0], "{%tr endfor %}")
    _say(paper, "{%p endif %}")


def _plain(table: Any) -> None:
    """Lines under the rows alone; the first row is a header, on each page that it comes to."""
    properties = table._tbl.tblPr
    wide = properties.find(qn("w:tblW"))
    wide.set(qn("w:type"), "pct")
    wide.set(qn("w:w"), "5000")  # fiftieths of a hundredth: all of the line
    borders = OxmlElement("w:tblBorders")
    for edge in ("bottom", "insideH"):
        line = OxmlElement(f"w:{edge}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "B4B9BF")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    look = properties.find(qn("w:tblLook"))
    look.addprevious(borders)
    for key, value in (("firstRow", "1"), ("firstColumn", "0"), ("noHBand", "1"), ("noVBand", "1")):
        look.set(qn(f"w:{key}"), value)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    header = table.rows[0]._tr.get_or_add_trPr()
    header.append(OxmlElement("w:tblHeader"))


def _fill(cell: Any, text: str, bold: bool = False) -> None:
    run = cell.paragraphs[0].add_run(text)
    run.bold = bold or None
    cell.paragraphs[0].paragraph_format.space_after = Pt(1)


def _foot(paper: Any) -> None:
    confirmed = _say(paper, "{{ confirmed }}", bold=True)
    confirmed.paragraph_format.space_before = Pt(9)
    _say(paper, "{%p if heads %}")
    heads = "Where the histories of the entries ended when this was made: {{ heads }}."
    _say(paper, heads).runs[0].font.size = Pt(8)
    _say(paper, "{%p endif %}")


def _say(paper: Any, text: str, bold: bool = False) -> Any:
    paragraph = paper.add_paragraph()
    paragraph.add_run(text).bold = bold or None
    return paragraph


if __name__ == "__main__":
    main()
