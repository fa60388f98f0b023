"""A test message to a post: by each of its channels, at once, and nothing of it in the register."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from watchlist.deliver.desk import Desk
from watchlist.model.errors import UsageError, WorldError
from watchlist.model.letters import with_whole_letters
from watchlist.model.message import Channel, Item, Message, Outcome, Result
from watchlist.model.people import Recipient
from watchlist.rulebook.wording import nearest, quote

HEADLINE = "TEST: the watch list can reach you"

_SAID = {
    Result.DELIVERED: "delivered",
    Result.ACCEPTED: "accepted, and may still be dropped",
    Result.LATER: "not now",
    Result.REFUSED: "refused",
    Result.UNKNOWN: "no answer came, it may have arrived",
}


@dataclass(frozen=True)
class Tried:
    """What became of a test message by one channel; ``reason`` is the word of logs and metrics."""

    channel: str
    address: str
    result: Result
    reason: str
    detail: str = ""

    @property
    def arrived(self) -> bool:
        return self.result in (Result.DELIVERED, Result.ACCEPTED)

    def __str__(self) -> str:
        why = self.detail or self.reason
        return _SAID[self.result] if self.arrived else f"{_SAID[self.result]}: {why}"


def send_test(held: str | None, desk: Desk, post: str, now: datetime) -> list[Tried]:
    """Send it to the post (``""``: the keeper). Raises :class:`UsageError` for a post that nobody knows
    and for one that nobody can be told of, :class:`WorldError` while delivery is ``held``."""
    if held is not None:
        raise WorldError(
            f"delivery is held: {held}; no test is sent either. Let it go with: watchlist deliveries "
            "lift --as PERSON"
        )
    wanted, posts = post or desk.directory.keeper, desk.directory.posts
    if wanted not in posts:
        raise UsageError(f"there is no post {quote(wanted)}{nearest(wanted, posts)}")
    recipient = desk.recipient(wanted, now)
    if recipient is None:
        raise UsageError(
            f"nobody can be told of the post {quote(wanted)}: it has no holder, deputy or keeper"
        )
    return list(_by_each(desk, recipient, wanted, now))


def _by_each(desk: Desk, recipient: Recipient, wanted: str, now: datetime) -> Iterator[Tried]:
    for name in recipient.channels or tuple(desk.channels)[:1]:
        channel = desk.channels.get(name)
        if channel is None:
            outcome = Outcome(Result.REFUSED, "no channel", "It is not in the configuration.")
        else:
            outcome = _sent(
                channel, with_whole_letters(_message(desk, recipient, wanted, now)), desk
            )
        yield Tried(name, recipient.address, outcome.result, outcome.reason, outcome.detail)


def _sent(channel: Channel, message: Message, desk: Desk) -> Outcome:
    """What the error of a channel that breaks says stays out of sight: it may carry a secret."""
    try:
        payload = channel.render(message, desk.shipped or desk.environment)
    except Exception as error:
        return Outcome(Result.REFUSED, "not written", f"It could not be written: {error}")
    try:
        return channel.send(payload, message.to_address)
    except Exception as error:
        return Outcome(
            Result.UNKNOWN, "channel broke", f"The channel broke ({type(error).__name__})"
        )
    finally:
        channel.close()


def _message(desk: Desk, recipient: Recipient, wanted: str, now: datetime) -> Message:
    title = desk.directory.posts[wanted].title
    instead = "" if recipient.post == wanted else f" You read it in place of {title}."
    said = (
        "This is a test, sent by hand by somebody who looks after the watch list. Nothing has "
        "happened, and nothing need be done.",
        f"Messages for {title} reach this place.{instead}",
    )
    return Message(
        id=f"test-{uuid.uuid4().hex}@{recipient.address.rpartition('@')[2] or 'watch-list.invalid'}",
        to_name=recipient.name,
        to_address=recipient.address,
        headline=HEADLINE,
        items=(Item("", "Test message", "", "", "test", said),),
        council=desk.council,
        made_at=now.astimezone(ZoneInfo(desk.zone)),
    )
