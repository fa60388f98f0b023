"""The first rules: against targets, on what is unusual, and where there is neither, on a way down."""

from __future__ import annotations

from pathlib import Path

from tests.beginning.made import of_rows, written

LONG = tuple(f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13))[:14]


def test_a_target_makes_a_rule_and_a_long_history_another(tmp_path: Path) -> None:
    """Amber off target, red beyond the tolerance; what is unusual for all with 13 periods and more."""
    made = of_rows(
        tmp_path,
        ["Indicator", "Good is", "Target", *LONG],
        ["Visits on time (%)", "High", 90, *(81.5 + n % 3 for n in range(14))],
        ["Children seen", "–", None, *(81 + n % 3 for n in range(14))],
    )
    rules = written(made, "rules/rules.yaml")
    assert "    amber: {worse_than: target}\n    red: {worse_than: tolerance}\n" in rules
    assert "  unusual-worse:\n" in rules
    assert "    amber: {unusual: worse}\n" in rules
    assert "  unusual-either:\n" in rules
    assert rules.count("worse_than: target") == 1


def test_without_either_two_steps_in_the_wrong_direction_are_a_beginning(tmp_path: Path) -> None:
    """Three months of absence, no target: the one thing that can be said."""
    made = of_rows(tmp_path, ["Indicator", *LONG[:3]], ["Absence (%)", 4.1, 4.5, 5.2])
    assert "    amber: {worse_than: previous, for: 2}\n" in written(made, "rules/rules.yaml")


def test_nothing_is_said_of_what_has_no_merit(tmp_path: Path) -> None:
    """Nobody knows whether many or few are good, and there are three figures: no rule is written."""
    made = of_rows(tmp_path, ["Indicator", *LONG[:3]], ["Children in care", 4, 5, 6])
    assert not (made.folder / "rules/rules.yaml").exists()
    assert not made.plan.has_rules
