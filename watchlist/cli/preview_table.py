"""A preview for people: each edited rule, what it moves on the list, and what it would have sent."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from watchlist.behaviour import Behaviour
from watchlist.cli.durations import spoken_days
from watchlist.cli.output import level_text
from watchlist.deliver.sentences import because
from watchlist.model.finding import Evidence
from watchlist.model.pooled import spoken
from watchlist.model.reading import Series
from watchlist.model.rule import Level, Rulebook
from watchlist.preview import Edited, Move, Moved, Preview, Standing
from watchlist.rulebook.edits import Edit

#: How many series of one rule are written out for people; JSON has them all.
_MOST = 12
_FOOT = (
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


def print_preview(found: Preview, books: Books, years: int, out: Console) -> None:
    """Each edit, and at the end what they do together."""
    for edited in found.edits:
        _print_edit(edited, books, years, out)
    out.print(Text("\n".join(_totals(found, books, years))))


def _print_edit(edited: Edited, books: Books, years: int, out: Console) -> None:
    rule, gone = edited.rule, edited.after is None
    out.print(Text.assemble((rule.title, "bold"), f" ({rule.id}): {_done(edited)}"))
    if gone and edited.moved:
        out.print("  The rule is gone, and with it what it held on the list:")
    for moved in edited.moved[:_MOST]:
        out.print(Padding(_line(moved, books), (0, 0, 0, 2), expand=False))
        if not gone and (why := books.why(moved)):
            out.print(Padding(Text(why, style="dim"), (0, 0, 0, 6), expand=False))
    if more := edited.moved[_MOST:]:
        out.print(f"  and {len(more):,} more; --format json names them all")
    if not edited.moved:
        out.print("  Nothing moves on today’s list.")
    if edited.edit is not Edit.RENAMED:
        out.print(Padding(_figures(edited, years), (0, 0, 0, 2), expand=False))
    out.print()


def _done(edited: Edited) -> str:
    was = edited.before.rule.id if edited.before else ""
    renamed = edited.after is not None and was not in ("", edited.rule.id)
    return f"{edited.edit}, it was {was}" if renamed else str(edited.edit)


def _line(moved: Moved, books: Books) -> Text:
    """ "+ ■ red  Assessments on time, Harrow, since 2013-10"."""
    before, after = moved.before, moved.after
    name = books.name(moved.series)
    match moved.move:
        case Move.ADDED:
            return Text.assemble("+ ", _level(after), f"  {name}{_since(after)}")
        case Move.REMOVED:
            return Text.assemble("− ", _level(before), f"  {name}{_since(before)}")
        case Move.LEVEL:
            levels = _level(before), " → ", _level(after)
            return Text.assemble("± ", *levels, f"  {name}{_since(after)}")


def _level(standing: Standing | None) -> Text:
    return level_text(_word(standing.level if standing else None) or "")


def _word(level: Level | None) -> str | None:
    return level.word if level else None


def _since(standing: Standing | None) -> str:
    if standing is None or standing.since is None:
        return ""
    return f", since {spoken(standing.calendar, standing.since, standing.years)}"


def _figures(edited: Edited, years: int) -> Table:
    """What both wordings would have done, side by side."""
    drawn = Table(box=None, pad_edge=False, show_edge=False, header_style="bold")
    drawn.add_column(f"in the last {spoken_years(years)}")
    wordings = [edited.before, edited.after]
    for heading, wording in zip(("in force", "edited"), wordings, strict=True):
        if wording:
            drawn.add_column(heading, justify="right", min_width=12)
    did = [wording.behaviour for wording in wordings if wording]
    drawn.add_row("messages", *(f"{len(one.messages):,}" for one in did))
    drawn.add_row("times a series came onto the list", *(f"{one.opened:,}" for one in did))
    drawn.add_row("time on the list, at the median", *map(_median, did))
    drawn.add_row("periods in which it holds", *map(_often, did))
    return drawn


def _median(did: Behaviour) -> str:
    return "–" if did.median_days is None else spoken_days(did.median_days)


def _often(did: Behaviour) -> str:
    judged = did.signalled + did.clear
    if not judged:
        return "none to judge"
    if did.never:
        return f"never in {judged:,}"
    return f"{'all' if did.always else f'{did.signalled:,} of'} {judged:,}"


def _totals(found: Preview, books: Books, years: int) -> Iterator[str]:
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
    yield _FOOT


def spoken_more(found: Preview) -> str:
    """ "3 more", "2 fewer", "as many as now"."""
    if found.more == 0:
        return "as many as now"
    return f"{abs(found.more):,} {'more' if found.more > 0 else 'fewer'}"


def spoken_years(years: int) -> str:
    """ "year", "3 years": what stands after "the last"."""
    return "year" if years == 1 else f"{years} years"
