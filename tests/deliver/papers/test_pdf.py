"""A committee paper as PDF, read back."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.deliver.papers import sample
from tests.deliver.papers.reading import pdf_text, reader, tagged
from watchlist.deliver.papers.glyphs import printable
from watchlist.deliver.papers.pdf import pdf
from watchlist.deliver.papers.word import word
from watchlist.model.digest import Digest, Part
from watchlist.model.errors import UsageError, WorldError


def test_it_is_tagged_and_says_that_it_is() -> None:
    """PDF/UA-1: marked, with a structure, a language, and a title that is shown."""
    made = reader(pdf(sample.digest(part=Part.PUBLIC)))
    root: Any = made.root_object
    title = "Scrutiny watch list: Children and Families · Part 1: open to the public"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert made.metadata is not None
    assert made.metadata.title == title
    about = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert title in about


def test_its_structure_is_headings_tables_and_charts_with_words() -> None:
    """What the eye sees, a screen reader is told."""
    found = list(tagged(reader(pdf(sample.digest())).root_object["/StructTreeRoot"]))
    kinds = Counter(kind for kind, _ in found)
    assert kinds["/H1"] == 1
    assert kinds["/H2"] == 9
    assert kinds["/H3"] == 6
    assert kinds["/Table"] == 7
    assert kinds["/TH"] == 4 + 4 * 4 + 2 + 3
    said = [alt for kind, alt in found if kind == "/Figure"]
    assert len(said) == 5
    assert said[0].startswith("Chart: From 88.0% in June 2013")


@pytest.mark.parametrize(
    "digest", [sample.digest(), sample.empty(), sample.exempt()], ids=["full", "empty", "exempt"]
)
def test_it_has_the_sentences(digest: Digest) -> None:
    """Found by whoever searches the file."""
    text = pdf_text(pdf(digest))
    for sentence in (digest.title, digest.lead, digest.success, *digest.changed):
        assert sentence in text
    for item in digest.items:
        assert item.cause in text
        assert item.figure in text


@pytest.mark.parametrize("many", [1, 2, 3, 5, 12, 200])
def test_it_is_two_sides_at_most(many: int) -> None:
    """However long the list is, and however much was asked and changed."""
    assert len(reader(pdf(sample.crowded(many))).pages) <= 2
    full = sample.digest()
    busy = sample.crowded(
        many, asked=full.asked * 20, changed=("What changed. " * 30,) * 30,
        overdue=("A return. " * 20,) * 20, held_back=("Why. " * 30,) * 20, heads=full.heads * 100,
    )  # fmt: skip
    assert len(reader(pdf(busy)).pages) <= 2


def test_an_exempt_part_says_so_on_each_page() -> None:
    """Pages get apart."""
    many = sample.crowded(40, part=Part.EXEMPT, exemption=sample.EXEMPTION)
    pages = reader(pdf(many)).pages
    assert len(pages) == 2
    for page in pages:
        text = " ".join(page.extract_text().split())
        assert sample.EXEMPTION in text
        assert "Part 2: not open to the public" in text


@pytest.mark.parametrize("text", sample.NASTY)
def test_any_text_is_shown_and_none_is_run(text: str) -> None:
    """Typst's own commands are letters like others."""
    told = pdf_text(pdf(sample.nasty(text)))
    if text.startswith("#panic"):
        assert "#panic" in told
        assert "@label" in told


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60))
def test_no_text_whatever_breaks_a_paper(text: str) -> None:
    """Letters of all scripts, marks, and what is no letter."""
    assert pdf(sample.nasty(text)).startswith(b"%PDF")
    assert word(sample.nasty(text)).startswith(b"PK")


def test_a_letter_that_no_font_has_is_named() -> None:
    """PDF/UA allows no empty boxes, and nothing is left out silently."""
    assert printable("Fine 🙂") == "Fine [slightly smiling face]"
    assert printable("Śródmieście, Ærø, Ελλάδα") == "Śródmieście, Ærø, Ελλάδα"
    assert printable("\ue000") == "[U+E000]"


def test_the_same_digest_gives_the_same_bytes() -> None:
    """Its date is the digest's own."""
    assert pdf(sample.digest()) == pdf(sample.digest())


def test_a_template_that_cannot_be_set_is_told(tmp_path: Path) -> None:
    """It is missing, or has a fault."""
    with pytest.raises(WorldError, match="cannot read"):
        pdf(sample.digest(), tmp_path / "none.typ")
    (tmp_path / "own.typ").write_text('#set document(title: "x")\n#nothing', encoding="utf-8")
    with pytest.raises(UsageError, match="unknown variable: nothing"):
        pdf(sample.digest(), tmp_path / "own.typ")


def test_without_the_extra_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A council that wants mail alone need not install what makes papers."""
    for name, make in (("typst", pdf), ("docxtpl", word)):
        monkeypatch.setitem(sys.modules, name, None)
        with pytest.raises(UsageError, match=r'pip install "scrutiny-watchlist\[papers\]"'):
            make(sample.digest())
