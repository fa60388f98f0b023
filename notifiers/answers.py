"""What web services have in common: when to come again, and what a break means.

No text of an answer is quoted and no address named: both may carry a secret.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

import requests
from urllib3.exceptions import HTTPError, MaxRetryError, NewConnectionError

from watchlist.model.message import Outcome, Result

OK = range(200, 300)
TOO_MANY, REQUEST_TIMEOUT, GATEWAY_TIMEOUT, SERVER = 429, 408, 504, 500


def trouble(code: int, headers: Mapping[str, str], who: str, said: str = "") -> Outcome | None:
    """What an answer means that is no verdict on the message: the service is busy or ill, or does
    not know itself. None for any other. ``said`` is the answer in words, ``who`` may not be a secret.
    """
    said = said or f"{who} answered {code}"
    wait = wait_asked(headers)
    if code == TOO_MANY:
        return Outcome(Result.LATER, "rate limited", f"{said}: too many requests.", wait)
    if code == GATEWAY_TIMEOUT:
        return Outcome(Result.UNKNOWN, "timed out", f"{said}: it may have arrived.")
    if code >= SERVER or code == REQUEST_TIMEOUT:
        return Outcome(Result.LATER, "server error", f"{said}: its own trouble.", wait)
    return None


def broken(error: requests.RequestException, who: str) -> Outcome:
    """Whether the request can have been read: only then may it have arrived."""
    if isinstance(error, requests.ReadTimeout):
        return timed_out(who)
    return unreachable(who) if _never_connected(error) else cut(who)


def timed_out(who: str) -> Outcome:
    said = f"{who} did not answer in time after the message was sent; it may have arrived."
    return Outcome(Result.UNKNOWN, "timed out", said)


def cut(who: str) -> Outcome:
    said = f"The connection to {who} ended before it answered; the message may have arrived."
    return Outcome(Result.UNKNOWN, "connection cut", said)


def unreachable(who: str) -> Outcome:
    said = f"{who} could not be reached; check the network, the proxy, the certificate and the address."
    return Outcome(Result.LATER, "unreachable", said)


def wait_asked(headers: Mapping[str, str]) -> float | None:
    """``Retry-After`` in seconds; a date counts from the answer's own ``Date``."""
    text = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"\d{1,9}", text):
        return float(text)
    until, sent = _http_date(text), _http_date(headers.get("Date", ""))
    return max(0.0, (until - sent).total_seconds()) if until and sent else None


def _http_date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None


def _never_connected(error: requests.RequestException) -> bool:
    kinds = (requests.ConnectTimeout, requests.exceptions.ProxyError, requests.exceptions.SSLError)
    cause: HTTPError | None = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else None
    return isinstance(error, kinds) or isinstance(reason, NewConnectionError)


class _NoAddresses(logging.Filter):
    """At DEBUG, urllib3 logs the path it asks for, signature included."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno > logging.DEBUG


def keep_addresses_out_of_the_log() -> None:
    logger = logging.getLogger("urllib3.connectionpool")
    if not any(isinstance(held, _NoAddresses) for held in logger.filters):
        logger.addFilter(_NoAddresses())
