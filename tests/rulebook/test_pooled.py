"""What a rulebook says of figures that cover several years."""

from __future__ import annotations

from tests.rulebook.books import faults, load

INJURIES = "injuries: {title: Injuries, unit: count, better: lower, every: calendar-year%s}"


def test_an_indicator_says_how_many_years_its_figures_pool() -> None:
    book = load(
        "indicators:\n"
        f"  {INJURIES % ', pooled: 3, owner: head'}\n"
        "  deaths: {title: Deaths, unit: count, better: lower, every: calendar-year, owner: head}\n"
    )
    assert {name: one.pooled for name, one in book.indicators.items()} == {
        "injuries": 3,
        "deaths": 1,
    }


def test_only_years_are_pooled() -> None:
    """Three months together are a span, which has its own label."""
    pooled = INJURIES.replace("calendar-year", "month") % ", pooled: 3"
    assert faults(f"indicators:\n  {pooled}\n") == [
        'rules/a.yaml:2:81: indicator "injuries": pooled: is for figures over several years, and '
        "these are by month"
    ]


def test_a_rule_does_not_hold_three_years_against_one() -> None:
    """Three years of injuries are always more than one year of them."""
    text = (
        "indicators:\n"
        f"  {INJURIES % ', pooled: 3, owner: head'}\n"
        "  single: {title: In one year, unit: count, better: lower, every: calendar-year, owner: h}\n"
        "areas: {Harrow: {own: true}}\n"
        "rules:\n"
        "  worse: {title: Worse, indicator: injuries, amber: {worse_than: {indicator: single}}}\n"
    )
    assert faults(text) == [
        'rules/a.yaml:6:78: rule "worse": indicator: a figure of "injuries" covers 3 years and one '
        'of "single" one year; they cannot be compared'
    ]
