"""What somebody does to the watch list: looked up, refused with a sentence or written, and told.

One transaction writes the act (or several that belong together), what it moves, its place in the chain
of the entry and the notices to those who must hear of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from watchlist.asked import About, Deed, check_names, key_about, number_of, reference_of
from watchlist.capacity import capacity
from watchlist.cycle import Setting
from watchlist.model.acts import Act, ActKind
from watchlist.model.calendar import local_date
from watchlist.model.errors import UsageError
from watchlist.model.record import Record
from watchlist.model.register import Breach, Entry, EntryKey, Moves
from watchlist.register.acts import fold, kept
from watchlist.register.agreed import Agreed, agree, proposed
from watchlist.register.entries import settled, title
from watchlist.register.hearing import route_act
from watchlist.register.refusal import refused
from watchlist.store.store import Store
from watchlist.store.transaction import Transaction
from watchlist.views.removed import no_entry


def act(
    store: Store,
    setting: Setting,
    reference: str | None,
    deed: Deed,
    *,
    who: str,
    now: datetime,
    acting_for: str | None = None,
    about: About | None = None,
    version: int | None = None,
) -> Act:
    """Do it, and tell those who must hear. Raises :class:`UsageError`, and writes nothing, where it
    may not be done.

    ``reference`` names the entry (``WL-0042``); None puts something on the list, which ``about`` says
    (what is there already gets one more holder). ``who`` is a person of the configuration; left out,
    ``acting_for`` is the first of his posts that may do it. ``version`` is that of the entry as he
    saw it: where it is another one now, somebody was quicker, and nothing is done.
    """
    (done,) = act_together(
        store, setting, reference, [deed], who=who, now=now, acting_for=acting_for, about=about,
        version=version,
    )  # fmt: skip
    return done


def act_together(
    store: Store,
    setting: Setting,
    reference: str | None,
    deeds: Sequence[Deed],
    *,
    who: str,
    now: datetime,
    acting_for: str | None = None,
    about: About | None = None,
    version: int | None = None,
) -> list[Act]:
    """Several deeds to one entry, in their order, as :func:`act` does one: all of them, or, where one
    may not be done, none."""
    try:
        for deed in deeds:
            check_names(deed, setting)
        with store.begin(now) as tx:
            desk, done = _Desk(tx, setting, now), list[Act]()
            for deed in deeds:
                one = desk.act(reference, deed, who, acting_for, about, version)
                reference, version = reference_of(one.entry), None
                done.append(one)
            return done
    except UsageError as error:
        if len(deeds) > 1:
            raise UsageError(f"{error}; nothing was done") from None
        raise


@dataclass(frozen=True)
class _Desk:
    """One act within its transaction."""

    tx: Transaction
    setting: Setting
    now: datetime

    @property
    def today(self) -> date:
        return local_date(self.now, self.setting.zone)

    def act(
        self, reference: str | None, deed: Deed, who: str, acting_for: str | None,
        about: About | None, version: int | None,
    ) -> Act:  # fmt: skip
        entry = self._entry(reference, deed, about)
        if version is not None and version != entry.version:
            raise UsageError(f"{entry.reference} was changed meanwhile; look at it again")
        record = self.tx.record_of(entry.id)
        post, roles = capacity(
            self.setting.directory, self.setting.book, who, self.today, acting_for,
            kind=deed.kind, entry=entry, record=record, committee=deed.committee,
        )  # fmt: skip
        done = self._made(deed, entry, who, post)
        held = [breach for breach in self.tx.breaches_of(entry.id) if breach.track.state.live]
        self._check(done, entry, record, roles, held)
        return self._write(done, entry, fold(record, done), held)

    def _entry(self, reference: str | None, deed: Deed, about: About | None) -> Entry:
        """The entry that is meant; a new one for what is not on the list."""
        if reference is None:
            if deed.kind is not ActKind.ADDED:
                raise UsageError("say which entry is meant, like WL-0042")
            return self._new(about or About())
        number = number_of(reference) or 0
        entry = self.tx.entry(number)
        if entry is None:
            removed = self.tx.removed_entry(number)
            raise UsageError(no_entry(reference, removed, self.setting.zone))
        return entry

    def _new(self, about: About) -> Entry:
        book = self.setting.book
        key = key_about(about, book)
        gathers = key != EntryKey()
        if gathers and (listed := self.tx.live_entries({key})):
            return listed[0]
        indicator = book.indicators.get(key.indicator or "")
        return Entry(
            id=self.tx.ids.entry(),
            key=key,
            title=title(key, book) if gathers else " ".join((about.title or "").split()),
            opened_at=self.now,
            owner=indicator.owner if indicator else None,
            committee=indicator.committee if indicator else None,
            follows=self.tx.left_entries({key}).get(key) if gathers else None,
        )

    def _made(self, deed: Deed, entry: Entry, who: str, acting_for: str | None) -> Act:
        """The act as it will stand; an action or a request that names no post is the owner's."""
        fields = {**vars(deed), "text": _tidy(deed.text)}
        if deed.kind in (ActKind.ACTION_SET, ActKind.REQUEST_MADE):
            fields["post"] = deed.post or entry.owner
        return Act(
            id=self.tx.ids.act(),
            entry=entry.id,
            at=self.now,
            who=who,
            acting_for=acting_for,
            **fields,
        )

    def _check(
        self, done: Act, entry: Entry, record: Record, roles: frozenset[str], held: list[Breach]
    ) -> None:
        why = refused(
            done,
            entry,
            record,
            roles,
            self.now,
            proposed=bool(proposed(held)),
            zone=self.setting.zone,
        )
        if why is not None:
            raise UsageError(why)
        if done.kind is ActKind.FOLLOWS and self.tx.entry(done.number or 0) is None:
            raise UsageError(f"there is no entry {done.number} that it could follow")

    def _write(self, done: Act, entry: Entry, record: Record, held: list[Breach]) -> Act:
        agreed = Agreed((), (), ())
        if done.kind is ActKind.REMOVAL_AGREED:
            agreed = agree(held, done, self.tx.ids)
        gone = {breach.id for breach in agreed.breaches}
        levels = [each.track.level for each in held if each.id not in gone and each.track.level]
        latest = settled(_after(done, entry, record), max(levels, default=None), self.now)
        moves = Moves(agreed.breaches, agreed.transitions, (latest,), (done,), agreed.let_go)
        self.tx.save(moves)
        book, directory, zone = self.setting.book, self.setting.directory, self.setting.zone
        self.tx.notify(route_act(done, latest, record, book, directory, self.now, zone))
        return done


def _after(done: Act, entry: Entry, record: Record) -> Entry:
    """The entry's own line as the act leaves it."""
    return replace(
        entry,
        kept=kept(record),
        owner=record.owner or entry.owner,
        committee=entry.committee or done.committee,
        follows=record.follows or entry.follows,
    )


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
