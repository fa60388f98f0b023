"""The town's mail server, which writes down what it was handed and when, by the town's clock."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from functools import cached_property

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.acceptance.clock import Clock
from tests.notifiers.servers import MailServer, mail_server


@dataclass(frozen=True)
class Letter:
    """What was handed over, to whom (the part before the @) and when."""

    content: bytes
    to: str
    at: datetime

    @cached_property
    def number(self) -> str:
        """Its Message-ID, without the brackets."""
        return str(message_from_bytes(self.content)["Message-ID"]).strip("<> ")

    @cached_property
    def subject(self) -> str:
        read = message_from_bytes(self.content, policy=policy.default)
        return " ".join(str(read["Subject"]).split())

    @cached_property
    def text(self) -> str:
        """Its words, in one line."""
        body = message_from_bytes(self.content, policy=policy.default).get_body(("plain",))
        return " ".join(str(body.get_content()).split()) if body else ""


@dataclass
class Post(MailServer):
    """Each mail takes ``seconds`` of the server's time."""

    clock: Clock = field(kw_only=True)
    seconds: float = 0.0
    letters: list[Letter] = field(default_factory=list)
    talking: int = 0  # of how many mails the other side awaits the answer

    async def handle_DATA(  # noqa: N802 -- aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.original_content, bytes)
        self.talking += 1
        to = ", ".join(address.partition("@")[0] for address in envelope.rcpt_tos)
        self.letters.append(Letter(envelope.original_content, to, self.clock.now()))
        try:
            await asyncio.sleep(self.seconds)
            return await super().handle_DATA(server, session, envelope)
        finally:
            self.talking -= 1

    def took(self) -> list[tuple[str, bytes]]:
        """(way in, bytes) of everything that was handed over, in its order."""
        return [("email", letter.content) for letter in list(self.letters)]


@contextmanager
def post_office(clock: Clock) -> Iterator[Post]:
    post = Post(clock=clock)
    with mail_server(post):
        yield post
