"""`watchlist audit` and `watchlist history --verify`: what happened, and whether history holds."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import typer
from rich.text import Text

from watchlist.app import App
from watchlist.cli.acting import entry_of
from watchlist.cli.cells import harmless
from watchlist.cli.formats import Format, TableFormat
from watchlist.cli.opening import opened
from watchlist.cli.output import console, print_json, table
from watchlist.days import day_of
from watchlist.deliver.corrected import by_hand, correction_behind
from watchlist.deliver.deeds import told_act
from watchlist.deliver.figures import several
from watchlist.deliver.moves import told
from watchlist.deliver.names import Names
from watchlist.model.acts import Act
from watchlist.model.calendar import at_local
from watchlist.model.corrections import Correction
from watchlist.model.errors import UsageError
from watchlist.model.pooled import label
from watchlist.model.register import Breach, Entry, Transition
from watchlist.model.rule import Rulebook
from watchlist.register.ledger import as_written
from watchlist.store.results import Publishing, Verified
from watchlist.views.as_json import correction_sentence, series_title
from watchlist.views.history import books, moment
from watchlist.views.listed import years_of

#: What a row says, in this order.
COLUMNS = (
    "when", "entry", "title", "what", "said", "who", "acting_for", "committee", "minute", "link",
    "rule", "indicator", "area", "breakdown", "period", "level_before", "level", "before", "after",
)  # fmt: skip

#: Days so far off that no council had or will have a watch list, and every clock knows them.
_FIRST, _LAST = date(1900, 1, 1), date(9000, 1, 1)

Row = dict[str, str]
_Happened = Act | Transition | Correction | Publishing


def verify_history(config: Path, reference: str, output: Format) -> None:
    """Whether the history of an entry, or of all, is as it was written; exit status 1 where not."""
    app = opened(config)
    try:
        found = app.store.verify([entry_of(app, reference).id] if reference else None)
        if output is Format.JSON:
            print_json(_verified(found))
        else:
            typer.echo(_sentences(found))
    finally:
        app.close()
    if found.broken:
        raise typer.Exit(1)


def _verified(found: Verified) -> dict[str, Any]:
    return {
        "holds": not found.broken,
        "entries": found.entries,
        "broken": [
            {"entry": f"WL-{one.entry:04d}", "row": one.place, "how": one.how}
            for one in found.broken
        ],
        "fingerprint": found.fingerprint,
    }


def _sentences(found: Verified) -> str:
    entries = f"{found.entries:,} entr{'y' if found.entries == 1 else 'ies'}"
    if found.broken:
        lines = [f"{one}." for one in found.broken]
        return "\n".join([*lines, f"{len(found.broken):,} of {entries} do not hold."])
    return (
        f"The history of {entries} holds: every row is as it was written.\n"
        f"Its fingerprint, to be written down elsewhere: {found.fingerprint}"
    )


def audit(config: Path, first: str, last: str, output: TableFormat) -> None:
    """Everything that happened from one day to another, both included."""
    since, until = day_of(first), day_of(last)
    if since > until:
        raise UsageError(f"{since:%d %B %Y} comes after {until:%d %B %Y}: the first day goes first")
    app = opened(config)
    try:
        rows = list(_rows(app, since, until))
        if output is TableFormat.CSV:
            _write_csv(rows)
        elif output is TableFormat.JSON:
            print_json({"from": since, "to": until, "rows": rows})
        else:
            _print(rows)
    finally:
        app.close()


def _write_csv(rows: Sequence[Row]) -> None:
    """With the mark by which a spreadsheet knows UTF-8, and no cell that it would run."""
    sys.stdout.write("\ufeff")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([*map(harmless, row.values())] for row in rows)


def _print(rows: Sequence[Row]) -> None:
    if not rows:
        typer.echo("Nothing happened in that time.")
        return
    drawn = table(
        "What happened",
        ("When", "Entry", "What", "What was said", "Who"),
        [
            (row["when"][:-3], row["entry"], row["what"], Text(row["said"]), Text(row["who"]))
            for row in rows
        ],
    )
    drawn.columns[2].max_width = 12
    console().print(drawn)


def _rows(app: App, since: date, until: date) -> Iterator[Row]:
    """What people did, what figures moved and what was put right by hand, in the order in which it
    happened."""
    zone, store = app.config.zone, app.store
    after = min(until, _LAST) + timedelta(days=1)
    first, end = (at_local(day, time.min, zone) for day in (max(since, _FIRST), after))
    corrections = store.corrections(until=end)
    happened = store.happened(first, end)
    desk = _Desk(app, happened, corrections)
    apart: list[Correction | Publishing] = [*corrections, *store.publications()]
    every: Iterator[_Happened] = chain(happened, (one for one in apart if first <= one.at < end))
    for each in sorted(every, key=lambda one: (one.at, isinstance(one, Transition))):
        row = desk.row(each)
        yield {name: row.get(name, "") for name in COLUMNS}


class _Desk:
    """Puts rows into words, knowing the entries and breaches that they are about."""

    def __init__(
        self, app: App, happened: Sequence[Act | Transition], corrections: Sequence[Correction]
    ) -> None:
        self.app, self.names = app, Names.of(app.config.directory, app.book)
        self.corrections = corrections
        moves = [each for each in happened if isinstance(each, Transition)]
        about = {each.entry for each in happened if each.entry is not None}
        self.entries: Mapping[int, Entry] = app.store.entries(about)
        ids = {move.breach for move in moves if move.breach is not None}
        self.breaches: Mapping[int, Breach] = app.store.breaches(ids, evidence=False)
        self.books: Mapping[int, Rulebook] = books(app, moves)

    def row(self, each: _Happened) -> Row:
        match each:
            case Act():
                return self.act(each)
            case Transition():
                return self.move(each)
            case Publishing():
                return self.publishing(each)
        return self.correction(each)

    def publishing(self, one: Publishing) -> Row:
        """That the list was given out for the public."""
        entries = "1 entry" if one.entries == 1 else f"{one.entries:,} entries"
        figures = "no figure" if not one.withheld else several(one.withheld, "figure")
        by = self.names.by(one.who, one.acting_for)
        return {
            "when": moment(self.app, one.at, seconds=True),
            "what": "published",
            "said": f"{by} published the list: {entries}, {figures} withheld.",
            "who": one.who,
            "acting_for": one.acting_for or "",
        }

    def correction(self, one: Correction) -> Row:
        """A figure that was put right by hand: its two figures as they are read."""
        before, after = (
            as_written(cell.value, cell.digits, cell.marker) for cell in (one.before, one.after)
        )
        return {
            "when": moment(self.app, one.at, seconds=True),
            "title": series_title(self.app, one.series),
            "what": "corrected by hand",
            "said": correction_sentence(self.app, one),
            "who": one.by.who,
            "acting_for": one.by.acting_for or "",
            "indicator": one.series.indicator,
            "area": one.series.area,
            "breakdown": one.series.breakdown,
            "period": label(one.calendar, one.period, years_of(self.app, one)),
            "before": before,
            "after": after,
        }

    def act(self, act: Act) -> Row:
        return {
            **self._head(act),
            "what": act.kind.value,
            "said": told_act(act, self.names),
            "who": act.who,
            "acting_for": act.acting_for or "",
            "committee": act.committee or "",
            "minute": act.minute or "",
            "link": act.link or "",
        }

    def move(self, move: Transition) -> Row:
        breach = self.breaches.get(move.breach or 0)
        row = {
            **self._head(move),
            "what": move.reason.value,
            "said": " ".join(self._told(move, breach)) if breach else "",
            "who": move.who,
            "rule": move.rule or "",
            "level_before": move.level_before.word if move.level_before else "",
            "level": move.level.word if move.level else "",
            "before": move.before or "",
            "after": move.after or "",
        }
        return {**row, **self._series(breach, move.period)} if breach else row

    def _told(self, move: Transition, breach: Breach) -> tuple[str, ...]:
        one = correction_behind(move, breach, self.corrections)
        by = by_hand(one.by, self.names) if one else ""
        return told(move, breach, self.books[move.id], by)

    def _head(self, each: Act | Transition) -> Row:
        entry = self.entries.get(each.entry or 0)
        return {
            "when": moment(self.app, each.at, seconds=True),
            "entry": entry.reference if entry else "",
            "title": entry.title if entry else "",
        }

    def _series(self, breach: Breach, period: int | None) -> Row:
        series, years = breach.series, years_of(self.app, breach)
        return {
            "indicator": series.indicator,
            "area": series.area,
            "breakdown": series.breakdown,
            "period": "" if period is None else label(breach.calendar, period, years),
        }
