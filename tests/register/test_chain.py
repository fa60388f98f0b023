from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from watchlist.register.chain import START, Link, content, fingerprint, linked, verify

TEXTS = st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=8)


def chain(texts: list[str]) -> list[Link]:
    """The history of an entry with these rows."""
    links: list[Link] = []
    for place, text in enumerate(texts, 1):
        said = content("act", {"text": text, "entry": 1})
        before = links[-1].chain if links else START
        links.append(Link(place, linked(before, said), said))
    return links


def holds(links: list[Link], whole: list[Link]) -> bool:
    """Whether ``links`` pass for the history that was written as ``whole``."""
    return verify(1, links, len(whole), whole[-1].chain) is None


@given(TEXTS)
def test_what_was_written_holds(texts: list[str]) -> None:
    """History as it was written holds, in whatever order the database gives its rows."""
    whole = chain(texts)
    assert holds(whole, whole)
    assert holds(whole[::-1], whole)
    assert verify(1, [], 0, START) is None


@given(TEXTS, st.data())
def test_what_was_changed_is_found(texts: list[str], data: st.DataObject) -> None:
    """One word of one row that reads otherwise is found, at that row."""
    whole = chain(texts)
    place = data.draw(st.integers(0, len(whole) - 1))
    other = content("act", {"text": texts[place] + "!", "entry": 1})
    changed = [*whole]
    changed[place] = replace(whole[place], content=other)
    broken = verify(1, changed, len(whole), whole[-1].chain)
    assert broken
    assert (broken.place, broken.how) == (place + 1, "changed")
    assert str(broken) == f"WL-0001: row {place + 1} of its history was changed"


@given(TEXTS, st.data())
def test_a_row_that_is_gone_is_missed(texts: list[str], data: st.DataObject) -> None:
    """A row that was removed is found: the first, the last, or one in between, though those after it
    be numbered anew."""
    whole = chain(texts)
    place = data.draw(st.integers(0, len(whole) - 1))
    left = whole[:place] + whole[place + 1 :]
    broken = verify(1, left, len(whole), whole[-1].chain)
    assert broken
    assert (broken.place, broken.how) == (place + 1, "removed")
    renumbered = [replace(link, place=number) for number, link in enumerate(left, 1)]
    assert not holds(renumbered, whole)


@given(TEXTS, st.data())
def test_a_row_that_was_put_in_is_found(texts: list[str], data: st.DataObject) -> None:
    """A row that nobody wrote at the time is found, wherever it was put and whatever it says: a copy
    of another, or one with a digest that fits what comes before it."""
    whole = chain(texts)
    place = data.draw(st.integers(0, len(whole)))
    said = content("act", {"text": "nobody said this", "entry": 1})
    before = whole[place - 1].chain if place else START
    fits = Link(place + 1, linked(before, said), said)
    copied = whole[data.draw(st.integers(0, len(whole) - 1))]
    for new in (fits, replace(fits, chain="0" * 64), copied, replace(fits, place=0)):
        assert not holds([*whole, new], whole)
        shifted = [replace(link, place=link.place + (link.place > place)) for link in whole]
        assert not holds([*shifted, replace(new, place=place + 1)], whole)


@given(TEXTS, st.data())
def test_rows_that_changed_places_are_found(texts: list[str], data: st.DataObject) -> None:
    """Two rows with other words that stand in each other's place are found."""
    whole = chain(texts)
    one, other = (data.draw(st.integers(0, len(whole) - 1)) for _ in range(2))
    swapped = [*whole]
    swapped[one] = replace(whole[other], place=one + 1)
    swapped[other] = replace(whole[one], place=other + 1)
    assert holds(swapped, whole) == (one == other)


def test_a_history_that_was_written_anew_has_another_fingerprint() -> None:
    """Who writes every digest anew is found by the fingerprint that somebody else kept."""
    old, new = chain(["It is red"]), chain(["It is green"])
    assert holds(new, new)
    assert fingerprint([(1, old[-1].chain)]) != fingerprint([(1, new[-1].chain)])
    assert fingerprint([(1, "a"), (2, "b")]) == fingerprint([(2, "b"), (1, "a")])


def test_a_row_has_one_spelling() -> None:
    """The same moment in another time zone, and a column that is not given, change nothing: a row
    is the same on every database and after columns were added."""
    noon = datetime(2014, 2, 4, 12, tzinfo=UTC)
    local = noon.astimezone(timezone(timedelta(hours=1)))
    one = content("act", {"at": noon, "due_day": date(2014, 3, 1), "public": False, "text": ""})
    assert one == content(
        "act", {"text": "", "at": local, "due_day": date(2014, 3, 1), "link": None}
    )
    assert one != content("transition", {"at": noon, "due_day": date(2014, 3, 1), "text": ""})
