"""Whether one condition holds wherever another does; only what is plain to see is said to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from operator import ge, le
from typing import Any

from watchlist.evaluate.combine import Combine
from watchlist.evaluate.compare import Compare
from watchlist.evaluate.heading import Heading
from watchlist.evaluate.position import Outlier, Rank
from watchlist.evaluate.unusual import AgainstTarget, Unusual
from watchlist.model.condition import Condition, Merit, Place, Reference, ReferenceKind
from watchlist.model.indicator import Better, Indicator, Margin

#: The indicators that a comparison looks at.
Subjects = Callable[[Compare], Sequence[Indicator]]


def implies(one: Condition, other: Condition, subjects: Subjects) -> bool:
    """Whether the second holds wherever the first does: ``any`` is looked at part by part, ``all``
    by each of its parts."""
    if one.head == "any":
        return all(_some(part, other, subjects) for part in parts(one))
    each = all if other.head == "all" else any
    return each(
        any(_leaf(part, wanted, subjects) for part in parts(one)) for wanted in parts(other)
    )


def parts(condition: Condition) -> Sequence[Condition]:
    """What an ``all`` or ``any`` is made of; of another condition, that one."""
    if isinstance(condition, Combine) and condition.head != "not":
        return condition.subject
    return (condition,)


def _some(one: Condition, other: Condition, subjects: Subjects) -> bool:
    each = all if other.head == "all" else any
    return each(_leaf(one, wanted, subjects) for wanted in parts(other))


def _leaf(one: Condition, other: Condition, subjects: Subjects) -> bool:
    if isinstance(one, Compare) and isinstance(other, Compare):
        return _compared(one, other, subjects)
    if one == other:
        return True
    if isinstance(one, Heading) and isinstance(other, Heading):
        first, second = (replace(each.subject, indicator=each.indicator) for each in (one, other))
        further = _as_wide(one, replace(other, subject=one.subject))
        return further and _compared(first, second, subjects)
    return _as_wide(one, other)


def _compared(one: Compare, other: Compare, subjects: Subjects) -> bool:
    return (
        one.head == other.head
        and one.periods >= other.periods
        and (one.significantly or 0) >= (other.significantly or 0)
        and _gap_implies(one.by, other.by)
        and _side_implies(one, other, subjects(one))
        and one == _with_edge_of(other, one)
    )


def _with_edge_of(words: Compare, other: Compare) -> Compare:
    """A comparison with what another one says of how far beyond what, and for how long."""
    return replace(
        words,
        subject=other.subject,
        by=other.by,
        periods=other.periods,
        significantly=other.significantly,
    )


def _as_wide(one: Any, other: Any) -> bool:
    """Whether the second differs from the first only in what makes it hold in more places."""
    if type(one) is not type(other):
        return False
    wider = _WIDER.get(type(one), {})
    alike = replace(other, **{name: getattr(one, name) for name in wider})
    held = (holds(getattr(one, name), getattr(other, name)) for name, holds in wider.items())
    return bool(alike == one) and all(held)


def _merit_implies(one: Merit, other: Merit) -> bool:
    return other in (one, Merit.EITHER)


def _place_implies(one: Place, other: Place) -> bool:
    return one.end is other.end and one.share <= other.share


def _signals_imply(one: Sequence[str], other: Sequence[str]) -> bool:
    return set(one) <= set(other)


#: Of each statistical condition the words that may make it hold in more places, and how to tell.
_WIDER: Mapping[type[Any], Mapping[str, Callable[[Any, Any], bool]]] = {
    Unusual: {"subject": _merit_implies, "signals": _signals_imply, "points": ge},
    AgainstTarget: {"points": ge},
    Heading: {"within": le},
    Outlier: {"subject": _merit_implies, "limits": ge},
    Rank: {"subject": _place_implies},
}


def _gap_implies(one: Margin | None, other: Margin | None) -> bool:
    if one is None or other is None:
        return other is None
    return one.relative == other.relative and one.amount >= other.amount


def _side_implies(one: Compare, other: Compare, looked_at: Sequence[Indicator]) -> bool:
    """Whether what is beyond the first reference is beyond the second as well."""
    if one.subject == other.subject:
        return True
    if not (isinstance(one.subject, Reference) and isinstance(other.subject, Reference)):
        return False
    kinds = (one.subject.kind, other.subject.kind)
    if kinds == (ReferenceKind.TOLERANCE, ReferenceKind.TARGET):
        return one.head == "worse_than" and (one.by, other.by) == (None, None)
    if kinds != (ReferenceKind.NUMBER, ReferenceKind.NUMBER) or one.by != other.by:
        return False
    gap = (one.subject.number or 0) - (other.subject.number or 0)
    signs = {sign_of(one.head, indicator) for indicator in looked_at}
    return len(signs) == 1 and gap * signs.pop() > 0


def sign_of(head: str, indicator: Indicator) -> int:
    """+1 where the condition holds above its number, -1 where below."""
    upward = {"above": 1, "below": -1, "better_than": indicator.better.sign}
    return upward.get(head, -indicator.better.sign if indicator.better is not Better.NEITHER else 0)
