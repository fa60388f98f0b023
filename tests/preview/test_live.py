"""What a preview says is what a live run did, or would do next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cycle.town import MONTH, Reading
from tests.preview.council import EDITS, RULES, council
from watchlist.model.reading import Marker
from watchlist.preview import Move

_FIRST = 2013 * 12
_AFTER = datetime(2014, 6, 1, 9, 0, tzinfo=UTC)
_SERIES = [
    ("assessments", "Harrow"), ("assessments", "Barnet"), ("visits", "Harrow"), ("reviews", "Harrow"),
]  # fmt: skip
#: When the figures of autumn 2013 are fresh, and when they are too old to move anything.
_DAYS = st.sampled_from([datetime(2013, 12, 20, 9, tzinfo=UTC), _AFTER])

_VALUES = st.sampled_from([95, 90, 86, 84, 82, 79, 70, 60, None, Marker.CONFIDENTIAL])


@st.composite
def histories(draw: st.DrawFn) -> list[Reading]:
    """The months of 2013 up to November, of three indicators, one of them in two areas; some never
    come, some are withheld."""
    readings = []
    for indicator, area in _SERIES:
        first = draw(st.integers(0, 4))
        for month, value in enumerate(draw(st.lists(_VALUES, max_size=7)), start=first):
            label = MONTH.label(_FIRST + month)
            if isinstance(value, Marker):
                readings.append(Reading(indicator, label, None, None, area, value))
            elif value is not None:
                readings.append(Reading(indicator, label, value, None, area))
    return readings


def edited(edits: Sequence[tuple[str, str]]) -> str:
    rules = RULES
    for before, after in edits:
        rules = rules.replace(before, after, 1)
    return rules


def sends_what_was_sent(readings: list[Reading]) -> None:
    with council() as town:
        town.lives(readings)
        assert town.told() == {
            sending
            for edit in town.previews(None, _AFTER).edits
            if edit.after
            for sending in edit.after.behaviour.messages
        }
        assert town.previews(None, _AFTER).messages_after == len(town.told())


def moves_what_will_move(
    readings: list[Reading], edits: Sequence[tuple[str, str]], now: datetime
) -> None:
    with council() as town:
        town.learns(readings, now)
        before = town.levels()
        after = town.under(edited(edits))
        found = town.previews(after, now)
        after.judges(now)
        moved = {}
        for edit in found.edits:
            for one in edit.moved:
                old = edit.before.rule.id if edit.before else edit.rule.id
                if one.move is not Move.ADDED:
                    del before[old, one.series]
                if one.after and one.after.level:
                    moved[edit.rule.id, one.series] = one.after.level
        assert before | moved == after.levels()


@settings(max_examples=10, deadline=None)
@given(histories())
def test_the_messages_are_those_that_were_sent(readings: list[Reading]) -> None:
    """Figures come on the day they are due, month by month; the news that posts were then sent is,
    post by post and day by day, what the preview counts."""
    sends_what_was_sent(readings)


@settings(max_examples=25, deadline=None)
@given(histories(), st.lists(st.sampled_from(EDITS), min_size=1, max_size=4, unique=True), _DAYS)
def test_the_list_moves_as_it_will(
    readings: list[Reading], edits: list[tuple[str, str]], now: datetime
) -> None:
    """What the preview says will come, go or change its level is what the first cycle under the edited
    rules makes of the list, and nothing else moves; also where figures are too old to judge."""
    moves_what_will_move(readings, edits, now)


@pytest.mark.long
@settings(max_examples=120, deadline=None)
@given(histories())
def test_the_messages_of_many_histories(readings: list[Reading]) -> None:
    """The same law of messages over 120 histories."""
    sends_what_was_sent(readings)


@pytest.mark.long
@settings(max_examples=600, deadline=None)
@given(histories(), st.lists(st.sampled_from(EDITS), min_size=1, max_size=4, unique=True), _DAYS)
def test_the_list_of_six_hundred_edits(
    readings: list[Reading], edits: list[tuple[str, str]], now: datetime
) -> None:
    """The same law of the list over six hundred edits."""
    moves_what_will_move(readings, edits, now)
