"""Signing in at the mail server with a token, against a real token service and a real SMTP server."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from notifiers.email import Email
from notifiers.email_settings import EmailSettings
from tests.notifiers.samples import environment, message
from tests.notifiers.servers import (
    MailServer,
    TokenService,
    free_port,
    mail_server,
    token_service,
)
from watchlist.model.message import Outcome, Result

TO = "officer@saltmarsh.example"
SECRET = "s3cret-of-the-application"


def channel(port: int, service: TokenService, ca: Path, **more: Any) -> Email:
    oauth = {
        "tenant": "tenant",
        "client_id": "watch-list",
        "client_secret": SECRET,
        "authority": service.url,
        **more,
    }
    words: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": port,
        "from": "watch-list@saltmarsh.example",
        "username": "watch-list@saltmarsh.example",
        "oauth": oauth,
        "ca_file": ca,
        "timeout": 3,
    }
    return Email(EmailSettings.model_validate(words))


@contextmanager
def counterparts(
    certificate: Path, good: list[str], given: list[str]
) -> Iterator[tuple[MailServer, TokenService]]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with (
        mail_server(MailServer(good_tokens=good), tls=tls) as server,
        token_service(TokenService(given), tls) as service,
    ):
        yield server, service


@pytest.fixture(autouse=True)
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))


def sent(email: Email) -> Outcome:
    outcome = email.send(email.render(message(), environment()), TO)
    email.close()
    return outcome


def test_one_token_serves_many_rounds(certificate: Path) -> None:
    """The token is asked for once and kept, though the connection is closed after each round."""
    with counterparts(certificate, ["first"], ["first", "second"]) as (server, service):
        email = channel(server.port, service, certificate)
        assert [sent(email).result for _ in range(3)] == [Result.DELIVERED] * 3
        assert len(service.asked) == 1
        assert server.tokens == ["first"] * 3
        assert b"grant_type=client_credentials" in service.asked[0]
        assert b"outlook.office365.com" in service.asked[0]


def test_a_token_that_ran_out_is_asked_for_anew(certificate: Path) -> None:
    """A token of a minute is not used up to its last second."""
    with counterparts(certificate, ["first", "second"], ["first", "second"]) as (server, service):
        service.lifetime = 60
        email = channel(server.port, service, certificate)
        assert [sent(email).result for _ in range(2)] == [Result.DELIVERED] * 2
        assert server.tokens == ["first", "second"]


def test_a_token_that_is_not_taken_is_forgotten(certificate: Path) -> None:
    """The mail server refuses a token before its time: later, and then with a new one."""
    with counterparts(certificate, ["second"], ["first", "second"]) as (server, service):
        email = channel(server.port, service, certificate)
        refused, taken = sent(email), sent(email)
        assert (refused.result, refused.reason) == (Result.LATER, "sign-in refused")
        assert "may send by SMTP" in refused.detail
        assert taken.result is Result.DELIVERED


def test_a_wrong_secret_waits_for_the_right_one(certificate: Path) -> None:
    """The sign-in service's own word is passed on, and nothing else of what it says."""
    with counterparts(certificate, ["first"], []) as (server, service):
        email = channel(server.port, service, certificate)
        outcome = sent(email)
        assert (outcome.result, outcome.reason) == (Result.LATER, "sign-in refused")
        assert "(invalid_client)" in outcome.detail
        assert SECRET not in outcome.detail
        assert email.examine() == [outcome.detail]
        assert server.taken == []


def test_a_tenant_that_is_unknown_or_a_service_that_is_not_there(certificate: Path) -> None:
    """Both mean later, each with what to look at."""
    with counterparts(certificate, ["first"], ["first"]) as (server, service):
        stranger = sent(channel(server.port, service, certificate, tenant="stranger"))
        nowhere = f"https://localhost:{free_port()}"
        away = sent(channel(server.port, service, certificate, authority=nowhere))
    assert (stranger.result, stranger.reason) == (Result.LATER, "sign-in refused")
    assert "`tenant`" in stranger.detail
    assert (away.result, away.reason) == (Result.LATER, "unreachable")
    assert "`authority`" in away.detail


def test_neither_token_nor_secret_is_shown(
    certificate: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in the most talkative log, an outcome or a representation."""
    caplog.set_level(logging.DEBUG)
    token = "t0ken-that-is-not-shown"
    with counterparts(certificate, [token], [token]) as (server, service):
        email = channel(server.port, service, certificate)
        outcomes = [sent(email), sent(email)]
    ours = "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith("mail."))
    shown = ours + repr(outcomes) + repr(email) + repr(email._settings)
    assert token not in shown
    assert SECRET not in shown


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"password": "p"}, "not both"),
        ({"username": None}, "needs the `username`"),
        ({"security": "none"}, "would travel in the clear"),
        ({"oauth": {"tenant": "a/b", "client_id": "c", "client_secret": "s"}}, "tenant"),
    ],
)
def test_half_a_sign_in_is_refused_with_a_sentence(words: Any, sentence: str) -> None:
    """A token needs TLS and a mailbox, and stands in for a password."""
    whole = {
        "host": "mail.saltmarsh.example",
        "from": "watch-list@saltmarsh.example",
        "username": "watch-list@saltmarsh.example",
        "oauth": {"tenant": "t", "client_id": "c", "client_secret": SECRET},
    }
    assert SECRET not in repr(EmailSettings.model_validate(whole))
    with pytest.raises(ValidationError, match=sentence) as caught:
        EmailSettings.model_validate({**whole, **words})
    assert SECRET not in str(caught.value)


def test_a_missing_library_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only councils that sign in by token need it, so it is asked for only there."""
    monkeypatch.setattr("notifiers.extras.find_spec", lambda name: None)
    plain = {"host": "mail.saltmarsh.example", "from": "watch-list@saltmarsh.example"}
    EmailSettings.model_validate(plain)
    oauth = {"tenant": "t", "client_id": "c", "client_secret": SECRET}
    with pytest.raises(ValidationError, match=r"scrutiny-watchlist\[microsoft\]"):
        EmailSettings.model_validate({**plain, "username": "u", "oauth": oauth})
