"""Conditions made of conditions: all, any, not."""

from __future__ import annotations

from dataclasses import dataclass

from watchlist.model.condition import Condition, Family, Kind


@dataclass(frozen=True)
class Combine:
    """``all`` or ``any`` of several conditions, or ``not`` one (its subject then holds that one)."""

    head: str
    subject: tuple[Condition, ...]


COMBINE = Family(
    heads={"all": Kind.CONDITIONS, "any": Kind.CONDITIONS, "not": Kind.CONDITION},
    build=Combine,
    says={
        "all": "every one of them holds",
        "any": "at least one of them holds",
        "not": "it does not hold",
    },
)
