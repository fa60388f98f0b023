"""The register's dataclasses as rows, and rows as dataclasses: fields and columns are called alike,
but that a series, a calendar and a track take a column for each of their parts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from watchlist.model.acts import Act, Due, LetGo
from watchlist.model.message import Notice
from watchlist.model.period import Calendar
from watchlist.model.reading import Series
from watchlist.model.register import Breach, DataCheck, Entry, EntryKey, Track, Transition
from watchlist.store.codec import names_of

Values = dict[str, Any]

#: Fields that take a column for each of their parts.
_SPREAD = frozenset({"series", "calendar", "key", "track", "due"})

#: The parts of a `Due`.
_DUE = ("day", "committee", "event")


def breach_values(breach: Breach) -> Values:
    return {**_values(breach), **_where(breach), **_track_values(breach.track)}


def breach_of(row: Row[Any]) -> Breach:
    return Breach(**{**_known(Breach, row), **_placed(row), "track": _track_of(row)})


def _track_values(track: Track) -> Values:
    values = {**vars(track)}
    values["by_level"], values["by_leaf"] = values.pop("decided_by") or (None, None)
    return values


def _track_of(row: Row[Any]) -> Track:
    decided_by = None if row.by_level is None else (row.by_level, row.by_leaf)
    return Track(**_known(Track, row), decided_by=decided_by)


def entry_values(entry: Entry) -> Values:
    return {**_values(entry), **_values(entry.key)}


def entry_of(row: Row[Any]) -> Entry:
    return Entry(**_known(Entry, row), key=key_of(row))


def key_of(row: Row[Any]) -> EntryKey:
    return EntryKey(row.theme, row.indicator, row.area)


def transition_values(transition: Transition) -> Values:
    return _values(transition)


def transition_of(row: Row[Any]) -> Transition:
    return Transition(**_known(Transition, row))


def act_values(act: Act) -> Values:
    due = vars(act.due) if act.due else {}
    return {**_values(act), **{f"due_{name}": due.get(name) for name in _DUE}}


def act_of(row: Row[Any]) -> Act:
    due = {name: getattr(row, f"due_{name}") for name in _DUE}
    return Act(**_known(Act, row), due=Due(**due) if any(due.values()) else None)


def let_go_values(let_go: LetGo) -> Values:
    return {**_values(let_go), **_where(let_go)}


def notice_values(notice: Notice) -> Values:
    values = _values(notice)
    del values["id"]  # the database numbers notices
    return values


def notice_of(row: Row[Any]) -> Notice:
    return Notice(**_known(Notice, row))


def check_values(check: DataCheck) -> Values:
    return {**_values(check), **_where(check), "key": check.key}


def check_of(row: Row[Any]) -> DataCheck:
    return DataCheck(**{**_known(DataCheck, row), **_placed(row)})


def _values(thing: Any) -> Values:
    return {name: value for name, value in vars(thing).items() if name not in _SPREAD}


def _where(thing: Breach | DataCheck | LetGo) -> Values:
    return {**vars(thing.series), **vars(thing.calendar)}


def _placed(row: Row[Any]) -> Values:
    series = Series(row.indicator, row.area, row.breakdown)
    return {"series": series, "calendar": Calendar(row.frequency, row.ends)}


def _known(kind: Any, row: Row[Any]) -> Values:
    columns = row._mapping
    return {name: columns[name] for name in names_of(kind) if name in columns}
