"""A table of readings in, a table of findings out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evaluate import build
from tests.evaluate.naive import World
from tests.evaluate.strategies import worlds
from tests.evaluate.tables import shuffled, table_of
from tests.evaluate.test_laws import TODAY, examples, judged
from watchlist.evaluate import deciding
from watchlist.evaluate.evidence import evidence
from watchlist.evaluate.findings_table import FINDINGS, holding
from watchlist.evaluate.table import evaluate_table
from watchlist.evaluate.truth import Truth
from watchlist.evaluate.words import words
from watchlist.model.errors import FaultsError
from watchlist.model.finding import Cell, Findings, Verdict, number
from watchlist.model.reading import NEVER, Panel
from watchlist.model.rule import Level
from watchlist.model.table_panels import panels_of

LAYERS = ("value", "marker", "digits", "numerator", "denominator", "target", "growth", "length")


def rows_of(table: pa.Table) -> list[dict[str, Any]]:
    """The findings in an order of their own."""
    order = ("rule", "indicator", "area", "breakdown", "period")
    found: list[dict[str, Any]] = table.to_pylist()
    return sorted(found, key=lambda row: [row[name] for name in order])


def expected(found: Findings, n: int, t: int) -> dict[str, Any]:
    """A finding cell by cell, as `explain` would have it."""
    series, panel = found.series(n), found.panel
    level = Verdict(int(found.verdict[n, t])).level or Level.INFO
    seen, leaf = evidence(found, n, t, level), deciding.leaf(found, n, t, level)
    held_from = NEVER if leaf.held_from is None else int(leaf.held_from[n, t])
    return {
        "rule": found.rule.id,
        "rule_hash": found.rule.hash,
        "indicator": series.indicator,
        "area": series.area,
        "breakdown": series.breakdown,
        "every": panel.calendar.frequency.value,
        "ends": panel.calendar.ends,
        "period": panel.first + t,
        "label": panel.calendar.label(panel.first + t),
        "level": level.word,
        "info": found.info is not None and bool(found.info[n, t] == Truth.TRUE),
        "words": words(leaf.condition),
        "value": number(leaf.tested[n, t]),
        "held_against": number(leaf.held_against[n, t]),
        "held_period": None if held_from == NEVER else held_from,
        "window": [] if seen is None else [_reading(cell) for cell in seen.cells],
    }


def _reading(cell: Cell) -> dict[str, Any]:
    plain = {name: getattr(cell, name) for name in ("period", "length", "value", "digits")}
    parts = {"numerator": cell.numerator, "denominator": cell.denominator}
    return plain | parts | {"marker": int(cell.marker), "status": int(cell.status)}


def same(one: Panel, other: Panel) -> None:
    """The panels hold the same series with the same figures, whatever the order of their rows."""
    assert (one.calendar, one.first, one.shape) == (other.calendar, other.first, other.shape)
    for row in range(one.shape[0]):
        at = other.row(one.series(row))
        assert at is not None
        for name in LAYERS:
            assert np.array_equal(
                getattr(one, name)[row], getattr(other, name)[at], equal_nan=True
            ), name


@examples(100)
@given(worlds(), st.integers(0, 99))
def test_the_order_and_the_pieces_of_a_table_say_nothing(world: World, seed: int) -> None:
    """Readings in any order, whole or in pieces, make the same panels, figures over several periods
    among them."""
    calendars = {name: one.calendar for name, one in world.book.indicators.items()}
    table = table_of(world.panels.values())
    laid = panels_of(table, calendars, world.book.areas)
    mixed = panels_of(shuffled(table, seed), calendars, world.book.areas)
    assert laid.keys() == mixed.keys()
    for calendar, panel in laid.items():
        same(panel, mixed[calendar])
        of_source = world.panels[calendar]
        for row in range(panel.shape[0]):
            at, shift = of_source.row(panel.series(row)), panel.first - of_source.first
            columns = slice(shift, shift + panel.shape[1])
            assert at is not None
            assert np.array_equal(panel.value[row], of_source.value[at, columns], equal_nan=True)


@examples(100)
@given(worlds(), st.integers(0, 99))
def test_a_table_is_judged_as_its_panels_are(world: World, seed: int) -> None:
    """Every period at which a level holds is a row, with the figures and the readings that the
    evidence of the same cell has."""
    table = shuffled(table_of(world.panels.values()), seed)
    calendars = {name: one.calendar for name, one in world.book.indicators.items()}
    laid = replace(world, panels=panels_of(table, calendars, world.book.areas))
    wanted = [
        expected(found, n, t)
        for found in judged(laid)
        for n, t in np.argwhere(holding(found)).tolist()
    ]
    found = rows_of(evaluate_table(table, world.book, TODAY, every=True))
    order = ("rule", "indicator", "area", "breakdown", "period")
    wanted.sort(key=lambda row: [row[name] for name in order])
    assert found == wanted


@examples(100)
@given(worlds())
def test_live_findings_are_those_of_the_latest_readings(world: World) -> None:
    """Of each series that is not stale its latest reading is judged, wherever in the panel that lies,
    and says what it says among all periods."""
    table = table_of(world.panels.values())
    every = rows_of(evaluate_table(table, world.book, TODAY, every=True))
    calendars = {name: one.calendar for name, one in world.book.indicators.items()}
    panels = panels_of(table, calendars, world.book.areas)
    fresh = {
        (found.series(n), found.panel.first + int(found.anchor[n]))
        for found in judged(replace(world, panels=panels))
        for n in range(len(found.rows))
        if not found.stale[n]
    }
    newest = {(one.indicator, one.area, one.breakdown, period) for one, period in fresh}
    key = ("indicator", "area", "breakdown", "period")
    wanted = [row for row in every if tuple(row[name] for name in key) in newest]
    assert rows_of(evaluate_table(table, world.book, TODAY)) == wanted


BOOK = build.book(
    build.indicator(target=85.0), build.rule(amber=build.worse_than("target", periods=2))
)
FIRST = 12 * 2001


def readings(**columns: list[Any]) -> pa.Table:
    """Four months, the last two below the target, as little as a table may hold."""
    given = {
        "indicator": ["assessments"] * 4,
        "area": [build.OWN] * 4,
        "period": [FIRST, FIRST + 1, FIRST + 2, FIRST + 3],
        "value": [90.0, 91.0, 84.0, 83.5],
    }
    return pa.table({**given, **columns})


def found_in(table: pa.Table) -> list[dict[str, Any]]:
    return rows_of(evaluate_table(table, BOOK, build.MONTH.end(FIRST + 3)))


def test_a_table_may_leave_out_what_is_as_usual() -> None:
    """Four columns are enough: then each figure is a total of one month, and final."""
    (row,) = found_in(readings())
    assert (row["level"], row["label"], row["value"]) == ("amber", "2001-04", 83.5)
    assert [cell["value"] for cell in row["window"]] == [84.0, 83.5]
    assert row["held_against"] == 85.0
    assert row["words"] == "worse_than: target, for: 2"


@pytest.mark.parametrize(
    "columns",
    [
        {"period": pa.array([FIRST + n for n in range(4)], pa.int16())},
        {"value": pa.array(["90", "91", "84", "83.5"]).cast(pa.decimal128(5, 1))},
        {"indicator": pa.array(["assessments"] * 4, pa.large_string())},
        {"area": pa.array([build.OWN] * 4).dictionary_encode()},
        {"marker": pa.array([1, 1, 1, 1], pa.int64()), "note": pa.array(["any"] * 4)},
    ],
)
def test_names_and_numbers_may_be_of_any_width(columns: dict[str, Any]) -> None:
    """Other engines write other types for the same things."""
    assert len(found_in(readings(**columns))) == 1


def test_what_the_rulebook_does_not_know_is_left_out() -> None:
    """Other indicators and areas, and people's own forecasts, change nothing."""
    more = readings(indicator=["other"] * 4), readings(area=["Elsewhere"] * 4)
    ahead = readings(period=[FIRST + n for n in range(4, 8)], value=[10.0] * 4)
    forecast = ahead.append_column("status", pa.array([2] * 4, pa.int8()))
    final = [
        each.append_column("status", pa.array([0] * 4, pa.int8())) for each in (readings(), *more)
    ]
    assert found_in(pa.concat_tables([*final, forecast])) == found_in(readings())


def test_no_readings_are_no_findings() -> None:
    """An empty table is a table."""
    assert evaluate_table(readings().slice(0, 0), BOOK, TODAY).equals(FINDINGS.empty_table())


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (
            readings().drop_columns("value"),
            'the table: has no column "value": it needs indicator, area, period and value',
        ),
        (
            readings(period=["2001-01", "2001-02", "2001-03", "2001-04"]),
            'the table: the column "period" should hold whole numbers (a month is 12 times its year '
            "and its number, less 1), and holds string",
        ),
        (readings(area=["Harrow", None, "Harrow", "Harrow"]), "the table:2: has no area"),
        (
            readings(period=[200101, 200102, 200103, 200104]),
            "the table:1: period 200101 is no month from 1900 to 2199: they are counted up to 26399, "
            "which is 2199-12",
        ),
        (readings(value=[90.0, 91.0, float("inf"), 80.0]), "the table:3: value is infinite"),
        (readings(marker=[1, 1, 9, 1]), "the table:3: marker 9 is not one of 1 to 7"),
        (readings(span=[1, 1, 1, 0]), "the table:4: a figure covers one period or several, not 0"),
        (
            readings(period=[FIRST, FIRST, FIRST + 1, FIRST + 2]),
            "the table: assessments, Harrow: 2001-01 is there twice: leave one reading for each period",
        ),
        (
            readings(period=[FIRST, FIRST, FIRST + 1, FIRST + 1], span=[2, 2, 1, 1]),
            "the table: assessments, Harrow: 2001-01 is there twice (and 1 more): leave one reading "
            "for each period",
        ),
    ],
)
def test_a_table_that_is_none_is_refused_with_its_place(table: pa.Table, sentence: str) -> None:
    """Wrong columns are named, and the first row that holds what it cannot."""
    with pytest.raises(FaultsError) as refused:
        evaluate_table(table, BOOK, TODAY)
    assert str(refused.value) == sentence


def test_periods_of_what_is_not_known_are_not_looked_at() -> None:
    """Another indicator may be counted as it likes."""
    other = readings(indicator=["other"] * 4, period=[200101, 200102, 200103, 200104])
    assert found_in(pa.concat_tables([readings(), other])) == found_in(readings())


def test_names_come_as_codes_without_repeating_their_words() -> None:
    """A finding is small: its words are in a dictionary, once."""
    found = evaluate_table(readings(), BOOK, build.MONTH.end(FIRST + 3))
    assert pa.types.is_dictionary(found.schema.field("rule").type)
    assert pc.unique(found["rule"]).to_pylist() == ["rule"]


def test_a_finding_may_have_looked_at_no_reading() -> None:
    """Of what is denied the first comparison speaks, though that is of another indicator, which has
    no readings here."""
    either = build.any_(build.worse_than(85.0, indicator="other"), build.better_than(85.0))
    rule = build.rule(amber=build.not_(either))
    book = build.book(build.indicator(), build.indicator("other"), rule)
    (row,) = rows_of(evaluate_table(readings(), book, build.MONTH.end(FIRST + 3)))
    assert (row["label"], row["value"], row["window"]) == ("2001-04", None, [])
