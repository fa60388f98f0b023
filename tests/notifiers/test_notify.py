"""GOV.UK Notify, by its own library, against a real web server that answers as the service does."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from pydantic import ValidationError

from notifiers.notify import Notify, NotifySettings
from notifiers.written import plain
from tests.notifiers.samples import digest, environment, item, message, rest
from tests.notifiers.servers import WebServer, free_port, web_server
from watchlist.model.message import Outcome, Result

TO = "officer@saltmarsh.example"
TEMPLATE = "217a419e-6a7d-482a-9596-718b889dffce"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"watch_list-26785a09-ab16-4eb0-8407-a37497a57506-{SECRET}"


def channel(api: str, **more: Any) -> Notify:
    words = {"api_key": KEY, "template_id": TEMPLATE, "api": api, "timeout": 0.4}
    return Notify(NotifySettings.model_validate({**words, **more}))


def api_of(server: WebServer) -> str:
    return f"http://127.0.0.1:{server.port}"


def refusal(status: int, word: str) -> bytes:
    return json.dumps(
        {"status_code": status, "errors": [{"error": word, "message": f"x {SECRET}"}]}
    ).encode()


def sent(status: int, body: bytes = b"{}", headers: dict[str, str] | None = None) -> Outcome:
    with web_server(WebServer([(status, headers or {}, body)])) as server:
        notify = channel(api_of(server))
        outcome = notify.send(notify.render(message(), environment()), TO)
        notify.close()
    assert SECRET not in repr(outcome)
    return outcome


def words_of(**changes: Any) -> dict[str, Any]:
    payload = channel("http://127.0.0.1:1").render(message(**changes), environment())
    words: dict[str, Any] = json.loads(payload)
    return words


def test_a_call_names_template_recipient_and_reference() -> None:
    """By template, signed, with a reference that says nothing about a person."""
    with web_server(WebServer([(201, {}, b"{}")])) as server:
        notify = channel(api_of(server), reply_to_id=TEMPLATE)
        payload = notify.render(
            message(unsubscribe="https://watch.saltmarsh.example/u/1"), environment()
        )
        outcome = notify.send(payload, TO)
    assert (outcome.result, outcome.reason) == (Result.ACCEPTED, "accepted")
    (call,) = map(json.loads, server.taken)
    ((path, headers),) = server.requests
    assert path == "/v2/notifications/email"
    assert headers["Authorization"].startswith("Bearer ey")
    assert call["email_address"] == TO
    assert call["template_id"] == call["email_reply_to_id"] == TEMPLATE
    assert call["reference"] == message().id
    assert call["one_click_unsubscribe_url"] == "https://watch.saltmarsh.example/u/1"
    assert TO.encode() not in payload
    assert b"A. Officer" not in payload


def test_our_words_are_markdown_and_what_people_write_is_commentary() -> None:
    """Headings and figures stand in the body; sentences, which may quote people, are sanitised."""
    odd = item(title="[click](https://evil.example)", sentences=("See https://evil.example/x.",))
    call = words_of(items=(odd,), rest=rest())
    said = call["personalisation"]
    assert said["subject"] == message().headline
    assert (
        "## WL-0042 · (click)(https: //evil.example) · Saltmarsh\n\n▲ Amber · new" in said["body"]
    )
    assert "* December 2013: 70% (84 of 120), target 85%" in said["body"]
    assert "* Assessments take too long: 1,212, of these red 12" in said["body"]
    assert "evil.example/x" not in said["body"]
    assert "WL-0042 · See https://evil.example/x." in said["commentary"]
    assert "You are told as Head of Assessment." in said["commentary"]
    assert call["sanitise_content_for"] == ["subject", "commentary"]
    assert call["one_click_unsubscribe_url"] is None


def test_a_digest_is_short() -> None:
    """Its one sentence and its titles, in Notify's headings and lists."""
    body = words_of(items=(), digest=digest())["personalisation"]["body"]
    assert digest().lead in body
    assert "## New and worse\n\n* ■ Red · WL-0042 · Assessments completed" in body
    assert "## Asked for and not answered\n\n* WL-0043 · The figures by ward" in body


def test_a_long_message_is_cut_and_counted() -> None:
    """However much is said, a call stays well below what the service takes."""
    items = tuple(item(sentences=("word " * 1_000,)) for _ in range(40))
    said = words_of(items=items)["personalisation"]
    assert sum(map(len, said.values())) <= 50_000
    shown = said["body"].count("## ")
    assert 0 < shown < 40
    assert f"and {40 - shown} more" in said["body"]


@pytest.mark.parametrize(
    ("status", "word", "result", "reason"),
    [
        (400, "BadRequestError", Result.REFUSED, "rejected"),
        (400, "ValidationError", Result.REFUSED, "rejected"),
        (403, "AuthError", Result.REFUSED, "not allowed"),
        (404, "NoResultFound", Result.REFUSED, "gone"),
        (429, "RateLimitError", Result.LATER, "rate limited"),
        (429, "TooManyRequestsError", Result.LATER, "rate limited"),
        (500, "Exception", Result.LATER, "server error"),
        (503, "Exception", Result.LATER, "server error"),
    ],
)
def test_every_error_of_the_service_has_its_meaning(
    status: int, word: str, result: Result, reason: str
) -> None:
    """Told with the service's own word for it, and with none of its sentences."""
    outcome = sent(status, refusal(status, word))
    assert (outcome.result, outcome.reason) == (result, reason)
    assert f"{status} ({word})" in outcome.detail


def test_an_odd_answer_is_a_plain_one() -> None:
    """A yes that cannot be read is a yes; a redirect is not followed; 504 may have arrived."""
    assert sent(201, b"<html>").result is Result.ACCEPTED
    assert sent(302, b"", {"Location": "http://127.0.0.1:1/"}).result is Result.REFUSED
    assert sent(400, b"<html>").detail.startswith("GOV.UK Notify answered 400:")
    assert sent(504, b"").result is Result.UNKNOWN


def test_no_answer_is_unknown_and_no_connection_is_later() -> None:
    """Only what may have been read may have arrived."""
    assert (sent(0).result, sent(0).reason) == (Result.UNKNOWN, "connection cut")
    assert (sent(-1).result, sent(-1).reason) == (Result.UNKNOWN, "timed out")
    away = channel(f"http://127.0.0.1:{free_port()}")
    outcome = away.send(away.render(message(), environment()), TO)
    assert (outcome.result, outcome.reason) == (Result.LATER, "unreachable")
    assert away.examine() == [outcome.detail]


def test_what_is_no_address_is_refused_without_a_call() -> None:
    """A typing error is found here."""
    assert channel("http://127.0.0.1:1").send(b"", "nobody").reason == "bad address"


def test_doctor_looks_at_the_template() -> None:
    """The three places must be in it, or what belongs there is never read."""
    template = {"subject": "((subject))", "body": "((body))\n\n((commentary))"}
    for body, said in ((template, []), ({**template, "body": "((body))"}, ["((commentary))"])):
        answer = json.dumps(body).encode()
        with web_server(WebServer([(200, {}, b"{}")], to_questions=answer)) as server:
            found = channel(api_of(server)).examine()
        assert len(found) == len(said)
        assert all(word in sentence for word, sentence in zip(said, found, strict=True))


def test_the_key_is_in_no_log_and_no_representation(caplog: pytest.LogCaptureFixture) -> None:
    """Neither the secret half of the key nor a signed token."""
    caplog.set_level(logging.DEBUG)
    with web_server(WebServer([(403, {}, b'{"errors": []}')])) as server:
        notify = channel(api_of(server))
        notify.send(notify.render(message(), environment()), TO)
    assert SECRET not in caplog.text + repr(notify) + repr(notify._settings)
    assert "Bearer" not in caplog.text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"api_key": f"{SECRET}"}, "no key of GOV.UK Notify"),
        ({"template_id": "news"}, "template_id"),
        ({"api": "http://notify.example"}, "api"),
    ],
)
def test_faulty_settings_are_refused_with_a_sentence(words: Any, sentence: str) -> None:
    """Half a key, no template, an open connection: said before anything is sent, and no secret."""
    with pytest.raises(ValidationError, match=sentence) as caught:
        channel(**{"api": "https://notify.example", **words})
    assert SECRET not in str(caught.value)


def test_a_missing_library_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence and no traceback."""
    monkeypatch.setattr("notifiers.extras.find_spec", lambda name: None)
    with pytest.raises(ValidationError, match=r"scrutiny-watchlist\[notify\]"):
        channel("https://notify.example")


@pytest.mark.parametrize(
    ("words", "said"),
    [("# Big", "Big"), ("* a\n* b", "a * b"), ("^ x", "x"), ("A*-C", "A*-C"), ("[a](b)", "(a)(b)")],
)
def test_text_of_titles_is_no_markdown(words: str, said: str) -> None:
    """A title begins no heading and makes no link."""
    assert plain(words) == said
