"""The public's list, given out: as a page, as text or as data; what it tells is remembered before it
leaves, for what was published once stays so."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from watchlist.capacity import may_in_role, post_in_role
from watchlist.deliver.charts.timeline import Timeline
from watchlist.deliver.environment import make_environment
from watchlist.deliver.names import Names
from watchlist.digesting import Occasion
from watchlist.disclosing import PublicFigures
from watchlist.drawn import timeline_of
from watchlist.installation import Installation
from watchlist.model.calendar import local_date
from watchlist.model.digest import Digest
from watchlist.model.errors import UsageError, WorldError
from watchlist.model.meetings import pre_election_on
from watchlist.public_digest import public_digest
from watchlist.public_list import PublicEntry, PublicList, public_list
from watchlist.public_page import Picture, PublicPage, keep_page, published
from watchlist.shipped import shipped
from watchlist.store.reads import Reads

#: Who may give the list out.
PUBLISHERS = frozenset({"officer", "clerk", "administrator"})


@dataclass(frozen=True)
class Chart:
    """A picture for a page: where its bytes are, and its words for those who cannot see it."""

    source: str
    words: str


def look(here: Installation, now: datetime) -> PublicList:
    """What would be published now; nothing is remembered."""
    return public_list(_figures(here, here.store), here.setting, now)


def publish(
    here: Installation, who: str, acting_for: str | None, now: datetime, *, anyway: bool = False
) -> PublicList:
    """The list to give out now, remembered as told; where there is a public page, it is on it from now
    on. ``anyway``: in a pre-election period too.

    Raises UsageError where somebody may not."""
    with _remembered(here, who, acting_for, now, anyway=anyway) as telling:
        telling.listed = public_list(telling.figures, here.setting, now)
    if here.config.web and here.config.web.public:  # what is told is remembered before it is shown
        keep_page(here.store, _public_page(here, telling.listed, now))
    return telling.listed


def _public_page(here: Installation, listed: PublicList, now: datetime) -> PublicPage:
    from watchlist.deliver.charts.rendering import svg  # slow to import

    names = Names.of(here.config.directory, here.book)
    entries = []
    for entry in listed.entries:
        drawn = dict.fromkeys(_timelines(here, listed, entry, now))
        pictures = [Picture(svg(one).decode(), one.words()) for one in drawn]
        entries.append(published(entry, names.committees.get(entry.committee or "", ""), pictures))
    return PublicPage(now, tuple(entries))


def publish_digest(
    here: Installation, occasion: Occasion, who: str, acting_for: str | None, now: datetime,
    *, anyway: bool = False,
) -> Digest:  # fmt: skip
    """The public part of a committee's paper, remembered as told, as :func:`publish` does."""
    council = here.config.council
    with _remembered(
        here, who, acting_for, now, anyway=anyway, committee=occasion.topic.committee
    ) as telling:
        signed = replace(occasion, confirmed_by=telling.by)
        digest, telling.listed = public_digest(telling.figures, here.setting, council, signed, now)
    return digest


def look_at_digest(here: Installation, occasion: Occasion, now: datetime) -> Digest:
    """The public part as it would be given out now; nothing is remembered."""
    figures = _figures(here, here.store)
    return public_digest(figures, here.setting, here.config.council, occasion, now)[0]


def may_publish(here: Installation, who: str, committee: str | None, now: datetime) -> bool:
    """Whether one of somebody's posts lets him publish (what a committee has)."""
    setting, today = here.setting, local_date(now, here.setting.zone)
    return may_in_role(setting.directory, setting.book, who, today, PUBLISHERS, committee)


def _publisher(
    here: Installation, who: str, acting_for: str | None, committee: str | None, now: datetime
) -> str:
    """The post for which somebody publishes. Raises UsageError where none of his may."""
    setting = here.setting
    return post_in_role(
        setting.directory, setting.book, who, local_date(now, setting.zone), acting_for, PUBLISHERS,
        "publish", committee=committee,
    )  # fmt: skip


@dataclass(eq=False)
class _Telling:
    """What is about to be told."""

    figures: PublicFigures
    listed: PublicList
    by: str  # the post that tells it


@contextmanager
def _remembered(
    here: Installation, who: str, acting_for: str | None, now: datetime, *, anyway: bool,
    committee: str | None = None,
) -> Iterator[_Telling]:  # fmt: skip
    """A turn in which the public's figures are read and what is told of them is kept."""
    setting = here.setting
    today = local_date(now, setting.zone)
    quiet = None if anyway else pre_election_on(today, here.config.pre_election)
    if quiet is not None:
        raise UsageError(
            f"until {quiet.until.day} {quiet.until:%B %Y} is a pre-election period, in which nothing "
            "is given out for the public; if it must be, say --anyway"
        )
    post = _publisher(here, who, acting_for, committee, now)
    with here.store.begin(now) as tx:
        telling = _Telling(
            _figures(here, tx), PublicList((), ()), setting.directory.posts[post].title
        )
        yield telling
        tx.keep_published(
            telling.figures.told,
            who=who,
            acting_for=post,
            entries=len(telling.listed.entries),
            withheld=telling.figures.withheld,
        )


def page(here: Installation, listed: PublicList, now: datetime) -> str:
    """The list as an HTML page that stands alone."""
    environment = make_environment(shipped("templates"))
    names = Names.of(here.config.directory, here.book)
    return environment.get_template("public/list.html.j2").render(
        council=here.config.council,
        day=local_date(now, here.config.zone),
        entries=[(entry, list(_charts(here, listed, entry, now))) for entry in listed.entries],
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


def _figures(here: Installation, store: Reads) -> PublicFigures:
    config = here.config
    public = {source.name for source in config.sources if source.public}
    return PublicFigures(store, here.book, public, config.small_numbers)


def _charts(
    here: Installation, listed: PublicList, entry: PublicEntry, now: datetime
) -> Iterator[Chart]:
    """A picture for each series that holds an entry on the list."""
    from watchlist.deliver.charts.rendering import svg  # slow to import

    for drawn in dict.fromkeys(_timelines(here, listed, entry, now)):
        source = f"data:image/svg+xml;base64,{b64encode(svg(drawn)).decode()}"
        yield Chart(source, drawn.words())


def _timelines(
    here: Installation, listed: PublicList, entry: PublicEntry, now: datetime
) -> Iterator[Timeline]:
    for breach in entry.breaches:
        for found in listed.findings:
            if drawn := timeline_of(breach, found, here.setting, now):
                yield drawn
