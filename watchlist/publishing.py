"""The public's list, given out: as a page, as text or as data; what it tells is remembered before it
leaves, for what was published once stays so."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from watchlist.app import App
from watchlist.backtest import Judged
from watchlist.capacity import post_in_role
from watchlist.deliver.charts.timeline import Timeline
from watchlist.deliver.environment import make_environment
from watchlist.deliver.names import Names
from watchlist.disclosing import PublicFigures
from watchlist.drawn import timeline
from watchlist.model.calendar import local_date
from watchlist.model.errors import UsageError, WorldError
from watchlist.model.meetings import pre_election_on
from watchlist.public_list import PublicEntry, PublicList, public_list
from watchlist.shipped import shipped
from watchlist.store.reads import Reads

#: Who may give the list out.
PUBLISHERS = frozenset({"officer", "clerk", "administrator"})

#: So many periods, up to the newest, are drawn.
_PERIODS = 36


@dataclass(frozen=True)
class Chart:
    """A picture for a page: where its bytes are, and its words for those who cannot see it."""

    source: str
    words: str


def look(app: App, now: datetime) -> PublicList:
    """What would be published now; nothing is remembered."""
    return public_list(_figures(app, app.store), app.setting, now)


def publish(
    app: App, who: str, acting_for: str | None, now: datetime, *, anyway: bool = False
) -> PublicList:
    """The list to give out now, remembered as told; ``anyway``: in a pre-election period too.

    Raises UsageError where somebody may not."""
    setting = app.setting
    today = local_date(now, setting.zone)
    quiet = None if anyway else pre_election_on(today, app.config.pre_election)
    if quiet is not None:
        raise UsageError(
            f"until {quiet.until.day} {quiet.until:%B %Y} is a pre-election period, in which nothing "
            "is given out for the public; if it must be, say --anyway"
        )
    post = post_in_role(
        setting.directory, setting.book, who, today, acting_for, PUBLISHERS, "publish"
    )
    with app.store.begin(now) as tx:
        figures = _figures(app, tx)
        listed = public_list(figures, setting, now)
        tx.keep_published(
            figures.told,
            who=who,
            acting_for=post,
            entries=len(listed.entries),
            withheld=figures.withheld,
        )
    return listed


def page(app: App, listed: PublicList, now: datetime) -> str:
    """The list as an HTML page that stands alone."""
    environment = make_environment(shipped("templates"))
    names = Names.of(app.config.directory, app.book)
    return environment.get_template("public/list.html.j2").render(
        council=app.config.council,
        day=local_date(now, app.config.zone),
        entries=[(entry, list(_charts(app, listed, entry, now))) for entry in listed.entries],
        committees=names.committees,
    )


def put(file: Path, content: str) -> None:
    """Write a file whole or not at all. Raises WorldError where it cannot be written."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        beside.write_text(content, encoding="utf-8")
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise WorldError(f"cannot write {file}: {error.strerror}") from None


def _figures(app: App, store: Reads) -> PublicFigures:
    config = app.config
    public = {source.name for source in config.sources if source.public}
    return PublicFigures(store, app.book, public, config.small_numbers)


def _charts(app: App, listed: PublicList, entry: PublicEntry, now: datetime) -> Iterator[Chart]:
    """A picture for each series that holds an entry on the list."""
    from watchlist.deliver.charts.rendering import svg  # slow to import

    for drawn in dict.fromkeys(_timelines(app, listed, entry, now)):
        source = f"data:image/svg+xml;base64,{b64encode(svg(drawn)).decode()}"
        yield Chart(source, drawn.words())


def _timelines(
    app: App, listed: PublicList, entry: PublicEntry, now: datetime
) -> Iterator[Timeline]:
    for breach in entry.breaches:
        for found in listed.findings:
            row = found.panel.row(breach.series) if found.rule.id == breach.rule else None
            places = [] if row is None else (found.rows == row).nonzero()[0].tolist()
            if places:
                last = found.panel.shape[1]
                columns = slice(max(0, last - _PERIODS), last)
                judged = Judged(found, columns, app.setting, now)
                yield timeline(judged, places[0], app.book)
