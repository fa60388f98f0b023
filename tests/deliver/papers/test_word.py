"""A committee paper as Word, read back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.deliver.papers import sample
from tests.deliver.papers.reading import document, word_text
from watchlist.deliver.papers.word import word
from watchlist.model.digest import Digest, Part
from watchlist.model.errors import UsageError, WorldError


def test_its_headings_are_headings() -> None:
    """Title, sections and entries by Word's own styles, so that a screen reader can jump."""
    paper = document(word(sample.digest()))
    styled = [(one.style.name, one.text) for one in paper.paragraphs]
    assert ("Title", "Scrutiny watch list: Children and Families") in styled
    assert ("Heading 1", "What you asked for") in styled
    assert ("Heading 2", "WL-0011 Social worker vacancy rate, Saltmarsh") in styled


def test_its_tables_have_header_rows() -> None:
    """The first row repeats on each page and is read with each cell; no cell is cut by a page."""
    paper = document(word(sample.digest()))
    assert len(paper.tables) == 7
    for table in paper.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert len({len(row.cells) for row in table.rows}) == 1
    assert [cell.text for cell in paper.tables[1].rows[1].cells] == [
        "70.0% in December 2013 (84 of 120)",
        "85%",
        "↓ worse than the month before (84.0%)",
        "↓ worse than a year earlier (88.0%)",
    ]


def test_its_charts_say_what_they_show() -> None:
    """An alternative text for each, with a name of its own."""
    paper = document(word(sample.digest()))
    said = paper.element.xpath("//wp:docPr")
    assert len(said) == len(paper.inline_shapes) == 5
    assert said[0].get("descr").startswith("Chart: From 88.0% in June 2013")
    assert len({one.get("id") for one in said}) == 5


def test_it_says_what_it_is() -> None:
    """Title, language and dates, none of them of the machine that made it."""
    paper = document(word(sample.digest(part=Part.PUBLIC)))
    about = paper.core_properties
    assert about.title == "Scrutiny watch list: Children and Families · Part 1: open to the public"
    assert (about.language, about.author) == ("en-GB", "Borough of Saltmarsh (invented)")
    assert about.created == about.modified == datetime(2014, 3, 13, 9, tzinfo=UTC)
    defaults = paper.styles.element.find(qn("w:docDefaults"))
    assert next(defaults.iter(qn("w:lang"))).get(qn("w:val")) == "en-GB"


def test_an_exempt_part_says_so_on_each_page() -> None:
    """In the header, which is on each page; the foot says which part it is."""
    section = document(word(sample.exempt())).sections[0]
    assert section.header.paragraphs[0].text == sample.EXEMPTION
    assert section.footer.paragraphs[0].text.startswith("Part 2: not open to the public")
    assert document(word(sample.digest())).sections[0].header.paragraphs[0].text == ""


@pytest.mark.parametrize(
    "digest", [sample.digest(), sample.empty(), sample.crowded(9)], ids=["full", "empty", "crowded"]
)
def test_it_has_the_sentences(digest: Digest) -> None:
    """What the mail says, the paper says."""
    text = word_text(word(digest))
    for sentence in (digest.lead, digest.success, *digest.changed, *digest.held_back):
        assert sentence in text


@pytest.mark.parametrize("text", sample.NASTY)
def test_any_text_is_shown_and_none_is_run(text: str) -> None:
    """Word opens it, and no text is a command of the template."""
    told = word_text(word(sample.nasty(text)))
    if text.startswith("{{"):
        assert "{{ 7 * 7 }} {% for %} {# no #}" in told
    if text.startswith("<"):
        assert text in told


def test_the_same_digest_gives_the_same_bytes() -> None:
    """Files may be compared and signed."""
    assert word(sample.digest()) == word(sample.digest())


def test_a_council_may_use_its_own_template(tmp_path: Path) -> None:
    """Any Word file with placeholders; a wrong one is told by its name."""
    paper = Document()
    paper.add_paragraph("Our own: {{ title }} – {{ lead }}")
    paper.save(str(tmp_path / "own.docx"))
    assert "Our own: Scrutiny watch list" in word_text(word(sample.digest(), tmp_path / "own.docx"))
    paper.add_paragraph("{{ titel }}")
    paper.save(str(tmp_path / "own.docx"))
    with pytest.raises(UsageError, match="'titel' is undefined"):
        word(sample.digest(), tmp_path / "own.docx")


def test_a_template_that_is_none_is_told(tmp_path: Path) -> None:
    """It is missing, is no Word file, or wants to do more than write words."""
    with pytest.raises(WorldError, match="cannot read"):
        word(sample.digest(), tmp_path / "none.docx")
    (tmp_path / "text.docx").write_text("not a Word file", encoding="utf-8")
    with pytest.raises(UsageError, match="is no template of a paper"):
        word(sample.digest(), tmp_path / "text.docx")
    paper = Document()
    paper.add_paragraph("{{ title.__class__.__mro__ }}")
    paper.save(str(tmp_path / "bad.docx"))
    with pytest.raises(UsageError, match="unsafe"):
        word(sample.digest(), tmp_path / "bad.docx")
