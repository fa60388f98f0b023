"""What is usual of a series, as sentences: no word of statistics, only figures as they are shown."""

from __future__ import annotations

from watchlist.deliver.figures import amount, decimals_about, decimals_beside, in_words, run_of
from watchlist.model.facts import Run, Unjudged, Variation
from watchlist.model.finding import Evidence
from watchlist.model.indicator import Indicator
from watchlist.model.pooled import spoken

_PAIR = ("lower", "higher")


def usual_said(evidence: Evidence, facts: Variation, indicator: Indicator, *, holds: bool) -> str:
    """What the chart says of the reading; where nothing can be said, why."""
    shown = _Shown(evidence, facts, indicator)
    if facts.target is not None and (facts.unjudged is None or _level(facts)):
        return _against_target(shown, facts.target)
    if facts.unjudged is not None:
        return _unjudged(evidence, facts)
    if holds and facts.runs:
        return _signal(shown, facts.runs[0])
    return f"That is within {shown.range}{shown.around}: no more than the usual ups and downs."


class _Shown:
    """The lines as they are shown: with the decimals of the reading, or as many more as keep them apart
    from it; never beyond what the unit allows."""

    def __init__(self, evidence: Evidence, facts: Variation, indicator: Indicator) -> None:
        self.evidence, self.facts, self.unit = evidence, facts, indicator.unit
        self.better, self.allowed = indicator.better.sign, indicator.allowed
        self._lines = {
            line: self._allowed(line) for line in (facts.centre, facts.lower, facts.upper)
        }
        cell = evidence.cells[-1]
        now, least = cell.value or 0.0, decimals_about(cell.value or 0.0, cell.digits)
        self._digits = max(decimals_beside(line, now, least) for line in self._lines.values())

    @property
    def nouns(self) -> str:
        return f"{self.evidence.calendar.noun}s"

    @property
    def average(self) -> str:
        return self._amount(self.facts.centre)

    @property
    def around(self) -> str:
        return f", around an average of {self.average}"

    @property
    def range(self) -> str:
        least, most = self._amount(self.facts.lower), self._amount(self.facts.upper)
        return f"its usual range of {least} to {most}"

    def _amount(self, line: float | None) -> str:
        return amount(self._lines[line], self.unit, self._digits)

    def _allowed(self, line: float | None) -> float:
        if line is None:
            return 0.0
        low, high = self.allowed
        return min(max(line, low), high)


def _signal(shown: _Shown, run: Run) -> str:
    """The signal that names the reading, and the average that it is a signal against."""
    side = "above" if run.high else "below"
    match run.name:
        case "shift":
            several = run_of(shown.evidence.calendar, run.points)
            return (
                f"The last {several} were all {side} the average of {shown.average}: unlikely to be "
                "chance."
            )
        case "trend":
            steps = run_of(shown.evidence.calendar, run.points - 1)
            way = "rose" if run.high else "fell"
            return f"It {way} in each of the last {steps}: unlikely to be chance."
        case "two_of_three":
            return (
                f"Two of the last three {shown.nouns} lay at the {_PAIR[run.high]} end of "
                f"{shown.range}, or {side} it: unlikely to be chance."
            )
    return f"That is {side} {shown.range}{shown.around}: unlikely to be chance."


def _level(facts: Variation) -> bool:
    """Whether there is no range but one figure to hold a target against."""
    return facts.unjudged is Unjudged.NO_VARIATION and facts.constant


def _against_target(shown: _Shown, aim: float) -> str:
    facts, target = shown.facts, amount(aim, shown.unit)
    if facts.lower is None or facts.upper is None:
        return f"What is usual cannot be held against the target of {target}."
    if facts.lower == facts.upper:
        lies = "below" if aim > facts.upper else "above"
        lies = "exactly at" if aim == facts.upper else lies
        return f"All figures so far were {shown.average}, {lies} the target of {target}."
    if facts.lower <= aim <= facts.upper:
        return (
            f"The target of {target} lies within {shown.range}: some {shown.nouns} meet it and some "
            "do not, by chance."
        )
    side, sign = ("above", 1) if aim > facts.upper else ("below", -1)
    met = "met" if sign != shown.better else "missed"
    noun = shown.evidence.calendar.noun
    return (
        f"The target of {target} lies {side} {shown.range}: as things are, it will be {met} {noun} "
        f"after {noun}."
    )


def _unjudged(evidence: Evidence, facts: Variation) -> str:
    since = spoken(evidence.calendar, facts.since, 1)
    match facts.unjudged:
        case Unjudged.TOO_FEW:
            known = "only one figure is" if facts.points == 1 else f"{_many(facts.points)} are"
            return (
                f"What is usual cannot be told yet: {known} known since {since}, of {facts.needed} "
                "needed."
            )
        case Unjudged.NO_VARIATION:
            return f"The figures since {since} hardly ever differ, so no range is usual."
        case Unjudged.NO_RANGES:
            return "No two figures follow each other, so what is usual cannot be told."
    return "What is usual cannot be told of it."


def _many(points: int) -> str:
    return "no figures" if not points else f"only {in_words(points)} figures"
