"""`watchlist list`, `show`, `explain` and `history`: what is on the list, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from watchlist.account import Standing, also_says, now_says, panels_beside, standings, why
from watchlist.app import App
from watchlist.cli.as_json import check_json, entry_json
from watchlist.cli.formats import Format
from watchlist.cli.listing import entry_text, print_list, years_of
from watchlist.cli.opening import opened
from watchlist.cli.output import console, level_text, print_json, table
from watchlist.cli.rule_words import Words, print_words, words_of
from watchlist.deliver.moves import told
from watchlist.deliver.tables import recent_rows
from watchlist.kept import kept_wording
from watchlist.model.calendar import local_date
from watchlist.model.errors import UsageError
from watchlist.model.pooled import label
from watchlist.model.register import Breach, Entry, Transition
from watchlist.model.rule import Rulebook

_REFERENCE = re.compile(r"(?:WL-?)?0*(\d{1,9})", re.IGNORECASE)


def show_list(config: Path, output: Format) -> None:
    app = opened(config)
    if output is Format.TABLE:
        print_list(app)
        return
    listed = app.store.watch_list()
    others = panels_beside(app.store, app.book, (b for one in listed for b in one.breaches))
    print_json(
        {
            "watch_list": [entry_json(app, one.entry, one.breaches, others) for one in listed],
            "data_checks": [check_json(app, found) for found in app.store.current_checks()],
        }
    )


def show_entry(config: Path, reference: str, output: Format) -> None:
    """An entry's figures and where it stands."""
    app = opened(config)
    entry, breaches = _entry(app, reference)
    if output is Format.JSON:
        print_json(entry_json(app, entry, breaches))
        return
    out = console()
    _head(out, app, entry)
    for standing in _standings(app, breaches):
        out.print(f"\n[bold]{_series(app, standing.breach)}[/bold]", soft_wrap=True)
        _say(out, (*now_says(standing, app.book), *also_says(standing, app.book)))
        out.print(_figures(app, standing.breach))


def explain_entry(config: Path, reference: str, output: Format) -> None:
    """Why an entry is on the list: sentences, and the rule as it was written."""
    app = opened(config)
    entry, breaches = _entry(app, reference)
    history = app.store.history(entry.id)
    explained = [
        (standing, words_of(app, standing.breach, history))
        for standing in _standings(app, breaches)
    ]
    if output is Format.JSON:
        said = [_explained(app, standing, words) for standing, words in explained]
        print_json({**entry_json(app, entry, breaches), "explained": said})
        return
    out = console()
    _head(out, app, entry)
    for standing, words in explained:
        _print_explained(out, _explained(app, standing, words))
        print_words(out, words)


def show_history(config: Path, reference: str, output: Format) -> None:
    """Everything that happened to an entry, the oldest first."""
    app = opened(config)
    entry, breaches = _entry(app, reference)
    known = {breach.id: breach for breach in breaches}
    moves = app.store.history(entry.id)
    if output is Format.JSON:
        print_json({**entry_json(app, entry, breaches), "history": moves})
        return
    out = console()
    _head(out, app, entry)
    books = _books(app, moves)
    rows = [_move_row(app, books[move.id], move, known.get(move.breach or 0)) for move in moves]
    out.print(table("History", ("When", "Period", "Level", "What", "Why", "Who"), rows))


def _entry(app: App, reference: str) -> tuple[Entry, list[Breach]]:
    """The entry that a person means by ``WL-0042``, ``wl42`` or ``42``, and all its breaches."""
    match = _REFERENCE.fullmatch(reference.strip())
    entry = app.store.entry(int(match[1])) if match else None
    if entry is None:
        raise UsageError(f'there is no entry "{reference}"; see: watchlist list')
    return entry, app.store.breaches_of(entry.id)


def _standings(app: App, breaches: Sequence[Breach]) -> list[Standing]:
    """Where the live breaches stand; of an entry that has left, where its last ones stood."""
    live = [breach for breach in breaches if breach.track.state.live]
    today = local_date(app.clock(), app.config.zone)
    return standings(app.store, app.book, live or breaches[-1:], today)


def _head(out: Console, app: App, entry: Entry) -> None:
    out.print(entry_text(app, entry, width=out.width), soft_wrap=True)
    committee = app.book.committees.get(entry.committee or "")
    left = f", left it on {entry.left_at:%d %B %Y}" if entry.left_at else ""
    before = f" {committee.title}." if committee else ""
    out.print(f"On the list since {entry.opened_at:%d %B %Y}{left}.{before}", soft_wrap=True)


def _series(app: App, breach: Breach) -> str:
    series = breach.series
    indicator = app.book.indicators.get(series.indicator)
    parts = (indicator.title if indicator else series.indicator, series.area, series.breakdown)
    return ", ".join(part for part in parts if part)


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


def _explained(app: App, standing: Standing, words: Words) -> dict[str, Any]:
    book, shown = app.book, words.shown
    return {
        "series": _series(app, standing.breach),
        "why": why(standing, book),
        "now": now_says(standing, book),
        "also": also_says(standing, book),
        "rule": standing.breach.rule,
        "place": str(words.now.rule.mark) if words.now else "",
        "words": shown.rule.words if shown else "",
        "words_today": words.now.rule.words if words.now else "",
        "changed_since": words.changed,
    }


def _print_explained(out: Console, one: dict[str, Any]) -> None:
    out.print(f"\n[bold]{one['series']}[/bold]", soft_wrap=True)
    for heading, key in (("Why it was put on", "why"), ("Now", "now"), ("Also", "also")):
        if one[key]:
            out.print(f"[dim]{heading}[/dim]")
            _say(out, one[key])


def _books(app: App, moves: Sequence[Transition]) -> dict[int, Rulebook]:
    """For each move the rulebook in force, with its rule as it was called and put then."""
    known: dict[tuple[str, str], Rulebook] = {}
    for move in moves:
        said = move.rule or "", move.rule_hash or ""
        in_force = app.book.rules.get(said[0])
        if said not in known and not (in_force and in_force.hash == said[1]):
            kept = kept_wording(app.store, *said)
            rules = {**app.book.rules, said[0]: kept.rule} if kept else app.book.rules
            known[said] = replace(app.book, rules=rules)
    return {move.id: known.get((move.rule or "", move.rule_hash or ""), app.book) for move in moves}


def _move_row(
    app: App, book: Rulebook, move: Transition, breach: Breach | None
) -> tuple[str | Text, ...]:
    said = told(move, breach, book) if breach else ()
    period = ""
    if breach and move.period is not None:
        period = label(breach.calendar, move.period, years_of(app, breach))
    return (
        f"{move.at:%Y-%m-%d %H:%M}",
        period,
        level_text(move.level.word if move.level else ""),
        move.reason.value,
        " ".join(said),
        move.who,
    )
