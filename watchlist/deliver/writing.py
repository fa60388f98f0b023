"""What notices for one recipient become: a message, everything in it as it may be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from watchlist.deliver.confirming import CLOSING, confirming
from watchlist.deliver.content import Figures, Outline, items, make_message_id, outline
from watchlist.deliver.corrected import CORRECTING
from watchlist.deliver.dated import for_calendar
from watchlist.deliver.desk import Desk
from watchlist.deliver.digest_message import edition_for
from watchlist.deliver.names import Names
from watchlist.deliver.signing_in import CLOSING as NOT_ASKED
from watchlist.deliver.signing_in import HEADLINE as SIGN_IN
from watchlist.deliver.signing_in import link_of, sign_in_item, signs_in
from watchlist.deliver.topics import Facts, topics
from watchlist.deliver.undelivered import undelivered
from watchlist.model.calendar import local_date
from watchlist.model.message import Item, Message, Notice, Purpose
from watchlist.model.people import Recipient
from watchlist.model.register import Breach
from watchlist.store.transaction import Transaction


@dataclass(frozen=True)
class Instead:
    """That a message goes in place of another, and why."""

    of: str
    why: str


@dataclass(frozen=True)
class Author:
    """Writes the messages of one turn."""

    tx: Transaction
    desk: Desk
    now: datetime

    def recipient(self, post: str, purpose: Purpose, told: Sequence[Notice]) -> Recipient | None:
        if purpose is Purpose.SIGN_IN:
            return signs_in(told[0], self.tx, self.desk.directory)
        return self.desk.recipient(post, self.now)

    def channel(self, channel: str, purpose: Purpose) -> str | None:
        """By which channel a message goes. What is to be confirmed goes to the reader himself, and so
        does a link to sign in, by mail."""
        desk = self.desk
        fits = channel in desk.channels and purpose is not Purpose.SIGN_IN
        if purpose is Purpose.CONFIRM:
            fits = desk.is_addressed(channel)
        return channel if fits else desk.by_mail()

    def written(
        self,
        purpose: Purpose,
        recipient: Recipient,
        channel: str,
        told: Sequence[Notice],
        breaches: Mapping[int, Breach],
        instead: Instead | None,
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
        asked = outline(purpose, topics(told, facts), self.desk.book)
        if asked is None:
            return None
        said = items(asked, facts, self._figures(asked, facts))
        message = self._message(recipient, channel, asked.headline, said, told, instead)
        return replace(message, rest=asked.rest, calendar=for_calendar(facts, recipient.post))

    def _to_confirm(
        self, recipient: Recipient, channel: str, told: Sequence[Notice], instead: Instead | None
    ) -> Message | None:
        desk = self.desk
        names = Names.of(desk.directory, desk.book)
        asked = confirming(told, self.tx, desk.links, recipient, names, desk.zone)
        if asked is None:
            return None
        message = self._message(recipient, channel, asked.headline, asked.items, told, instead)
        return replace(message, closing=f"{CLOSING} {message.closing}")

    def _to_sign_in(
        self, recipient: Recipient, channel: str, told: Sequence[Notice], instead: Instead | None
    ) -> Message | None:
        link = link_of(told[0], self.tx)
        if link is None:
            return None
        said = (sign_in_item(link, self.desk.links),)
        message = self._message(recipient, channel, SIGN_IN, said, told, instead)
        return replace(message, closing=NOT_ASKED)

    def _digest(
        self, recipient: Recipient, channel: str, told: Sequence[Notice], instead: Instead | None
    ) -> Message | None:
        edition = edition_for(
            told[0],
            self.tx,
            self.desk.links,
            recipient,
            local_date(self.now, self.desk.zone),
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
        instead: Instead | None,
    ) -> Message | None:  # fmt: skip
        names = Names.of(self.desk.directory, self.desk.book)
        said = undelivered(purpose, told, self.tx, names)
        if said is None:
            return None
        message = self._message(recipient, channel, said.headline, said.items, told, instead)
        return replace(message, rest=said.rest)

    def _message(
        self,
        recipient: Recipient,
        channel: str,
        headline: str,
        said: tuple[Item, ...],
        told: Sequence[Notice],
        instead: Instead | None,
    ) -> Message:
        desk, title = self.desk, self.desk.directory.posts[recipient.post].title
        instead_of, why = (instead.of, instead.why) if instead else ("", "")
        domain = recipient.address.rpartition("@")[2] or "watch-list.invalid"
        return Message(
            id=make_message_id(channel, recipient.post, told, domain, instead_of=instead_of),
            to_name=recipient.name,
            to_address=recipient.address,
            headline=headline,
            items=said,
            council=desk.council,
            made_at=self.now.astimezone(ZoneInfo(desk.zone)),
            closing=_closing(title, recipient.person is not None, why),
            references=_conversation(said, domain),
        )

    def _facts(self, told: Sequence[Notice], breaches: Mapping[int, Breach]) -> Facts:
        tx, directory, book = self.tx, self.desk.directory, self.desk.book
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
        book, names = self.desk.book, asked.indicators(facts)
        return Figures(
            transitions=self.tx.transitions(asked.moves()),
            panels=self.tx.panels(names, {name: book.indicators[name].calendar for name in names}),
        )


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
