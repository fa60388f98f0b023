"""`watchlist checks`: what is doubtful about the data, and which returns are due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from watchlist.app import App
from watchlist.cli.as_json import check_json, check_sentence
from watchlist.cli.formats import Format
from watchlist.cli.opening import opened
from watchlist.cli.output import console, print_json, table
from watchlist.evaluate.returns import Return, returns
from watchlist.model.calendar import local_date
from watchlist.model.errors import UsageError
from watchlist.model.pooled import label
from watchlist.model.rule import Rulebook
from watchlist.rulebook.indicators import CHECKS
from watchlist.rulebook.wording import nearest, quote
from watchlist.store.results import FoundCheck

#: Rows of each kind on a screen, and of returns; JSON has them all.
MOST = 15


@dataclass(frozen=True)
class Asked:
    """Of which indicators, posts and checks; none: of all."""

    indicators: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def check(self, book: Rulebook, posts: Collection[str]) -> None:
        """Raises :class:`UsageError` where a word means nothing."""
        _known("indicator", self.indicators, book.indicators)
        _known("post", self.owners, posts)
        _known("check", self.kinds, CHECKS.words)

    def takes(self, name: str, kind: str, book: Rulebook) -> bool:
        indicator = book.indicators.get(name)
        return (
            indicator is not None
            and (not self.indicators or name in self.indicators)
            and (not self.owners or indicator.owner in self.owners)
            and (not self.kinds or kind in self.kinds)
        )


def show_checks(config: Path, asked: Asked, output: Format) -> None:
    """Print what stands by the rules in force and the clock of the installation."""
    app = opened(config)
    try:
        asked.check(app.book, app.config.directory.posts)
        found = [
            one
            for one in app.store.current_checks()
            if asked.takes(one.check.series.indicator, one.check.check, app.book)
        ]
        due = _returns(app, asked)
        if output is Format.JSON:
            said = [check_json(app, one) for one in found]
            print_json({"data_checks": said, "returns": [_return_json(one) for one in due]})
        else:
            _print(app, found, due, console())
    finally:
        app.close()


def _returns(app: App, asked: Asked) -> list[Return]:
    """The returns that are outstanding, the one due first before the others."""
    book, today = app.book, local_date(app.clock(), app.config.zone)
    names = [name for name in book.indicators if asked.takes(name, "overdue", book)]
    calendars = {name: book.indicators[name].calendar for name in names}
    newest = app.store.newest_readings(calendars, book.own_areas)
    found = returns(book, newest, today)
    return sorted(found, key=lambda one: (one.due, one.indicator.title, one.area))


def _print(app: App, found: Sequence[FoundCheck], due: Sequence[Return], out: Console) -> None:
    if not found:
        out.print("Nothing is doubtful about the data.")
    counts = Counter(one.check.check for one in found)
    for kind in sorted(counts, key=CHECKS.words.index):
        of_kind = [one for one in found if one.check.check == kind]
        rows = [_check_row(app, one) for one in of_kind[:MOST]]
        title = f"{kind}: {counts[kind]:,}"
        out.print(table(title, ("Indicator", "What was found", "Known since"), rows))
        _print_more(out, len(of_kind))
    if due:
        lines = [_return_row(app, one) for one in due[:MOST]]
        out.print(table("Returns", ("Due", "Period", "Indicator", "Owner", ""), lines))
        _print_more(out, len(due))


def _print_more(out: Console, many: int) -> None:
    if many > MOST:
        out.print(f"… and {many - MOST:,} more; --format json names them all\n")


def _check_row(app: App, found: FoundCheck) -> tuple[str, str, str]:
    series = found.check.series
    return (
        _named(app, series.indicator, series.area, series.breakdown),
        check_sentence(app, found.check),
        f"{found.first_seen:%Y-%m-%d}",
    )


def _return_row(app: App, one: Return) -> tuple[str, ...]:
    post = app.config.directory.posts.get(one.indicator.owner or "")
    return (
        one.due.isoformat(),
        _period(one),
        _named(app, one.indicator.id, one.area),
        post.title if post else one.indicator.owner or "–",
        "overdue" if one.overdue else "",
    )


def _named(app: App, name: str, area: str, breakdown: str = "") -> str:
    """A series for people; the area where the council has more than one or it is another's."""
    title = app.book.indicators[name].title
    where = "" if app.book.own_areas == (area,) else area
    return ", ".join(word for word in (title, where, breakdown.replace("=", " ")) if word)


def _period(one: Return) -> str:
    return label(one.indicator.calendar, one.period, one.indicator.pooled)


def _return_json(one: Return) -> dict[str, Any]:
    return {
        "indicator": one.indicator.id,
        "area": one.area,
        "owner": one.indicator.owner,
        "period": _period(one),
        "due": one.due,
        "overdue": one.overdue,
    }


def _known(noun: str, names: Sequence[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            raise UsageError(f"there is no {noun} {quote(name)}{nearest(name, known)}")
