"""The ledger of deliveries: what people can ask of messages, on both databases."""

from __future__ import annotations

from datetime import timedelta

from tests.store.build import NOW, a_notice
from tests.store.test_outbox import LATER, claimed, freeze
from watchlist.model.message import Outcome, Purpose, Result, Silence
from watchlist.store.mailroom import Wanted
from watchlist.store.results import (
    DeadLetters,
    DeliveryDeed,
    DeliverySaid,
    MessageState,
)
from watchlist.store.store import Store

DAY = timedelta(days=1)


def names(store: Store, wanted: Wanted) -> set[str]:
    return {one.message for one in store.deliveries(wanted=wanted)}


def dead(store: Store, name: str, *notices: int, **given: str) -> None:
    """A message that the other side refused."""
    assert freeze(store, name, *notices, **given)
    store.record(claimed(store), Outcome(Result.REFUSED, "no such user"), None, NOW)


def noticed(store: Store, *subjects: str, **more: object) -> list[int]:
    with store.begin(NOW) as tx:
        tx.notify([a_notice(subject, **more) for subject in subjects])
    return [one.id for one in store.waiting_notices(NOW)]


def test_messages_are_found_by_what_one_knows_of_them(store: Store) -> None:
    """By state, post, channel, day, and whether an answer did not come."""
    dead(store, "a@example.org", channel="teams")
    freeze(store, "b@example.org", channel="email")
    assert names(store, Wanted()) == {"a@example.org", "b@example.org"}
    assert names(store, Wanted(MessageState.DEAD)) == {"a@example.org"}
    assert names(store, Wanted(channel="email")) == {"b@example.org"}
    assert names(store, Wanted(post="head-of-assessment", channel="teams")) == {"a@example.org"}
    assert names(store, Wanted(post="nobody")) == set()
    assert names(store, Wanted(since=NOW)) == {"a@example.org", "b@example.org"}
    assert names(store, Wanted(since=NOW + DAY)) == set()
    assert names(store, Wanted(unknown=True)) == set()


def test_an_outcome_that_nobody_knows_stays_in_sight(store: Store) -> None:
    """A message of which no answer came and that was delivered at the second try may have arrived
    twice: it is counted, and found, for good."""
    freeze(store)
    store.record(claimed(store), Outcome(Result.UNKNOWN, "time-out"), NOW, NOW)
    store.record(claimed(store), Outcome(Result.DELIVERED, "250"), None, LATER)
    (line,) = store.deliveries(wanted=Wanted(unknown=True))
    assert (line.state, line.unknown, line.result) == (MessageState.DELIVERED, 1, Result.DELIVERED)
    assert store.dead_letters() == DeadLetters(dead=0, unknown=1)
    assert store.delivery("a@example.org") == line
    assert store.delivery("unheard of") is None


def test_a_dead_letter_counts_until_it_is_seen_to(store: Store) -> None:
    """One that was replaced or sent again is nobody's trouble any more."""
    dead(store, "a@example.org", channel="teams")
    dead(store, "b@example.org")
    assert store.dead_letters().dead == 2
    freeze(store, "c@example.org", channel="email", instead_of="a@example.org")
    store.retry("b@example.org", NOW)
    assert store.dead_letters().dead == 0


def test_the_keeper_is_told_of_a_dead_letter_once(store: Store) -> None:
    """Nothing is left to tell once there is a notice; and what tells of dead letters, should it die
    itself, is told by nothing: else there would be no end of it."""
    dead(store, "a@example.org")
    assert [one.message for one in store.untold_dead_letters()] == ["a@example.org"]
    (number,) = noticed(store, "dead:a@example.org", purpose=Purpose.DEAD_LETTERS)
    assert store.untold_dead_letters() == []
    dead(store, "b@example.org", number)
    assert store.untold_dead_letters() == []


def test_what_was_merged_into_a_message(store: Store) -> None:
    """A message says the last of three moves of a breach; the two before are known as overtaken by it,
    and one that an earlier message told of is not among them."""
    (told,) = noticed(store, "transition:1", breach=7)
    freeze(store, "a@example.org", told)
    second, third, last = noticed(store, "transition:2", "transition:3", "transition:4", breach=7)
    with store.begin(NOW) as tx:
        tx.silence({second: Silence.OVERTAKEN, third: Silence.OVERTAKEN})
    freeze(store, "b@example.org", last)
    found = store.overtaken_by("b@example.org")
    assert [(one.notice.id, one.silence) for one in found] == [
        (second, Silence.OVERTAKEN),
        (third, Silence.OVERTAKEN),
    ]
    assert store.overtaken_by("a@example.org") == []


def test_a_replacement_of_a_replacement_tells_the_same(store: Store) -> None:
    """A card that went by e-mail, to an address that is gone, and then to another: one content."""
    (number,) = noticed(store, "transition:1")
    freeze(store, "a@example.org", number, channel="teams")
    freeze(store, "b@example.org", channel="email", instead_of="a@example.org")
    freeze(store, "c@example.org", channel="email", instead_of="b@example.org")
    for name in ("a@example.org", "b@example.org", "c@example.org"):
        assert [one.id for one in store.notices_of(name)] == [number]


def test_who_did_what_is_kept(store: Store) -> None:
    """Sending again, holding and letting go are lines of a log, with a person's number."""
    dead(store, "a@example.org")
    again = DeliverySaid(NOW, "p9", "keeper", DeliveryDeed.SENT_AGAIN, "a@example.org")
    held = DeliverySaid(NOW, "p9", "keeper", DeliveryDeed.HELD, detail="a rehearsal")
    lifted = DeliverySaid(LATER, "p9", "keeper", DeliveryDeed.LIFTED, detail="a rehearsal")
    assert store.retry("a@example.org", NOW, again)
    assert not store.retry("a@example.org", NOW, again)
    store.hold("a rehearsal", held)
    assert store.lift(lifted)
    assert not store.lift(lifted)
    assert store.delivery_log() == [lifted, held, again]
    assert store.delivery_log("a@example.org") == [again]


def test_a_template_that_failed_is_noted_once(store: Store) -> None:
    """The same fault of the same file is one line, however many messages it spoils."""
    said = DeliverySaid(
        NOW, "watchlist", None, DeliveryDeed.TEMPLATE_FAILED, "template:1f", "news.txt.j2:3: no"
    )
    with store.begin(NOW) as tx:
        assert tx.log_delivery(said, once=True)
        assert not tx.log_delivery(said, once=True)
    assert store.failures(["template:1f", "template:2f"]) == {"template:1f": "news.txt.j2:3: no"}
