"""GOV.UK Notify: e-mail through the government's own service, by a template of the council's.

The template's subject is ``((subject))``; its text ``((body))``, in Notify's Markdown, and under it
``((commentary))``, what people wrote, which Notify is asked to strip of links and Markdown.
"""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, ClassVar, Self, cast

import requests
from jinja2 import Environment
from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, model_validator

from notifiers.addresses import is_address, one_line
from notifiers.answers import broken, trouble
from notifiers.extras import need
from notifiers.short import entries, largest
from notifiers.written import written
from watchlist.model.message import Message, Outcome, Result

_WHO = "GOV.UK Notify"
_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_KEY = re.compile(rf"\S.*-{_UUID}-{_UUID}")
_API = r"^(https://\S+|http://127\.0\.0\.1(:\d+)?)$"
_FIELDS = ("subject", "body", "commentary")
_LONGEST = 50_000  # characters: well under what Notify takes, and more than anybody reads

_Uuid = Annotated[str, StringConstraints(pattern=rf"^{_UUID}$")]


class NotifySettings(BaseModel):
    """``reply_to_id`` is one of the service's own reply-to addresses, by its id."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    api_key: SecretStr
    template_id: _Uuid
    reply_to_id: _Uuid | None = None
    api: Annotated[str, StringConstraints(pattern=_API)] = (
        "https://api.notifications.service.gov.uk"
    )
    timeout: float = Field(default=30, gt=0, le=300)

    @model_validator(mode="after")
    def _usable(self) -> Self:
        need("notifications_python_client", "notify")
        if not _KEY.fullmatch(self.api_key.get_secret_value()):
            raise ValueError(
                "`api_key` is no key of GOV.UK Notify; copy the whole of it, name and both ids"
            )
        return self


class Notify:
    """One call a recipient. "Accepted" is what the service says: it delivers later."""

    name: ClassVar[str] = "govuk-notify"
    addressed: ClassVar[bool] = True
    advice: ClassVar[str] = ""
    Settings: ClassVar[type[BaseModel]] = NotifySettings

    def __init__(self, settings: NotifySettings) -> None:
        self._settings = settings
        self._open: Any = None

    def render(self, message: Message, environment: Environment) -> bytes:
        page = message.unsubscribe
        call = {
            "reference": one_line(message.id),
            "personalisation": largest(
                lambda shown: _personalisation(message, environment, shown),
                lambda words: sum(map(len, words.values())) <= _LONGEST,
                entries(message),
            ),
            "one_click_unsubscribe_url": page if page.startswith("https://") else None,
            "sanitise_content_for": ["subject", "commentary"],
        }
        return json.dumps(call, ensure_ascii=False).encode()

    def send(self, payload: bytes, address: str) -> Outcome:
        if not is_address(address):
            said = f'"{one_line(address)[:80]}" is not an e-mail address; correct it.'
            return Outcome(Result.REFUSED, "bad address", said)
        from notifications_python_client.errors import APIError

        settings = self._settings
        try:
            self._client().send_email_notification(
                email_address=address,
                template_id=settings.template_id,
                email_reply_to_id=settings.reply_to_id,
                **json.loads(payload),
            )
        except APIError as error:
            return _meaning(error)
        return _ACCEPTED

    def examine(self) -> list[str]:
        from notifications_python_client.errors import APIError

        try:
            template = self._client().get_template(self._settings.template_id)
        except APIError as error:
            return [_meaning(error).detail]
        places = f"{template.get('subject')} {template.get('body')}"
        missing = [f"(({name}))" for name in _FIELDS if f"(({name}))" not in places]
        said = f"The template of {_WHO} has no {', '.join(missing)}; add it, or it is not said."
        return [said] if missing else []

    def close(self) -> None:
        client, self._open = self._open, None
        if client is not None:
            client.request_session.close()

    def _client(self) -> Any:
        if self._open is None:
            from notifications_python_client.notifications import NotificationsAPIClient

            settings, make = self._settings, cast(Any, NotificationsAPIClient)
            client = make(settings.api_key.get_secret_value(), settings.api, settings.timeout)
            client.request_session.max_redirects = 0
            self._open = client
        return self._open


def _personalisation(message: Message, environment: Environment, shown: int) -> dict[str, str]:
    body = "govuk-notify/digest.md.j2" if message.digest else "govuk-notify/news.md.j2"
    return {
        "subject": one_line(message.headline),
        "body": written(body, message, environment, shown),
        "commentary": written("govuk-notify/commentary.txt.j2", message, environment, shown),
    }


_ACCEPTED = Outcome(Result.ACCEPTED, "accepted", f"{_WHO} took the message.")

_REFUSALS = {
    400: (
        "rejected",
        "the message was rejected; see that the template has ((subject)), ((body)) and "
        "((commentary)) alone, and that the key may send to this address.",
    ),
    403: (
        "not allowed",
        "the key is not taken; see that it was not revoked and that this machine's clock is right.",
    ),
    404: ("gone", "the template is not there; see `template_id`."),
}


def _meaning(error: Any) -> Outcome:
    """What became of a call: the library raises for every answer but yes."""
    from notifications_python_client.errors import InvalidResponse

    if isinstance(error, InvalidResponse):  # a yes, in words that cannot be read
        return _ACCEPTED
    if error.response is None:
        cause = error.__cause__
        return broken(cause, _WHO) if isinstance(cause, requests.RequestException) else _UNKNOWN
    code = error.response.status_code
    said = f"{_WHO} answered {code}{_error_word(error.response)}"
    if outcome := trouble(code, error.response.headers, _WHO, said):
        return outcome
    reason, sentence = _REFUSALS.get(code, ("refused", "it was refused."))
    return Outcome(Result.REFUSED, reason, f"{said}: {sentence}")


_UNKNOWN = Outcome(Result.UNKNOWN, "connection cut", f"{_WHO} gave no answer; it may have arrived.")


def _error_word(answer: requests.Response) -> str:
    """The service's own word for it ("AuthError"), when it is just a word."""
    try:
        word: Any = answer.json()["errors"][0]["error"]
    except (ValueError, KeyError, TypeError, IndexError):
        return ""
    return f" ({word})" if isinstance(word, str) and re.fullmatch("[A-Za-z]{1,60}", word) else ""
