"""Where figures are heading, as sentences: a projection, and never a fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from watchlist.deliver.against import held_against
from watchlist.deliver.figures import amount, decimals_about, decimals_beside, in_words, run_of
from watchlist.model.facts import Projection, Unjudged
from watchlist.model.finding import Evidence
from watchlist.model.indicator import Indicator
from watchlist.model.pooled import spoken

_SIDES = {
    "worse_than": "worse than",
    "better_than": "better than",
    "above": "above",
    "below": "below",
}


def outlook_said(
    evidence: Evidence, facts: Projection, indicator: Indicator, others: Mapping[str, Indicator]
) -> str:
    """When the projection gets there; where it does not, where it is at the end; or why there is none.
    A reading that is on that side already is projected like any other."""
    if facts.unjudged is not None or not facts.central:
        return _unjudged(evidence, facts)
    if evidence.held_against is None:
        return "There is nothing that a projection could be held against."
    place = (facts.reached or len(facts.central)) - 1
    period = evidence.cells[-1].period + place + 1
    when = spoken(evidence.calendar, period, indicator.pooled)
    ends = (facts.central[place], facts.lower[place], facts.upper[place])
    figure, least, most = _shown(evidence, indicator, ends)
    line = f"{_SIDES[facts.side]} {held_against(evidence, indicator, others)}"
    lies = f", {line}" if facts.reached else f", not {line}"
    between = f"; a projection, most likely between {least} and {most}" if least != most else ""
    return f"{_going_on(evidence, facts)} it will be {figure} in {when}{lies}{between}."


def _going_on(evidence: Evidence, facts: Projection) -> str:
    if facts.method == "linear":
        return f"If it goes on as in the last {run_of(evidence.calendar, 12)},"
    return "If it goes on as it has been,"


def _shown(evidence: Evidence, indicator: Indicator, figures: Sequence[float]) -> list[str]:
    """With the decimals of the reading, or as many more as keep them apart from what they are held
    against; never beyond what there can be."""
    low, high = indicator.allowed
    cell, held = evidence.cells[-1], evidence.held_against or 0.0
    least = decimals_about(cell.value or 0.0, cell.digits)
    allowed = [min(max(figure, low), high) for figure in figures]
    digits = max(decimals_beside(figure, held, least) for figure in allowed)
    return [amount(round(figure, digits), indicator.unit) for figure in allowed]


def _unjudged(evidence: Evidence, facts: Projection) -> str:
    if facts.unjudged is Unjudged.TOO_FEW:
        recent = facts.method == "linear"
        of = f" of the last {run_of(evidence.calendar, 12)}" if recent else ""
        return (
            f"Where it is heading cannot be told: it takes {in_words(6)} figures{of}, and there are "
            "fewer."
        )
    return "Where it is heading cannot be told of it."
