"""A store into which a source is taken, again and again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.sources.build import BOOK
from watchlist.intake import Intake, take_in
from watchlist.model.rule import Rulebook
from watchlist.sources.offers import KINDS
from watchlist.sources.settings import SourceMeaning
from watchlist.store.open import open_store
from watchlist.store.store import Store

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def source(kind: str, **said: Any) -> SourceMeaning:
    return KINDS[kind].model_validate({"name": "given", "kind": kind, **said})


@dataclass
class Council:
    """What stands in the store after each taking."""

    store: Store
    folder: Path
    book: Rulebook = BOOK
    now: datetime = NOW

    @classmethod
    def at(cls, folder: Path) -> Council:
        where = folder / "council"
        where.mkdir(exist_ok=True)
        return cls(open_store(f"sqlite:///{where / 'watchlist.db'}"), where)

    def take(self, one: SourceMeaning, after: timedelta = timedelta(minutes=15)) -> Intake:
        self.now += after
        return take_in(self.store, [one], self.book, self.folder, self.now)

    def problem(self, one: SourceMeaning, after: timedelta = timedelta(minutes=15)) -> str:
        """The one thing that is wrong with it."""
        got = self.take(one, after)
        assert not got.taken
        (problem,) = got.problems
        return str(problem)

    def statuses(self) -> list[int]:
        """Of every reading, period by period."""
        with self.store.reading() as connection:
            rows = connection.exec_driver_sql("SELECT status FROM readings ORDER BY period")
            return [status for (status,) in rows]

    def readings(self) -> int:
        return self.store.counts()["readings"]
