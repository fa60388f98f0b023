"""Notices that wait → messages that are frozen, each with its bytes and its Message-ID."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
from jinja2 import Environment

from watchlist.deliver.confirming import CLOSING, confirming
from watchlist.deliver.content import Figures, Outline, items, make_message_id, outline
from watchlist.deliver.corrected import CORRECTING
from watchlist.deliver.dated import for_calendar
from watchlist.deliver.deeds import told_occasion
from watchlist.deliver.digest_message import edition_for
from watchlist.deliver.environment import known_by, located
from watchlist.deliver.links import Links
from watchlist.deliver.names import Names
from watchlist.deliver.signing_in import CLOSING as NOT_ASKED
from watchlist.deliver.signing_in import HEADLINE as SIGN_IN
from watchlist.deliver.signing_in import link_of, sign_in_item, signs_in
from watchlist.deliver.stumbling import stumbles_over
from watchlist.deliver.topics import Facts, topics
from watchlist.deliver.undelivered import is_told, tell_dead_letters, tell_template, undelivered
from watchlist.model.acts import WATCHLIST
from watchlist.model.calendar import local_date
from watchlist.model.errors import Fault, Mark
from watchlist.model.letters import with_whole_letters
from watchlist.model.message import Channel, Item, Message, Notice, Purpose, Silence
from watchlist.model.people import Directory, Recipient
from watchlist.model.record import Record
from watchlist.model.register import Breach
from watchlist.model.rule import Rulebook
from watchlist.register.addressees import is_theirs
from watchlist.register.compose import compose, purpose_of
from watchlist.register.falling_due import Occasion, occasion_of
from watchlist.register.quiet import Quiet
from watchlist.rulebook.wording import listed
from watchlist.store.results import Claim, Delivery, DeliveryDeed, DeliverySaid, MessageState
from watchlist.store.store import Store
from watchlist.store.transaction import Transaction

log = structlog.get_logger("watchlist")

#: How many dead letters are looked at for another way; there are never so many that matter.
_DEAD_LETTERS = 1000

#: Kinds of channels that are mail, the usual one first.
_MAIL = ("email", "govuk-notify")


@dataclass(frozen=True)
class Desk:
    """What messages are written with: who is who, what may be said, by which channels."""

    book: Rulebook
    directory: Directory
    channels: Mapping[str, Channel]
    environment: Environment
    council: str
    zone: str
    settle: timedelta
    links: Links = Links()
    quiet: Quiet = Quiet()
    shipped: Environment | None = None  # where ``environment`` has templates of the council's own
    own_templates: Path | None = None

    def recipient(self, post: str, now: datetime) -> Recipient | None:
        return self.directory.recipient(post, local_date(now, self.zone))

    def is_addressed(self, channel: str) -> bool:
        known = self.channels.get(channel)
        return known is not None and known.addressed

    def reaches(self, delivery: Delivery | Claim, now: datetime) -> bool:
        """Whether a frozen message still goes to whoever is told for its post: to an address of theirs
        or, through a channel with one fixed place, to that place."""
        if not self.is_addressed(delivery.channel):
            return True
        day = local_date(now, self.zone)
        return is_theirs(delivery.address, delivery.post, self.directory, day)

    def by_mail(self) -> str | None:
        """The channel that reaches a person's own address: e-mail where there is one."""
        names = [name for name in self.channels if self.is_addressed(name)]
        mail = [name for kind in _MAIL for name in names if self.channels[name].name == kind]
        return next(iter(mail + names), None)


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


@dataclass(frozen=True)
class _Instead:
    """That a message goes in place of another, and why."""

    of: str
    why: str


class _Writer:
    """Writes the messages of one turn."""

    def __init__(self, tx: Transaction, desk: Desk, now: datetime) -> None:
        self._tx, self._desk, self._now = tx, desk, now
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
        instead = _Instead(delivery.message, why)
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
        instead: _Instead | None = None,
    ) -> Silence | None:
        """Freeze one message; the reason for silence where there is nobody or nothing to tell."""
        recipient = self._recipient(post, purpose, told)
        by = self._channel(channel, purpose)
        if recipient is None or by is None:
            return Silence.NOBODY
        message = self._written(purpose, recipient, by, told, breaches, instead)
        if message is None:
            return Silence.GONE
        message = with_whole_letters(message)
        try:
            payload = self._rendered(message, by)
        except ValueError as error:  # an address that cannot be: it must not stop the others
            log.error("not written", post=recipient.post, channel=by, error=str(error))
            return Silence.NOBODY
        except Exception as error:  # what it tells of waits until that is mended, and stops nothing
            kind = type(error).__name__
            log.error("not written", post=recipient.post, channel=by, error=str(error), kind=kind)
            return None
        self._freeze(message, payload, by, recipient.post, told, instead)
        return None

    def _rendered(self, message: Message, by: str) -> bytes:
        """The bytes, by the council's own templates; by those that are shipped where those fail: then
        the keeper is told of it."""
        desk, channel = self._desk, self._desk.channels[by]
        if desk.shipped is None or desk.own_templates is None:
            return channel.render(message, desk.environment)
        try:
            return channel.render(message, desk.environment)
        except Exception as error:
            payload = channel.render(message, desk.shipped)
            self._template_failed(error, desk.own_templates, message, channel)
            return payload

    def _template_failed(
        self, error: Exception, folder: Path, message: Message, channel: Channel
    ) -> None:
        """A fault that is new is looked for entry by entry: that takes its time."""
        fault, environment = located(error, folder), self._desk.environment
        fault = fault or Fault(Mark(str(folder)), str(error))
        known = known_by(fault)
        told = is_told(self._tx, known)
        over = () if told else stumbles_over(message, lambda one: channel.render(one, environment))
        log.error("template failed", error=str(fault), message=message.id, entries=list(over))
        if not told:
            said = f"{fault}, for {listed(over, last='and')}" if over else str(fault)
            directory, zone = self._desk.directory, self._desk.zone
            self.told_of_templates |= tell_template(
                self._tx, known, said, directory, self._now, zone
            )

    def _recipient(self, post: str, purpose: Purpose, told: Sequence[Notice]) -> Recipient | None:
        if purpose is Purpose.SIGN_IN:
            return signs_in(told[0], self._tx, self._desk.directory)
        return self._desk.recipient(post, self._now)

    def _channel(self, channel: str, purpose: Purpose) -> str | None:
        """By which channel a message goes. What is to be confirmed goes to the reader himself, and so
        does a link to sign in, by mail."""
        desk = self._desk
        fits = channel in desk.channels and purpose is not Purpose.SIGN_IN
        if purpose is Purpose.CONFIRM:
            fits = desk.is_addressed(channel)
        return channel if fits else desk.by_mail()

    def _written(
        self,
        purpose: Purpose,
        recipient: Recipient,
        channel: str,
        told: Sequence[Notice],
        breaches: Mapping[int, Breach],
        instead: _Instead | None,
    ) -> Message | None:
        """The message; None where nothing is left to say."""
        match purpose:
            case Purpose.CONFIRM:
                return self._to_confirm(recipient, channel, told, instead)
            case Purpose.SIGN_IN:
                return self._to_sign_in(recipient, channel, told, instead)
            case Purpose.DIGEST:
                return self._digest(recipient, channel, told, instead)
            case Purpose.DEAD_LETTERS | Purpose.TEMPLATES:
                return self._undelivered(purpose, recipient, channel, told, instead)
        facts = self._facts(told, breaches)
        asked = outline(purpose, topics(told, facts), self._desk.book)
        if asked is None:
            return None
        said = items(asked, facts, self._figures(asked, facts))
        message = self._message(recipient, channel, asked.headline, said, told, instead)
        return replace(message, rest=asked.rest, calendar=for_calendar(facts, recipient.post))

    def _to_confirm(
        self, recipient: Recipient, channel: str, told: Sequence[Notice], instead: _Instead | None
    ) -> Message | None:
        desk = self._desk
        names = Names.of(desk.directory, desk.book)
        asked = confirming(told, self._tx, desk.links, recipient, names, desk.zone)
        if asked is None:
            return None
        message = self._message(recipient, channel, asked.headline, asked.items, told, instead)
        return replace(message, closing=f"{CLOSING} {message.closing}")

    def _to_sign_in(
        self, recipient: Recipient, channel: str, told: Sequence[Notice], instead: _Instead | None
    ) -> Message | None:
        link = link_of(told[0], self._tx)
        if link is None:
            return None
        said = (sign_in_item(link, self._desk.links),)
        message = self._message(recipient, channel, SIGN_IN, said, told, instead)
        return replace(message, closing=NOT_ASKED)

    def _digest(
        self, recipient: Recipient, channel: str, told: Sequence[Notice], instead: _Instead | None
    ) -> Message | None:
        edition = edition_for(
            told[0],
            self._tx,
            self._desk.links,
            recipient,
            local_date(self._now, self._desk.zone),
        )
        if edition is None:
            return None
        message = self._message(recipient, channel, edition.headline, (), told, instead)
        return replace(
            message,
            digest=edition.digest,
            pictures=edition.pictures,
            unsubscribe=edition.unsubscribe,
        )

    def _undelivered(
        self, purpose: Purpose, recipient: Recipient, channel: str, told: Sequence[Notice],
        instead: _Instead | None,
    ) -> Message | None:  # fmt: skip
        names = Names.of(self._desk.directory, self._desk.book)
        said = undelivered(purpose, told, self._tx, names)
        if said is None:
            return None
        message = self._message(recipient, channel, said.headline, said.items, told, instead)
        return replace(message, rest=said.rest)

    def _freeze(
        self,
        message: Message,
        payload: bytes,
        channel: str,
        post: str,
        told: Sequence[Notice],
        instead: _Instead | None,
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

    def _message(
        self,
        recipient: Recipient,
        channel: str,
        headline: str,
        said: tuple[Item, ...],
        told: Sequence[Notice],
        instead: _Instead | None,
    ) -> Message:
        desk, title = self._desk, self._desk.directory.posts[recipient.post].title
        instead_of, why = (instead.of, instead.why) if instead else ("", "")
        domain = recipient.address.rpartition("@")[2] or "watch-list.invalid"
        return Message(
            id=make_message_id(channel, recipient.post, told, domain, instead_of=instead_of),
            to_name=recipient.name,
            to_address=recipient.address,
            headline=headline,
            items=said,
            council=desk.council,
            made_at=self._now.astimezone(ZoneInfo(desk.zone)),
            closing=_closing(title, recipient.person is not None, why),
            references=_conversation(said, domain),
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

    def _facts(self, told: Sequence[Notice], breaches: Mapping[int, Breach]) -> Facts:
        tx, directory, book = self._tx, self._desk.directory, self._desk.book
        moves = {n.transition for n in told if n.transition is not None}
        transitions = tx.transitions(moves, evidence=False)
        restated = {
            breaches[move.breach].series
            for move in transitions.values()
            if move.reason in CORRECTING and move.breach is not None and move.breach in breaches
        }
        return Facts(
            book=book,
            breaches=breaches,
            transitions=transitions,
            corrections=tx.corrections(of=restated) if restated else (),
            entries=tx.entries({n.entry for n in told if n.entry is not None}),
            checks=tx.checks({n.check for n in told if n.check is not None}),
            faults=tx.faults({n.fault for n in told if n.fault is not None}),
            acts=tx.acts({n.act for n in told if n.act is not None}),
            records=tx.records(_of_people(told)),
            names=Names.of(directory, book),
        )

    def _figures(self, asked: Outline, facts: Facts) -> Figures:
        """The figures of what is written out."""
        book, names = self._desk.book, asked.indicators(facts)
        return Figures(
            transitions=self._tx.transitions(asked.moves()),
            panels=self._tx.panels(names, {name: book.indicators[name].calendar for name in names}),
        )


def _reminded(notice: Notice) -> Occasion | None:
    return occasion_of(notice.subject) if notice.purpose is Purpose.REMINDERS else None


def _of_people(told: Iterable[Notice]) -> frozenset[int]:
    """The entries of which people did something, or something fell due."""
    about = (Purpose.ACTS, Purpose.REMINDERS)
    return frozenset(n.entry for n in told if n.purpose in about and n.entry is not None)


def _conversation(said: Sequence[Item], domain: str) -> tuple[str, ...]:
    """What tells of one entry alone belongs with all that told of it before."""
    names = {item.reference for item in said}
    return tuple(f"{name.lower()}@{domain}" for name in names if name and len(names) == 1)


def _closing(title: str, holder: bool, why: str) -> str:
    said = f"You receive this as {title}." if holder else f"This was sent to {title}."
    return f"{said} {why}".rstrip()
