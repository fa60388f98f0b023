"""Sources of which something could not be taken in the last time that somebody looked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from watchlist.store.base import Base
from watchlist.store.meta import keep_value, value_of

_NAME = "sources failing"

#: Letters of what is wrong; all of it is in the log.
_LONGEST = 500


@dataclass(frozen=True)
class Failing:
    """``since`` when, and what was ``said`` last."""

    since: datetime
    said: str


def failing_sources(store: Base) -> dict[str, Failing]:
    """By their names; also such as the configuration no longer has."""
    with store.reading() as connection:
        return _known(connection)


def note_sources(store: Base, said: Mapping[str, str], now: datetime) -> None:
    """How each source that was looked at is: what is wrong with it, "" where nothing is. The others
    stay as they were, and where nothing is another now nothing is written."""
    known = failing_sources(store)
    if _then(known, said, now) == known:
        return
    with store.writing() as connection:
        plain = {
            name: {"since": one.since.isoformat(), "said": one.said}
            for name, one in _then(_known(connection), said, now).items()
        }
        keep_value(connection, _NAME, json.dumps(plain))


def _then(
    known: Mapping[str, Failing], said: Mapping[str, str], now: datetime
) -> dict[str, Failing]:
    """Those that fail, each since when it did first."""
    others = {name: one for name, one in known.items() if name not in said}
    since = {name: known[name].since if name in known else now for name in said}
    return others | {
        name: Failing(since[name], text[:_LONGEST]) for name, text in said.items() if text
    }


def _known(connection: Connection) -> dict[str, Failing]:
    plain: dict[str, dict[str, str]] = json.loads(value_of(connection, _NAME) or "{}")
    return {
        name: Failing(datetime.fromisoformat(one["since"]), one["said"])
        for name, one in plain.items()
    }
