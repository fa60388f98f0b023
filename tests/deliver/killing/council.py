"""The council of the crash proof: its figures go wrong again and again, and eight posts hear of it, by
mail or in one of two Teams channels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from jinja2 import Environment

from tests.deliver.world import NOW, OCTOBER, World, posts
from tests.evaluate.build import OWN, book, indicator, rule, worse_than
from tests.notifiers.samples import environment
from tests.notifiers.test_email import channel as email
from tests.notifiers.test_teams import channel as teams
from tests.store.build import R, table
from watchlist.deliver.desk import Desk
from watchlist.deliver.worker import Worker
from watchlist.model.message import Channel
from watchlist.store.open import open_store
from watchlist.store.store import Store

#: Post -> its channels; each has two indicators, whose news are one message.
_POSTS: dict[str, tuple[str, ...]] = {
    **{f"head{number}": ("email",) for number in range(6)},
    "board": ("teams",),
    "panel": ("another-teams",),
}
_INDICATORS = {f"{what}-{post}": post for post in _POSTS for what in ("visits", "reviews")}

TEAMS = ("teams", "another-teams")


def desk_channels(mail: int, webhook: str) -> dict[str, Channel]:
    """The mail server, and two places in Teams (one alone takes no more than four cards a second)."""
    patient = {"timeout": 20}
    return {"email": email(mail, **patient)} | {name: teams(webhook, **patient) for name in TEAMS}


class Council(World):
    @property
    def desk(self) -> Desk:
        return replace(super().desk, environment=_templates())


@cache
def _templates() -> Environment:
    """Compiled once, before any worker is born."""
    return environment()


def rehearsed() -> None:
    """One bulk is written, composed and delivered to nobody, and everything is let go of: whoever is
    born afterwards has its modules and its templates at hand."""
    with TemporaryDirectory() as name:
        store = open_store(f"sqlite:///{name}/rehearsal.db")
        here = council(store, Path(name), desk_channels(9, "http://127.0.0.1:9/"))
        writes_notices(here, 0)
        here.compose(time_of(1))
        Worker(store, here.desk.channels, "rehearsal", lambda: time_of(1)).deliver_once()
        store.close()


def council(store: Store, folder: Path, channels: Mapping[str, Channel]) -> Council:
    parts = [indicator(name, target=85, owner=post) for name, post in _INDICATORS.items()]
    late = rule("late", tuple(_INDICATORS), amber=worse_than("target"), title="Too late")
    directory = posts(keeper=("email",), **_POSTS)
    return Council(store, folder, book(*parts, late), directory, channels)


def time_of(bulk: int) -> datetime:
    """When the figures of a bulk are in."""
    return NOW + timedelta(days=61 * bulk)


def writes_notices(here: World, bulk: int) -> None:
    """The figures of two more months come in and are judged: a good one and a bad one."""
    first, bad = OCTOBER + 2 * bulk, 60.0 + bulk % 20
    rows = [
        R(value, period, name, area=OWN, digits=0)
        for name in _INDICATORS
        for period, value in ((first, 90.0), (first + 1, bad))
    ]
    calendars = {each.id: each.calendar for each in here.book.indicators.values()}
    now = time_of(bulk)
    here.store.save_readings(table(rows), calendars, source="return", sha256=None, now=now)
    here.judged(now)
