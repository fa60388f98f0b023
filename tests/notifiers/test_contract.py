"""What every channel promises, held against each of them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from pydantic import ValidationError

from notifiers.mailbox import Mailbox
from tests.notifiers import test_apprise, test_email, test_notify, test_teams, test_webhook
from tests.notifiers.samples import digest, environment, message
from tests.notifiers.servers import MailServer, WebServer, free_port, mail_server, web_server
from watchlist.model.message import Channel, Outcome, Result

TO = "officer@saltmarsh.example"

#: Of the addresses, keys and headers that the channels below are given.
SECRETS = (test_teams.SECRET, test_notify.SECRET, test_webhook.SECRET, test_apprise.SECRET)

#: What a counterpart does -> what a web server answers, and a mail server to DATA.
MOODS = {
    "takes it": (200, "250 OK"),
    "refuses it": (400, "550 no"),
    "is busy": (429, "451 come again"),
    "is ill": (503, "421 bye"),
    "is late": (-1, "slow"),
    "hangs up": (0, "cut"),
}

MEANINGS = {
    "refuses it": Result.REFUSED,
    "is busy": Result.LATER,
    "is ill": Result.LATER,
    "is late": Result.UNKNOWN,
    "hangs up": Result.UNKNOWN,
}


@dataclass(frozen=True)
class Kind:
    """``made`` builds the channel to a port; ``knows`` says that it learns why something failed."""

    made: Callable[[int], Channel]
    taken: Result
    by_mail: bool = False
    knows: bool = True


KINDS: Mapping[str, Kind] = {
    "email": Kind(test_email.channel, Result.DELIVERED, by_mail=True),
    "teams": Kind(
        lambda port: test_teams.channel(f"http://127.0.0.1:{port}/?sig={test_teams.SECRET}"),
        Result.ACCEPTED,
    ),
    "govuk-notify": Kind(
        lambda port: test_notify.channel(f"http://127.0.0.1:{port}"), Result.ACCEPTED
    ),
    "webhook": Kind(
        lambda port: test_webhook.channel(f"http://127.0.0.1:{port}/{test_webhook.HIDDEN}"),
        Result.DELIVERED,
    ),
    "apprise": Kind(test_apprise.channel, Result.ACCEPTED, knows=False),
}

every_kind = pytest.mark.parametrize("kind", KINDS)
every_channel = pytest.mark.parametrize("name", ["mailbox", "mailbox of cards", *KINDS])


def mailbox(folder: Path, form: str = "email") -> Channel:
    return Mailbox(Mailbox.Settings.model_validate({"folder": folder, "format": form}))  # type: ignore[arg-type]


@contextmanager
def facing(kind: str, mood: str) -> Iterator[Channel]:
    """A channel whose counterpart is in a mood, and stays so."""
    status, reply = MOODS[mood]
    if KINDS[kind].by_mail:
        with mail_server(MailServer(answers=[reply] * 3)) as post:
            yield KINDS[kind].made(post.port)
    else:
        places = b'{"subject": "((subject))", "body": "((body)) ((commentary))"}'
        with web_server(WebServer([(status, {}, b"{}")], to_questions=places)) as web:
            yield KINDS[kind].made(web.port)


def one(name: str, folder: Path) -> Channel:
    """A channel that is not used to send."""
    if name.startswith("mailbox"):
        return mailbox(folder, "card" if "cards" in name else "email")
    return KINDS[name].made(1)


def sent(channel: Channel) -> Outcome:
    return channel.send(channel.render(message(), environment()), TO)


@every_channel
def test_rendering_is_pure(name: str, tmp_path: Path) -> None:
    """The same message is the same bytes, whenever, however often and by whichever channel of its
    kind it is rendered; so is a digest."""
    for told in (message(), message(items=(), digest=digest())):
        rendered = {one(name, tmp_path).render(told, environment()) for _ in range(3)}
        assert len(rendered) == 1


@every_channel
def test_another_message_is_other_bytes(name: str, tmp_path: Path) -> None:
    """Two messages are never mistaken for one another."""
    channel = one(name, tmp_path)
    other = message(id="other@saltmarsh.example", headline="2 new on your watch list")
    assert channel.render(message(), environment()) != channel.render(other, environment())


@every_channel
def test_a_digest_says_its_one_sentence(name: str, tmp_path: Path) -> None:
    """Whatever a channel leaves out of a digest, not what stands at its head, nor what is new."""
    payload = one(name, tmp_path).render(message(items=(), digest=digest()), environment())
    text = payload.replace(b"=\r\n", b"").decode()
    for words in ("4 on your list: 1 new, 1 worse, 1 off.", "WL-0042", "WL-0007", "WL-0011"):
        assert words in " ".join(text.split())


@every_kind
def test_a_working_counterpart_takes_responsibility_each_time(kind: str) -> None:
    """Delivered or accepted; also after being closed and used again."""
    with facing(kind, "takes it") as channel:
        assert sent(channel).result is KINDS[kind].taken
        channel.close()
        channel.close()
        assert sent(channel).result is KINDS[kind].taken
        assert channel.examine() == []
        channel.close()


@every_kind
@pytest.mark.parametrize("mood", MEANINGS)
def test_what_the_other_side_does_is_an_outcome(kind: str, mood: str) -> None:
    """A no is final, trouble of its own means later, and no answer after all of it was sent is
    unknown; a sentence for people, and no error."""
    with facing(kind, mood) as channel:
        outcome = sent(channel)
        channel.close()
    assert outcome.result is (MEANINGS[mood] if KINDS[kind].knows else Result.UNKNOWN)
    assert outcome.reason
    assert outcome.detail


@every_kind
def test_a_counterpart_that_is_not_there_is_an_outcome_and_no_error(kind: str) -> None:
    """Nothing was handed over: later, with a sentence that says what to look at."""
    channel = KINDS[kind].made(free_port())
    outcome = sent(channel)
    assert outcome.result is (Result.LATER if KINDS[kind].knows else Result.UNKNOWN)
    assert outcome.detail.endswith(".")
    channel.close()


@every_kind
@pytest.mark.parametrize("mood", MOODS)
def test_no_secret_is_shown(kind: str, mood: str, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever the other side does: not in an outcome, a representation or the most talkative log."""
    caplog.set_level(logging.DEBUG)
    with facing(kind, mood) as channel:
        shown = repr(sent(channel)) + repr(channel) + repr(vars(channel))
        channel.close()
    assert [secret for secret in SECRETS if secret in shown + caplog.text] == []


@pytest.mark.parametrize("form", ["email", "card"])
def test_the_mailbox_keeps_the_same_promises(form: str, tmp_path: Path) -> None:
    """Its counterpart is a folder: one that takes files, or one that is not there."""
    channel = mailbox(tmp_path / "messages", form)
    assert [sent(channel).result for _ in range(2)] == [Result.DELIVERED] * 2
    assert channel.examine() == []
    (tmp_path / "file").touch()
    broken = mailbox(tmp_path / "file", form)
    assert sent(broken).result is Result.LATER
    assert broken.examine() == [sent(broken).detail]


def test_a_channel_is_found_by_its_entry_point() -> None:
    """The core finds channels by name and never imports one."""
    found = {entry.name: entry.load() for entry in entry_points(group="watchlist.notifiers")}
    for name in ("mailbox", *KINDS):
        assert found[name].name == name
        assert found[name].addressed is (name not in ("teams", "webhook", "apprise"))
        assert isinstance(found[name].advice, str)
        with pytest.raises(ValidationError):
            found[name].Settings.model_validate({"no_such_key": 1})
