"""``--as-known`` a day says what the product, running live, said at the end of that day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cycle.town import DIRECTORY, RULES, Reading, Town
from watchlist.backtest import Judged, backtest
from watchlist.cycle import Setting
from watchlist.evaluate.engine import evaluate
from watchlist.model.finding import Findings
from watchlist.model.reading import Marker, Series
from watchlist.question import Question
from watchlist.store.open import open_store

_ZONE = ZoneInfo("Europe/London")
_FIRST_DAY = date(2013, 2, 1)
_MONTHS = [f"2013-{number:02d}" for number in range(1, 9)]
_AFTERWARDS = datetime(2014, 6, 1, 9, 0, tzinfo=UTC)

#: England beside the council, so that a late national figure alters what was said before.
_BOOK = (
    RULES
    + "  below-england:\n    title: Below England\n    indicator: assessments\n"
    + "    amber: {worse_than: {area: England}, for: 2}\n    leaves: after 2 good readings\n"
)

_SERIES = st.sampled_from(
    [("assessments", "Harrow"), ("assessments", "England"), ("visits", "Harrow")]
)
_VALUES = st.sampled_from([50, 70, 79, 80, 84, 85, 90, 95, None])
#: In summer the last of these hours lies in the next day where the council is.
_HOURS = st.sampled_from([0, 9, 22, 23])


@st.composite
def histories(draw: st.DrawFn) -> list[Reading]:
    """Figures of some months and versions that replace them, each published on its own day: at once,
    late, or after figures of later months."""
    cells = st.tuples(_SERIES, st.sampled_from(_MONTHS), _VALUES, st.integers(0, 330), _HOURS)
    drawn = draw(st.lists(cells, min_size=1, max_size=24))
    start = datetime.combine(_FIRST_DAY, time(), UTC)
    readings = [
        Reading(
            indicator,
            month,
            value,
            start + timedelta(days=day, hours=hour, minutes=number),
            area,
            Marker.CONFIDENTIAL if value is None else Marker.FIGURE,
        )
        for number, ((indicator, area), month, value, day, hour) in enumerate(drawn)
    ]
    return sorted(readings, key=published)


def published(reading: Reading) -> datetime:
    assert reading.published
    return reading.published


@st.composite
def lives_and_evenings(draw: st.DrawFn) -> tuple[list[Reading], list[Reading], date]:
    """A history, the same in another order, and a day on which something was published or later."""
    readings = draw(histories())
    near = published(draw(st.sampled_from(readings))).date()
    later = draw(st.sampled_from([0, 0, 0, 1, 40, 90]))
    return readings, draw(st.permutations(readings)), near + timedelta(days=later)


@contextmanager
def town() -> Iterator[Town]:
    """A council whose rules are known before the first figure comes."""
    with TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'watchlist.db'}")
        founded = Town.founded(store, _BOOK)
        founded.judges(datetime.combine(_FIRST_DAY, time(), UTC) - timedelta(days=1))
        yield founded
        store.close()


def end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), _ZONE)


def lives(council: Town, readings: Iterable[Reading]) -> None:
    """Each figure is taken in when it is published, and judged at once."""
    for reading in readings:
        council.takes_in([reading], published(reading))
        council.judges(published(reading) + timedelta(seconds=1))


def everything(found: Findings) -> Iterator[tuple[object, ...]]:
    """All that a rule says of each series: of which periods what, up to where, and whether it is
    too old to say anything now."""
    first = found.panel.first
    for n in range(len(found.rows)):
        verdicts = {first + t: int(found.verdict[n, t]) for t in np.flatnonzero(found.verdict[n])}
        anchor = first + int(found.anchor[n])
        stale, expected = bool(found.stale[n]), int(found.expected[n])
        yield found.rule.id, found.series(n), verdicts, anchor, stale, expected


def said_live(council: Town, day: date) -> list[tuple[object, ...]]:
    """What the rules say of the figures that there are at the end of a day."""
    calendars = {name: one.calendar for name, one in council.book.indicators.items()}
    panels = council.store.panels(calendars, calendars)
    findings = evaluate(council.book.rules.values(), council.book, panels, day)
    return sorted((one for found in findings for one in everything(found)), key=str)


def said_by(answer: list[Judged]) -> list[tuple[object, ...]]:
    return sorted((one for judged in answer for one in everything(judged.found)), key=str)


#: Rule and series of what is on the list, and the opening period.
Listed = set[tuple[str, Series, int | None]]


def listed_live(council: Town) -> Listed:
    return {(one.rule, one.series, one.track.opened) for one in council.breaches()}


def listed_by(answer: list[Judged]) -> Listed:
    """What a backtest leaves on the list."""
    return {
        (one.found.rule.id, one.found.series(n), some[-1].opened)
        for one in answer
        for n, some in one.stays.items()
        if some[-1].left is None
    }


def fresh(listed: Listed, answer: list[Judged]) -> Listed:
    """Without series whose figures are too old: they stay as they stood when they grew old, and a
    backtest, which sees them as they are known on the day, does not claim to know that."""
    founds = [one.found for one in answer]
    old = {
        (found.rule.id, found.series(int(n)))
        for found in founds
        for n in np.flatnonzero(found.stale)
    }
    return {one for one in listed if one[:2] not in old}


def asked(council: Town, day: date) -> list[Judged]:
    setting = Setting(council.book, DIRECTORY, "Europe/London", False)
    return list(backtest(council.store, setting, Question(as_known=day), _AFTERWARDS))


def holds(readings: list[Reading], shuffled: list[Reading], day: date) -> None:
    evening = end_of(day)
    with town() as council, town() as late_comer:
        lives(council, [one for one in readings if published(one) < evening])
        council.judges(evening - timedelta(minutes=1))
        said, listed = said_live(council, day), listed_live(council)
        lives(council, [one for one in readings if published(one) >= evening])
        for one in shuffled:
            late_comer.takes_in([one], _AFTERWARDS)
        for store in (council, late_comer):
            answer = asked(store, day)
            assert said_by(answer) == said
            assert fresh(listed_by(answer), answer) == fresh(listed, answer)


@settings(max_examples=30, deadline=None)
@given(lives_and_evenings())
def test_as_known_is_what_was_said_that_evening(
    drawn: tuple[list[Reading], list[Reading], date],
) -> None:
    """Whatever was restated, withheld or late afterwards, and in whichever order it was imported: as
    known on a day, every verdict, what is too old, and all else on the list is what it was live that
    evening."""
    holds(*drawn)


@pytest.mark.long
@settings(max_examples=1000, deadline=None)
@given(lives_and_evenings())
def test_as_known_over_a_thousand_histories(
    drawn: tuple[list[Reading], list[Reading], date],
) -> None:
    """The same law over a thousand histories."""
    holds(*drawn)
