"""Which indicators hang together, and which rules are judged with them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from watchlist.rulebook.load import load_rulebook_text

NAMES = [f"measure-{n}" for n in range(6)]

#: Rules that hold one measure against another.
PAIRS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=6)


def book(pairs: list[tuple[str, str]]) -> str:
    words = ["areas:", "  Harrow: {level: authority, own: true}", "indicators:"]
    words += [
        f"  {name}: {{title: Title of {name}, unit: percent, better: higher, every: month,"
        " owner: head}"
        for name in NAMES
    ]
    words += ["rules:"] if pairs else []
    for n, (one, other) in enumerate(pairs):
        held = "50" if one == other else f"{{indicator: {other}}}"
        words += [f"  rule-{n}:", f"    title: Rule {n}", f"    indicator: {one}"]
        words.append(f"    red: {{worse_than: {held}}}")
    return "\n".join(words) + "\n"


@given(PAIRS)
def test_every_rule_is_judged_with_all_that_it_looks_at_and_once(
    pairs: list[tuple[str, str]],
) -> None:
    """Each measure lies in one component, each rule belongs to one, and all of a rule's measures
    are in it."""
    rules = load_rulebook_text({"rules.yaml": book(pairs)})
    components = rules.components(NAMES)
    assert sorted(name for component in components for name in component) == NAMES
    judged = [(rule, component) for component in components for rule in rules.rules_of(component)]
    assert sorted(rule.id for rule, _ in judged) == sorted(rules.rules)
    assert all(rule.looks_at() <= component for rule, component in judged)
