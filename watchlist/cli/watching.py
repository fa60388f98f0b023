"""`watchlist list`, `show`, `explain` and `history`: what is on the list, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from watchlist.account import Standing, also_says, now_says, panels_beside, standings, why
from watchlist.app import App
from watchlist.cli.acting import act_json, entry_of
from watchlist.cli.as_json import check_json, correction_sentence, entry_json, series_title
from watchlist.cli.choosing import Choice, pages
from watchlist.cli.formats import Format
from watchlist.cli.listing import entry_text, print_chosen, print_list, years_of
from watchlist.cli.opening import opened
from watchlist.cli.output import console, level_text, print_json, table
from watchlist.cli.past_levels import as_line, past_levels
from watchlist.cli.record_lines import fallen, in_full, today_of, unsaid, unseen
from watchlist.cli.rule_words import Words, print_words, words_of
from watchlist.deliver.corrected import by_hand, correction_behind
from watchlist.deliver.deeds import told_act
from watchlist.deliver.moves import told
from watchlist.deliver.names import Names
from watchlist.deliver.tables import recent_rows
from watchlist.kept import kept_wording
from watchlist.model.acts import Act
from watchlist.model.calendar import local_date
from watchlist.model.corrections import Correction
from watchlist.model.errors import UsageError
from watchlist.model.pooled import label
from watchlist.model.register import Breach, Entry, Transition
from watchlist.model.rule import Rulebook
from watchlist.register.levels import Duration, Lasting, by_breach, duration

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
    record, lasting = app.store.record_of(entry.id), _lasting(app, entry, breaches)
    live = [breach for breach in breaches if breach.track.state.live]
    if output is Format.JSON:
        print_json(
            {
                **entry_json(app, entry, breaches),
                "record": record,
                "nobody_has_said": unsaid(entry, record),
                "fallen_due": list(fallen(app, entry, record, live)),
                "not_acknowledged": unseen(app, record, live),
                "past_levels": [one._asdict() for one in past_levels(app, entry, breaches)],
                "lasting": [
                    {"rule": breach.rule, "listed": lasts.listed, "at_level": lasts.at_level}
                    for breach in live
                    if (lasts := lasting.get(breach.id))
                ],
            }
        )
        return
    out = console()
    _head(out, app, entry)
    if lines := in_full(app, entry, record, live):
        out.print()
        out.print(Padding(lines, (0, 0, 0, 2), expand=False))
    if past := past_levels(app, entry, breaches):
        out.print()
        _say(out, (f"Levels: {as_line(past)}",))
    for standing in _standings(app, breaches):
        out.print(f"\n[bold]{series_title(app, standing.breach.series)}[/bold]", soft_wrap=True)
        lasts = lasting.get(standing.breach.id)
        said = (_lasts(app, standing.breach, lasts),) if lasts else ()
        now = now_says(standing, app.book)
        also = (one for one in also_says(standing, app.book) if one not in now)
        _say(out, (*now, *said, *also))
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
    if not reference:
        raise UsageError("say which entry is meant, like WL-0042; or: watchlist history --verify")
    app = opened(config)
    entry, breaches = _entry(app, reference)
    known = {breach.id: breach for breach in breaches}
    story = app.store.story(entry.id)
    if output is Format.JSON:
        told = [act_json(each) if isinstance(each, Act) else each for each in story]
        print_json({**entry_json(app, entry, breaches), "history": told})
        return
    out, names = console(), Names.of(app.config.directory, app.book)
    _head(out, app, entry)
    in_force = books(app, [each for each in story if isinstance(each, Transition)])
    corrections = app.store.corrections(of={breach.series for breach in breaches})
    rows = [
        _act_row(app, each, names)
        if isinstance(each, Act)
        else _move_row(
            app, in_force[each.id], each, known.get(each.breach or 0), corrections, names
        )
        for each in story
    ]
    drawn = table("History", ("When", "Period", "Level", "What", "Why", "Who"), rows)
    drawn.columns[3].max_width = _WHAT
    out.print(drawn)


def _entry(app: App, reference: str) -> tuple[Entry, list[Breach]]:
    """The entry that a person means, and all its breaches."""
    entry = entry_of(app, reference)
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


def _lasting(app: App, entry: Entry, breaches: Sequence[Breach]) -> dict[int, Duration]:
    """How long each live breach has lasted."""
    moves = by_breach(app.store.history(entry.id))
    found = {
        breach.id: duration(breach, moves.get(breach.id, ()), today_of(app))
        for breach in breaches
        if breach.track.state.live
    }
    return {number: lasts for number, lasts in found.items() if lasts is not None}


def _lasts(app: App, breach: Breach, lasts: Duration) -> str:
    """ "Red for 3 months, on the list for 8."."""
    noun = breach.calendar.noun if years_of(app, breach) == 1 else "figure"
    said = f"{lasts.level.word.capitalize()} for {_times(lasts.at_level, noun)}"
    if lasts.listed != lasts.at_level:
        said += f", on the list for {_times(lasts.listed, noun)}"
    return f"{said}."


def _times(lasting: Lasting, noun: str) -> str:
    return f"{lasting.periods} {noun}{'' if lasting.periods == 1 else 's'}"


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
    corrections = app.store.corrections(of={standing.breach.series})
    return {
        "series": series_title(app, standing.breach.series),
        "why": why(standing, book),
        "now": now_says(standing, book),
        "also": also_says(standing, book),
        "by_hand": [correction_sentence(app, one) for one in corrections],
        "rule": standing.breach.rule,
        "place": str(words.now.rule.mark) if words.now else "",
        "words": shown.rule.words if shown else "",
        "words_today": words.now.rule.words if words.now else "",
        "changed_since": words.changed,
    }


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


def books(app: App, moves: Sequence[Transition]) -> dict[int, Rulebook]:
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
    app: App, book: Rulebook, move: Transition, breach: Breach | None,
    corrections: Sequence[Correction], names: Names,
) -> tuple[str | Text, ...]:  # fmt: skip
    one = correction_behind(move, breach, corrections) if breach else None
    said = told(move, breach, book, by_hand(one.by, names) if one else "") if breach else ()
    period = ""
    if breach and move.period is not None:
        period = label(breach.calendar, move.period, years_of(app, breach))
    return (
        moment(app, move.at),
        period,
        level_text(move.level.word if move.level else ""),
        move.reason.value,
        Text(" ".join(said)),
        move.who,
    )


def _act_row(app: App, act: Act, names: Names) -> tuple[str | Text, ...]:
    """Somebody's act: history has his number, and the post that he acted for is called by its title."""
    return (moment(app, act.at), "", "", act.kind.value, Text(told_act(act, names)), act.who)


def moment(app: App, at: datetime, *, seconds: bool = False) -> str:
    """A moment in the council's own time."""
    form = "%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M"
    return at.astimezone(ZoneInfo(app.config.zone)).strftime(form)
