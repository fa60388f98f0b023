"""The watch list on a screen: the worst first, all of it or as much as somebody reads."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from types import MappingProxyType

from rich.console import Console
from rich.segment import Segment, Segments
from rich.text import Text

from watchlist.account import panels_beside
from watchlist.app import App
from watchlist.cli.output import console, level_text, table
from watchlist.deliver.beside import beside_breach
from watchlist.model.reading import Panels
from watchlist.model.record import Record
from watchlist.model.register import Breach, Entry
from watchlist.model.rule import Level
from watchlist.store.results import FoundCheck, WatchedEntry
from watchlist.views.as_json import check_sentence
from watchlist.views.listed import latest, post_title, since, standing, state
from watchlist.views.record_lines import in_short

#: Columns of a level and of a reference, each with what sets it apart from the next.
_LEVEL, _REFERENCE = 9, 9
_INDENT = " " * (_LEVEL + _REFERENCE)
_NARROWEST = 30
_AT_ONCE = 100

NOTHING = "Nothing is on the watch list."


def print_list(app: App, out: Console | None = None, most: int | None = None) -> None:
    """The watch list and, apart from it, what is doubtful about the data; of each no more than
    ``most``, and how many more there are."""
    store, out = app.store, out or console()
    watched, checks = store.watch_list(most=most), store.current_checks()
    if not watched:
        out.print(NOTHING)
    else:
        out.print(Text(f"Watch list: {app.config.council}", style="bold"))
    _print_entries(app, watched, out)
    if most and (more := _more(store.levels_listed(), watched)):
        out.print(f"\n{more}", soft_wrap=True)
    _print_checks(app, checks, out, most)


def print_chosen(
    app: App, chosen: Sequence[WatchedEntry], ending: str, out: Console | None = None
) -> None:
    """Some entries of the list, and what to say below them."""
    out = out or console()
    if not chosen:
        total = app.store.levels_listed().total()
        out.print(f"None of the {total:,} on the watch list." if total else NOTHING)
    else:
        out.print(Text(f"Watch list: {app.config.council}", style="bold"))
    _print_entries(app, chosen, out)
    if ending:
        out.print(f"\n{ending}", soft_wrap=True)


def _print_entries(app: App, watched: Sequence[WatchedEntry], out: Console) -> None:
    """Many at once: to lay a page out for each of many thousands would take a minute."""
    others = panels_beside(app.store, app.book, (b for one in watched for b in one.breaches))
    records = app.store.records({one.entry.id for one in watched})
    for start in range(0, len(watched), _AT_ONCE):
        segments = [Segment.line()]
        for one in watched[start : start + _AT_ONCE]:
            text = entry_text(app, one.entry, one.breaches, out.width, others)
            record = records.get(one.entry.id, Record())
            add_lines(text, in_short(app, one.entry, record, one.breaches), out.width)
            segments += [*text.render(out), Segment.line(), Segment.line()]
        out.print(Segments(segments[:-1]), soft_wrap=True, end="")


def entry_text(
    app: App,
    entry: Entry,
    breaches: Sequence[Breach] = (),
    width: int = 120,
    others: Panels = MappingProxyType({}),
) -> Text:
    """An entry with its owner and, for each rule that holds it on the list, what the rule says and
    where its figure stands; ``width`` is that of the screen, ``others`` are the figures of variants."""
    room = max(width - len(_INDENT), _NARROWEST)
    level = level_text(standing(entry))
    level.pad_right(_LEVEL - len(level.plain))
    owner = post_title(app, entry.owner)
    said = Text.assemble(level, f"{entry.reference:<{_REFERENCE - 1}} ", no_wrap=True)
    if len(entry.title) + len(owner) + 2 <= room:
        said.append(entry.title, "bold").append(f"  {owner}", "dim")
    else:
        said.append(_wrapped(entry.title, room), "bold")
        said.append(f"\n{_INDENT}{_wrapped(owner, room)}", "dim")
    for line in _held_by(app, breaches, others):
        said.append(f"\n{_INDENT}{_wrapped(line, room)}")
    return said


def add_lines(said: Text, lines: Iterable[str], width: int) -> None:
    """More lines under those of an entry."""
    room = max(width - len(_INDENT), _NARROWEST)
    for line in lines:
        said.append(f"\n{_INDENT}{_wrapped(line, room)}", "dim")


def _wrapped(text: str, room: int) -> str:
    """A text that goes on under its beginning where a line is full."""
    if len(text) <= room:
        return text
    lead = " " * (len(text) - len(text.lstrip()))
    return lead + f"\n{_INDENT}{lead}".join(textwrap.wrap(text, room - len(lead)))


def _held_by(app: App, breaches: Sequence[Breach], others: Panels) -> Iterator[str]:
    for breach in breaches:
        rule = app.book.rules.get(breach.rule)
        yield rule.title if rule else breach.rule
        seconds = beside_breach(breach, app.book, others)
        figures = "; ".join((latest(app, breach), *map(str, seconds)))
        yield f"  {' · '.join((figures, since(app, breach), state(breach)))}"


def _more(levels: Counter[Level | None], shown: Sequence[WatchedEntry]) -> str:
    """ "… and 24,960 more, 12 of them red: watchlist list"."""
    left = levels - Counter(one.entry.level for one in shown)
    if not left:
        return ""
    among = f", {left[Level.RED]:,} of them red" if left[Level.RED] else ""
    return f"… and {left.total():,} more{among}: watchlist list"


def _print_checks(app: App, checks: Sequence[FoundCheck], out: Console, most: int | None) -> None:
    if not checks:
        return
    rows = [_check_row(app, found) for found in checks[:most]]
    out.print()
    out.print(table("Data to look at", ("Check", "Indicator", "What was found"), rows))
    if most and len(checks) > most:
        out.print(f"… and {len(checks) - most:,} more: watchlist list")


def _check_row(app: App, found: FoundCheck) -> tuple[str, str, str]:
    check = found.check
    indicator = app.book.indicators.get(check.series.indicator)
    title = indicator.title if indicator else check.series.indicator
    area = "" if app.book.own_areas == (check.series.area,) else f", {check.series.area}"
    return check.check, title + area, check_sentence(app, check)
