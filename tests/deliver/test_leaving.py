"""A message whose reader has left before it could be handed over (on SQLite and PostgreSQL)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.deliver.test_worker import Clock
from tests.deliver.world import NOW, World, posts
from tests.notifiers.servers import MailServer, mail_server
from tests.notifiers.test_email import channel as email
from watchlist.deliver.worker import Report, Worker
from watchlist.model.message import Notice, Purpose, Result
from watchlist.model.people import Holding, Person, Post
from watchlist.register.quiet import Quiet, parse_hours
from watchlist.store.mailroom import Wanted
from watchlist.store.results import Delivery, DeliveryDeed, MessageState
from watchlist.store.store import Store

OLD, NEW, KEEPER = "head@saltmarsh.example", "new@s.example", "keeper@saltmarsh.example"


@dataclass
class Office:
    """The head of assessment is to be told by mail that assessments take too long."""

    world: World
    server: MailServer
    clock: Clock

    def round(self) -> Report:
        """One round of delivery, a day after the last one."""
        self.clock.later(days=1)
        here = self.world
        here.compose(self.clock())
        assert here.channels is not None
        return Worker(
            here.store, here.channels, "test", self.clock, jitter=lambda: 0.0,
            reaches=lambda claim: here.desk.reaches(claim, self.clock()),
        ).deliver_once()  # fmt: skip

    def rounds(self, many: int = 4) -> None:
        for _ in range(many):
            self.round()

    def head(self, *held_by: Holding, **more: object) -> None:
        """Who holds the post of the head from now on."""
        here = self.world
        head = replace(here.directory.posts["head"], held_by=held_by, **more)  # type: ignore[arg-type]
        people = {**here.directory.people, "new": Person("new", "New (invented)", NEW)}
        here.directory = replace(
            here.directory, posts={**here.directory.posts, "head": head}, people=people
        )

    def letters(self) -> list[tuple[str, str]]:
        """To whom the mail server was given what, the first one first."""
        mails = [message_from_bytes(one, policy=policy.default) for one in self.server.taken]
        return [
            (str(mail["To"]).rpartition("<")[2].rstrip(">"), mail.as_string()) for mail in mails
        ]

    def to(self) -> list[str]:
        return [address for address, _ in self.letters()]

    def first(self) -> Delivery:
        """The message to the head as it was frozen first."""
        return self.world.store.deliveries()[-1]


@pytest.fixture
def office(store: Store, tmp_path: Path) -> object:
    server = MailServer()
    with mail_server(server):
        world = World(store, tmp_path, directory=posts(head=("email",), keeper=("email",)))
        world.channels = {"email": email(server.port)}
        world.reads([84])
        world.compose()
        yield Office(world, server, Clock())


def test_a_retry_does_not_go_to_whoever_left(office: Office) -> None:
    """The mailbox was full while the head left: the next try goes to who holds the post now, as a
    letter of its own; the old one ends with the reason, and the keeper is not bothered."""
    office.server.answers = ["452 mailbox full"]
    office.round()
    office.head(Holding("new"))
    report = office.round()
    assert (report.outdated, report.given_up) == (1, 0)
    office.rounds()
    assert office.to() == [NEW]
    assert "84% in October 2013" in office.letters()[0][1]
    old = office.first()
    assert (old.state, old.reason) == (MessageState.DEAD, "address outdated")
    assert old.replaced_by is not None
    (line,) = office.world.store.delivery_log(old.message)
    assert (line.who, line.deed) == ("watchlist", DeliveryDeed.COMPOSED_ANEW)
    assert old.replaced_by in line.detail
    assert office.world.store.dead_letters().dead == 0


@pytest.mark.parametrize("mood", ["cut", "slow"])
def test_what_may_have_arrived_is_told_to_the_next_as_well(office: Office, mood: str) -> None:
    """No answer came, so that the head may have had it before she left: her address is not tried
    again, and her successor, who had nothing, is told. Two letters, one unknown attempt."""
    office.server.answers = [mood]
    office.round()
    office.head(Holding("new"))
    office.rounds()
    assert office.to() == [OLD, NEW]
    old = office.first()
    assert (old.state, old.unknown) == (MessageState.DEAD, 1)


def test_a_first_try_does_not_either(office: Office) -> None:
    """Delivery was held while the head left: nothing was tried before."""
    office.world.store.hold("copied")
    office.round()
    office.head(Holding("new"))
    office.world.store.lift()
    office.rounds()
    assert office.to() == [NEW]


def test_nor_what_a_killed_worker_left_behind(office: Office) -> None:
    """Killed in the middle of handing it over: whoever takes it over asks the same."""
    claim = office.world.store.claim("killed", NOW, timedelta(0))
    assert claim is not None
    office.head(Holding("new"))
    office.rounds()
    assert office.to() == [NEW]
    tries = office.world.store.attempts(claim.message)
    assert [one.reason for one in tries] == ["lost lease", "address outdated"]


def test_nothing_goes_to_an_erased_name(office: Office) -> None:
    """The head's name was erased and nobody follows: whoever stands in is told."""
    office.server.answers = ["451 later"]
    office.round()
    here = office.world
    people = {name: one for name, one in here.directory.people.items() if name != "head"}
    here.directory = replace(here.directory, people=people, erased=frozenset({"head"}))
    office.rounds()
    assert office.to() == [KEEPER]


def test_whoever_is_still_there_gets_the_same_bytes(office: Office) -> None:
    """A second holder joined, who is told from now on; the first still has the post, and her letter
    is tried again."""
    office.server.answers = ["451 later"]
    office.round()
    office.head(Holding("head"), Holding("new"))
    office.rounds()
    assert office.to() == [OLD]
    assert office.first().state is MessageState.DELIVERED


def test_a_shared_address_belongs_to_the_post(store: Store, tmp_path: Path) -> None:
    """The team's own address has no holder who could leave; somebody holds the post meanwhile."""
    server = MailServer(answers=["451 later"])
    with mail_server(server):
        world = World(store, tmp_path, directory=posts(keeper=("email",)))
        office = Office(world, server, Clock())
        team = Post("head", "Team", channels=("email",), address="team@s.example")
        world.directory = replace(world.directory, posts={**world.directory.posts, "head": team})
        world.channels = {"email": email(server.port)}
        world.reads([84])
        office.round()
        office.head(Holding("new"))
        office.rounds()
    assert office.to() == ["team@s.example"]


def test_what_is_no_longer_so_is_dropped(office: Office) -> None:
    """A finding for the keeper was put right before her successor could be told: nobody need hear of
    it, and nobody need see to it."""
    here = office.world
    here.reads([84, 104])
    office.server.answers = ["451 later", "451 later"]
    office.round()
    here.book = replace(here.book, indicators={})
    people = {**here.directory.people, "keeper": Person("keeper", "Other", "other@s.example")}
    here.directory = replace(here.directory, people=people)
    office.rounds()
    assert set(office.to()) == {OLD}
    (old,) = here.store.deliveries(wanted=Wanted(post="keeper"))
    assert (old.state, old.replaced_by) == (MessageState.DEAD, None)
    (line,) = here.store.delivery_log(old.message)
    assert (line.deed, line.detail) == (DeliveryDeed.DROPPED, "what it told is no longer so")
    assert here.store.dead_letters().dead == 0


def test_where_nobody_can_be_told_it_waits_in_sight(office: Office) -> None:
    """No head, no deputy and no keeper: it is among the dead letters until somebody is there."""
    office.server.answers = ["451 later"]
    office.round()
    directory = office.world.directory
    office.world.directory = replace(directory, people={})
    office.rounds()
    assert office.to() == []
    assert office.world.store.dead_letters().dead == 1
    office.world.directory = directory
    office.head(Holding("new"))
    office.rounds()
    assert office.to() == [NEW]
    assert office.world.store.dead_letters().dead == 0


def test_it_is_written_anew_once(office: Office) -> None:
    """However often the rounds come, and whoever holds the post after that: each reader who left
    makes one more letter, and there is one that arrives."""
    office.server.answers = ["451 later", "451 later"]
    office.round()
    office.head(Holding("new"))
    office.round()
    office.round()
    people = {**office.world.directory.people, "third": Person("third", "T", "third@s.example")}
    office.world.directory = replace(office.world.directory, people=people)
    office.head(Holding("third"))
    office.rounds(6)
    assert office.to() == ["third@s.example"]
    states = [one.state for one in office.world.store.deliveries(wanted=Wanted())]
    assert sorted(states) == ["dead", "dead", "delivered"]


def test_a_link_to_sign_in_is_nobody_elses(office: Office) -> None:
    """Whoever follows did not ask for it: it ends with the one who did."""
    store = office.world.store
    with store.begin(NOW) as tx:
        tx.notify([Notice("sign in:3f9a", "head", "email", Purpose.SIGN_IN, NOW)])
        (asked,) = (n for n in tx.waiting_notices(NOW) if n.purpose is Purpose.SIGN_IN)
        tx.freeze(
            "link@saltmarsh.example", channel="email", post="head", address=OLD,
            headline="Sign in", payload=b"a link", notices=[asked.id],
        )  # fmt: skip
    office.head(Holding("new"))
    office.rounds()
    assert len(office.to()) == 1
    assert "a link" not in office.letters()[0][1]
    (line,) = store.delivery_log("link@saltmarsh.example")
    assert line.deed is DeliveryDeed.DROPPED


def test_a_channel_with_one_place_has_nobody_who_leaves(office: Office) -> None:
    """A card in a shared channel goes there, whoever holds the post."""
    claim = office.world.store.claim("reader", NOW, timedelta(hours=1))
    assert claim is not None
    office.head(Holding("new"))
    assert not office.world.desk.reaches(claim, NOW)
    assert office.world.desk.reaches(replace(claim, channel="teams"), NOW)
    assert not office.world.desk.reaches(replace(claim, post="gone"), NOW)


def test_at_night_it_waits_for_the_morning(office: Office) -> None:
    """What is composed anew is news to whoever follows: it keeps the quiet hours."""
    office.server.answers = ["451 later"]
    office.round()
    office.head(Holding("new"))
    here = office.world
    here.quiet = Quiet(hours=parse_hours("08:00 to 12:00"))
    office.rounds()
    assert office.to() == []
    assert office.first().result is Result.REFUSED
    office.clock.later(hours=4)
    office.rounds()
    assert office.to() == [NEW]
