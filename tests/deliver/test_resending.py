"""A dead letter sent again by hand, to whom it may still go (on SQLite and PostgreSQL)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.deliver.world import NOW, World
from watchlist.deliver.resending import By, Sent, hold, lift, send_again
from watchlist.model.errors import UsageError
from watchlist.model.message import Outcome, Result
from watchlist.model.people import Holding, Person
from watchlist.store.mailroom import Wanted
from watchlist.store.results import DeliveryDeed, MessageState
from watchlist.store.store import Store

KEEPER = By("keeper")
LATER = NOW + timedelta(days=1)


@pytest.fixture
def here(store: Store, tmp_path: Path) -> World:
    """The head of assessment is to be told that assessments take too long."""
    world = World(store, tmp_path / "messages")
    world.reads([84])
    world.compose()
    return world


def dead(here: World) -> str:
    """The message to the head, given up: its mail server said no."""
    claim = here.store.claim("worker", NOW, timedelta(hours=1))
    assert claim is not None
    here.store.record(claim, Outcome(Result.REFUSED, "no such user", "550 no such user"), None, NOW)
    return claim.message


def followed(here: World) -> None:
    """Another holds the post of the head now."""
    people = {**here.directory.people, "new": Person("new", "New (invented)", "new@s.example")}
    head = replace(here.directory.posts["head"], held_by=(Holding("new"),))
    every = {**here.directory.posts, "head": head}
    here.directory = replace(here.directory, posts=every, people=people)


def payload(here: World, message: str) -> str:
    while claim := here.store.claim("reader", LATER, timedelta(hours=1)):
        if claim.message == message:
            return message_from_bytes(claim.payload, policy=policy.default).as_string()
    raise AssertionError(message)


def again(here: World, message: str, by: By = KEEPER) -> Sent:
    return send_again(here.store, here.desk, message, by, LATER)


def test_the_same_bytes_go_to_the_same_holder(here: World) -> None:
    """The mail server was mended: the letter goes as it was, and who sent it again is kept."""
    message = dead(here)
    assert again(here, message) == Sent(message, anew=False, to="head@saltmarsh.example")
    (line,) = here.store.delivery_log(message)
    assert (line.deed, line.who, line.acting_for) == (DeliveryDeed.SENT_AGAIN, "keeper", "keeper")
    assert here.store.delivery(message).state is MessageState.WAITING  # type: ignore[union-attr]


def test_nothing_goes_to_somebody_who_left(here: World) -> None:
    """Another holds the post now: what the letter told is composed anew for her, and the old one stays
    where it is, replaced."""
    message = dead(here)
    followed(here)
    sent = again(here, message)
    assert (sent.anew, sent.to) == (True, "new@s.example")
    old = here.store.delivery(message)
    assert old is not None
    assert (old.state, old.replaced_by) == (MessageState.DEAD, sent.message)
    (line,) = here.store.delivery_log(message)
    assert (line.deed, sent.message in line.detail) == (DeliveryDeed.COMPOSED_ANEW, True)
    said = payload(here, sent.message)
    assert "new@s.example" in said
    assert "84% in October 2013" in said
    assert "no longer that of this post" in " ".join(said.split())
    assert "head@saltmarsh.example" not in said


def test_nothing_goes_to_an_erased_name(here: World) -> None:
    """The head's name was erased and nobody follows: whoever stands in is told, never the old
    address."""
    message = dead(here)
    people = {name: one for name, one in here.directory.people.items() if name != "head"}
    here.directory = replace(here.directory, people=people, erased=frozenset({"head"}))
    assert again(here, message).to == "keeper@saltmarsh.example"
    lines = here.store.deliveries(wanted=Wanted(MessageState.WAITING))
    assert "head@saltmarsh.example" not in {line.address for line in lines}


def test_it_is_replaced_once(here: World) -> None:
    """Whoever sends it again a second time is pointed to the letter that took its place."""
    message = dead(here)
    followed(here)
    sent = again(here, message)
    with pytest.raises(UsageError, match=f"was replaced by {sent.message}"):
        again(here, message)


def test_what_is_no_longer_so_is_not_sent_again(here: World) -> None:
    """A finding that was put right meanwhile has nothing left to say to the new holder."""
    here.reads([84, 104])
    here.compose()
    claims = [here.store.claim("worker", NOW, timedelta(hours=1)) for _ in range(2)]
    for claim in filter(None, claims):
        here.store.record(claim, Outcome(Result.REFUSED, "no"), None, NOW)
    (letter,) = here.store.deliveries(wanted=Wanted(MessageState.DEAD, "keeper"))
    here.book = replace(here.book, indicators={})
    people = {**here.directory.people, "keeper": Person("keeper", "Other", "other@s.example")}
    here.directory = replace(here.directory, people=people)
    with pytest.raises(UsageError, match="is no longer so: there is nothing left to send"):
        again(here, letter.message)


@pytest.mark.parametrize(
    ("by", "sentence"),
    [
        (By("head"), "may not send a message again: that is for"),
        (By("nobody"), 'there is no person "nobody"'),
        (By("keeper", "head"), "neither holds the post"),
    ],
)
def test_not_everybody_may(here: World, by: By, sentence: str) -> None:
    """Only officers, administrators and the keeper send letters again, under their own number."""
    message = dead(here)
    with pytest.raises(UsageError, match=sentence):
        again(here, message, by)


def test_only_dead_letters_are_sent_again(here: World) -> None:
    """What waits is on its way already; what is unheard of is not there."""
    (waiting,) = here.messages()
    with pytest.raises(UsageError, match="was not given up, it is waiting"):
        again(here, waiting.message)
    with pytest.raises(UsageError, match="there is no message"):
        again(here, "unheard of")


def test_a_letter_of_a_post_that_is_gone(here: World) -> None:
    """The post has left the configuration: the keeper gets what it told."""
    message = dead(here)
    every = {name: post for name, post in here.directory.posts.items() if name != "head"}
    here.directory = replace(here.directory, posts=every)
    assert again(here, message).to == "keeper@saltmarsh.example"


def test_the_keeper_is_told_what_could_not_be_delivered(here: World) -> None:
    """In one message, with the reason and how to send it again; not a second time."""
    message = dead(here)
    assert here.compose(LATER).messages == 1
    (told,) = here.store.deliveries(wanted=Wanted(MessageState.WAITING))
    assert (told.post, told.headline) == ("keeper", "1 message could not be delivered")
    said = " ".join(here.mail("could not be delivered").get_body(("plain",)).get_content().split())  # type: ignore[union-attr]
    for words in ("1 new on your watch list: Assessments", "It was for Head, by mailbox.",
                  "550 no such user", f"watchlist deliveries retry {message}"):  # fmt: skip
        assert words in said
    assert here.compose(LATER).messages == 0


def test_of_a_letter_sent_again_meanwhile_nobody_hears(here: World) -> None:
    """It was seen to before the keeper was told of it."""
    message = dead(here)
    here.settle = timedelta(minutes=30)
    here.compose(NOW)
    again(here, message)
    report = here.compose(LATER)
    assert (report.messages, report.silenced) == (0, 1)


def test_who_held_and_who_let_go_is_kept(here: World) -> None:
    """Delivery is held by hand before a restore, and let go by name after it."""
    hold(here.store, here.desk, KEEPER, "  a restore\n ", NOW)
    assert here.store.held() == "a restore"
    with pytest.raises(UsageError, match="may not let deliveries go"):
        lift(here.store, here.desk, By("head"), NOW)
    assert lift(here.store, here.desk, KEEPER, LATER) == "a restore"
    assert [line.deed for line in here.store.delivery_log()] == [
        DeliveryDeed.LIFTED,
        DeliveryDeed.HELD,
    ]
    with pytest.raises(UsageError, match="nothing to lift"):
        lift(here.store, here.desk, KEEPER, LATER)
