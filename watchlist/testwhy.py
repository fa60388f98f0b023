"""Why a rule test came out as it did, in sentences made from the figures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from watchlist.deliver.figures import has_figure
from watchlist.deliver.sentences import because, reading
from watchlist.evaluate.evidence import evidence
from watchlist.evaluate.truth import Truth
from watchlist.evaluate.words import words
from watchlist.model.finding import Evidence, Findings
from watchlist.model.indicator import Indicator
from watchlist.model.rule import Level
from watchlist.register.stays import Stay

_TRUTHS = {
    Truth.TRUE: "holds",
    Truth.FALSE: "does not hold",
    Truth.UNKNOWN: "is unknown",
    Truth.NOT_JUDGED: "cannot be judged",
}


def why_verdict(
    found: Findings, n: int, t: int, asked: Collection[Level], book: Mapping[str, Indicator]
) -> tuple[str, ...]:
    """A line for each level that was ``asked`` about: whether it holds at column ``t``, and by which
    figures. Where none was, for those that are unknown, else for the worst."""
    if t < 0:
        return ("The readings begin after this period, so nothing is judged.",)
    if t > found.anchor[n]:
        return ("There is no reading for this period nor after it, so nothing is judged.",)
    levels = sorted(asked, reverse=True) or _unknown(found, n, t) or [max(found.levels)]
    return tuple(_of_level(found, n, t, level, book) for level in levels)


def _unknown(found: Findings, n: int, t: int) -> list[Level]:
    return [each for each, said in found.levels.items() if said.truth[n, t] == Truth.UNKNOWN]


def _of_level(found: Findings, n: int, t: int, level: Level, book: Mapping[str, Indicator]) -> str:
    truth = Truth(int(found.levels[level].truth[n, t]))
    said = f"{level.word} {_TRUTHS[truth]} ({words(found.rule.levels[level])})."
    shown = evidence(found, n, t, level)
    if shown is None:
        return f"{said} There is no figure of what it looks at."
    indicator = book[shown.indicator or found.series(n).indicator]
    sentences = because(shown, indicator, book, holds=truth is Truth.TRUE)
    more = (*_parts(found, n, t, level), *_gaps(shown, indicator, truth))
    return " ".join(dict.fromkeys((said, *sentences, *more)))


def _parts(found: Findings, n: int, t: int, level: Level) -> Iterator[str]:
    """Where a level joins several comparisons: each with whether it holds, and against what."""
    leaves = found.levels[level].leaves
    for leaf in leaves if len(leaves) > 1 else ():
        held = float(leaf.held_against[n, t])
        against = "" if held != held else f", held against {held:.4g}"
        truth = _TRUTHS[Truth(int(leaf.truth[n, t]))]
        yield f"“{words(leaf.condition)}” {truth}{against}."


def _gaps(shown: Evidence, indicator: Indicator, truth: Truth) -> Iterator[str]:
    """What is not known of all that was looked at."""
    if truth not in (Truth.UNKNOWN, Truth.NOT_JUDGED):
        return
    if truth is Truth.NOT_JUDGED:
        yield "Something that the rule asks for never was: an earlier period, a count, a figure there."
    for cell in shown.cells:
        if not has_figure(cell):
            yield reading(cell, indicator, shown.calendar)
    if len(shown.cells) < shown.periods:
        nouns = f"{shown.calendar.noun}s"
        yield f"It looks at {shown.periods} {nouns} in a row and has only {len(shown.cells)}."
    if shown.held_against is None and shown.reference is not None:
        yield f"There is nothing to hold it against: {shown.reference}."


def why_on_list(known: Iterable[Stay], label: Callable[[int], str]) -> str:
    """How the series came onto the list and left it."""
    moves = [
        f"{label(step.period)} {step.reason}"
        + (f" ({step.level.word})" if step.reason.value.startswith(("opened", "worse")) else "")
        for stay in known
        for step in stay.steps
    ]
    return f"On the list: {', '.join(moves)}." if moves else "It never came onto the list."
