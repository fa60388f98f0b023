"""Apprise, by its own library, against a real web server behind one of its addresses."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from pydantic import ValidationError

from notifiers.apprise import Apprise, AppriseSettings
from tests.notifiers.samples import digest, environment, item, message, rest
from tests.notifiers.servers import WebServer, web_server
from watchlist.model.message import Result

SECRET = "do-not-show-me"


def address(port: int) -> str:
    return f"json://watch:{SECRET}@127.0.0.1:{port}/{SECRET}?cto=0.4&rto=0.4"


def channel(port: int, **more: Any) -> Apprise:
    return Apprise(AppriseSettings.model_validate({"url": address(port), **more}))


def body_of(**changes: Any) -> str:
    payload = channel(1, longest=1_000).render(message(**changes), environment())
    return str(json.loads(payload)["body"])


def test_what_arrives_says_what_the_message_says() -> None:
    """Headline, level in words, reference and sentences, as plain text."""
    with web_server(WebServer([(200, {}, b"")])) as server:
        apprise = channel(server.port)
        outcome = apprise.send(apprise.render(message(), environment()), "")
    assert (outcome.result, outcome.reason) == (Result.ACCEPTED, "accepted")
    (said,) = map(json.loads, server.taken)
    assert said["title"] == message().headline
    assert "▲ Amber · WL-0042 · Assessments completed" in said["message"]
    assert "70% in December 2013 (84 of 120)." in said["message"]
    assert "A. Officer" not in said["message"]


@pytest.mark.parametrize("status", [400, 403, 429, 500, 0, -1])
def test_a_no_is_unknown_as_apprise_does_not_say_why(status: int) -> None:
    """It may be a refusal or a time-out after the message was read."""
    with web_server(WebServer([(status, {}, b"")])) as server:
        apprise = channel(server.port)
        outcome = apprise.send(apprise.render(message(), environment()), "")
    assert (outcome.result, outcome.reason) == (Result.UNKNOWN, "not confirmed")


def test_what_does_not_fit_is_counted() -> None:
    """As many entries as the service takes, then how many more."""
    body = body_of(items=tuple(item() for _ in range(20)))
    shown = body.count("▲ Amber")
    assert len(body) <= 1_000
    assert f"and {20 - shown} more" in body
    assert len(body_of(items=(item(sentences=("word " * 900,)),), rest=rest())) <= 1_000


def test_a_digest_is_short() -> None:
    """Its one sentence and its titles."""
    body = body_of(items=(), digest=digest())
    assert digest().lead in body
    assert "New and worse\n■ Red · WL-0042 · Assessments completed" in body


def test_the_address_is_in_no_log_and_no_representation(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Apprise writes addresses to its log, so its log is not shown."""
    caplog.set_level(logging.DEBUG)
    with web_server(WebServer([(500, {}, b"")])) as server:
        apprise = channel(server.port)
        outcome = apprise.send(apprise.render(message(), environment()), "")
    assert SECRET not in caplog.text + repr(outcome) + repr(apprise) + repr(apprise._settings)


def test_an_unknown_address_is_refused_without_repeating_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Said at the start and not at the first message."""
    caplog.set_level(logging.DEBUG)
    with pytest.raises(ValidationError, match="no address that Apprise knows") as caught:
        channel(1, url=f"nothing://{SECRET}")
    assert SECRET not in str(caught.value) + caplog.text


def test_a_missing_library_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence and no traceback."""
    monkeypatch.setattr("notifiers.extras.find_spec", lambda name: None)
    with pytest.raises(ValidationError, match=r"scrutiny-watchlist\[apprise\]"):
        channel(1)
