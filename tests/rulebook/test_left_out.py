"""What holds where a key is left out: the table of the language, cell by cell, and `defaults:`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rulebook.books import faults, load
from watchlist.model.indicator import Interval, Publication, usual_good_readings
from watchlist.model.period import Frequency
from watchlist.rulebook.language import DEFAULTS
from watchlist.rulebook.load import check_rulebook_text
from watchlist.rulebook.rules import RULE

#: every -> good readings before it leaves, periods after which it is stale.
LEFT_OUT = {
    "week": (3, 2),
    "month": (3, 2),
    "quarter": (2, 2),
    "half-year": (2, 2),
    "term": (2, 2),
    "academic-year": (1, 1),
    "financial-year": (1, 1),
    "calendar-year": (1, 1),
    "reporting-year": (1, 1),
}


def test_the_table_names_every_frequency() -> None:
    """No council returns anything by a period that the table forgets."""
    assert LEFT_OUT.keys() == {frequency.value for frequency in Frequency}


@pytest.mark.parametrize(("every", "held"), LEFT_OUT.items())
def test_left_out_leaves_and_stale_after_follow_the_frequency(
    every: str, held: tuple[int, int]
) -> None:
    """After 3 good readings by week and month, 2 by quarter, half-year and term, 1 by year; stale
    after 2 periods, and after 1 of years."""
    ends = ", ends: march" if every == "reporting-year" else ""
    book = load(
        f"""
        indicators:
          x: {{title: X, unit: count, better: lower, every: {every}{ends}, owner: head}}
        rules:
          r: {{title: R, indicator: x, amber: {{above: 3}}}}
        areas: {{Harrow: {{own: true}}}}
        """
    )
    one, rule = book.indicators["x"], book.rules["r"]
    assert rule.leaves.after is None
    assert (usual_good_readings(one.calendar.frequency), one.stale_periods) == held


def test_left_out_keys_hold_what_is_usual() -> None:
    """The owner is told, nothing is published, all checks are on, no return is asked for."""
    book = load(
        """
        indicators:
          x: {title: X, unit: count, better: lower, every: month, owner: head}
        rules:
          r: {title: R, indicator: x, amber: {above: 3}}
        areas: {Harrow: {own: true}}
        """
    )
    one, rule = book.indicators["x"], book.rules["r"]
    assert (rule.tell, rule.selects.areas, rule.selects.breakdowns) == (("owner",), None, ())
    assert (one.publication, one.due, one.small_numbers) == (Publication.INTERNAL, None, None)
    assert (one.checks.off, one.checks.overdue) == (frozenset(), None)
    assert (one.candidate, one.retired, one.variant_of, one.adds_up) == (False, None, None, ())


def test_defaults_serve_every_key_of_an_indicator() -> None:
    """Whatever all indicators share is said once; what one says itself goes before it."""
    book = load(
        """
        defaults:
          {unit: count, better: lower, every: month, target: 5, tolerance: 2, due: 10 days,
           owner: head, tags: [a], publication: public, small_numbers: {withhold: 1 to 4},
           stale_after: 3, adds_up: [sex], retired: 2020-03, candidate: true,
           checks: {parts: off, overdue: 2 weeks}}
        indicators:
          x: {title: X}
          y: {title: Y, candidate: false, retired: 2021-03, adds_up: [], checks: {}}
        """
    )
    x, y = book.indicators["x"], book.indicators["y"]
    assert (x.target_at(0), x.due, x.owner, x.stale_after) == (5, Interval(10, "days"), "head", 3)
    assert (x.adds_up, x.candidate, x.retired) == (("sex",), True, 2020 * 12 + 2)
    assert (x.checks.off, x.checks.overdue) == (frozenset({"parts"}), Interval(2, "weeks"))
    assert (y.adds_up, y.candidate, y.retired) == ((), False, 2021 * 12 + 2)
    assert y.checks.off == frozenset()


def test_what_is_one_indicators_own_cannot_be_said_for_all() -> None:
    """All cannot have one title or number, nor be a second figure of one of them."""
    own = {"title", "number", "variant_of", "was"}
    assert not own & set(DEFAULTS.words)
    (fault,) = faults("defaults: {variant_of: x}")
    assert fault.endswith('"variant_of" cannot be the same for all')


def test_defaults_know_every_other_key_of_a_rule() -> None:
    """Levels, areas, whom to tell: each may stand in `defaults:`."""
    assert {key.word for key in RULE.keys if not key.own} <= set(DEFAULTS.words)


def test_a_rule_of_candidates_alone_is_doubted() -> None:
    """It can put nothing on the list: a warning, for that may be meant."""
    text = """
        indicators:
          x: {title: X, unit: count, better: lower, every: month, owner: head, due: 5 days,
              candidate: true}
        rules:
          r: {title: R, indicator: x, amber: {above: 3}}
        areas: {Harrow: {own: true}}
        """
    (warning,) = faults(text, warnings=True)
    assert warning.endswith('rule "r": looks only at candidates, so it puts nothing on the list')
    assert faults(text) == []


def test_the_starter_rulebook_has_no_fault_with_all_of_it(request: pytest.FixtureRequest) -> None:
    """Its variants have the units and periods of what they are variants of."""
    folder = Path(request.config.rootpath) / "rules"
    files = {
        file.name: file.read_text(encoding="utf-8")
        for file in sorted(folder.glob("*.yaml"))
        if not file.name.endswith(".test.yaml")
    }
    book, found = check_rulebook_text(files)
    assert [fault for fault in found if not fault.warning] == []
    assert book is not None
    assert any(one.variant_of for one in book.indicators.values())
