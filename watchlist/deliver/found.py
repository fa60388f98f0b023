"""What a statistical condition found, as a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from watchlist.deliver.outlook import outlook_said
from watchlist.deliver.standing import standing_said
from watchlist.deliver.usual import usual_said
from watchlist.model.facts import Facts, Position, Projection, Variation
from watchlist.model.finding import Evidence
from watchlist.model.indicator import Indicator


def found(
    evidence: Evidence,
    facts: Facts,
    indicator: Indicator,
    others: Mapping[str, Indicator],
    *,
    holds: bool,
) -> str:
    """``holds``: the condition is true of this reading; otherwise only how the reading lies is said."""
    match facts:
        case Variation():
            return usual_said(evidence, facts, indicator, holds=holds)
        case Projection():
            return outlook_said(evidence, facts, indicator, others)
        case Position():
            return standing_said(evidence, facts, indicator)
    raise TypeError(f"{type(facts).__name__} has no sentence")
