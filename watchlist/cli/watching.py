"""`watchlist list`, `show`, `explain` and `history`: what is on the list, and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from watchlist.account import also_says, now_says, panels_beside
from watchlist.app import App
from watchlist.cli.acting import act_json, entry_of
from watchlist.cli.formats import Format
from watchlist.cli.listing import entry_text, print_chosen, print_list
from watchlist.cli.opening import opened
from watchlist.cli.output import LEVELS, console, level_text, print_json, table
from watchlist.cli.rule_words import print_words
from watchlist.deliver.tables import recent_rows
from watchlist.model.acts import Act
from watchlist.model.errors import UsageError
from watchlist.model.register import Breach, Entry
from watchlist.views.as_json import check_json, entry_json, series_title
from watchlist.views.choosing import Choice, pages
from watchlist.views.due_lines import fallen, to_review, unseen
from watchlist.views.explained import explained, lasting, lasts_said, standings_of
from watchlist.views.history import Happened, happened, moment
from watchlist.views.past_levels import PastLevel, past_levels
from watchlist.views.record_lines import in_full, unsaid
from watchlist.views.rule_words import words_of

#: So wide is what happened, that there is room for why.
_WHAT = 12


def show_list(config: Path, choice: Choice, output: Format) -> None:
    """The list, or what of it is asked for; data checks only beside the whole of it."""
    app = opened(config)
    if choice.everything and output is Format.TABLE:
        print_list(app)
        return
    choice.check(app)
    entries = app.store.levels_listed(choice.among).total()
    page = choice.page_of(entries)
    listed = app.store.watch_list(choice.among, skip=page.skip, most=page.most)
    if output is Format.TABLE:
        print_chosen(app, listed, _ending(choice, entries))
        return
    others = panels_beside(app.store, app.book, (b for one in listed for b in one.breaches))
    shown = {"watch_list": [entry_json(app, one.entry, one.breaches, others) for one in listed]}
    if choice.everything:
        shown["data_checks"] = [check_json(app, found) for found in app.store.current_checks()]
    if choice.page:
        after = choice.page + 1 if choice.page < pages(entries) else None
        print_json({**shown, "page": choice.page, "entries": entries, "next_page": after})
    else:
        print_json(shown)


def _ending(choice: Choice, entries: int) -> str:
    """ "Page 1 of 3, 120 entries; the next: watchlist list --page 2"."""
    if choice.page is None:
        return ""
    following = choice.next(entries)
    rest = f"; the next: {following}" if following else ""
    many = f"{entries:,} entr{'y' if entries == 1 else 'ies'}"
    return f"Page {choice.page} of {pages(entries)}, {many}{rest}"


def show_entry(config: Path, reference: str, output: Format) -> None:
    """An entry's figures and where it stands."""
    app = opened(config)
    entry, breaches = _entry(app, reference)
    record, lasts = app.store.record_of(entry.id), lasting(app, entry, breaches)
    live = [breach for breach in breaches if breach.track.state.live]
    if output is Format.JSON:
        print_json(
            {
                **entry_json(app, entry, breaches),
                "record": record,
                "nobody_has_said": unsaid(entry, record),
                "fallen_due": list(fallen(app, entry, record, live)),
                "review_by": to_review(app, entry, record, live),
                "not_acknowledged": unseen(app, record, live),
                "past_levels": [one._asdict() for one in past_levels(app, entry, breaches)],
                "lasting": [
                    {"rule": breach.rule, "listed": how_long.listed, "at_level": how_long.at_level}
                    for breach in live
                    if (how_long := lasts.get(breach.id))
                ],
            }
        )
        return
    out = console()
    _head(out, app, entry)
    if lines := in_full(app, entry, record, live):
        out.print()
        out.print(Padding(_grid(lines), (0, 0, 0, 2), expand=False))
    if past := past_levels(app, entry, breaches):
        out.print()
        _say(out, (f"Levels: {_as_line(past)}",))
    for standing in standings_of(app, breaches):
        out.print(f"\n[bold]{series_title(app, standing.breach.series)}[/bold]", soft_wrap=True)
        how_long = lasts.get(standing.breach.id)
        said = (lasts_said(app, standing.breach, how_long),) if how_long else ()
        now = now_says(standing, app.book)
        also = (one for one in also_says(standing, app.book) if one not in now)
        _say(out, (*now, *said, *also))
        out.print(_figures(app, standing.breach))


def explain_entry(config: Path, reference: str, output: Format) -> None:
    """Why an entry is on the list: sentences, and the rule as it was written."""
    app = opened(config)
    entry, breaches = _entry(app, reference)
    history = app.store.history(entry.id)
    standing = [
        (standing, words_of(app, standing.breach, history))
        for standing in standings_of(app, breaches)
    ]
    if output is Format.JSON:
        said = [explained(app, one, words) for one, words in standing]
        print_json({**entry_json(app, entry, breaches), "explained": said})
        return
    out = console()
    _head(out, app, entry)
    for one, words in standing:
        _print_explained(out, explained(app, one, words))
        print_words(out, words)


def show_history(config: Path, reference: str, output: Format) -> None:
    """Everything that happened to an entry, the oldest first."""
    if not reference:
        raise UsageError("say which entry is meant, like WL-0042; or: watchlist history --verify")
    app = opened(config)
    entry, breaches = _entry(app, reference)
    story = app.store.story(entry.id)
    if output is Format.JSON:
        told = [act_json(each) if isinstance(each, Act) else each for each in story]
        print_json({**entry_json(app, entry, breaches), "history": told})
        return
    out = console()
    _head(out, app, entry)
    rows = [_row(app, each) for each in happened(app, entry, breaches)]
    drawn = table("History", ("When", "Period", "Level", "What", "Why", "Who"), rows)
    drawn.columns[3].max_width = _WHAT
    out.print(drawn)


def _row(app: App, one: Happened) -> tuple[str | Text, ...]:
    level = level_text(one.level) if one.level else ""
    return (moment(app, one.at), one.period, level, one.what, Text(one.said), one.who)


def _entry(app: App, reference: str) -> tuple[Entry, list[Breach]]:
    """The entry that a person means, and all its breaches."""
    entry = entry_of(app, reference)
    return entry, app.store.breaches_of(entry.id)


def _head(out: Console, app: App, entry: Entry) -> None:
    out.print(entry_text(app, entry, width=out.width), soft_wrap=True)
    committee = app.book.committees.get(entry.committee or "")
    left = f", left it on {entry.left_at:%d %B %Y}" if entry.left_at else ""
    before = f" {committee.title}." if committee else ""
    out.print(f"On the list since {entry.opened_at:%d %B %Y}{left}.{before}", soft_wrap=True)


def _grid(lines: Sequence[tuple[str, str]]) -> Table:
    drawn = Table.grid(padding=(0, 2))
    drawn.add_column(no_wrap=True, style="dim")
    drawn.add_column()
    for what, said in lines:
        drawn.add_row(Text(what), Text(said))
    return drawn


def _as_line(past: Sequence[PastLevel]) -> str:
    """ "2026-05 ■ red · 2026-06 ▲ amber · 2026-07 –"."""
    return " · ".join(f"{one.period} {LEVELS[one.level][0] if one.level else '–'}" for one in past)


def _say(out: Console, sentences: Sequence[str]) -> None:
    for sentence in sentences:
        out.print(Padding(Text(sentence), (0, 0, 0, 2)))


def _figures(app: App, breach: Breach) -> Padding:
    series, indicators = breach.series, app.book.indicators
    panels = app.store.panels([series.indicator], {series.indicator: breach.calendar})
    panel = panels.get(breach.calendar)
    known = indicators.get(series.indicator)
    rows = recent_rows(panel, series, known) if panel and known else ()
    drawn = table(
        "",
        ("Period", ">Figure", ">Of", ">Target"),
        [(row.period, row.figure, row.detail, row.target) for row in rows],
    )
    return Padding(drawn, (0, 0, 0, 2))


#: What is explained, under which heading.
_EXPLAINED = (
    ("Why it was put on", "why"),
    ("Now", "now"),
    ("Also", "also"),
    ("By hand", "by_hand"),
)


def _print_explained(out: Console, one: dict[str, Any]) -> None:
    out.print(f"\n[bold]{one['series']}[/bold]", soft_wrap=True)
    for heading, key in _EXPLAINED:
        if one[key]:
            out.print(f"[dim]{heading}[/dim]")
            _say(out, one[key])
