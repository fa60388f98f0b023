"""A preview for people: each edited rule, what it moves on the list, and what it would have sent."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from watchlist.cli.output import level_text
from watchlist.model.rule import Level
from watchlist.preview import Edited, Move, Moved, Preview, Standing
from watchlist.rulebook.edits import Edit
from watchlist.views.previewed import SIGNS, Books, compared, done_said, since_said, totals

#: How many series of one rule are written out for people; JSON has them all.
_MOST = 12


def print_preview(found: Preview, books: Books, years: int, out: Console) -> None:
    """Each edit, and at the end what they do together."""
    for edited in found.edits:
        _print_edit(edited, books, years, out)
    out.print(Text("\n".join(totals(found, books, years))))


def _print_edit(edited: Edited, books: Books, years: int, out: Console) -> None:
    rule, gone = edited.rule, edited.after is None
    out.print(Text.assemble((rule.title, "bold"), f" ({rule.id}): {done_said(edited)}"))
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


def _line(moved: Moved, books: Books) -> Text:
    """ "+ ■ red  Assessments on time, Harrow, since 2013-10"."""
    before, after = moved.before, moved.after
    name, sign = books.name(moved.series), f"{SIGNS[moved.move]} "
    match moved.move:
        case Move.ADDED:
            return Text.assemble(sign, _level(after), f"  {name}{since_said(after)}")
        case Move.REMOVED:
            return Text.assemble(sign, _level(before), f"  {name}{since_said(before)}")
        case Move.LEVEL:
            levels = _level(before), " → ", _level(after)
            return Text.assemble(sign, *levels, f"  {name}{since_said(after)}")


def _level(standing: Standing | None) -> Text:
    return level_text(_word(standing.level if standing else None) or "")


def _word(level: Level | None) -> str | None:
    return level.word if level else None


def _figures(edited: Edited, years: int) -> Table:
    """What both wordings would have done, side by side."""
    drawn = Table(box=None, pad_edge=False, show_edge=False, header_style="bold")
    (first, *wordings), rows = compared(edited, years)
    drawn.add_column(first)
    for heading in wordings:
        drawn.add_column(heading, justify="right", min_width=12)
    for row in rows:
        drawn.add_row(*row)
    return drawn
