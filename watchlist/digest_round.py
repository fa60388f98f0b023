"""The round of digests: what is due is drafted, officers may release it (`watchlist.releasing`), at its
time it goes.

A draft is made again each time it is looked at, so that it says what is so; what an officer released
goes as he read it. Going means a notice for each subscriber, which the delivery round writes and sends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watchlist.asked import reference_of
from watchlist.digesting import Occasion, make_digest
from watchlist.installation import Installation
from watchlist.model.calendar import local_date
from watchlist.model.digest import Digest, Part
from watchlist.model.message import Notice, Purpose
from watchlist.model.subscription import Edition, Subscription, When
from watchlist.register.editions import due_editions, wanted
from watchlist.store.codec import decode, encode
from watchlist.store.reads import Reads
from watchlist.store.results import DigestState, KeptDigest
from watchlist.store.transaction import Transaction

#: How far back the first digest of a name looks.
_FIRST = {
    When.MEETING: timedelta(days=91),
    When.WEEKLY: timedelta(days=7),
    When.MONTHLY: timedelta(days=31),
    When.AS_IT_HAPPENS: timedelta(days=1),
}

#: Occasions that are over for longer than this are never asked for again.
_REMEMBERED = timedelta(days=400)

_DAY, _INSTANT = timedelta(days=1), timedelta(microseconds=1)


@dataclass(frozen=True)
class Round:
    """How many editions were drafted, sent (to so many readers), and skipped."""

    drafted: int = 0
    sent: int = 0
    readers: int = 0
    skipped: int = 0

    def __add__(self, other: Round) -> Round:
        pairs = zip(self.figures().values(), other.figures().values(), strict=True)
        return Round(*map(sum, pairs))

    def figures(self) -> dict[str, int]:
        """Counts for a line of the log."""
        return dict(vars(self))


def digest_round(here: Installation, now: datetime) -> Round:
    """Draft what is due and let go what has come to its time; each edition once, whatever happens
    between."""
    with here.store.begin(now) as tx:
        desk = _Desk(here, tx, now)
        return desk.drafts() + desk.goes()


def current(here: Installation, kept: KeptDigest, now: datetime) -> Digest:
    """A digest as it would go now: as it was released or sent, else as the register stands."""
    if kept.state in (DigestState.RELEASED, DigestState.SENT) and kept.content:
        digest: Digest = decode(Digest, kept.content)
        return digest
    return drafted(here, here.store, kept.edition, now)


def drafted(
    here: Installation, reads: Reads, edition: Edition, now: datetime, part: Part = Part.MEMBERS
) -> Digest:
    """A part of an edition as the register stands; nothing is written."""
    occasion = Occasion(
        edition.topic,
        new_since(reads, edition, now),
        part,
        edition.meeting,
        to_release=edition.drafted < edition.due,
    )
    return make_digest(reads, here.setting, here.config.council, occasion, now)


def new_since(reads: Reads, edition: Edition, now: datetime) -> datetime:
    """What is new in an edition is new since the last one before it that went; as things happen, since
    the last one that was made, for there was nothing in one that did not go."""
    at_once = edition.when is When.AS_IT_HAPPENS
    states = (DigestState.SENT, DigestState.SKIPPED) if at_once else (DigestState.SENT,)
    before = reads.digests(edition.name, states=states, most=2)
    last = next((one for one in before if one.edition.occasion != edition.occasion), None)
    if last is not None:
        return (last.sent_at or last.drafted_at) + _INSTANT
    return min(edition.due, now) - _FIRST[edition.when]


class _Desk:
    """One turn's work."""

    def __init__(self, here: Installation, tx: Transaction, now: datetime) -> None:
        self.here, self.tx, self.now = here, tx, now
        self.zone = here.config.zone
        self.today = local_date(now, self.zone)

    def drafts(self) -> Round:
        """Write down every edition whose draft is due, and those that nobody drafted in time."""
        tx, now = self.tx, self.now
        asked = wanted(tx.subscriptions(), tx.digests_looked(), now, self.zone)
        turn = due_editions(
            asked,
            tx.digests_done(now - _REMEMBERED),
            now,
            self.here.book.committees,
            self.here.config.digests,
        )
        for missed in turn.missed:
            tx.miss_digest(missed, now, "nothing ran while it was of use")
        drafted = sum(tx.keep_digest(one, "", now) is not None for one in turn.due)
        return Round(drafted=drafted + self._as_it_happens(), skipped=len(turn.missed))

    def _as_it_happens(self) -> int:
        """An edition of this moment for every digest that is read as things happen, where something
        did since its last one."""
        names = {
            one.name: one
            for one in self.tx.subscriptions()
            if one.when is When.AS_IT_HAPPENS and one.reads(self.today)
        }
        made = 0
        for one in names.values():
            edition = Edition(
                one.topic, one.when, self.now.isoformat(), self.now, self.now, self.now + _DAY
            )
            if self._happened(new_since(self.tx, edition, self.now)):
                made += self.tx.keep_digest(edition, "", self.now) is not None
        return made

    def _happened(self, since: datetime) -> bool:
        """Whether figures or people moved anything, or other rules came into force."""
        moved = self.tx.happened(since, self.now + _INSTANT)
        return bool(moved) or self.tx.rules_since(since)

    def goes(self) -> Round:
        """Let go what has come to its time; nothing where nothing changed."""
        sent = readers = skipped = 0
        ready = self.tx.digests_to_send(self.now)
        for kept in (one for one in ready if not self._awaits_readers(one.edition)):
            told = self._goes(kept)
            sent, readers, skipped = sent + bool(told), readers + told, skipped + (not told)
        return Round(sent=sent, readers=readers + self._latecomers(), skipped=skipped)

    def _awaits_readers(self, edition: Edition) -> bool:
        """Whether nobody reads it now, and somebody may before its meeting."""
        use = edition.meeting is not None and edition.over > self.now
        return use and not self._readers(edition)

    def _latecomers(self) -> int:
        """Who begins to read after the digest before a meeting went has it as it went; to how many."""
        meant = [
            self._notice(kept, one)
            for kept in self.tx.digests_before_meetings(self.now)
            if not self._moved(kept.edition)
            for one in self._readers(kept.edition)
        ]
        told = self.tx.told_subjects({one.subject for one in meant})
        return self.tx.notify([one for one in meant if one.subject not in told])

    def _goes(self, kept: KeptDigest) -> int:
        """To how many it goes; none where it is skipped, and why is written down."""
        readers = self._readers(kept.edition)
        digest = self._content(kept)
        why = self._why_not(kept, digest, readers)
        if why:
            self.tx.skip_digest(kept.id, why)
            return 0
        self.tx.redraft_digest(kept.id, encode(digest), self.now)
        self.tx.send_digest(kept.id, self.now)
        self.tx.notify([self._notice(kept, one) for one in readers])
        return len(readers)

    def _content(self, kept: KeptDigest) -> Digest:
        if kept.state is DigestState.RELEASED and kept.content:
            digest: Digest = decode(Digest, kept.content)
            return digest
        return drafted(self.here, self.tx, kept.edition, self.now)

    def _why_not(self, kept: KeptDigest, digest: Digest, readers: Sequence[Subscription]) -> str:
        if kept.edition.over <= self.now:
            return "it was over before it could go"
        if not readers:
            return "nobody reads it any more"
        if self._moved(kept.edition):
            return "its meeting is on another day"
        return "nothing changed" if self._nothing(kept.edition, digest) else ""

    def _nothing(self, edition: Edition, digest: Digest) -> bool:
        """Whether there is nothing to read. What was asked for is in each digest while it is open; who
        reads as things happen does when something happens to it."""
        if edition.when is not When.AS_IT_HAPPENS:
            return digest.empty
        happened = self.tx.happened(new_since(self.tx, edition, self.now), self.now + _INSTANT)
        stirred = {reference_of(one.entry) for one in happened if one.entry is not None}
        return not (digest.moved or any(one.reference in stirred for one in digest.asked))

    def _moved(self, edition: Edition) -> bool:
        """Whether the committee no longer meets on the day for which it was drafted."""
        committee = self.here.book.committees.get(edition.topic.committee or "")
        return bool(edition.meeting and committee and edition.meeting not in committee.meetings)

    def _readers(self, edition: Edition) -> list[Subscription]:
        return [one for one in self.tx.subscriptions(name=edition.name) if one.reads(self.today)]

    def _notice(self, kept: KeptDigest, reader: Subscription) -> Notice:
        subject = f"digest:{kept.id}:{reader.id}"
        return Notice(subject, reader.post, reader.channel, Purpose.DIGEST, self.now)
