"""Teams against a real web server that answers as the service does."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from pydantic import ValidationError

from notifiers.answers import wait_asked
from notifiers.teams import Teams, TeamsSettings
from tests.notifiers.samples import environment, message
from tests.notifiers.servers import WebServer, free_port, web_server
from watchlist.model.message import Outcome, Result

SECRET = "do-not-show-me"


def channel(url: str, **more: Any) -> Teams:
    words = {"webhook_url": url, "allow_hosts": ["127.0.0.1"], "timeout": 0.4}
    return Teams(TeamsSettings.model_validate({**words, **more}))


def sent(status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> Outcome:
    with web_server(WebServer([(status, headers or {}, body)])) as server:
        teams = channel(server.url)
        return teams.send(teams.render(message(), environment()), "")


@pytest.mark.parametrize(
    ("status", "result", "reason"),
    [
        (202, Result.ACCEPTED, "accepted"),
        (200, Result.ACCEPTED, "accepted"),
        (302, Result.REFUSED, "refused"),
        (400, Result.REFUSED, "rejected"),
        (401, Result.REFUSED, "not allowed"),
        (403, Result.REFUSED, "not allowed"),
        (404, Result.REFUSED, "gone"),
        (408, Result.LATER, "server error"),
        (413, Result.REFUSED, "too large"),
        (429, Result.LATER, "rate limited"),
        (500, Result.LATER, "server error"),
        (503, Result.LATER, "server error"),
        (504, Result.UNKNOWN, "timed out"),
        (0, Result.UNKNOWN, "connection cut"),
        (-1, Result.UNKNOWN, "timed out"),
    ],
)
def test_every_answer_has_its_meaning(status: int, result: Result, reason: str) -> None:
    """Accepted is not delivered; no answer after the card was sent is unknown; the rest is plain."""
    outcome = sent(status)
    assert (outcome.result, outcome.reason) == (result, reason)
    assert SECRET not in outcome.detail


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "17"}, 17),
        ({"Retry-After": "soon"}, None),
        (
            {
                "Retry-After": "Tue, 04 Feb 2014 09:01:30 GMT",
                "Date": "Tue, 04 Feb 2014 09:00:00 GMT",
            },
            90,
        ),
    ],
)
def test_the_service_may_say_when_to_come_again(
    headers: dict[str, str], seconds: float | None
) -> None:
    """Too many requests: Retry-After counts where it can be read, in seconds or as a date."""
    assert wait_asked(headers) == seconds
    if "Date" not in headers:
        assert sent(429, headers).retry_after == seconds


def test_a_host_that_is_not_there_means_later() -> None:
    """A refused connection or an unknown host: nothing was sent, so it is tried again."""
    for host in (f"127.0.0.1:{free_port()}", "no-such-host.invalid"):
        teams = channel(f"http://{host}/?sig={SECRET}", allow_hosts=[host.split(":")[0]])
        outcome = teams.send(b"{}", "")
        assert (outcome.result, outcome.reason) == (Result.LATER, "unreachable")
        assert SECRET not in outcome.detail


def test_what_is_sent_is_the_card_alone() -> None:
    """The request carries the frozen bytes as JSON, and no name or address of a person."""
    with web_server(WebServer([(202, {}, b"")])) as server:
        teams = channel(server.url)
        payload = teams.render(message(), environment())
        teams.send(payload, "officer@saltmarsh.example")
    assert server.taken == [payload]
    assert json.loads(payload)["attachments"][0]["content"]["version"] == "1.4"
    assert b"officer@" not in payload


def test_the_services_own_word_for_an_error_is_passed_on() -> None:
    """An error code is quoted when it is one plain word; any other text of the answer is not."""
    named = sent(400, body=b'{"error": {"code": "TriggerInputSchemaMismatch", "message": "x"}}')
    assert "TriggerInputSchemaMismatch" in named.detail
    odd = sent(400, body=json.dumps({"error": {"code": f"https://x/?sig={SECRET}"}}).encode())
    assert SECRET not in odd.detail


def test_the_address_is_in_no_log_and_no_representation(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The webhook's address carries its secret: not even the most talkative log shows it."""
    caplog.set_level(logging.DEBUG)
    with web_server(WebServer([(500, {}, b"")])) as server:
        teams = channel(server.url)
        outcome = teams.send(b"{}", "")
    shown = caplog.text + repr(outcome) + repr(teams) + repr(teams._settings)
    assert SECRET not in shown


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("https://council.webhook.office.com/webhookb2/do-not-show-me", "retired"),
        ("https://teams.example/do-not-show-me", "must begin with https"),
        ("http://prod-1.uksouth.logic.azure.com/do-not-show-me", "must begin with https"),
        ("https://logic.azure.com.evil.example/do-not-show-me", "must begin with https"),
        ("https://[do-not-show-me", "cannot be read"),
    ],
)
def test_a_wrong_address_is_refused_with_what_to_create(url: str, sentence: str) -> None:
    """A retired connector or a foreign host: the sentence says what to make in Teams instead."""
    with pytest.raises(ValidationError, match=sentence) as caught:
        TeamsSettings.model_validate({"webhook_url": url})
    assert "When a Teams webhook request is received" in str(caught.value)
    assert SECRET not in str(caught.value)


def test_both_kinds_of_workflow_hosts_are_taken() -> None:
    """The two domains under which workflows live."""
    for host in ("prod-1.uksouth.logic.azure.com", "ab.12.environment.api.powerplatform.com"):
        TeamsSettings.model_validate({"webhook_url": f"https://{host}:443/workflows/x?sig=y"})
