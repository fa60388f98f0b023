"""Plain comparisons: worse_than, better_than, above, below, outside."""

from __future__ import annotations

from dataclasses import dataclass

from watchlist.model.condition import Family, Kind, Part, Reference, Share, word
from watchlist.model.indicator import Margin


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
    of: Part = word(
        "of",
        Kind.PART,
        "looks at the numerator or the denominator instead of the value",
        example="of: denominator",
        default=Part.VALUE,
    )
    indicator: str | None = word(
        "indicator",
        Kind.INDICATOR,
        "looks at another indicator of the same area (inside all, any, not)",
        example="indicator: vacancies",
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
