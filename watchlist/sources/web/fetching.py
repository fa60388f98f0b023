"""Asking one of the hosts that a source may ask, over HTTPS: bounded in size and time, whole or not."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from watchlist.model.errors import WorldError
from watchlist.sources.web.asking import (
    USUAL_WAIT,
    LaterError,
    Limits,
    Tag,
    place_of,
    refusal,
    retry_after,
)

_REDIRECTS = 5
_CONNECT = 10
_SILENCE = 30
_CHUNK = 65_536

#: Nothing packed: of what is packed nobody knows how much it is, or whether it is whole.
_ALWAYS = {"User-Agent": "scrutiny-watchlist", "Accept-Encoding": "identity"}

#: What answers that are no answer mean; each is asked again later.
_LATER = {
    429: "says that it was asked too often",
    500: "has a fault of its own",
    502: "cannot be reached behind its gateway",
    503: "is out of service just now",
    504: "took too long to answer",
}


@dataclass(frozen=True)
class Answer:
    """``status`` is 200, 204, 304 or a refusal (4xx)."""

    status: int
    body: bytes
    kind: str
    tag: Tag
    place: str


@dataclass
class Fetcher:
    """Asks for one source; what it has waited and read counts against the source's limits."""

    limits: Limits
    headers: Mapping[str, str] = field(default_factory=dict)
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self._ends = time.monotonic() + self.limits.seconds
        self._left = self.limits.megabytes * 1_000_000

    def get(self, url: str, tag: Tag | None = None) -> Answer:
        """Raises :class:`LaterError` where it is to be asked again, :class:`WorldError` where the host
        cannot be asked or breaks off."""
        for _ in range(_REDIRECTS):
            self._allow(url)
            said = {**self.headers, **(tag.headers if tag else {})}
            answer, target = self._ask("GET", url, said, None)
            if answer:
                return answer
            url = urljoin(url, target)
        raise WorldError(f"{place_of(url)} sends from one address to the next: correct the address")

    def post(self, url: str, body: Any) -> Answer:
        """As :meth:`get`; an answer that sends elsewhere is none."""
        self._allow(url)
        answer, _ = self._ask("POST", url, dict(self.headers), body)
        if answer is None:
            raise WorldError(f"{place_of(url)} sends elsewhere: correct the address")
        return answer

    def _allow(self, url: str) -> None:
        sentence = refusal(url)
        host = urlsplit(url).hostname or ""
        if not sentence and host not in self.limits.hosts:
            sentence = (
                f"{host} is not among the hosts of the source: add it to `hosts` if it is meant"
            )
        if sentence:
            raise WorldError(sentence)

    def _ask(
        self, method: str, url: str, headers: Mapping[str, str], body: Any
    ) -> tuple[Answer | None, str]:
        """The answer, or None and where it sends."""
        place = place_of(url)
        try:
            with self.session.request(
                method, url, json=body, headers={**_ALWAYS, **headers},
                timeout=(_CONNECT, _SILENCE), allow_redirects=False, stream=True,
            ) as response:  # fmt: skip
                if response.status_code in (301, 302, 303, 307, 308):
                    return None, response.headers.get("Location", "")
                if response.status_code in _LATER:
                    raise _later(place, response)
                return self._answer(place, response), ""
        except requests.exceptions.SSLError as error:
            raise WorldError(
                f"{place} cannot show who it is (its certificate is not good)"
            ) from error
        except (requests.Timeout, TimeoutError) as error:
            raise LaterError(
                f"{place} did not answer in time; it is asked again", USUAL_WAIT
            ) from error
        except (requests.RequestException, HTTPError, OSError) as error:
            raise _broken(place, error) from error

    def _answer(self, place: str, response: requests.Response) -> Answer:
        named = response.headers
        if named.get("Content-Encoding", "identity") != "identity":
            raise WorldError(
                f"{place} answers packed, which is not taken: ask its keeper for plain text"
            )
        tag = Tag(named.get("ETag", ""), named.get("Last-Modified", ""))
        kind = named.get("Content-Type", "").partition(";")[0].strip().lower()
        return Answer(response.status_code, self._body(place, response), kind, tag, place)

    def _body(self, place: str, response: requests.Response) -> bytes:
        parts = []
        while part := response.raw.read1(_CHUNK, decode_content=False):
            parts.append(part)
            self._left -= len(part)
            if self._left < 0:
                raise WorldError(
                    f"{place} sends more than {self.limits.megabytes} MB, so nothing of it was taken: "
                    "ask for less, or raise `largest_mb`"
                )
            if time.monotonic() > self._ends:
                raise LaterError(
                    f"{place} was not read within {self.limits.seconds} seconds, so nothing of it was "
                    "taken; it is asked again",
                    USUAL_WAIT,
                )
        return b"".join(parts)


def _later(place: str, response: requests.Response) -> LaterError:
    wait = retry_after(response.headers.get("Retry-After", ""), datetime.now(UTC))
    minutes = max(1, round(wait.total_seconds() / 60))
    sentence = (
        f"{place} {_LATER[response.status_code]} ({response.status_code}); it is asked again in "
        f"{minutes} minute{'s'[: minutes - 1]}"
    )
    return LaterError(sentence, wait)


def _broken(place: str, error: BaseException) -> WorldError:
    said = str(error)
    if "IncompleteRead" in said or "Connection broken" in said or "EOF" in said:
        return LaterError(
            f"{place} broke off in the middle, so nothing of it was taken; it is asked again",
            USUAL_WAIT,
        )
    return WorldError(f"{place} cannot be reached: check the address and this machine's network")
