"""Whom a source may ask, and when again: what needs no network to be known."""

from __future__ import annotations

import ipaddress
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from watchlist.model.errors import WorldError

USUAL_WAIT = timedelta(minutes=10)
_LONGEST_WAIT = timedelta(days=1)


class LaterError(WorldError):
    """The other side cannot answer now: it is asked again after ``wait``."""

    def __init__(self, sentence: str, wait: timedelta) -> None:
        super().__init__(sentence)
        self.wait = wait


@dataclass(frozen=True)
class Tag:
    """By what the other side knows what it gave last."""

    etag: str = ""
    modified: str = ""

    @property
    def headers(self) -> dict[str, str]:
        said = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: text for name, text in said.items() if text}


@dataclass(frozen=True)
class Limits:
    """Whom a source may ask, and how much of an answer is taken."""

    hosts: frozenset[str]
    megabytes: int
    seconds: int


def refusal(url: str) -> str:
    """Why an address may not be asked; "" where it may."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return ""
    if parts.scheme == "http" and parts.hostname and _is_loopback(parts.hostname):
        return ""
    return f"{place_of(url) or url} is not asked: the address must begin with https://"


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def place_of(url: str) -> str:
    """An address as errors show it: keys may stand behind the question mark, and before @."""
    parts = urlsplit(url)
    return f"{parts.hostname or ''}{parts.path}"


def retry_after(text: str, now: datetime) -> timedelta:
    """How long the other side asks to wait: so many seconds, or until a moment."""
    wait = USUAL_WAIT
    if text.isascii() and text.isdigit():
        wait = timedelta(seconds=min(int(text), 10**6))
    elif text:
        with suppress(ValueError, TypeError):
            wait = parsedate_to_datetime(text).astimezone(UTC) - now
    return min(max(wait, timedelta(0)), _LONGEST_WAIT)
