from dataclasses import replace
from datetime import timedelta

import pytest

from tests.store.build import NOW, a_notice
from watchlist.model.message import Outcome, Result, Silence
from watchlist.store.results import Attempt, Claim, MessageState
from watchlist.store.store import Store

LEASE = timedelta(minutes=5)
LATER = NOW + timedelta(minutes=1)


def freeze(store: Store, name: str = "a@example.org", *notices: int, **given: str) -> bool:
    with store.begin(NOW) as tx:
        return tx.freeze(
            name,
            channel=given.get("channel", "mailbox"),
            post="head-of-assessment",
            address="head@saltmarsh.example",
            headline="1 new on your watch list",
            payload=b"\x00bytes\xff",
            notices=notices,
            instead_of=given.get("instead_of"),
        )


def claimed(store: Store, lease: timedelta = LEASE, **given: str) -> Claim:
    claim = store.claim("worker", NOW, lease, **given)
    assert claim is not None
    return claim


def states(store: Store) -> dict[str, MessageState]:
    return {each.message: each.state for each in store.deliveries()}


def test_nobody_is_told_the_same_twice(store: Store) -> None:
    """A notice of one change to one post through one channel is written once."""
    with store.begin(NOW) as tx:
        assert tx.notify([a_notice(), a_notice("transition:2"), a_notice()]) == 2
        assert tx.notify([a_notice(), a_notice(channel="email")]) == 1
    waiting = store.waiting_notices(NOW)
    assert [(each.subject, each.channel) for each in waiting] == [
        ("transition:1", "mailbox"),
        ("transition:2", "mailbox"),
        ("transition:1", "email"),
    ]
    assert waiting[0] == a_notice(id=waiting[0].id)


def test_a_young_notice_settles_first(store: Store) -> None:
    """What was noticed a minute ago waits until a corrected file would have come."""
    with store.begin(NOW) as tx:
        tx.notify([a_notice(), a_notice("transition:2", created_at=LATER)])
    assert [each.subject for each in store.waiting_notices(NOW)] == ["transition:1"]


def test_every_notice_becomes_a_message_or_a_silence(store: Store) -> None:
    """No notice waits once it is in a message or has a stated reason for silence."""
    with store.begin(NOW) as tx:
        tx.notify([a_notice(), a_notice("transition:2")])
    first, second = (each.id for each in store.waiting_notices(NOW))
    assert freeze(store, "a@example.org", first)
    with store.begin(NOW) as tx:
        tx.silence({second: Silence.WITHDRAWN})
    assert store.waiting_notices(NOW) == []
    assert [each.id for each in store.notices_of("a@example.org")] == [first]


def test_a_notice_is_in_one_message_only(store: Store) -> None:
    """Of two daemons that compose at once one finds the notice taken and writes nothing."""
    with store.begin(NOW) as tx:
        tx.notify([a_notice(), a_notice("transition:2")])
    first, second = (each.id for each in store.waiting_notices(NOW))
    assert freeze(store, "a@example.org", first)
    assert not freeze(store, "b@example.org", first, second)
    assert not freeze(store, "a@example.org", second)
    assert states(store).keys() == {"a@example.org"}


def test_the_bytes_that_are_sent_are_those_that_were_frozen(store: Store) -> None:
    """Each attempt hands over the very same bytes under the same Message-ID."""
    freeze(store)
    claim = claimed(store)
    assert (claim.payload, claim.message, claim.attempt) == (b"\x00bytes\xff", "a@example.org", 1)
    assert claim.made_at == NOW
    assert store.record(claim, Outcome(Result.UNKNOWN, "time-out"), NOW, NOW)
    again = claimed(store)
    assert again == replace(claim, token=claim.token + 1, attempt=2)


def test_a_message_that_is_claimed_is_nobody_elses(store: Store) -> None:
    """While one worker sends a message no other gets it."""
    freeze(store)
    claimed(store)
    assert store.claim("other", NOW, LEASE) is None


@pytest.mark.parametrize(
    ("result", "state"),
    [
        (Result.DELIVERED, MessageState.DELIVERED),
        (Result.ACCEPTED, MessageState.ACCEPTED),
        (Result.REFUSED, MessageState.DEAD),
        (Result.LATER, MessageState.DEAD),
    ],
)
def test_how_a_message_ends(store: Store, result: Result, state: MessageState) -> None:
    """Delivered and accepted are two things; what is neither, and has no next try, is dead."""
    freeze(store)
    assert store.record(claimed(store), Outcome(result, "said", "so\0"), None, LATER)
    (line,) = store.deliveries(state)
    assert (line.result, line.reason, line.detail, line.tries) == (result, "said", "so", 1)
    assert store.claim("worker", NOW + timedelta(days=9), LEASE) is None
    assert store.attempts("a@example.org") == [Attempt(1, NOW, LATER, result, "said", "so")]


def test_a_message_waits_for_its_next_try(store: Store) -> None:
    """A greylisted message is tried again when its time has come and not before."""
    freeze(store)
    store.record(claimed(store), Outcome(Result.LATER, "greylisted"), LATER, NOW)
    assert store.claim("worker", NOW, LEASE) is None
    again = store.claim("worker", LATER, LEASE)
    assert again is not None
    assert again.attempt == 2


def test_a_lost_lease_is_an_unknown_attempt(store: Store) -> None:
    """A worker that died while it sent may have sent: that attempt is unknown, and the late
    worker's own answer no longer counts."""
    freeze(store)
    lost = claimed(store, timedelta(0))
    taken = claimed(store)
    assert not store.record(lost, Outcome(Result.DELIVERED, "250"), None, NOW)
    assert store.record(taken, Outcome(Result.DELIVERED, "250"), None, NOW)
    assert [
        (each.number, each.result, each.reason) for each in store.attempts("a@example.org")
    ] == [
        (1, Result.UNKNOWN, "lost lease"),
        (2, Result.DELIVERED, "250"),
    ]


def test_a_dead_letter_can_be_sent_again(store: Store) -> None:
    """An officer corrects the address book and sends the letter once more."""
    freeze(store)
    store.record(claimed(store), Outcome(Result.REFUSED, "no such user"), None, NOW)
    assert store.retry("a@example.org", NOW)
    assert not store.retry("a@example.org", NOW)
    assert not store.retry("unheard of", NOW)
    assert claimed(store).attempt == 2


def test_nothing_is_sent_while_delivery_is_held(store: Store) -> None:
    """A restored database mails nobody until somebody says so."""
    freeze(store)
    store.hold("restored")
    assert store.held() == "restored"
    assert store.claim("worker", NOW, LEASE) is None
    store.lift()
    assert store.held() is None
    claimed(store)


def test_one_channel_holds_back_no_other(store: Store) -> None:
    """A worker that serves e-mail is not given what is for Teams."""
    freeze(store, "a@example.org", channel="teams")
    freeze(store, "b@example.org", channel="email")
    assert claimed(store, channel="email").message == "b@example.org"
    assert store.claim("worker", NOW, LEASE, channel="email") is None
    assert claimed(store).message == "a@example.org"


def test_what_one_channel_cannot_bring_another_does_once(store: Store) -> None:
    """A card that Teams refuses goes by e-mail, one time, and tells of the same changes."""
    with store.begin(NOW) as tx:
        tx.notify([a_notice()])
    (notice,) = store.waiting_notices(NOW)
    freeze(store, "a@example.org", notice.id, channel="teams")
    assert freeze(store, "b@example.org", channel="email", instead_of="a@example.org")
    assert not freeze(store, "c@example.org", channel="email", instead_of="a@example.org")
    assert store.notices_of("b@example.org") == [notice]
    lines = {each.message: each for each in store.deliveries()}
    assert lines["a@example.org"].replaced_by == "b@example.org"
    assert lines["b@example.org"].instead_of == "a@example.org"
    assert len(store.deliveries(limit=1)) == 1


def test_what_was_not_sent_is_given_back(store: Store) -> None:
    """A worker that must stop in the middle of its pile gives the rest back: no attempt was made of
    these, and the next worker has them at once. What it sent stays its own."""
    for number in range(3):
        freeze(store, f"{number}@example.org")
    sent, *rest = store.claim_many("worker", NOW, LEASE, most=5)
    store.give_back(rest)
    assert [len(store.attempts(f"{number}@example.org")) for number in range(3)] == [1, 0, 0]
    again = store.claim_many("other", NOW, LEASE, most=5)
    assert [(claim.message, claim.attempt) for claim in again] == [
        (claim.message, 1) for claim in rest
    ]
    assert store.record(sent, Outcome(Result.DELIVERED, "250"), None, NOW)


def test_a_pile_that_was_taken_over_is_not_given_back(store: Store) -> None:
    """A worker that slept over its lease cannot take messages out of another's hands."""
    freeze(store)
    lost = store.claim_many("worker", NOW, timedelta(0), most=5)
    taken = store.claim_many("other", NOW, LEASE, most=5)
    store.give_back(lost)
    assert [attempt.result for attempt in store.attempts("a@example.org")] == [Result.UNKNOWN, None]
    assert store.record(taken[0], Outcome(Result.DELIVERED, "250"), None, NOW)
