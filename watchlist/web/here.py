"""An installation as one answer sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from watchlist.config import Config
from watchlist.cycle import Setting
from watchlist.model.rule import Rulebook
from watchlist.store.store import Store


@dataclass(frozen=True)
class Here:
    """An installation at one moment: rules may change between two answers, never within one."""

    config: Config
    book: Rulebook
    store: Store
    clock: Callable[[], datetime]

    @property
    def setting(self) -> Setting:
        config = self.config
        return Setting(self.book, config.directory, config.zone, config.quiet_start)
