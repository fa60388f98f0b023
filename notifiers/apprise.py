"""Everything else, by Apprise: any address that it knows (Slack, Matrix, ntfy, text messages …).

The address carries its secrets, and Apprise writes addresses to its log: its log is not shown, and
what it says is yes or no. After a no nobody knows whether something arrived.
"""

from __future__ import annotations

import json
import logging
from typing import Any, ClassVar, Self

from jinja2 import Environment
from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from notifiers.addresses import one_line
from notifiers.answers import keep_addresses_out_of_the_log
from notifiers.elements import clip
from notifiers.extras import need
from notifiers.short import entries, largest
from notifiers.written import written
from watchlist.model.message import Message, Outcome, Result

_LONGEST_TITLE = 200


class AppriseSettings(BaseModel):
    """``longest``: how many characters the service takes; what does not fit is counted."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    url: SecretStr
    longest: int = Field(default=2_000, ge=200, le=100_000)

    @model_validator(mode="after")
    def _known(self) -> Self:
        need("apprise", "apprise")
        if not len(_opened(self)):
            raise ValueError("`url` is no address that Apprise knows; see its list of services")
        return self


class Apprise:
    """One fixed place; "accepted" is all that is known."""

    name: ClassVar[str] = "apprise"
    addressed: ClassVar[bool] = False
    advice: ClassVar[str] = ""
    Settings: ClassVar[type[BaseModel]] = AppriseSettings

    def __init__(self, settings: AppriseSettings) -> None:
        self._settings = settings
        keep_addresses_out_of_the_log()

    def render(self, message: Message, environment: Environment) -> bytes:
        longest = self._settings.longest
        template = "apprise/digest.txt.j2" if message.digest else "apprise/news.txt.j2"
        body = largest(
            lambda shown: written(template, message, environment, shown),
            lambda text: len(text) <= longest,
            entries(message),
        )
        title = clip(one_line(message.headline), _LONGEST_TITLE)
        words = {"id": message.id, "title": title, "body": body[:longest]}
        return json.dumps(words, ensure_ascii=False).encode()

    def send(self, payload: bytes, address: str) -> Outcome:  # noqa: ARG002 -- one fixed place
        words = json.loads(payload)
        if _opened(self._settings).notify(title=words["title"], body=words["body"]):
            return Outcome(Result.ACCEPTED, "accepted", "The service took the message.")
        said = (
            "The service did not say yes, and Apprise does not say why; the message may have "
            "arrived. See the address, the network and the service."
        )
        return Outcome(Result.UNKNOWN, "not confirmed", said)

    def examine(self) -> list[str]:
        """Nothing can be asked without sending something."""
        return []

    def close(self) -> None:
        """Connections are closed as they are used."""


def _opened(settings: AppriseSettings) -> Any:
    """Apprise with the one address in it; with none, where it does not know it."""
    import apprise

    log = logging.getLogger("apprise")
    log.propagate = False
    log.handlers = [logging.NullHandler()]
    service = apprise.Apprise()
    service.add(settings.url.get_secret_value())
    return service
