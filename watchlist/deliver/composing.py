"""Notices that wait → messages that are frozen, each with its bytes and its Message-ID."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from watchlist.deliver.deeds import told_occasion
from watchlist.deliver.desk import Desk
from watchlist.deliver.names import Names
from watchlist.deliver.rendering import rendered
from watchlist.deliver.undelivered import tell_dead_letters
from watchlist.deliver.writing import Author, Instead
from watchlist.model.acts import WATCHLIST
from watchlist.model.calendar import local_date
from watchlist.model.letters import with_whole_letters
from watchlist.model.message import Message, Notice, Purpose, Silence
from watchlist.model.record import Record
from watchlist.model.register import Breach
from watchlist.register.compose import compose, purpose_of
from watchlist.register.falling_due import Occasion, occasion_of
from watchlist.store.results import Delivery, DeliveryDeed, DeliverySaid, MessageState
from watchlist.store.store import Store
from watchlist.store.transaction import Transaction

log = structlog.get_logger("watchlist")

#: How many dead letters are looked at for another way; there are never so many that matter.
_DEAD_LETTERS = 1000


@dataclass(frozen=True)
class ComposeReport:
    messages: int = 0
    silenced: int = 0

    def __add__(self, other: ComposeReport) -> ComposeReport:
        return ComposeReport(self.messages + other.messages, self.silenced + other.silenced)


def compose_once(store: Store, desk: Desk, now: datetime) -> ComposeReport:
    """Freeze a message for every recipient whose notices have settled, state the reason for those
    that become none, let go by e-mail what a fixed place (Teams) would not take, and write anew what
    was for somebody who has left. While it is quiet nothing is written but what goes at its own
    time."""
    quiet = desk.quiet.at(now)
    dead = [] if quiet else _needing_another_way(store, desk, now)
    outdated = [] if quiet else store.outdated()
    given_up = store.untold_dead_letters()
    if not (dead or outdated or given_up or store.waiting_notices(now)):
        return ComposeReport()
    with store.begin(now) as tx:
        writer = _Writer(tx, desk, now)
        for delivery in dead:
            writer.instead(delivery)
        for delivery in outdated:
            writer.follow(delivery)
        tell_dead_letters(tx, given_up, desk.directory, now, desk.zone)
        silenced = writer.waiting()
        if writer.told_of_templates:  # what is told of them has come after what waited
            silenced += writer.waiting()
    return ComposeReport(writer.frozen, silenced)


def compose_anew(
    tx: Transaction, desk: Desk, delivery: Delivery, now: datetime
) -> str | Silence | None:
    """What a dead letter told, in a new message to whoever holds its post now: its Message-ID, or the
    reason why there is none; None where it is written already."""
    return _Writer(tx, desk, now).anew(delivery)


def _needing_another_way(store: Store, desk: Desk, now: datetime) -> list[Delivery]:
    dead = store.deliveries(MessageState.DEAD, _DEAD_LETTERS)
    return [delivery for delivery in dead if _needs_another_way(delivery, desk, now)]


def _needs_another_way(delivery: Delivery, desk: Desk, now: datetime) -> bool:
    """A dead letter of a fixed place that nothing replaces, for a post that is not told by mail
    anyway."""
    if delivery.replaced_by or delivery.channel not in desk.channels:
        return False
    recipient = desk.recipient(delivery.post, now)
    told_by_mail = recipient and any(desk.is_addressed(name) for name in recipient.channels)
    return not (desk.is_addressed(delivery.channel) or told_by_mail)


class _Writer:
    """Writes the messages of one turn."""

    def __init__(self, tx: Transaction, desk: Desk, now: datetime) -> None:
        self._tx, self._desk, self._now = tx, desk, now
        self._author = Author(tx, desk, now)
        self.frozen = 0
        self.told_of_templates = False

    def waiting(self) -> int:
        """Compose what waits; how many notices became no message."""
        waiting = self._tx.waiting_notices(self._now)
        silences = self._gone(waiting)
        notices = {notice.id: notice for notice in waiting if notice.id not in silences}
        breaches = self._breaches(notices.values())
        composed = compose(
            notices.values(),
            breaches,
            settle=self._desk.settle,
            now=self._now,
            muted=self._muted(notices.values()),
            quiet=self._desk.quiet.at(self._now),
        )
        silences |= composed.silences
        for draft in composed.drafts:
            told = [notices[number] for number in draft.notices]
            if silence := self._write(draft.post, draft.channel, draft.purpose, told, breaches):
                silences |= dict.fromkeys(draft.notices, silence)
        self._tx.silence(silences)
        return len(silences)

    def instead(self, delivery: Delivery) -> None:
        """The same content to the post's own address."""
        told, channel = self._tx.notices_of(delivery.message), self._desk.by_mail()
        if told and channel:
            why = "It comes by e-mail because the shared channel did not take it."
            self._replace(delivery, told, channel, why)

    def anew(self, delivery: Delivery) -> str | Silence | None:
        """The same content to whoever holds the post now."""
        told = self._tx.notices_of(delivery.message)
        if not told:
            return Silence.GONE
        why = "It was first sent to an address that is no longer that of this post."
        silence = self._replace(delivery, told, delivery.channel, why)
        known = self._tx.delivery(delivery.message)
        return silence or (known.replaced_by if known else None)

    def follow(self, delivery: Delivery) -> None:
        """The same content to whoever holds the post now, and a line in the log that says so, or that
        it is no longer so. Where nobody can be told it waits until somebody can."""
        asked = purpose_of(self._tx.notices_of(delivery.message)) is Purpose.SIGN_IN
        made = Silence.GONE if asked else self.anew(delivery)  # a link to sign in is one's own
        if made is None or made is Silence.NOBODY:
            return
        gone = made is Silence.GONE
        self._tx.log_delivery(
            DeliverySaid(
                self._now,
                WATCHLIST,
                None,
                DeliveryDeed.DROPPED if gone else DeliveryDeed.COMPOSED_ANEW,
                delivery.message,
                "what it told is no longer so" if gone else f"in its place: {made}",
            )
        )

    def _replace(
        self, delivery: Delivery, told: Sequence[Notice], channel: str, why: str
    ) -> Silence | None:
        purpose, breaches = purpose_of(told), self._breaches(told)
        instead = Instead(delivery.message, why)
        return self._write(delivery.post, channel, purpose, told, breaches, instead)

    def _gone(self, waiting: Sequence[Notice]) -> dict[int, Silence]:
        """Findings about data, and faults of rule files, that were put right before anybody was
        told; that all is well, where it no longer is; what fell due and was done meanwhile."""
        checks = {found.check.key for found in self._tx.current_checks()}
        faults = self._tx.standing_faults()
        return {
            n.id: Silence.GONE
            for n in waiting
            if (n.check and n.check not in checks)
            or (n.purpose is Purpose.FAULTS and n.fault not in faults)
            or (n.purpose is Purpose.MENDED and faults)
        } | dict.fromkeys(self._done(waiting), Silence.GONE)

    def _done(self, waiting: Sequence[Notice]) -> Iterator[int]:
        """The reminders of what is no longer due."""
        due = {n.id: one for n in waiting if (one := _reminded(n))}
        records = self._tx.records({one.entry for one in due.values()}) if due else {}
        names = Names.of(self._desk.directory, self._desk.book)
        for number, one in due.items():
            if not told_occasion(one, records.get(one.entry, Record()), names):
                yield number

    def _write(
        self,
        post: str,
        channel: str,
        purpose: Purpose,
        told: Sequence[Notice],
        breaches: Mapping[int, Breach],
        instead: Instead | None = None,
    ) -> Silence | None:
        """Freeze one message; the reason for silence where there is nobody or nothing to tell."""
        recipient = self._author.recipient(post, purpose, told)
        by = self._author.channel(channel, purpose)
        if recipient is None or by is None:
            return Silence.NOBODY
        message = self._author.written(purpose, recipient, by, told, breaches, instead)
        if message is None:
            return Silence.GONE
        message = with_whole_letters(message)
        try:
            payload, told_of = rendered(message, by, self._desk, self._tx, self._now)
            self.told_of_templates |= told_of
        except ValueError as error:  # an address that cannot be: it must not stop the others
            log.error("not written", post=recipient.post, channel=by, error=str(error))
            return Silence.NOBODY
        except Exception as error:  # what it tells of waits until that is mended, and stops nothing
            kind = type(error).__name__
            log.error("not written", post=recipient.post, channel=by, error=str(error), kind=kind)
            return None
        self._freeze(message, payload, by, recipient.post, told, instead)
        return None

    def _freeze(
        self,
        message: Message,
        payload: bytes,
        channel: str,
        post: str,
        told: Sequence[Notice],
        instead: Instead | None,
    ) -> None:
        self.frozen += self._tx.freeze(
            message.id,
            channel=channel,
            post=post,
            address=message.to_address,
            headline=message.headline,
            payload=payload,
            notices=[] if instead else [notice.id for notice in told],
            instead_of=instead.of if instead else None,
        )

    def _muted(self, waiting: Iterable[Notice]) -> frozenset[int]:
        """The entries of which news is held back today."""
        news = {n.entry for n in waiting if n.purpose is Purpose.NEWS and n.entry is not None}
        today = local_date(self._now, self._desk.zone)
        records = self._tx.records(news)
        return frozenset(number for number, record in records.items() if record.muted(today))

    def _breaches(self, told: Iterable[Notice]) -> dict[int, Breach]:
        """The breaches that notices speak of, without figures: there may be any number of them."""
        named = {notice.breach for notice in told if notice.breach is not None}
        return self._tx.breaches(named, evidence=False)


def _reminded(notice: Notice) -> Occasion | None:
    return occasion_of(notice.subject) if notice.purpose is Purpose.REMINDERS else None
