"""What an edit of the rules would change, in words."""

from __future__ import annotations

from collections.abc import Iterator

from watchlist.behaviour import Behaviour
from watchlist.deliver.sentences import because
from watchlist.model.finding import Evidence
from watchlist.model.pooled import spoken
from watchlist.model.reading import Series
from watchlist.model.rule import Rulebook
from watchlist.preview import Edited, Move, Moved, Preview, Standing
from watchlist.views.durations import spoken_days

#: What stands before a series that moves.
SIGNS = {Move.ADDED: "+", Move.REMOVED: "−", Move.LEVEL: "±"}

FOOT = (
    "A message: what one post is sent through one channel on one day, had every figure come on the day "
    "it was due. Only the edited rules are counted."
)


class Books:
    """The two rulebooks, to find what an indicator is called and why a figure counts."""

    def __init__(self, before: Rulebook | None, after: Rulebook) -> None:
        self.in_force, self._after = before, after

    def name(self, series: Series) -> str:
        """A series for people: the indicator's title, area and breakdown."""
        books = [book for book in (self._after, self.in_force) if book]
        known = (book.indicators.get(series.indicator) for book in books)
        title = next((one.title for one in known if one), series.indicator)
        return ", ".join(word for word in (title, series.area, series.breakdown) if word)

    def why(self, moved: Moved) -> str:
        """In one line why a series moves: its figures by the words that move it."""
        if moved.after is None:
            return "The rule no longer looks at it."
        evidence = moved.after.evidence
        if moved.move is not Move.REMOVED or evidence is None:
            return self._said(moved.series, evidence, holds=True)
        beside = self._said(moved.series, evidence, holds=False)
        return f"{beside} The rule now asks for {evidence.words}."

    def _said(self, series: Series, evidence: Evidence | None, *, holds: bool) -> str:
        indicator = self._after.indicators.get(series.indicator)
        if evidence is None or indicator is None:
            return ""
        return " ".join(because(evidence, indicator, self._after.indicators, holds=holds))


def done_said(edited: Edited) -> str:
    """ "changed", "renamed, it was late-visits"."""
    was = edited.before.rule.id if edited.before else ""
    renamed = edited.after is not None and was not in ("", edited.rule.id)
    return f"{edited.edit}, it was {was}" if renamed else str(edited.edit)


def since_said(standing: Standing | None) -> str:
    """ ", since October 2013"; "" for what is not on the list."""
    if standing is None or standing.since is None:
        return ""
    return f", since {spoken(standing.calendar, standing.since, standing.years)}"


def compared(edited: Edited, years: int) -> tuple[list[str], list[list[str]]]:
    """What both wordings would have done side by side: headings and rows."""
    wordings = (("in force", edited.before), ("edited", edited.after))
    headings = [f"in the last {spoken_years(years)}", *(name for name, one in wordings if one)]
    did = [one.behaviour for _, one in wordings if one]
    return headings, [
        ["messages", *(f"{len(one.messages):,}" for one in did)],
        ["times a series came onto the list", *(f"{one.opened:,}" for one in did)],
        ["time on the list, at the median", *map(_median, did)],
        ["periods in which it holds", *map(_often, did)],
    ]


def totals(found: Preview, books: Books, years: int) -> Iterator[str]:
    """What the edits do together, a sentence each."""
    if not books.in_force:
        yield "No rules are in force yet: everything is new."
    if not found.edits:
        yield "The rules are those in force: nothing changes."
        return
    added, removed, levels = (found.count(move) for move in Move)
    yield f"Today’s list: {added:,} added, {removed:,} removed, {levels:,} at another level."
    yield (
        f"Messages in the last {spoken_years(years)}: {found.messages_after:,} by the edited rules, "
        f"{found.messages_before:,} by those in force; {spoken_more(found)}."
    )
    if found.unchanged:
        are = "rule is" if found.unchanged == 1 else "rules are"
        yield f"{found.unchanged:,} {are} unchanged."
    yield FOOT


def spoken_more(found: Preview) -> str:
    """ "3 more", "2 fewer", "as many as now"."""
    if found.more == 0:
        return "as many as now"
    return f"{abs(found.more):,} {'more' if found.more > 0 else 'fewer'}"


def spoken_years(years: int) -> str:
    """ "year", "3 years": what stands after "the last"."""
    return "year" if years == 1 else f"{years} years"


def _median(did: Behaviour) -> str:
    return "–" if did.median_days is None else spoken_days(did.median_days)


def _often(did: Behaviour) -> str:
    judged = did.signalled + did.clear
    if not judged:
        return "none to judge"
    if did.never:
        return f"never in {judged:,}"
    return f"{'all' if did.always else f'{did.signalled:,} of'} {judged:,}"
