"""Microsoft Teams by a Workflows webhook ("When a Teams webhook request is received").

The address of the webhook is a secret (it carries its signature): it stands in no outcome, log or
representation.
"""

from __future__ import annotations

import re
import socket
import time
from typing import Annotated, Any, ClassVar, Self
from urllib.parse import urlsplit

import requests
from jinja2 import Environment
from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, model_validator

from notifiers.answers import OK, broken, keep_addresses_out_of_the_log, trouble
from notifiers.card import render_card
from watchlist.model.message import Message, Outcome, Result

_HOSTS = (".logic.azure.com", ".environment.api.powerplatform.com")
_RETIRED = "webhook.office.com"
_SECONDS_BETWEEN = 0.25  # about four requests a second are taken
_CONNECT_TIMEOUT = 10.0

_CREATE = (
    'create a workflow in Teams ("When a Teams webhook request is received", then "Post card in a '
    'chat or channel") and put the address it shows here'
)


class TeamsSettings(BaseModel):
    """``allow_hosts`` names further hosts (a test server); ``link`` is what the card's button opens."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    webhook_url: SecretStr
    allow_hosts: tuple[str, ...] = ()
    link: Annotated[str, StringConstraints(pattern=r"^(https?://\S+)?$")] = ""
    timeout: float = Field(default=30, gt=0, le=300)

    @model_validator(mode="after")
    def _a_workflow(self) -> Self:
        fault = _fault_of(self.webhook_url.get_secret_value(), self.allow_hosts)
        if fault:
            raise ValueError(fault)
        return self


class Teams:
    """A card in one Teams channel. "Accepted" is all that the service ever says."""

    name: ClassVar[str] = "teams"
    addressed: ClassVar[bool] = False
    Settings: ClassVar[type[BaseModel]] = TeamsSettings
    advice: ClassVar[str] = (
        "A Teams workflow belongs to the person who made it and stops when that account is closed; "
        "make it from a shared account, with a second owner."
    )

    def __init__(self, settings: TeamsSettings) -> None:
        self._settings = settings
        self._last = 0.0
        keep_addresses_out_of_the_log()

    def render(self, message: Message, environment: Environment) -> bytes:  # noqa: ARG002 -- the port
        return render_card(message, self._settings.link)

    def send(self, payload: bytes, address: str) -> Outcome:  # noqa: ARG002 -- one fixed place
        self._pace()
        try:
            # A new connection each: a kept one that has gone stale would leave the result unknown.
            answer = requests.post(
                self._settings.webhook_url.get_secret_value(),
                data=payload,
                headers={"Content-Type": "application/json", "Connection": "close"},
                timeout=(min(_CONNECT_TIMEOUT, self._settings.timeout), self._settings.timeout),
                allow_redirects=False,
            )
        except requests.RequestException as error:
            return broken(error, "Teams")
        return _meaning(answer)

    def examine(self) -> list[str]:
        host = urlsplit(self._settings.webhook_url.get_secret_value()).hostname or ""
        try:
            socket.getaddrinfo(host, None)
        except OSError:
            return [f"The host of the Teams webhook, {host}, is not known to this network."]
        return []

    def close(self) -> None:
        """Connections are closed as they are used."""

    def _pace(self) -> None:
        wait = self._last + _SECONDS_BETWEEN - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self._last = time.monotonic()


def _fault_of(url: str, allow_hosts: tuple[str, ...]) -> str | None:
    """What is wrong with a webhook's address, without repeating it."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        _ = parts.port
    except ValueError:
        return f"the webhook's address cannot be read; {_CREATE}"
    if host in allow_hosts and parts.scheme in ("http", "https"):
        return None
    if host == _RETIRED or host.endswith("." + _RETIRED):
        return f"connectors at {_RETIRED} are retired and no longer post; {_CREATE}"
    if parts.scheme != "https" or not host.endswith(_HOSTS):
        return (
            "the webhook's address must begin with https:// and its host must end in "
            f"{_HOSTS[0]} or {_HOSTS[1]}; {_CREATE}"
        )
    return None


def _meaning(answer: requests.Response) -> Outcome:
    """What an answer means; its text is not quoted, as it may repeat the address."""
    code = answer.status_code
    if code in OK:
        return Outcome(Result.ACCEPTED, "accepted", f"Teams answered {code}: accepted.")
    said = f"Teams answered {code}{_error_code(answer)}"
    if outcome := trouble(code, answer.headers, "Teams", said):
        return outcome
    reason, sentence = _REFUSALS.get(code, ("refused", "it was refused."))
    return Outcome(Result.REFUSED, reason, f"{said}: {sentence}")


_REFUSALS = {
    400: ("rejected", "the workflow rejected the card."),
    401: ("not allowed", f"the webhook's signature is not valid; {_CREATE}."),
    403: ("not allowed", f"the workflow does not let us in; {_CREATE}."),
    404: ("gone", f"the workflow is gone or switched off; {_CREATE}."),
    413: ("too large", "the card is too large."),
}


def _error_code(answer: requests.Response) -> str:
    """The service's own word for it (``TriggerInputSchemaMismatch``), when it is just a word."""
    try:
        word: Any = answer.json()["error"]["code"]
    except (ValueError, KeyError, TypeError):
        return ""
    return f" ({word})" if isinstance(word, str) and re.fullmatch(r"[A-Za-z]{1,60}", word) else ""
