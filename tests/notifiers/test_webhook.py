"""The webhook against a real web server: signed, and nowhere but where it may lead."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import socket
import ssl
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from notifiers.allowed import places
from notifiers.webhook import SIGNATURE, Webhook, WebhookSettings, signature
from tests.notifiers.samples import digest, environment, message
from tests.notifiers.servers import WebServer, free_port, web_server
from watchlist.model.message import Outcome, Result

SECRET = "s3cret-of-the-signature"
HIDDEN = "do-not-show-me"


def channel(url: str, **more: Any) -> Webhook:
    words = {"url": url, "secret": SECRET, "allow_hosts": ["127.0.0.1"], "timeout": 0.4}
    return Webhook(WebhookSettings.model_validate({**words, **more}))


def url_of(server: WebServer) -> str:
    return f"http://127.0.0.1:{server.port}/in?key={HIDDEN}"


def sent(status: int, headers: dict[str, str] | None = None) -> Outcome:
    with web_server(WebServer([(status, headers or {}, HIDDEN.encode())])) as server:
        webhook = channel(url_of(server))
        outcome = webhook.send(webhook.render(message(), environment()), "")
    assert HIDDEN not in repr(outcome)
    return outcome


def test_what_arrives_is_signed_over_time_and_body() -> None:
    """The receiver works out the same signature, and can tell an old request from a new one."""
    with web_server(WebServer([(200, {}, b"")])) as server:
        webhook = channel(url_of(server))
        webhook.send(webhook.render(message(), environment()), "officer@saltmarsh.example")
    ((path, headers),), (body,) = server.requests, server.taken
    assert path == f"/in?key={HIDDEN}"
    assert headers["Content-Type"] == "application/json"
    stamp, given = (part.partition("=")[2] for part in headers[SIGNATURE].split(","))
    signed = f"{stamp}.".encode() + body
    assert given == hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert headers[SIGNATURE] == signature(SECRET, body, int(stamp))


def test_the_body_is_the_message_and_nothing_of_who_is_told() -> None:
    """Every entry as fields; no name, no address, no link that ends a subscription."""
    page = "https://watch.saltmarsh.example/unsubscribe/t0ken"
    payload = channel("http://127.0.0.1/").render(message(unsubscribe=page), environment())
    said = json.loads(payload)
    assert said["version"] == 1
    assert said["id"] == message().id
    assert said["made_at"] == "2014-02-04T09:00:00Z"
    assert said["items"][0]["reference"] == "WL-0042"
    assert said["items"][0]["rows"][-1]["figure"] == "70%"
    assert b"officer@" not in payload
    assert b"A. Officer" not in payload
    assert b"t0ken" not in payload


def test_a_digest_is_all_of_it() -> None:
    """Programs want the fields and not a summary."""
    payload = channel("http://127.0.0.1/").render(message(items=(), digest=digest()), environment())
    said = json.loads(payload)["digest"]
    assert said["lead"] == digest().lead
    assert said["new"][0]["spark"]["values"] == [85.0, 84.0, None, 70.0]
    assert said["part"] == "members"
    assert said["meeting"] == "2014-03-19"


@pytest.mark.parametrize(
    ("status", "result", "reason"),
    [
        (200, Result.DELIVERED, "delivered"),
        (202, Result.ACCEPTED, "accepted"),
        (204, Result.DELIVERED, "delivered"),
        (301, Result.REFUSED, "redirected"),
        (400, Result.REFUSED, "rejected"),
        (401, Result.REFUSED, "not allowed"),
        (403, Result.REFUSED, "not allowed"),
        (404, Result.REFUSED, "gone"),
        (408, Result.LATER, "server error"),
        (410, Result.REFUSED, "gone"),
        (413, Result.REFUSED, "too large"),
        (422, Result.REFUSED, "refused"),
        (429, Result.LATER, "rate limited"),
        (500, Result.LATER, "server error"),
        (504, Result.UNKNOWN, "timed out"),
        (0, Result.UNKNOWN, "connection cut"),
        (-1, Result.UNKNOWN, "timed out"),
    ],
)
def test_every_answer_has_its_meaning(status: int, result: Result, reason: str) -> None:
    """What may have been read is unknown; the rest is plain."""
    outcome = sent(status)
    assert (outcome.result, outcome.reason) == (result, reason)


def test_no_redirect_is_followed() -> None:
    """Else the allow-list would be one of beginnings."""
    with web_server(WebServer([(200, {}, b"")])) as inner:
        assert sent(307, {"Location": url_of(inner)}).reason == "redirected"
        assert inner.requests == []


def test_the_other_side_may_say_when_to_come_again() -> None:
    """In seconds."""
    assert sent(429, {"Retry-After": "17"}).retry_after == 17


def test_a_host_that_is_not_there_means_later() -> None:
    """Nothing was sent."""
    for url, allowed in (
        (f"http://127.0.0.1:{free_port()}/", ["127.0.0.1"]),
        ("https://no-such-host.invalid/", ["no-such-host.invalid"]),
    ):
        webhook = channel(url, allow_hosts=allowed)
        outcome = webhook.send(b"{}", "")
        assert (outcome.result, outcome.reason) == (Result.LATER, "unreachable")


def test_a_name_that_leads_to_a_private_address_is_not_followed() -> None:
    """A name within the allow-list may be pointed elsewhere by whoever holds it."""
    with web_server(WebServer([(200, {}, b"")])) as server:
        url = f"http://localhost:{server.port}/"
        refused = channel(url, allow_hosts=["localhost"])
        outcome = refused.send(b"{}", "")
        assert (outcome.result, outcome.reason) == (Result.REFUSED, "not allowed")
        assert refused.examine() == [outcome.detail]
        assert server.requests == []
        allowed = channel(url, allow_hosts=["localhost", "127.0.0.0/8", "::1"])
        assert allowed.send(b"{}", "").result is Result.DELIVERED
        assert allowed.examine() == []


@pytest.mark.parametrize(
    ("address", "allowed", "may"),
    [
        ("8.8.8.8", [], True),
        ("10.1.2.3", [], False),
        ("10.1.2.3", ["10.1.0.0/16"], True),
        ("10.2.2.3", ["10.1.0.0/16"], False),
        ("169.254.169.254", [], False),
        ("127.0.0.1", [], False),
        ("0.0.0.0", [], False),
        ("224.0.0.1", [], False),
        ("::1", [], False),
        ("::ffff:10.1.2.3", [], False),
        ("::ffff:127.0.0.1", ["127.0.0.1"], True),
        ("fd00::1", ["fd00::/8"], True),
        ("fe80::1", [], False),
        ("2a00:1450::1", [], True),
    ],
)
def test_private_addresses_are_named_or_not_used(
    address: str, allowed: list[str], may: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cloud's own, the machine's own and the council's own network among them."""
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer)
    assert places("hook.example", 443, ["hook.example", *allowed]) == ([address] if may else [])


def test_the_certificate_is_that_of_the_host(certificate: Path) -> None:
    """Though the connection is made to an address; a stranger's certificate is refused."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with web_server(WebServer([(200, {}, b"")]), tls) as server:
        url, allowed = f"https://localhost:{server.port}/", ["localhost", "127.0.0.0/8", "::1"]
        words: Any = {"allow_hosts": allowed, "timeout": 5}
        proven = channel(url, ca_file=certificate, **words).send(b"{}", "")
        unproven = channel(url, **words).send(b"{}", "")
        by_number = channel(url.replace("localhost", "127.0.0.1"), ca_file=certificate, **words)
        assert by_number.send(b"{}", "").result is Result.DELIVERED
    assert proven.result is Result.DELIVERED
    assert (unproven.result, unproven.reason) == (Result.LATER, "unreachable")
    assert server.requests[0][1]["Host"] == f"localhost:{server.port}"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("https://other.example/do-not-show-me", "is not in `allow_hosts`"),
        ("https://hook.example.evil.example/do-not-show-me", "is not in `allow_hosts`"),
        ("https://10.1.2.3/do-not-show-me", "is not in `allow_hosts`"),
        ("http://hook.example/do-not-show-me", "must begin with https"),
        ("ftp://hook.example/do-not-show-me", "must begin with https"),
        ("https://hook.example@other.example/do-not-show-me", "cannot be used"),
        ("https://hook.example/\r\nX: do-not-show-me", "cannot be used"),
        ("https://[do-not-show-me", "cannot be read"),
        ("/do-not-show-me", "cannot be used"),
    ],
)
def test_a_wrong_address_is_refused_without_repeating_it(url: str, sentence: str) -> None:
    """Said at the start, in words that say what to do."""
    with pytest.raises(ValidationError, match=sentence) as caught:
        channel(url, allow_hosts=["hook.example"])
    assert HIDDEN not in str(caught.value)


def test_a_short_secret_is_refused() -> None:
    """One that can be guessed proves nothing."""
    with pytest.raises(ValidationError, match="secret"):
        channel("http://127.0.0.1/", secret="secret")


def test_neither_address_nor_secret_is_shown(caplog: pytest.LogCaptureFixture) -> None:
    """In no log and no representation."""
    caplog.set_level(logging.DEBUG)
    with web_server(WebServer([(500, {}, b"")])) as server:
        webhook = channel(url_of(server))
        outcome = webhook.send(b"{}", "")
    shown = caplog.text + repr(outcome) + repr(webhook) + repr(webhook._settings)
    assert HIDDEN not in shown
    assert SECRET not in shown
