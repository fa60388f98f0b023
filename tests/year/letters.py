"""What people find in their letterbox: every message that the service sends, written by the real
channel, and what it tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from email import message_from_bytes

from jinja2 import Environment

from notifiers.mailbox import Mailbox, MailboxSettings
from tests.year.days import on_the_wall
from watchlist.model.message import Message, Outcome, Result

#: When by the clock on the wall, to whom, what of what:
#: ("2026-10-05 08:00", "head-1", "opened", "Measure 09").
Fact = tuple[str, str, str, str]


class Letterbox(Mailbox):
    """Renders as the mailbox does and keeps what each message tells, by whom it is got, and when."""

    def __init__(self, settings: MailboxSettings, clock: Callable[[], datetime]) -> None:
        super().__init__(settings)
        self._clock = clock
        self._written: dict[str, Message] = {}
        self.got: list[Fact] = []
        self.messages = 0

    def render(self, message: Message, environment: Environment) -> bytes:
        self._written[message.id] = message
        return super().render(message, environment)

    def send(self, payload: bytes, address: str) -> Outcome:
        head = payload.partition(b"\n\n")[0] + b"\n\n"
        message = self._written[message_from_bytes(head)["Message-ID"].strip("<> ")]
        reader = address.partition("@")[0]
        self.messages += 1
        for what, about in _told(message):
            self.got.append((said(self._clock()), reader, what, about))
        return Outcome(Result.DELIVERED, "delivered")


def said(moment: datetime) -> str:
    return f"{on_the_wall(moment):%Y-%m-%d %H:%M}"


def _told(message: Message) -> Iterator[tuple[str, str]]:
    """Every single thing that a message tells."""
    if message.digest:
        yield "digest", message.digest.name
    for item in message.items:
        for what in item.what.split(", "):
            yield what, "" if what == "to be confirmed" else item.title
    if message.rest:
        raise AssertionError(f"a message that counts and does not tell: {message.headline}")
