"""Plain comparisons: worse_than, better_than, above, below, outside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import reduce
from math import ceil
from operator import or_

import numpy as np

from watchlist.evaluate.chance import Counts, chance, counts
from watchlist.evaluate.definitions import defined_since
from watchlist.evaluate.elsewhere import read_elsewhere
from watchlist.evaluate.gaps import beyond, compact, up_to
from watchlist.evaluate.held import fixed, shape
from watchlist.evaluate.looked_at import begins, cohort, figures, incomparable
from watchlist.evaluate.references import looks_back, merit, past_periods, resolve, target
from watchlist.evaluate.rows import blocks
from watchlist.evaluate.truth import Truth
from watchlist.evaluate.windows import latest_true, within
from watchlist.model.condition import (
    Asks,
    Family,
    Judgement,
    Kind,
    Leaf,
    Part,
    Reference,
    ReferenceKind,
    Share,
    View,
    word,
)
from watchlist.model.facts import Chance
from watchlist.model.indicator import Margin
from watchlist.model.period import Calendar
from watchlist.model.reading import Bools, Bytes, Floats, Ints


@dataclass(frozen=True)
class Compare:
    """A reading on one side of a reference."""

    head: str
    subject: Reference | tuple[float, float]
    by: Margin | None = word("by", Kind.MARGIN, "the gap is at least this", example="by: 5 points")
    periods: int = word(
        "for", Kind.PERIODS, "in so many periods in a row", example="for: 3", default=1
    )
    share: Share | None = word(
        "in", Kind.SHARE, "in so many of the last so many periods", example="in: 2 of 3"
    )
    only_if_out_of: float | None = word(
        "only_if_out_of",
        Kind.NUMBER,
        "judged only where the denominator is at least this",
        example="only_if_out_of: 30",
    )
    significantly: float | None = word(
        "significantly",
        Kind.CONFIDENCE,
        "by more than chance explains, for so many behind the figure (percentages and rates)",
        example="significantly: 95%",
    )
    of: Part = word(
        "of",
        Kind.PART,
        "looks at the numerator, the denominator or the year to date instead of the value",
        example="of: year to date",
        default=Part.VALUE,
    )
    indicator: str | None = word(
        "indicator",
        Kind.INDICATOR,
        "looks at another indicator of the same area (inside all, any, not)",
        example="indicator: vacancies",
    )

    @property
    def reference(self) -> Reference | None:
        """What is held against; None for ``outside``, which has two bounds."""
        return self.subject if isinstance(self.subject, Reference) else None

    @property
    def window(self) -> Share:
        """``for: 3`` is 3 of the last 3."""
        return self.share or Share(self.periods, self.periods)

    def judge(self, view: View) -> Judgement:
        """One leaf: this comparison, of the view's own series or of another ``indicator:``."""
        if self.indicator is None:
            leaf = _leaf(self, view)
        else:
            leaf = read_elsewhere(self.indicator, view, self, lambda there: _leaf(self, there))
        return Judgement(leaf.truth, np.broadcast_to(np.int8(0), leaf.truth.shape), (leaf,))

    def looks_at(self) -> frozenset[str]:
        """The other indicators that it reads."""
        reference = self.reference
        other = reference and reference.kind is ReferenceKind.INDICATOR and reference.name
        return frozenset(name for name in (self.indicator, other) if name)

    def looks_back(self, calendar: Calendar) -> int | None:
        """The window, and what its first reading is held against."""
        if self.of is Part.YEAR_TO_DATE or self.looks_at():
            return None
        reaches = 0 if self.reference is None else looks_back(self.reference, calendar)
        return None if reaches is None else self.window.among - 1 + reaches

    @property
    def asks(self) -> Asks:
        return Asks(
            self.reference,
            self.of,
            self.periods,
            self.by,
            self.share,
            self.subject if isinstance(self.subject, tuple) else None,
            self.indicator,
        )

    def shows(self, calendar: Calendar, period: int, length: float) -> Iterable[int]:
        """The window, and what of the series' own past its first reading is held against."""
        oldest = period - self.window.among + 1
        yield from range(oldest, period + 1)
        if self.reference is not None:
            yield from past_periods(self.reference, calendar, period, oldest - ceil(length))


def _leaf(words: Compare, view: View) -> Leaf:
    """The comparison over every row and column of a view."""
    tested = figures(view, view.panel, view.rows, words.of)
    right, reference = right_side(words, view), words.reference
    held = fixed(view, np.nan) if reference is None else resolve(reference, view, words.of)
    sides = _Sides(tested, held.value, held.standing, _factors(right))
    bare, good = _judged(words, view, sides, held.first)
    leaf = Leaf(
        condition=words,
        truth=within(bare, words.window.needed, words.window.among),
        tested=tested,
        held_against=held.value,
        good=good,
        anchored=_is_anchored(words),
        sign=right,
        held_from=held.at,
        held_calendar=held.calendar,
        since=defined_since(view, view.panel, view.rows),
        begins=begins(view, words.of),
        facts=_facts(words, view),
    )
    return leaf if words.share is None else _as_last_held(leaf, bare)


def _facts(words: Compare, view: View) -> Callable[[int, int], Chance] | None:
    confidence = words.significantly
    if confidence is None:
        return None
    return lambda n, t: chance(view, words.of, confidence, n, t)


def _is_anchored(words: Compare) -> bool:
    """Whether good is judged against the reference at the opening. What adds up over a year is not:
    last year's first quarter says nothing of this year's four."""
    reference = words.reference
    moves = reference is not None and (reference.is_change or reference.is_other)
    return moves and words.of is not Part.YEAR_TO_DATE


def right_side(words: Compare, view: View) -> Ints:
    """``int [N]``: on which side of the reference a reading is right: +1 above it, -1 below it. By
    the indicator's `better`; for a plain comparison, where the condition is false."""
    if words.head in ("worse_than", "better_than"):
        return merit(view)
    return np.full(len(view.rows), -1 if words.head == "above" else 1, dtype=np.int64)


def _factors(right: Ints) -> Floats:
    """``float64 [N, 1]``: the sides as factors, one that is repeated where all rows agree."""
    factors = right.astype(np.float64)[:, None]
    alike = (right == right[0]).all()
    return np.broadcast_to(factors[:1], factors.shape) if alike else factors


@dataclass(frozen=True, eq=False)
class _Sides:
    """What a comparison sets side by side, over all rows of a view or over some of them."""

    tested: Floats
    held: Floats
    standing: Bytes
    right: Floats  # ``[N, 1]``
    target: Floats | None = None  # where good is judged by it and not by what is held against
    denominator: Floats | None = None
    counts: Counts | None = None  # where chance is allowed for

    def some(self, rows: slice, first: int) -> _Sides:
        """Some rows from column ``first`` on, the readings side by side."""
        at = (rows, slice(first, None))
        return _Sides(
            np.ascontiguousarray(self.tested[at]),
            self.held[at],
            self.standing[at],
            self.right[rows],
            None if self.target is None else self.target[at],
            None if self.denominator is None else self.denominator[at],
            None if self.counts is None else self.counts.some(rows, first),
        )


def _judged(words: Compare, view: View, sides: _Sides, first: int) -> tuple[Bytes, Bools]:
    """The truth of each period by itself, and whether its reading is good. Before column ``first``
    there is nothing to be held against, and before what is asked nothing to be said: so there is
    nothing to compute."""
    if words.reference and words.reference.kind is ReferenceKind.TOLERANCE:
        sides = replace(sides, target=target(view))
    if words.only_if_out_of is not None:
        sides = replace(sides, denominator=cohort(view, words.of))
    if words.significantly is not None:
        sides = replace(sides, counts=counts(view, words.of, words.significantly))
    count, columns = shape(view)
    good = np.zeros((count, columns), dtype=np.bool_)
    asked = view.asked - (words.window.among - 1)
    if asked >= first:
        truth, first = np.zeros((count, columns), dtype=np.int8), asked
    elif first:  # of all columns: side by side they take less time than the first few of each row
        truth = np.isnan(sides.tested).view(np.int8) * np.int8(Truth.UNKNOWN)
    else:
        truth = np.empty((count, columns), dtype=np.int8)
    for rows in blocks((count, columns - first)):
        some = sides.some(rows, first)
        unknown = np.isnan(some.tested)
        holds, good[rows, first:] = _compared(words, some, unknown)
        truth[rows, first:] = _single(words, some, holds, unknown)
    apart = incomparable(view, view.panel, view.rows, words.of)
    if apart is not None:
        truth[apart] = Truth.NOT_JUDGED
    return truth, good


def _compared(words: Compare, sides: _Sides, unknown: Bools) -> tuple[Bools, Bools]:
    """Whether it holds in each period by itself, and whether the reading is good: on the right side
    of the target (for its tolerance too) or of what it is held against, whatever chance explains.
    For plain numbers good means that the figure is not off them."""
    edges = _edges(words, sides)
    off = [beyond(sides.tested, *edge, words.by) for edge in edges]
    holds = reduce(or_, off)
    if words.reference is None or words.reference.kind is ReferenceKind.NUMBER:
        good = ~(holds | unknown)
    else:
        aim = sides.held if sides.target is None else sides.target
        good = up_to(sides.tested, aim, -sides.right)
    if sides.counts is not None:
        clear = sides.counts.clear
        holds = reduce(or_, (clear(each, *edge) for each, edge in zip(off, edges, strict=True)))
    return holds, good


def _edges(words: Compare, sides: _Sides) -> list[tuple[Floats, Floats]]:
    """Beyond what it holds, and on which side of that (``[N, 1]``)."""
    if isinstance(words.subject, tuple):
        low, high = (np.full((1, 1), bound, dtype=np.float64) for bound in words.subject)
        return [(low, -sides.right), (high, sides.right)]
    return [(sides.held, sides.right if words.head == "better_than" else -sides.right)]


def _single(words: Compare, sides: _Sides, holds: Bools, unknown: Bools) -> Bytes:
    """The truth of each period by itself. What cannot be known of the reading goes before what the
    reference says, so that a gap or a symbol is always unknown.

    Truths are made by arithmetic on bytes, which takes a tenth of the time of choosing them; what
    is not known, of the reading or of the reference, never holds."""
    rise, standing = np.int8(Truth.TRUE - Truth.FALSE), compact(sides.standing)
    otherwise = standing - rise * (standing == Truth.TRUE).view(np.int8)
    truth: Bytes = otherwise + rise * holds.view(np.int8)
    if words.by is not None and words.by.relative:
        truth *= (compact(sides.held) != 0).view(np.int8)
    if words.only_if_out_of is not None and sides.denominator is not None:
        truth *= (sides.denominator >= words.only_if_out_of).view(np.int8)
    if sides.counts is not None:
        truth *= sides.counts.sound.view(np.int8)
    np.maximum(truth, np.int8(Truth.UNKNOWN) * unknown.view(np.int8), out=truth)
    return truth


def _as_last_held(leaf: Leaf, bare: Bytes) -> Leaf:
    """``in: 2 of 3`` may hold in a period that is fine by itself: what was held against is then that
    of the latest period at which the comparison held."""
    at = latest_true(bare, leaf.truth)
    held_from = leaf.held_from
    return replace(
        leaf,
        held_against=np.take_along_axis(leaf.held_against, at, axis=1),
        held_from=None if held_from is None else np.take_along_axis(held_from, at, axis=1),
    )


COMPARE = Family(
    heads={
        "worse_than": Kind.REFERENCE,
        "better_than": Kind.REFERENCE,
        "above": Kind.REFERENCE,
        "below": Kind.REFERENCE,
        "outside": Kind.RANGE,
    },
    build=Compare,
    says={
        "worse_than": "the reading is on the wrong side of it, by the indicator's `better`",
        "better_than": "the reading is on the right side of it, by the indicator's `better`",
        "above": "the reading is more than it",
        "below": "the reading is less than it",
        "outside": "the reading is less than the first number or more than the second",
    },
)
