"""What was changed in the rules since the last digest: targets, tolerances, rules, a sentence each."""

from __future__ import annotations

from collections.abc import Iterator

from watchlist.deliver.figures import amount
from watchlist.model.indicator import Better, Indicator
from watchlist.model.rule import Rule, Rulebook
from watchlist.rulebook.edits import Edit, edits


def changes(before: Rulebook | None, after: Rulebook, about: frozenset[str]) -> Iterator[str]:
    """Between two rulebooks, of these indicators. Nothing where there was none before."""
    if before is None or before.hash == after.hash:
        return
    for name in sorted(about & before.indicators.keys() & after.indicators.keys()):
        yield from _of_indicator(before.indicators[name], after.indicators[name])
    for edit, old, new in edits(before, after):
        rule = new or old
        if old and new and edit is Edit.CHANGED and old.words == new.words:
            continue  # only what it looks at was changed, and that is told above
        if rule is not None and about.intersection(rule.selects.indicators):
            yield _of_rule(edit, rule)


def _of_indicator(old: Indicator, new: Indicator) -> Iterator[str]:
    was, now = (one.targets[-1].value if one.targets else None for one in (old, new))
    if was != now:
        yield _moved("target", new, was, now)
    if old.tolerance != new.tolerance:
        given = [f"{one.tolerance}" if one.tolerance else "none" for one in (old, new)]
        yield f"The tolerance of “{new.title}” was changed from {given[0]} to {given[1]}."


def _moved(what: str, indicator: Indicator, was: float | None, now: float | None) -> str:
    """ "The target of “…” was lowered from 85% to 80%: it is easier to meet."."""
    said = [amount(each, indicator.unit) if each is not None else "none" for each in (was, now)]
    if was is None or now is None:
        return f"The {what} of “{indicator.title}” was {said[0]} and is {said[1]}."
    verb = "raised" if now > was else "lowered"
    easier = (now < was) == (indicator.better is Better.HIGHER)
    merit = (
        ""
        if indicator.better is Better.NEITHER
        else f": it is {'easier' if easier else 'harder'} to meet"
    )
    return f"The {what} of “{indicator.title}” was {verb} from {said[0]} to {said[1]}{merit}."


def _of_rule(edit: Edit, rule: Rule) -> str:
    verb = {
        Edit.NEW: "is new",
        Edit.CHANGED: "was changed",
        Edit.RENAMED: "has another name",
        Edit.REMOVED: "was removed",
    }[edit]
    return f"The rule “{rule.title}” {verb}."
