"""`watchlist checks`: what is doubtful about the data, and which returns are due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from watchlist.app import App
from watchlist.cli.formats import Format
from watchlist.cli.opening import opened
from watchlist.cli.output import console, print_json, table
from watchlist.evaluate.returns import Return
from watchlist.rulebook.indicators import CHECKS
from watchlist.store.results import FoundCheck
from watchlist.views.as_json import check_json, check_sentence
from watchlist.views.checks import Asked, outstanding, period_of, return_json, series_named

#: Rows of each kind on a screen, and of returns; JSON has them all.
MOST = 15


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
        due = outstanding(app, asked)
        if output is Format.JSON:
            said = [check_json(app, one) for one in found]
            print_json({"data_checks": said, "returns": [return_json(one) for one in due]})
        else:
            _print(app, found, due, console())
    finally:
        app.close()


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
        series_named(app, series.indicator, series.area, series.breakdown),
        check_sentence(app, found.check),
        f"{found.first_seen:%Y-%m-%d}",
    )


def _return_row(app: App, one: Return) -> tuple[str, ...]:
    post = app.config.directory.posts.get(one.indicator.owner or "")
    return (
        one.due.isoformat(),
        period_of(one),
        series_named(app, one.indicator.id, one.area),
        post.title if post else one.indicator.owner or "–",
        "overdue" if one.overdue else "",
    )
