"""What stands where in a digest: its order, its bounds, and what it never says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.deliver.papers import sample
from watchlist.deliver.papers.entries import UNSAID, entry, state
from watchlist.deliver.papers.fitting import breakable, clean, short
from watchlist.deliver.papers.laying_out import NOTHING, choose, laid_out
from watchlist.deliver.papers.layout import Entry, Fact
from watchlist.model.digest import Digest, DigestItem, Merit, Part, Trend

SIZES = st.lists(st.floats(1, 40), max_size=40)


def entries(digest: Digest) -> list[Entry]:
    return [one for section in laid_out(digest).sections for one in section.entries]


def test_the_order_is_that_of_a_meeting() -> None:
    """What they asked for, what is new, what is red still, what gets better; then the housekeeping."""
    assert [section.title for section in laid_out(sample.digest()).sections] == [
        "What you asked for",
        "New and worse",
        "Still red",
        "Recovering",
        "Left the list",
        "One success",
        "Overdue returns",
        "Targets, tolerances and rules changed",
        "Held back, and why",
    ]


def test_an_entry_has_all_that_a_member_asks_for() -> None:
    """The figure with n of d and its period, the target, two comparisons in words; then why, what is
    done, by whom, until when."""
    told = entry(sample.ASSESSMENTS, Part.MEMBERS)
    assert told.status == "■ Red · new · for 1 month"
    assert told.figures == (
        Fact("Figure", "70.0% in December 2013 (84 of 120)"),
        Fact("Target", "85%"),
        Fact("Against last period", "↓ worse than the month before (84.0%)"),
        Fact("Against a year ago", "↓ worse than a year earlier (88.0%)"),
    )
    assert [[one.label for one in row] for row in told.facts] == [
        ["How far off"],
        ["On the list for"],
        ["Fallen due"],
        ["Cause"],
        ["Remedy"],
        ["Owner", "Overseen by", "Back on track by"],
        ["Earlier reports"],
    ]


@pytest.mark.parametrize(
    ("level", "change", "lasting", "said"),
    [
        ("red", "new", "red for 4 months", "Red · new · for 4 months"),
        ("red", "still red", "red for 4 months", "Still red for 4 months"),
        ("red", "still red", "", "Still red"),
        ("amber", "recovering", "recovering for 2 months", "Amber · recovering for 2 months"),
        ("amber", "still recovering", "recovering for 2 months",
         "Amber · still recovering for 2 months"),
        ("", "left", "", "Left"),
        ("", "held", "", "Held"),
        ("", "", "", ""),
    ],
)  # fmt: skip
def test_a_state_is_said_once(level: str, change: str, lasting: str, said: str) -> None:
    """Level, change and duration in words without saying anything twice."""
    item = DigestItem("WL-1", "Visits", level=level, change=change, lasting=lasting)
    assert state(item) == said


def test_better_or_worse_is_a_word_even_where_it_was_not_written() -> None:
    """An arrow alone would say up or down, which may be good or bad."""
    trend = Trend(Merit.BETTER, "up on last year (60%)", up=True)
    told = entry(replace(sample.DENTAL, last_year=trend), Part.MEMBERS)
    assert told.figures[-1].text == "↑ better: up on last year (60%)"


def test_a_red_of_which_nobody_has_said_anything_says_so() -> None:
    """In those words, written out or in a row."""
    assert entry(sample.VACANCIES, Part.MEMBERS).notes == (UNSAID,)
    many = tuple(replace(sample.VACANCIES, reference=f"WL-{n}") for n in range(12))
    (section,) = (s for s in laid_out(sample.digest(still=many)).sections if s.name == "still")
    assert section.table
    assert all(UNSAID in row[1] for row in section.table.rows)


def test_of_an_exempt_item_nothing_is_said_but_that_it_moved() -> None:
    """No title, level, figure or cause: not in the layout, so nowhere."""
    told = repr(laid_out(sample.digest(new=(sample.HIDDEN,))))
    assert "An exempt item has moved; sign in to read it" in told
    for secret in ("title that nobody", "cause that nobody", "3 of 4"):
        assert secret not in told
    crowd = tuple(replace(sample.HIDDEN, reference=f"WL-{n}") for n in range(300))
    assert "red" not in laid_out(sample.digest(new=crowd)).sections[1].lines[0]


@pytest.mark.parametrize(
    ("reports", "opened"),
    [
        ("Report of June https://s.example/1", ["https://s.example/1"]),
        ("http://s.example/a?b=1&c=2#d", ["http://s.example/a?b=1&c=2#d"]),
        ("Minute book, page 12", []),
        ("javascript:alert(1)", []),
        ("Report s.example/1", []),
        ('Report https://s.example/"onclick=x', []),
        (f"Report https://s.example/{'x' * 400}", []),
        ("https://s.example/1, as it was told", []),
    ],
)
def test_only_whole_pages_of_the_web_are_opened(reports: str, opened: list[str]) -> None:
    """What else is said of where a report is stays text; so does an address that is cut short."""
    item = replace(sample.digest().new[0], reports=(reports,))
    (fact,) = (
        row[0] for row in entry(item, Part.MEMBERS).facts if row[0].label == "Earlier reports"
    )
    assert [address for _, address in fact.pieces if address] == opened
    assert "".join(text for text, _ in fact.pieces) == fact.text


def test_each_report_is_opened_by_its_own_address() -> None:
    """Also where one address begins like another."""
    near = ("One https://s.example/1", "Two https://s.example/12", "https://s.example/123")
    item = replace(sample.digest().new[0], reports=near)
    (fact,) = (
        row[0] for row in entry(item, Part.MEMBERS).facts if row[0].label == "Earlier reports"
    )
    assert fact.pieces == [
        ("One ", ""), ("https://s.example/1", "https://s.example/1"),
        ("; Two ", ""), ("https://s.example/12", "https://s.example/12"),
        ("; ", ""), ("https://s.example/123", "https://s.example/123"),
    ]  # fmt: skip


def test_an_empty_digest_says_that_there_is_nothing() -> None:
    """A page without sections would look broken."""
    (section,) = laid_out(sample.empty()).sections
    assert section.lines == (NOTHING,)


def test_what_is_not_confirmed_says_so_and_what_is_says_by_whom() -> None:
    """An officer releases a digest; at its deadline it goes anyway."""
    assert laid_out(sample.digest()).confirmed.startswith("Not yet confirmed")
    released = sample.digest(confirmed_by="Head of Performance")
    assert laid_out(released).confirmed == "Confirmed by Head of Performance."


def test_parts_are_called_as_the_council_calls_them() -> None:
    """And an exempt part always says that it is not for publication."""
    own = laid_out(sample.exempt(), {Part.EXEMPT: "Pink pages"})
    assert (own.part, own.exemption) == ("Pink pages", sample.EXEMPTION)
    assert laid_out(sample.digest(part=Part.EXEMPT)).exemption == "NOT FOR PUBLICATION"
    assert laid_out(sample.digest(part=Part.PUBLIC)).part == "Part 1: open to the public"
    assert laid_out(sample.digest()).part == ""


@given(SIZES, st.floats(0, 200))
def test_no_more_is_chosen_than_there_is_room_for(whole: list[float], room: float) -> None:
    """Whole ones first, then rows, then what is counted; together never more than the room."""
    rows = [min(size, 2.0) for size in whole]
    places = choose(whole, rows, room)
    sizes = {"whole": whole, "row": rows, "counted": [0.0] * len(whole)}
    used = sum(sizes[place][number] for number, place in enumerate(places))
    assert used <= room + 1e-6
    first = [place for place in places if place == "whole"]
    assert places[: len(first)] == first


def test_every_entry_is_written_out_in_a_row_or_counted() -> None:
    """None of 800 is lost."""
    sections = laid_out(sample.crowded(200)).sections
    for section in (one for one in sections if one.name in ("new", "still", "recovering", "left")):
        shown = len(section.entries) + (len(section.table.rows) if section.table else 0)
        counted = int(section.lines[0].split()[0].strip(",:")) if section.lines else 0
        assert shown + counted == 200
    assert any("200, of which 200 red" in line for one in sections for line in one.lines)


def test_what_is_shortened_says_where_the_rest_is() -> None:
    """Nothing is cut silently."""
    told = entry(replace(sample.DENTAL, cause="word " * 2_000), Part.MEMBERS)
    cause = next(one.text for row in told.facts for one in row if one.label == "Cause")
    assert cause.endswith("word… (in full under WL-0002)")
    assert len(cause) < 360
    assert short("x" * 50, 40).endswith("… (in full in the watch list)")
    assert short("x" * 40, 40) == "x" * 40


@given(st.text(), st.integers(1, 50))
def test_a_text_that_is_not_shortened_is_all_there(text: str, most: int) -> None:
    """Only what cannot be seen is marked, and nothing of it is lost."""
    line = clean(text)
    assert line.isprintable() or any(ord(letter) > 127 for letter in line)
    assert len(line) == len(" ".join(text.split()))
    assert breakable(line).replace("\u200b", "") == line.replace("\u200b", "")
    assert short(text, most).startswith(line[:most].rstrip())
