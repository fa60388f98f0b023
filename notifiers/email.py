"""E-mail by SMTP. Every answer of the server, and every break, becomes an outcome."""

from __future__ import annotations

import smtplib
import ssl
import time
from contextlib import suppress
from email.utils import parseaddr
from typing import ClassVar

from jinja2 import Environment
from pydantic import BaseModel

from notifiers.addresses import is_address, one_line
from notifiers.email_settings import EmailSettings
from notifiers.mime import Sender, render_mail
from notifiers.oauth import NoTokenError, Tokens
from notifiers.smtp_answers import CLOSING, OK, in_words, meaning, no_answer, refusal
from watchlist.model.message import Message, Outcome, Result

#: For so many seconds after it took a message a connection is trusted.
_AT_EASE = 1.0


class _Answered(Exception):  # noqa: N818 -- not an error: what the server said, on its way up
    """The server said no to a command; carries what that means."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        super().__init__(outcome.reason)


class Email:
    """One connection for many messages, opened when the first is sent."""

    name: ClassVar[str] = "email"
    addressed: ClassVar[bool] = True
    advice: ClassVar[str] = ""
    Settings: ClassVar[type[BaseModel]] = EmailSettings

    def __init__(self, settings: EmailSettings) -> None:
        self._settings = settings
        self._open: smtplib.SMTP | None = None
        self._took = -_AT_EASE  # when the server took a message last, on this connection
        self._from = parseaddr(settings.sender)[1]
        self._tokens = Tokens(settings.oauth, settings.timeout) if settings.oauth else None

    def render(self, message: Message, environment: Environment) -> bytes:
        settings = self._settings
        sender = Sender(settings.sender, settings.reply_to or "", settings.unsubscribe_to or "")
        return render_mail(message, environment, sender)

    def send(self, payload: bytes, address: str) -> Outcome:
        if not is_address(address):
            said = (
                f'"{one_line(address)[:80]}" is not an e-mail address; correct it in the settings.'
            )
            return Outcome(Result.REFUSED, "bad address", said)
        try:
            server = self._addressed_to(address)
        except _Answered as answered:
            return answered.outcome
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self._drop()
            return Outcome(Result.LATER, "unreachable", self._why_unreachable(error))
        return self._hand_over(server, payload)

    def examine(self) -> list[str]:
        try:
            self._connection()
        except _Answered as answered:
            return [answered.outcome.detail]
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self._drop()
            return [self._why_unreachable(error)]
        return []

    def close(self) -> None:
        server, self._open = self._open, None
        if server is not None:
            try:
                server.quit()
            except (OSError, smtplib.SMTPException):
                server.close()

    def _addressed_to(self, address: str) -> smtplib.SMTP:
        """A connection that has taken the envelope. One that took a message a moment ago is not
        asked first whether it still answers; should it have hung up since, there is a new one, and
        nothing was handed over."""
        server, took = self._open, self._took
        self._took = -_AT_EASE
        if server is not None and time.monotonic() < took + _AT_EASE:
            with suppress(OSError):
                self._envelope(server, address)
                return server
            self._drop()
        server = self._connection()
        self._envelope(server, address)
        return server

    def _connection(self) -> smtplib.SMTP:
        """The open connection if it still answers, else a new one, signed in."""
        if self._open is not None and self._still_answers(self._open):
            return self._open
        self._drop()
        self._open = server = self._connected()
        server.ehlo_or_helo_if_needed()
        if self._settings.security == "starttls":
            server.starttls(context=self._tls())
            server.ehlo()
        self._sign_in(server)
        return server

    def _connected(self) -> smtplib.SMTP:
        settings = self._settings
        port = settings.at_port
        if settings.security == "tls":
            return smtplib.SMTP_SSL(
                settings.host, port, timeout=settings.timeout, context=self._tls()
            )
        return smtplib.SMTP(settings.host, port, timeout=settings.timeout)

    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._settings.ca_file)

    def _sign_in(self, server: smtplib.SMTP) -> None:
        """What fails here is no verdict on a message: it waits for the right password."""
        settings = self._settings
        try:
            if self._tokens and settings.username:
                self._tokens.sign_in(server, settings.username)
            elif settings.username and settings.password:
                server.login(settings.username, settings.password.get_secret_value())
        except NoTokenError as error:
            self._drop()
            raise _Answered(Outcome(Result.LATER, error.reason, str(error))) from None
        except smtplib.SMTPAuthenticationError as error:
            self._drop()
            said = self._refused_sign_in(error.smtp_code)
            raise _Answered(Outcome(Result.LATER, "sign-in refused", said)) from None

    def _refused_sign_in(self, code: int) -> str:
        host = self._settings.host
        if self._tokens:
            return (
                f"The mail server {host} refused the token ({code}); see that the application may "
                "send by SMTP for `username`, and that the mailbox allows it."
            )
        return (
            f"The mail server {host} refused the user name or password ({code}); "
            "correct them in the settings."
        )

    def _still_answers(self, server: smtplib.SMTP) -> bool:
        try:
            return server.rset()[0] in OK
        except (OSError, smtplib.SMTPException):
            return False

    def _envelope(self, server: smtplib.SMTP, address: str) -> None:
        for code, text in _said(server, self._from, address):
            if code not in OK:
                self._heed(code)
                raise _Answered(refusal(code, text))

    def _hand_over(self, server: smtplib.SMTP, payload: bytes) -> Outcome:
        """From DATA on, no answer means that nobody knows whether it arrived."""
        try:
            code, text = server.data(payload)
        except smtplib.SMTPDataError as error:
            code, text = error.smtp_code, _bytes(error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return no_answer(error)
        self._heed(code)
        if code in OK:
            self._took = time.monotonic()
        return meaning(code, text)

    def _heed(self, code: int) -> None:
        if code == CLOSING:
            self._drop()

    def _drop(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _why_unreachable(self, error: Exception) -> str:
        settings = self._settings
        return (
            f"The mail server {settings.host}:{settings.at_port} could not be used "
            f"({in_words(error)}); check `host`, `port` and `security`."
        )


def _said(server: smtplib.SMTP, sender: str, address: str) -> list[tuple[int, bytes]]:
    """What the server says to the envelope: it stops at the first no."""
    answers = [server.mail(sender)]
    if answers[0][0] in OK:
        answers.append(server.rcpt(address))
    return answers


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
