"""Conditions made of conditions: all, any, not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from watchlist.evaluate.truth import Truth, all_of, any_of, negated
from watchlist.model.condition import Asks, Condition, Family, Judgement, Kind, View
from watchlist.model.period import Calendar
from watchlist.model.reading import Bytes


@dataclass(frozen=True)
class Combine:
    """``all`` or ``any`` of several conditions, or ``not`` one (its subject then holds that one)."""

    head: str
    subject: tuple[Condition, ...]

    def judge(self, view: View) -> Judgement:
        """The leaves of all parts, as written; a ``not`` is a leaf itself."""
        parts = [condition.judge(view) for condition in self.subject]
        if self.head == "not":
            return self._denied(parts[0])
        truths = [part.truth for part in parts]
        truth = any_of(truths) if self.head == "any" else all_of(truths)
        return Judgement(truth, _deciding(truth, parts), sum((p.leaves for p in parts), ()))

    def looks_at(self) -> frozenset[str]:
        """The other indicators that its parts read."""
        return frozenset().union(*(condition.looks_at() for condition in self.subject))

    def looks_back(self, calendar: Calendar) -> int | None:
        """As far as any of its parts."""
        parts = [condition.looks_back(calendar) for condition in self.subject]
        return None if None in parts else max(part for part in parts if part is not None)

    @property
    def asks(self) -> Asks:
        return self.subject[0].asks

    def shows(self, calendar: Calendar, period: int, length: float) -> Iterable[int]:
        return self.subject[0].shows(calendar, period, length)

    def _denied(self, part: Judgement) -> Judgement:
        """Good is when the denial is false; the figures are those of the first thing denied."""
        truth = negated(part.truth)
        good = truth == Truth.FALSE
        leaf = replace(part.leaves[0], condition=self, truth=truth, good=good, anchored=False)
        return Judgement(truth, np.zeros_like(truth), (leaf,))


def _deciding(truth: Bytes, parts: list[Judgement]) -> Bytes:
    """The deciding leaf of the first true part, counted over the leaves of all parts."""
    deciding = np.zeros_like(truth)
    before = sum(len(part.leaves) for part in parts)
    for part in reversed(parts):
        before -= len(part.leaves)
        deciding = np.where(part.truth == Truth.TRUE, part.deciding + np.int8(before), deciding)
    return np.where(truth == Truth.TRUE, deciding, np.int8(0))


COMBINE = Family(
    heads={"all": Kind.CONDITIONS, "any": Kind.CONDITIONS, "not": Kind.CONDITION},
    build=Combine,
    says={
        "all": "every one of them holds",
        "any": "at least one of them holds",
        "not": "it does not hold",
    },
)
