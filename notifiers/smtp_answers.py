"""What a mail server's answers mean."""

from __future__ import annotations

import smtplib

from notifiers.addresses import one_line
from watchlist.model.message import Outcome, Result

OK = range(200, 300)
CLOSING = 421
_MAILBOX_FULL = (452, 552)
#: What a 552 says besides, where it means this message and not the mailbox (RFC 3463).
_TOO_LARGE = ("5.2.3", "5.3.4")
_GREYLISTED = (450, 451)
_PERMANENT = 500

_NO_ANSWER = (
    "The connection ended after the message was handed over and before the mail server answered; "
    "it may have arrived."
)


def meaning(code: int, text: bytes | str) -> Outcome:
    """The answer to the message as a whole."""
    if code in OK:
        said = f"The mail server took it: {_quoted(code, text)}"
        return Outcome(Result.DELIVERED, "delivered", said)
    return refusal(code, text)


def refusal(code: int, text: bytes | str) -> Outcome:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    if code >= _PERMANENT and words.startswith(_TOO_LARGE):
        said = f"The mail server answered {_quoted(code, text)}"
        return Outcome(Result.REFUSED, "too large", said)
    never = code >= _PERMANENT and code not in _MAILBOX_FULL
    result = Result.REFUSED if never else Result.LATER
    return Outcome(result, _reason(code), f"The mail server answered {_quoted(code, text)}")


def no_answer(error: Exception) -> Outcome:
    """The connection broke after the message was handed over."""
    late = isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)
    return Outcome(Result.UNKNOWN, "timed out" if late else "connection cut", _NO_ANSWER)


def in_words(error: Exception) -> str:
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
    if code == CLOSING:
        return "unreachable"
    return "refused" if code >= _PERMANENT else "asked to wait"


def _quoted(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {one_line(words)[:200]}".strip()
