"""E-mail by SMTP. Every answer of the server, and every break, becomes an outcome."""

from __future__ import annotations

import smtplib
import ssl
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self

from jinja2 import Environment
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

from notifiers.mime import is_address, mailbox_address, one_line, render_mail
from watchlist.model.message import Message, Outcome, Result

_PORTS = {"none": 25, "starttls": 587, "tls": 465}
_MAILBOX_FULL = (452, 552)
_GREYLISTED = (450, 451)
_CLOSING = 421
_OK = range(200, 300)
_PERMANENT = 500

_Sender = Annotated[str, AfterValidator(mailbox_address)]


class EmailSettings(BaseModel):
    """How the mail server is reached. ``port`` follows ``security`` where it is left out."""

    model_config = ConfigDict(
        extra="forbid", populate_by_name=True, frozen=True, hide_input_in_errors=True
    )

    host: str = Field(min_length=1)
    sender: _Sender = Field(alias="from")
    port: int = Field(default=0, ge=0, le=65535)
    security: Literal["none", "starttls", "tls"] = "starttls"
    username: str | None = None
    password: SecretStr | None = None
    reply_to: _Sender | None = None
    ca_file: Path | None = None
    timeout: float = Field(default=30, gt=0, le=300)

    @model_validator(mode="after")
    def _no_password_in_the_clear(self) -> Self:
        if self.username and self.security == "none":
            raise ValueError(
                "a user name needs `security: starttls` or `security: tls`, "
                "or its password would travel in the clear"
            )
        if bool(self.username) != bool(self.password):
            raise ValueError("`username` and `password` belong together; give both or neither")
        return self


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

    def render(self, message: Message, environment: Environment) -> bytes:
        settings = self._settings
        return render_mail(message, environment, settings.sender, settings.reply_to or "")

    def send(self, payload: bytes, address: str) -> Outcome:
        if not is_address(address):
            said = (
                f'"{one_line(address)[:80]}" is not an e-mail address; correct it in the settings.'
            )
            return Outcome(Result.REFUSED, "bad address", said)
        try:
            server = self._connection()
            self._envelope(server, address)
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
        port = settings.port or _PORTS[settings.security]
        if settings.security == "tls":
            return smtplib.SMTP_SSL(
                settings.host, port, timeout=settings.timeout, context=self._tls()
            )
        return smtplib.SMTP(settings.host, port, timeout=settings.timeout)

    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._settings.ca_file)

    def _sign_in(self, server: smtplib.SMTP) -> None:
        settings = self._settings
        if not settings.username or settings.password is None:
            return
        try:
            server.login(settings.username, settings.password.get_secret_value())
        except smtplib.SMTPAuthenticationError as error:
            self._drop()
            said = (
                f"The mail server {settings.host} refused the user name or password "
                f"({error.smtp_code}); correct them in the settings."
            )
            # A wrong password is no verdict on a message: it waits for the right one.
            raise _Answered(Outcome(Result.LATER, "sign-in refused", said)) from None

    def _still_answers(self, server: smtplib.SMTP) -> bool:
        try:
            return server.rset()[0] in _OK
        except (OSError, smtplib.SMTPException):
            return False

    def _envelope(self, server: smtplib.SMTP, address: str) -> None:
        sender = mailbox_address(self._settings.sender)
        for code, text in _said(server, sender, address):
            if code not in _OK:
                raise _Answered(self._refusal(code, text))

    def _hand_over(self, server: smtplib.SMTP, payload: bytes) -> Outcome:
        """From DATA on, no answer means that nobody knows whether it arrived."""
        try:
            code, text = server.data(payload)
        except smtplib.SMTPDataError as error:
            return self._refusal(error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            late = isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)
            return Outcome(Result.UNKNOWN, "timed out" if late else "connection cut", _NO_ANSWER)
        return self._refusal(code, text) if code not in _OK else _delivered(code, text)

    def _refusal(self, code: int, text: bytes | str) -> Outcome:
        if code == _CLOSING:
            self._drop()
        result = (
            Result.REFUSED if code >= _PERMANENT and code not in _MAILBOX_FULL else Result.LATER
        )
        return Outcome(result, _reason(code), f"The mail server answered {_quoted(code, text)}")

    def _drop(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _why_unreachable(self, error: Exception) -> str:
        settings = self._settings
        port = settings.port or _PORTS[settings.security]
        return (
            f"The mail server {settings.host}:{port} could not be used ({_in_words(error)}); "
            "check `host`, `port` and `security`."
        )


_NO_ANSWER = (
    "The connection ended after the message was handed over and before the mail server answered; "
    "it may have arrived."
)


def _said(server: smtplib.SMTP, sender: str, address: str) -> list[tuple[int, bytes]]:
    """What the server says to the envelope: it stops at the first no."""
    answers = [server.mail(sender)]
    if answers[0][0] in _OK:
        answers.append(server.rcpt(address))
    return answers


def _delivered(code: int, text: bytes | str) -> Outcome:
    return Outcome(Result.DELIVERED, "delivered", f"The mail server took it: {_quoted(code, text)}")


def _in_words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _quoted(error.smtp_code, error.smtp_error)
    if isinstance(error, TimeoutError):
        return "it did not answer in time"
    words = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return one_line(str(words))[:200]


def _reason(code: int) -> str:
    if code in _MAILBOX_FULL:
        return "mailbox full"
    if code in _GREYLISTED:
        return "greylisted"
    if code == _CLOSING:
        return "unreachable"
    return "refused" if code >= _PERMANENT else "asked to wait"


def _quoted(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {one_line(words)[:200]}".strip()
