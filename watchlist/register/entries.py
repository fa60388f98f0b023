"""What joins the watch list and what may leave it.

| the entry of the breach's key | a live breach holds it | people hold it | then |
|---|---|---|---|
| none on the list | yes | – | a new entry, which follows the one that left last |
| on the list | yes | either way | stays, at its worst level |
| on the list | no longer | yes | stays, at no level |
| on the list | no longer | no | leaves |
| none on the list | came and went at once | – | a new entry that has left already, for the record |
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from watchlist.model.register import Breach, Entry, EntryKey, Holder, Moves, Transition
from watchlist.model.rule import Level, Rulebook
from watchlist.register.ids import Ids


def gather(
    breaches: Sequence[Breach],
    transitions: Sequence[Transition],
    holders: Iterable[Holder],
    entries: Iterable[Entry],
    left: Mapping[EntryKey, int],
    *,
    book: Rulebook,
    ids: Ids,
    now: datetime,
) -> Moves:
    """Put breaches that are new or changed under their entries, and the entries in order.

    ``holders`` are the live breaches of these entries, those of ``breaches`` left out or not; what
    they say of a breach that is in ``breaches`` too does not count. ``entries`` are those on the
    list under which the breaches are or will be, ``left`` the newest entry of each key that has
    left it. The entries that come back are new or changed.
    """
    on_list = {entry.id: entry for entry in entries}
    desk = _Desk(on_list, left, book, ids, now)
    placed = [desk.placed(breach) for breach in breaches]
    moved = {breach.id for breach in placed}
    standing = [*_holders(placed), *(each for each in holders if each.breach not in moved)]
    where = {breach.id: breach.entry for breach in placed}
    return Moves(
        breaches=tuple(placed),
        transitions=tuple(_filed(transition, where) for transition in transitions),
        entries=tuple(_settled(desk, {b.entry for b in placed}, standing, on_list)),
    )


def key_of(breach: Breach, book: Rulebook) -> EntryKey:
    """A theme gathers the breaches of its rules; otherwise one indicator in one area is one line."""
    rule = book.rules.get(breach.rule)
    if rule is not None and rule.theme:
        return EntryKey(theme=rule.theme)
    return EntryKey(indicator=breach.series.indicator, area=breach.series.area)


class _Desk:
    """Finds a breach its entry, and opens one where there is none."""

    def __init__(
        self, on_list: Mapping[int, Entry], left: Mapping[EntryKey, int],
        book: Rulebook, ids: Ids, now: datetime,
    ) -> None:  # fmt: skip
        self.entries = dict(on_list)
        self.by_key = {entry.key: entry.id for entry in on_list.values()}
        self.left, self.book, self.ids, self.now = left, book, ids, now

    def placed(self, breach: Breach) -> Breach:
        """The breach with its entry: the one it has for good, else the one of its key."""
        if breach.entry is not None:
            return breach
        key = key_of(breach, self.book)
        number = self.by_key.get(key)
        return replace(breach, entry=self._open(key, breach) if number is None else number)

    def _open(self, key: EntryKey, breach: Breach) -> int:
        indicator = self.book.indicators.get(breach.series.indicator)
        entry = Entry(
            id=self.ids.entry(),
            key=key,
            title=title(key, self.book),
            opened_at=self.now,
            owner=indicator.owner if indicator else None,
            committee=indicator.committee if indicator else None,
            follows=self.left.get(key),
        )
        self.entries[entry.id] = entry
        self.by_key[key] = entry.id
        return entry.id


def settled(entry: Entry, level: Level | None, now: datetime) -> Entry:
    """An entry on the list as its holders leave it: ``level`` is the worst of its live breaches (None:
    there are none). It leaves when nobody holds it; one that has left stays away."""
    if entry.left_at is not None:
        return entry
    stays = level is not None or entry.kept
    return replace(entry, level=level, left_at=None if stays else now)


def title(key: EntryKey, book: Rulebook) -> str:
    """The theme, or the indicator's title, with the area unless the council has only this one."""
    if key.theme is not None:
        return key.theme
    indicator = book.indicators.get(key.indicator or "")
    name = indicator.title if indicator else str(key.indicator)
    return name if book.own_areas == (key.area,) else f"{name}, {key.area}"


def _holders(breaches: Iterable[Breach]) -> Iterable[Holder]:
    live = (breach for breach in breaches if breach.track.state.live)
    return (Holder(breach.id, breach.entry, breach.track.level) for breach in live)


def _filed(transition: Transition, where: Mapping[int, int | None]) -> Transition:
    if transition.breach is None:
        return transition
    return replace(transition, entry=where.get(transition.breach, transition.entry))


def _settled(
    desk: _Desk, touched: Iterable[int | None], standing: Iterable[Holder],
    on_list: Mapping[int, Entry],
) -> Iterable[Entry]:  # fmt: skip
    """The touched entries that are new or changed, by number."""
    worst: dict[int | None, Level] = {}
    for holder in standing:
        if holder.level is not None:
            worst[holder.entry] = max(holder.level, worst.get(holder.entry, Level.INFO))
    for number in sorted(number for number in touched if number in desk.entries):
        entry = desk.entries[number]
        level = worst.get(number)
        latest = settled(entry, level, desk.now)
        if latest != on_list.get(number):
            yield latest
