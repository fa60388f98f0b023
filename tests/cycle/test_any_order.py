"""The register is a function of the figures: the way in which they came does not show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cycle.town import RULES, Reading, Town
from watchlist.model.reading import Marker
from watchlist.store.open import open_store

_MONTHS = [f"2013-{number:02d}" for number in range(1, 9)]
_NOW = datetime(2013, 9, 25, 9, 0, tzinfo=UTC)

#: England beside the council, so that a late national figure alters earlier verdicts as well.
_AGAINST_ENGLAND = (
    RULES
    + "  below-england:\n    title: Below England\n    indicator: assessments\n"
    + "    amber: {worse_than: {area: England}, for: 2}\n    leaves: after 2 good readings\n"
)

_values = st.sampled_from([50, 70, 79, 80, 84, 85, 90, 95, None])


@st.composite
def figures(draw: st.DrawFn) -> list[Reading]:
    """Some months of some series, some of them restated; each version published on its own day."""
    cells = st.tuples(
        st.sampled_from(
            [("assessments", "Harrow"), ("assessments", "England"), ("visits", "Harrow")]
        ),
        st.sampled_from(_MONTHS),
        _values,
    )
    drawn = draw(st.lists(cells, min_size=1, max_size=24))
    start = datetime(2013, 9, 1, tzinfo=UTC)
    return [
        Reading(
            indicator,
            month,
            value,
            start + timedelta(minutes=number),
            area,
            Marker.CONFIDENTIAL if value is None else Marker.FIGURE,
        )
        for number, ((indicator, area), month, value) in enumerate(drawn)
    ]


def _batches(readings: list[Reading], cuts: list[int]) -> list[list[Reading]]:
    """The readings cut into parts; one part never holds two versions of a figure, as no file does."""
    parts: list[list[Reading]] = [[]]
    for number, reading in enumerate(readings):
        taken = {(one.indicator, one.area, one.month) for one in parts[-1]}
        if number in cuts or (reading.indicator, reading.area, reading.month) in taken:
            parts.append([])
        parts[-1].append(reading)
    return parts


def _register(batches: list[list[Reading]], *, judged_between: bool) -> list[tuple[object, ...]]:
    with TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'watchlist.db'}")
        town = Town.founded(store, _AGAINST_ENGLAND)
        town.judges(_NOW)  # the rules are known before the first figure comes
        for batch in batches:
            town.takes_in(batch, _NOW)
            if judged_between:
                town.judges(_NOW)
        town.judges(_NOW)
        standing = town.standing()
        store.close()
        return standing


def _holds(readings: list[Reading], shuffler: Random, cuts: list[int]) -> None:
    in_order = _register(_batches(readings, []), judged_between=False)
    shuffled = list(readings)
    shuffler.shuffle(shuffled)
    assert _register(_batches(shuffled, cuts), judged_between=True) == in_order


_ANY_ORDER = (
    figures(),
    st.randoms(use_true_random=False),
    st.lists(st.integers(1, 23), max_size=6),
)


@settings(max_examples=25, deadline=None)
@given(*_ANY_ORDER)
def test_any_order_and_any_split_give_the_same_register(
    readings: list[Reading], shuffler: Random, cuts: list[int]
) -> None:
    """Months late, figures restated, England after the council, one file or many, judged after each
    or once: what stands on the list, since when and how bad, is the same."""
    _holds(readings, shuffler, cuts)


@pytest.mark.long
@settings(max_examples=1000, deadline=None)
@given(*_ANY_ORDER)
def test_any_order_of_a_thousand_histories(
    readings: list[Reading], shuffler: Random, cuts: list[int]
) -> None:
    """The same law over a thousand histories."""
    _holds(readings, shuffler, cuts)
