"""E-mail against a real SMTP server in every mood."""

from __future__ import annotations

import socket
import ssl
import threading
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from notifiers.email import Email
from notifiers.email_settings import EmailSettings
from tests.notifiers.samples import environment, message
from tests.notifiers.servers import MailServer, free_port, mail_server
from watchlist.model.message import Outcome, Result

TO = "officer@saltmarsh.example"


def channel(port: int, **more: Any) -> Email:
    words: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "from": "Scrutiny Watch List <watch-list@saltmarsh.example>",
        "timeout": 0.4,
    }
    return Email(EmailSettings.model_validate({**words, **more}))


def sent(server: MailServer, times: int = 1, **more: Any) -> list[Outcome]:
    """Hand the same message over so many times through one channel."""
    with mail_server(server):
        email = channel(server.port, **more)
        payload = email.render(message(), environment())
        outcomes = [email.send(payload, TO) for _ in range(times)]
        email.close()
    return outcomes


def test_what_arrives_is_the_message_as_it_was_frozen() -> None:
    """The officer gets text and HTML, from the council's address, byte for byte as frozen."""
    server = MailServer()
    (outcome,) = sent(server)
    assert (outcome.result, outcome.reason) == (Result.DELIVERED, "delivered")
    assert server.taken == [channel(1).render(message(), environment())]
    mail = message_from_bytes(server.taken[0], policy=policy.default)
    assert mail["To"] == '"A. Officer (invented)" <officer@saltmarsh.example>'
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]


def test_many_messages_share_one_connection() -> None:
    """Forty officers cost the council's mail server one sign-in, not forty."""
    server = MailServer()
    outcomes = sent(server, times=5)
    assert [outcome.result for outcome in outcomes] == [Result.DELIVERED] * 5
    assert server.connections == 1


@pytest.mark.parametrize(
    ("code", "result", "reason"),
    [
        ("550", Result.REFUSED, "refused"),
        ("554", Result.REFUSED, "refused"),
        ("450", Result.LATER, "greylisted"),
        ("451", Result.LATER, "greylisted"),
        ("452", Result.LATER, "mailbox full"),
        ("552", Result.LATER, "mailbox full"),
        ("552 5.3.4", Result.REFUSED, "too large"),
        ("454", Result.LATER, "asked to wait"),
        ("421", Result.LATER, "unreachable"),
    ],
)
@pytest.mark.parametrize("where", ["to_sender", "to_recipient", "answers"])
def test_every_no_of_the_server_has_its_meaning(
    where: str, code: str, result: Result, reason: str
) -> None:
    """Wherever the mail server says no, what it means is the same."""
    (outcome,) = sent(MailServer(**{where: [f"{code} not this one"]}))  # type: ignore[arg-type]
    assert (outcome.result, outcome.reason) == (result, reason)
    assert code in outcome.detail


def test_greylisted_mail_is_taken_at_the_second_try() -> None:
    """A server that greylists asks to come again, and takes the same message then, once."""
    server = MailServer(to_recipient=["451 4.7.1 come back later"])
    first, second = sent(server, times=2)
    assert (first.reason, second.result) == ("greylisted", Result.DELIVERED)
    assert len(server.taken) == 1


@pytest.mark.parametrize(("mood", "reason"), [("cut", "connection cut"), ("slow", "timed out")])
def test_no_answer_after_the_message_was_handed_over_is_unknown(mood: str, reason: str) -> None:
    """Cut or silent after DATA: it may have arrived, so it is called unknown; the next works."""
    server = MailServer(answers=[mood])
    first, second = sent(server, times=2)
    assert (first.result, first.reason) == (Result.UNKNOWN, reason)
    assert second.result is Result.DELIVERED
    assert len(server.taken) == 2


@pytest.mark.parametrize("where", ["to_sender", "to_recipient"])
def test_a_cut_before_the_message_is_handed_over_means_later(where: str) -> None:
    """Nothing was handed over, so nothing can have arrived."""
    server = MailServer(**{where: ["hang up"]})  # type: ignore[arg-type]
    first, second = sent(server, times=2)
    assert (first.result, first.reason) == (Result.LATER, "unreachable")
    assert second.result is Result.DELIVERED
    assert len(server.taken) == 1


def test_a_connection_that_went_stale_is_opened_anew() -> None:
    """A server that hung up between two messages costs no attempt."""
    server = MailServer()
    with mail_server(server):
        email = channel(server.port)
        payload = email.render(message(), environment())
        email.send(payload, TO)
        assert email._open is not None
        assert email._open.sock is not None
        email._open.sock.shutdown(socket.SHUT_RDWR)
        assert email.send(payload, TO).result is Result.DELIVERED
        email.close()
    assert server.connections == 2


def test_a_server_that_is_not_there_means_later() -> None:
    """A refused connection, an unknown host and a silent host are all tried again later."""
    silent = socket.create_server(("127.0.0.1", 0))
    for host, port in (
        ("127.0.0.1", free_port()),
        ("no-such-host.invalid", 25),
        ("127.0.0.1", silent.getsockname()[1]),
    ):
        email = channel(port, host=host)
        outcome = email.send(email.render(message(), environment()), TO)
        assert (outcome.result, outcome.reason) == (Result.LATER, "unreachable")
        assert "check `host`, `port` and `security`" in outcome.detail
        assert email.examine() == [outcome.detail]
    silent.close()


def test_a_host_that_speaks_no_smtp_means_later() -> None:
    """Whatever answers on that port, nothing was handed over and no error escapes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            with listener.accept()[0] as connection:
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        email = channel(listener.getsockname()[1])
        outcome = email.send(email.render(message(), environment()), TO)
    assert outcome.result is Result.LATER


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b\r\nRCPT TO:<c@d>", "a b@c.example", "a@b@c", "é@c.example"]
)
def test_what_is_no_address_is_refused_without_a_connection(address: str) -> None:
    """A typing error in an address is found here, not by the mail server."""
    outcome = channel(1).send(b"", address)
    assert (outcome.result, outcome.reason) == (Result.REFUSED, "bad address")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"username": "u", "password": "p"}, "would travel in the clear"),
        ({"username": "u", "security": "tls"}, "belong together"),
        ({"from": "nobody"}, "is not an e-mail address"),
        ({"reply_to": "a@b\nBcc: c@d"}, "is not an e-mail address"),
        ({"hots": "x"}, "Extra inputs"),
    ],
)
def test_faulty_settings_are_refused_with_a_sentence(words: Any, sentence: str) -> None:
    """A password in the clear, half a sign-in, a bad address: said before anything is sent."""
    with pytest.raises(ValidationError, match=sentence):
        channel(25, **words)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_sign_in_happens_under_tls(certificate: Path, security: str) -> None:
    """With STARTTLS or TLS from the start, the right password sends; a wrong one waits, unnamed."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    server = MailServer()
    words = {
        "security": security,
        "username": "watch",
        "ca_file": certificate,
        "timeout": 3,
    }
    with mail_server(server, tls=tls, implicit=security == "tls", login=("watch", "right")):
        right = channel(server.port, password="right", **words)
        payload = right.render(message(), environment())
        assert right.send(payload, TO).result is Result.DELIVERED
        right.close()
        wrong = channel(server.port, password="wr0ng-secret", **words)
        outcome = wrong.send(payload, TO)
        stranger = channel(server.port, password="right", **{**words, "ca_file": None})
        unproven = stranger.send(payload, TO)
    assert (outcome.result, outcome.reason) == (Result.LATER, "sign-in refused")
    assert "wr0ng-secret" not in outcome.detail + repr(wrong._settings)
    assert (unproven.result, unproven.reason) == (Result.LATER, "unreachable")
    assert "certificate" in unproven.detail
