"""A signed webhook: the message as JSON for another program of the council's.

The address may carry a secret, so it stands in no outcome, log or representation. The host is looked
up once and the connection made to the very address that was allowed; no redirect is followed.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, ClassVar, Self
from urllib.parse import SplitResult, urlsplit

from jinja2 import Environment
from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, model_validator
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)

from notifiers.allowed import fault_of, places
from notifiers.answers import (
    OK,
    cut,
    keep_addresses_out_of_the_log,
    timed_out,
    trouble,
    unreachable,
)
from notifiers.message_json import render_json
from watchlist.model.message import Message, Outcome, Result

SIGNATURE = "Watch-List-Signature"

_WHO = "The webhook"
_CONNECT_TIMEOUT = 10.0
_ACCEPTED = 202
_BEFORE = (NewConnectionError, ConnectTimeoutError, SSLError)


class WebhookSettings(BaseModel):
    """``allow_hosts`` names hosts, addresses and networks (``10.1.0.0/16``): the webhook's host must
    be among them, and so must its addresses where they are private."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    url: SecretStr
    secret: SecretStr = Field(min_length=16)
    allow_hosts: tuple[Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.:/_-]+$")], ...]
    ca_file: Path | None = None
    timeout: float = Field(default=30, gt=0, le=300)

    @model_validator(mode="after")
    def _may_be_called(self) -> Self:
        if fault := fault_of(self.url.get_secret_value(), self.allow_hosts):
            raise ValueError(fault)
        return self


class Webhook:
    """One fixed place; what it refuses goes to the post's own address."""

    name: ClassVar[str] = "webhook"
    addressed: ClassVar[bool] = False
    advice: ClassVar[str] = ""
    Settings: ClassVar[type[BaseModel]] = WebhookSettings

    def __init__(self, settings: WebhookSettings) -> None:
        self._settings = settings
        keep_addresses_out_of_the_log()

    def render(self, message: Message, environment: Environment) -> bytes:  # noqa: ARG002 -- the port
        return render_json(message)

    def send(self, payload: bytes, address: str) -> Outcome:  # noqa: ARG002 -- one fixed place
        found = self._places()
        if isinstance(found, Outcome):
            return found
        for place in found:
            outcome = self._post(place, payload)
            if outcome.reason != "unreachable":
                break
        return outcome

    def examine(self) -> list[str]:
        found = self._places()
        return [found.detail] if isinstance(found, Outcome) else []

    def close(self) -> None:
        """Connections are closed as they are used."""

    def _url(self) -> SplitResult:
        return urlsplit(self._settings.url.get_secret_value())

    def _places(self) -> list[str] | Outcome:
        """The addresses to connect to: at least one, or why there is none."""
        url = self._url()
        try:
            found = places(url.hostname or "", _port(url), self._settings.allow_hosts)
        except OSError:
            return unreachable(_WHO)
        said = (
            "The host of the webhook is at a private address; where that is meant, name the address "
            "or its network in `allow_hosts`."
        )
        return found or Outcome(Result.REFUSED, "not allowed", said)

    def _post(self, place: str, payload: bytes) -> Outcome:
        """A new connection each: a kept one that has gone stale would leave the result unknown."""
        url, settings = self._url(), self._settings
        headers = {
            "Host": url.netloc,
            "Content-Type": "application/json",
            "Connection": "close",
            SIGNATURE: signature(settings.secret.get_secret_value(), payload, int(time.time())),
        }
        target = (url.path or "/") + (f"?{url.query}" if url.query else "")
        with self._pool(place) as pool:
            try:
                answer = pool.urlopen(
                    "POST", target, body=payload, headers=headers,
                    redirect=False, retries=False, preload_content=False,
                )  # fmt: skip
            except HTTPError as error:
                return _broken(error)
            answer.close()
            return _meaning(answer.status, answer.headers)

    def _pool(self, place: str) -> HTTPConnectionPool:
        """To the address that was looked at, with the certificate of the host."""
        url, settings = self._url(), self._settings
        wait = Timeout(connect=min(_CONNECT_TIMEOUT, settings.timeout), read=settings.timeout)
        if url.scheme == "http":
            return HTTPConnectionPool(place, _port(url), timeout=wait)
        return HTTPSConnectionPool(
            place,
            _port(url),
            timeout=wait,
            server_hostname=url.hostname,
            assert_hostname=url.hostname,
            cert_reqs="CERT_REQUIRED",
            ca_certs=str(settings.ca_file) if settings.ca_file else None,
        )


def signature(secret: str, payload: bytes, at: int) -> str:
    """``t=1391504400,v1=<hex>``: HMAC-SHA256 over the time, a full stop and the body."""
    signed = hmac.new(secret.encode(), f"{at}.".encode() + payload, hashlib.sha256)
    return f"t={at},v1={signed.hexdigest()}"


def _port(url: SplitResult) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _broken(error: HTTPError) -> Outcome:
    if isinstance(error, ReadTimeoutError):
        return timed_out(_WHO)
    return unreachable(_WHO) if isinstance(error, _BEFORE) else cut(_WHO)


_REFUSALS = {
    400: ("rejected", "it rejected the message."),
    401: ("not allowed", "it does not let us in; see its address and its secret."),
    403: ("not allowed", "it does not let us in; see its address and its secret."),
    404: ("gone", "there is nothing at its address."),
    410: ("gone", "there is nothing at its address any more."),
    413: ("too large", "the message is too large for it."),
}


def _meaning(code: int, headers: Mapping[str, str]) -> Outcome:
    said = f"{_WHO} answered {code}"
    if code in OK:
        result = Result.ACCEPTED if code == _ACCEPTED else Result.DELIVERED
        return Outcome(result, result.value, f"{said}: {result.value}.")
    if outcome := trouble(code, headers, _WHO):
        return outcome
    redirects = 300 <= code < 400
    other = ("redirected", "no redirect is followed; put the address it leads to in the settings.")
    reason, sentence = _REFUSALS.get(code, other if redirects else ("refused", "it was refused."))
    return Outcome(Result.REFUSED, reason, f"{said}: {sentence}")
