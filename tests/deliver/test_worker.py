"""Delivery against real servers, on both databases: at least once, and again only after unknown."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any, ClassVar

import pytest
from jinja2 import Environment
from pydantic import BaseModel

from notifiers.mailbox import Mailbox, MailboxSettings
from tests.deliver.world import NOW, World, posts
from tests.notifiers.samples import environment, message
from tests.notifiers.servers import MailServer, WebServer, free_port, mail_server, web_server
from tests.notifiers.test_email import channel as email
from tests.notifiers.test_teams import channel as teams
from watchlist.deliver.worker import Report, Worker
from watchlist.model.message import Channel, Message, Outcome, Result
from watchlist.store.results import MessageState
from watchlist.store.store import Store

TO = "officer@saltmarsh.example"


@dataclass
class Clock:
    """Time passes only when a test says so."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def later(self, **much: float) -> None:
        self.now += timedelta(**much)


@dataclass
class Broken:
    """A channel with a fault of its own: it raises, and what it raises carries a secret."""

    name: ClassVar[str] = "broken"
    addressed: ClassVar[bool] = True
    advice: ClassVar[str] = ""
    Settings: ClassVar[type[BaseModel]] = BaseModel

    def render(self, message: Message, environment: Environment) -> bytes:
        return b"bytes"

    def send(self, payload: bytes, address: str) -> Outcome:
        raise RuntimeError("https://x.example/?sig=do-not-show-me")

    def examine(self) -> list[str]:
        return []

    def close(self) -> None:
        """Nothing."""


@dataclass
class Counted:
    """A channel that takes everything and remembers it, from any thread."""

    name: ClassVar[str] = "counted"
    addressed: ClassVar[bool] = True
    advice: ClassVar[str] = ""
    Settings: ClassVar[type[BaseModel]] = BaseModel
    taken: list[bytes] = field(default_factory=list)

    def render(self, message: Message, environment: Environment) -> bytes:
        return message.id.encode()

    def send(self, payload: bytes, address: str) -> Outcome:
        self.taken.append(payload)
        return Outcome(Result.DELIVERED, "delivered")

    def examine(self) -> list[str]:
        return []

    def close(self) -> None:
        """Nothing."""


def put(store: Store, name: str, channel: Channel, many: int = 1) -> list[str]:
    """Freeze so many messages for a channel."""
    ids = [f"{name}-{number}@saltmarsh.example" for number in range(many)]
    with store.begin(NOW) as tx:
        for each in ids:
            written = message(id=each)
            payload = channel.render(written, environment())
            assert tx.freeze(
                each, channel=name, post="head", address=TO, headline=written.headline,
                payload=payload, notices=[],
            )  # fmt: skip
    return ids


def worker(store: Store, channels: Mapping[str, Channel], clock: Clock, **more: Any) -> Worker:
    return Worker(store, channels, "test", clock, jitter=lambda: 0.0, **more)


def until_done(work: Worker, clock: Clock, rounds: int = 20) -> list[Report]:
    """Rounds every five hours, until nothing waits."""
    reports = []
    for _ in range(rounds):
        reports.append(work.deliver_once())
        clock.later(hours=5)
        if not work.store.deliveries(MessageState.WAITING):
            break
    return reports


@pytest.mark.parametrize(
    "moods",
    [
        [],
        ["451 greylisted"],
        ["cut"],
        ["slow"],
        ["421 busy", "cut", "451 again", "cut"],
        ["452 full", "452 full", "452 full"],
    ],
    ids=str,
)
def test_deliveries_are_at_most_one_more_than_unknown_attempts(
    store: Store, moods: Sequence[str]
) -> None:
    """Whatever the mail server does, the mail arrives, and twice only after an attempt that is
    recorded as unknown, with the same bytes."""
    server, clock = MailServer(answers=list(moods)), Clock()
    with mail_server(server):
        channel = email(server.port)
        (number,) = put(store, "email", channel)
        until_done(worker(store, {"email": channel}, clock), clock)
    attempts = store.attempts(number)
    unknown = [attempt for attempt in attempts if attempt.result is Result.UNKNOWN]
    assert store.deliveries()[0].state is MessageState.DELIVERED
    assert len(attempts) == len(moods) + 1
    assert 1 <= len(server.taken) <= 1 + len(unknown)
    assert set(server.taken) == {channel.render(message(id=number), environment())}


def test_a_refused_message_is_a_dead_letter_that_people_can_send_again(store: Store) -> None:
    """550 is final: no second try, until somebody who corrected the address asks for one."""
    server, clock = MailServer(to_recipient=["550 no such user"]), Clock()
    with mail_server(server):
        channel = email(server.port)
        (number,) = put(store, "email", channel)
        work = worker(store, {"email": channel}, clock)
        report = work.deliver_once()
        clock.later(days=3)
        assert work.deliver_once().attempts == 0
        dead = store.deliveries(MessageState.DEAD)[0]
        assert store.retry(number, clock())
        work.deliver_once()
    assert (report.results, report.given_up) == ({Result.REFUSED: 1}, 1)
    assert "550 no such user" in dead.detail
    assert store.deliveries()[0].state is MessageState.DELIVERED


def test_one_channels_failure_holds_no_other_back(store: Store, tmp_path: Path) -> None:
    """The mail server is gone and Teams is slow: the mailbox gets everything in the same round."""
    clock = Clock()
    with web_server(WebServer([(-1, {}, b"")])) as web:
        channels: dict[str, Channel] = {
            "email": email(free_port()),
            "mailbox": Mailbox(MailboxSettings(folder=tmp_path / "messages")),
            "teams": teams(web.url),
        }
        for name, channel in channels.items():
            put(store, name, channel, 3)
        report = worker(store, channels, clock).deliver_once()
    assert len(list((tmp_path / "messages").iterdir())) == 3
    assert report.results == {Result.DELIVERED: 3, Result.LATER: 1, Result.UNKNOWN: 1}


def test_a_server_that_is_not_there_costs_one_attempt_a_round(store: Store) -> None:
    """Forty messages for a mail server that is down do not use up forty tries."""
    clock, channel = Clock(), email(free_port())
    put(store, "email", channel, 5)
    work = worker(store, {"email": channel}, clock)
    assert work.deliver_once().attempts == 1
    assert work.deliver_once().attempts == 1


def test_one_recipients_trouble_is_not_the_next_ones(store: Store) -> None:
    """A greylisted and a refused recipient do not keep the third from getting the mail now."""
    server, clock = MailServer(to_recipient=["451 later", "550 never"]), Clock()
    with mail_server(server):
        channel = email(server.port)
        put(store, "email", channel, 3)
        report = worker(store, {"email": channel}, clock).deliver_once()
    assert report.results == {Result.LATER: 1, Result.REFUSED: 1, Result.DELIVERED: 1}
    assert server.connections == 1


def test_an_exhausted_message_is_given_up_within_two_days(store: Store) -> None:
    """A server that never comes back: a dozen tries, then a dead letter and no more."""
    clock, channel = Clock(), email(free_port())
    (number,) = put(store, "email", channel)
    until_done(worker(store, {"email": channel}, clock), clock)
    assert store.deliveries()[0].state is MessageState.DEAD
    assert len(store.attempts(number)) == 12


def test_a_channel_that_breaks_is_unknown_and_keeps_its_secret(store: Store) -> None:
    """A fault in a channel stops neither the worker nor the others, and shows nothing of itself."""
    clock, good = Clock(), Counted()
    channels: dict[str, Channel] = {"broken": Broken(), "counted": good}
    (number,) = put(store, "broken", channels["broken"])
    put(store, "counted", good)
    worker(store, channels, clock).deliver_once()
    (attempt,) = store.attempts(number)
    assert attempt.result is Result.UNKNOWN
    assert "RuntimeError" in attempt.detail
    assert "do-not-show-me" not in attempt.detail
    assert len(good.taken) == 1


def test_a_channel_that_was_taken_out_is_said_to_be_missing(store: Store) -> None:
    """A message for a channel that is no longer configured does not wait without a word."""
    clock = Clock()
    (number,) = put(store, "pigeon", Counted())
    worker(store, {}, clock).deliver_once()
    (attempt,) = store.attempts(number)
    assert (attempt.result, attempt.reason) == (Result.LATER, "no channel")
    assert '"pigeon"' in attempt.detail


def test_nothing_is_sent_while_delivery_is_held(store: Store) -> None:
    """A restored or copied database stays quiet until somebody lets it speak."""
    clock, channel = Clock(), Counted()
    put(store, "counted", channel)
    work = worker(store, {"counted": channel}, clock)
    store.hold("copied")
    assert work.deliver_once().attempts == 0
    store.lift()
    assert work.deliver_once().results == {Result.DELIVERED: 1}


def test_asked_to_stop_it_finishes_what_is_in_hand(store: Store) -> None:
    """Between two messages the worker asks whether to go on; the rest waits for the next start."""
    clock, channel = Clock(), Counted()
    put(store, "counted", channel, 3)
    work = worker(store, {"counted": channel}, clock, stop=lambda: bool(channel.taken))
    assert work.deliver_once().attempts == 1
    assert len(store.deliveries(MessageState.WAITING)) == 2


def test_two_workers_send_nothing_twice(store: Store) -> None:
    """Two daemons on one database share the work."""
    clock, channel = Clock(), Counted()
    ids = put(store, "counted", channel, 12)
    works = [Worker(store, {"counted": channel}, name, clock) for name in ("one", "two")]
    threads = [threading.Thread(target=work.deliver_once) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(channel.taken) == sorted(each.encode() for each in ids)


def test_a_worker_that_died_leaves_an_unknown_attempt(store: Store) -> None:
    """Killed between sending and recording: its lease runs out, the attempt counts as unknown, and
    the next worker sends the same bytes again."""
    clock, channel = Clock(), Counted()
    (number,) = put(store, "counted", channel)
    claim = store.claim("killed", NOW, timedelta(0), "counted")
    assert claim is not None
    channel.send(claim.payload, claim.address)
    worker(store, {"counted": channel}, clock).deliver_once()
    assert [(a.result, a.reason) for a in store.attempts(number)] == [
        (Result.UNKNOWN, "lost lease"),
        (Result.DELIVERED, "delivered"),
    ]
    assert channel.taken == [claim.payload] * 2
    late = store.record(claim, Outcome(Result.DELIVERED, "delivered"), None, NOW)
    assert late is False


@pytest.mark.parametrize(("status", "attempts"), [(400, 1), (500, 12)], ids=str)
def test_what_teams_does_not_take_comes_by_mail_once(
    store: Store, tmp_path: Path, status: int, attempts: int
) -> None:
    """A card that is rejected, or never taken, reaches the post's own address as a mail with the
    same news; composed again, there is no second one. The keeper hears of the card, once."""
    clock = Clock()
    with web_server(WebServer([(status, {}, b"")])) as web:
        here = World(store, tmp_path, directory=posts(head=("teams",)))
        mailbox = Mailbox(MailboxSettings(folder=tmp_path / "messages"))
        here.channels = {"teams": teams(web.url), "mailbox": mailbox}
        here.reads([84])
        assert here.compose().messages == 1
        work = worker(store, here.channels, clock)
        until_done(work, clock)
    card = store.deliveries()[0]
    assert (card.state, card.tries) == (MessageState.DEAD, attempts)
    assert [here.compose(clock()).messages for _ in range(3)] == [2, 0, 0]
    work.deliver_once()
    files = (tmp_path / "messages").iterdir()
    mails = {mail["To"]: mail for mail in (message_from_bytes(f.read_bytes()) for f in files)}
    told = mails.pop('"keeper (invented)" <keeper@saltmarsh.example>')
    assert told["Subject"] == "1 message could not be delivered"
    (mail,) = mails.values()
    assert mail["To"] == '"head (invented)" <head@saltmarsh.example>'
    assert mail["Subject"] == card.headline
    replaced = {d.message: d for d in store.deliveries()}[card.message]
    assert replaced.replaced_by == mail["Message-ID"].strip("<>")


def test_who_is_mailed_anyway_gets_no_second_mail(store: Store, tmp_path: Path) -> None:
    """A post with Teams and a mailbox had its mail: of the dead card only the keeper is told."""
    with web_server(WebServer([(400, {}, b"")])) as web:
        here = World(store, tmp_path, directory=posts(head=("teams", "mailbox")))
        mailbox = Mailbox(MailboxSettings(folder=tmp_path / "messages"))
        here.channels = {"teams": teams(web.url), "mailbox": mailbox}
        here.reads([84])
        here.compose()
        worker(store, here.channels, Clock()).deliver_once()
    assert {d.state for d in store.deliveries()} == {MessageState.DEAD, MessageState.DELIVERED}
    here.compose()
    assert [d.post for d in store.deliveries(MessageState.WAITING)] == ["keeper"]
    assert "84% in October 2013" in (tmp_path / "messages").iterdir().__next__().read_text()


def test_whoever_is_stopped_in_a_pile_leaves_the_rest_untouched(store: Store) -> None:
    """A daemon that is asked to stop ends after the message it is at: the others have no attempt on
    record, and go in the next round."""
    clock, channel = Clock(), Counted()
    ids = put(store, "counted", channel, 20)
    channels = {"counted": channel}
    stopped = worker(store, channels, clock, stop=lambda: len(channel.taken) == 9)
    assert stopped.deliver_once().attempts == 9
    tried = [number for number in ids if store.attempts(number)]
    assert len(tried) == 9
    assert {delivery.tries for delivery in store.deliveries()} == {0, 1}
    assert worker(store, channels, clock).deliver_once().attempts == 11
    assert len(channel.taken) == 20
