"""The dead man's switch: a service elsewhere is told that a cycle finished, and raises the alarm when
it hears nothing for too long. What cannot be told is a line in the log and never more."""

from __future__ import annotations

import structlog
from pydantic import BaseModel, ConfigDict, SecretStr, field_validator

from watchlist.sources.web.asking import refusal

log = structlog.get_logger("watchlist")

#: Seconds for the connection, and for each part of the answer.
_PATIENCE = 5


class HeartbeatSettings(BaseModel):
    """``url`` is asked after each cycle that finished, ``failure_url`` after one that failed. Who knows
    such an address can keep the switch quiet, so it stands elsewhere and is never shown."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    url: SecretStr
    failure_url: SecretStr | None = None

    @field_validator("url", "failure_url")
    @classmethod
    def _may_be_asked(cls, url: SecretStr | None) -> SecretStr | None:
        if url and refusal(url.get_secret_value()):
            raise ValueError("the address must begin with https:// (http:// on this machine alone)")
        return url


def beat(settings: HeartbeatSettings | None, *, well: bool = True) -> None:
    """Say that a cycle finished (``well``) or failed, where there is somebody to say it to. Raises
    nothing."""
    address = (settings.url if well else settings.failure_url) if settings else None
    if address and (trouble := _asked(address.get_secret_value())):
        log.warning("heartbeat not heard", error=trouble)


def _asked(url: str) -> str:
    """Why it was not heard, without the address; "" where it was."""
    import requests

    try:
        with requests.get(url, timeout=_PATIENCE, allow_redirects=False, stream=True) as answer:
            well = 200 <= answer.status_code < 300
            return "" if well else f"the other side answered {answer.status_code}"
    except requests.Timeout:
        return "the other side did not answer in time"
    except (requests.RequestException, OSError, ValueError):
        return "the other side cannot be reached: see its address and this machine's network"
