from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.rulebook.books import COUNCIL, faults, load
from tests.rulebook.test_load import rule as one_rule
from watchlist.model.rule import Rule
from watchlist.rulebook.renamed import renamed

NAMES = ("late", "slow", "few", "many", "dear")
_RULE = one_rule()


def book(**was: str | None) -> dict[str, Rule]:
    """Rules by name, each with the name it says it had."""
    return {name: replace(_RULE, id=name, was=old) for name, old in was.items()}


def rules(**was: str) -> str:
    """A rule file of these names; "" says no former name."""
    lines = ["rules:"]
    for name, old in was.items():
        said = f", was: {old}" if old else ""
        lines.append(f"  {name}:")
        lines.append(f"    {{title: T, indicator: assessments, red: {{worse_than: target}}{said}}}")
    return "\n".join(lines) + "\n"


@given(st.permutations(NAMES), st.integers(1, len(NAMES)))
def test_whatever_changes_names_at_once_is_followed(given_names: list[str], many: int) -> None:
    """Rules that take new names, one another's too, are each the same rule; said again it is no
    news."""
    moved = dict(zip(NAMES[:many], given_names[:many], strict=True))
    before = book(**dict.fromkeys(NAMES[:many]))
    after = book(**{new: old if new != old else None for old, new in moved.items()})
    assert renamed(before, after) == {old: new for old, new in moved.items() if old != new}
    assert renamed(after, after) == {}


@given(
    st.dictionaries(st.sampled_from(NAMES), st.none() | st.sampled_from(NAMES)),
    st.dictionaries(st.sampled_from(NAMES), st.none() | st.sampled_from(NAMES)),
)
def test_no_rule_is_ever_moved_onto_another(
    before: dict[str, str | None], after: dict[str, str | None]
) -> None:
    """Whatever is written, a name is moved only from a rule that gives it up to one that is free."""
    names = renamed(book(**before), book(**after))
    assert len(set(names.values())) == len(names)
    for old, new in names.items():
        assert old in before
        assert new in after
        assert old not in after or old in names.values()
        assert new not in before or new in names


def test_a_name_from_long_ago_is_harmless() -> None:
    """`was:` may stay for good, though its old name is used again by a new rule later."""
    assert renamed(book(slow="late"), book(slow="late", few=None)) == {}
    assert renamed(book(slow="late", late="few"), book(slow="late", late="few")) == {}


def test_a_chain_of_names_is_followed_step_by_step() -> None:
    """late → slow → dear: each edit moves it on."""
    assert renamed(book(late=None), book(slow="late")) == {"late": "slow"}
    assert renamed(book(slow="late"), book(dear="slow")) == {"slow": "dear"}
    assert renamed(book(late=None, slow=None), book(slow="late", dear="slow")) == {
        "late": "slow", "slow": "dear",
    }  # fmt: skip


def test_a_name_that_the_register_still_uses_is_not_free() -> None:
    """A rule that was taken out and not closed yet keeps its name: nothing is moved onto it."""
    assert renamed(book(late=None), book(slow="late"), ["late", "slow"]) == {}
    assert renamed(book(late=None), book(slow="late"), ["late"]) == {"late": "slow"}


def test_the_name_of_a_rule_that_is_still_there_is_a_fault() -> None:
    """Two rules cannot both be the one that was called so; both places are named."""
    assert faults(rules(slow="late", late="") + COUNCIL) == [
        'rules/a.yaml:2:3: rule "slow": was: late: that rule is still there, at rules/a.yaml:4:3; '
        "only one of them can be"
    ]


def test_two_rules_cannot_have_been_the_same() -> None:
    """The second that says so is at fault, and says where the first is."""
    assert faults(rules(slow="late", dear="late") + COUNCIL) == [
        'rules/a.yaml:4:3: rule "dear": was: late: "slow" at rules/a.yaml:2:3 was that already; '
        "only one rule can be"
    ]


def test_two_rules_may_change_places() -> None:
    """A swap of two names is no fault."""
    assert load(rules(slow="late", late="slow") + COUNCIL).rules.keys() == {"slow", "late"}
