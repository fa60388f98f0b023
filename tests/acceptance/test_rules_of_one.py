"""Three machines, each with its own folder of rules."""

from __future__ import annotations

import shutil

import pytest

from tests.acceptance.clock import needs_faketime
from tests.acceptance.here import Here

pytestmark = [needs_faketime, pytest.mark.long]


def test_rules_changed_on_one_machine_are_those_of_all(on_postgres: Here) -> None:
    """An officer edits the folder of one machine. All three judge by it; and when that machine is gone,
    the others still do, whatever their own folders have held since long before."""
    start, town = on_postgres.clock.now(), on_postgres.town
    for number in (1, 2, 3):
        shutil.copytree(town.folder / "rulebook", town.folder / f"rules-{number}")
    one, *others = (
        on_postgres.start(f"machine-{number}", rules=f"rules-{number}") for number in (1, 2, 3)
    )
    town.edits("amber: {worse_than: target}", "amber: {worse_than: 96}", folder="rules-1")
    one.says('"rules changed"', meanwhile=on_postgres.a_tick_passes)
    for each in others:
        each.says('"rules changed"', meanwhile=on_postgres.a_tick_passes)
    assert one.stops() == 0
    town.reports(1, visits=95.5, reviews=99, checks=99, plans=99)
    on_postgres.waits(lambda: on_postgres.is_told("visits"), "the head is told by the new rule")
    on_postgres.nothing_else_came(start, visits="Too late")
    assert [each.stops() for each in others] == [0, 0]
