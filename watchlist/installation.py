"""What somebody who looks at a running service finds: its configuration, the rules in force, what is
kept, and what time it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Protocol

from watchlist.config import Config
from watchlist.cycle import Setting
from watchlist.model.calendar import local_date
from watchlist.model.rule import Rulebook
from watchlist.store.store import Store


class Installation(Protocol):
    """The app of a command, or what the pages are made from. ``clock`` gives aware UTC."""

    @property
    def config(self) -> Config: ...

    @property
    def book(self) -> Rulebook: ...

    @property
    def store(self) -> Store: ...

    @property
    def setting(self) -> Setting: ...

    @property
    def clock(self) -> Callable[[], datetime]: ...


def today_of(here: Installation) -> date:
    """The day it is where the council is."""
    return local_date(here.clock(), here.config.zone)
