"""What goes after how long, and what stays however old it is; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from tests.store.build import NOW, R, a_breach, a_transition, an_entry, day, take_in
from tests.store.test_digests import WEEK
from tests.store.test_history import an_act
from tests.store.test_ledger import dead, noticed
from tests.store.test_outbox import claimed, freeze
from tests.store.test_register import keep
from watchlist.model.acts import ActKind, Due
from watchlist.model.errors import Fault, Mark
from watchlist.model.message import Outcome, Purpose, Result
from watchlist.model.register import EntryKey, State, Track
from watchlist.model.sign_in import ApiToken, Scope, SignInDeed, SignInSaid
from watchlist.register.retention import FOR_EVER, Kind, Retention, Term
from watchlist.retaining import Report, retain, run_out
from watchlist.store.results import DigestState, MessageState
from watchlist.store.store import Store
from watchlist.store.tables import attempts, payloads

DAY = timedelta(days=1)
DELIVERED = Outcome(Result.DELIVERED, "250", "head@saltmarsh.example took it")


def years(number: int) -> datetime:
    """So many years later, on the day after."""
    return NOW.replace(year=NOW.year + number) + DAY


def retained(store: Store, now: datetime, kept: Retention | None = None) -> Report:
    return retain(store, kept or Retention(), "Europe/London", now)


def off_the_list(store: Store, number: int = 1) -> None:
    """An entry with a cleared breach, a note and a message about it, that left the list."""
    cleared = replace(a_breach(number, entry=number), closed_at=NOW)
    cleared = replace(cleared, track=Track(State.CLEARED))
    key = EntryKey(indicator="assessments", area="Saltmarsh")
    keep(
        store,
        entries=(an_entry(number, key=key, left_at=NOW, level=None),),
        breaches=(cleared,),
        transitions=(a_transition(number, breach=number, entry=number, state=State.CLEARED),),
        acts=(an_act(number, entry=number),),
    )


def test_an_entry_goes_six_years_after_it_left(store: Store) -> None:
    """To the day, with its breaches, its history and what was told of it; what is on the list stays."""
    off_the_list(store)
    keep(store, entries=(an_entry(2, key=EntryKey(theme="Visits")),))
    noticed(store, "transition:1", entry=1, breach=1)
    freeze(store, "a@example.org", 1)
    store.record(claimed(store), DELIVERED, None, NOW)
    before = store.verify()
    assert retained(store, years(6) - DAY).removed[Kind.ENTRIES] == 0
    assert retained(store, years(6)).removed[Kind.ENTRIES] == 1
    assert store.entries([1, 2]).keys() == {2}
    assert (store.breaches_of(1), store.history(1), store.acts_of([1])) == ([], [], {})
    after = store.verify()
    assert (after.broken, after.fingerprint) == ((), before.fingerprint)


def test_what_was_removed_is_still_followed(store: Store) -> None:
    """A breach that opens seven years after it was cleared opens again, under an entry that follows
    the one that is gone: as it would have without."""
    off_the_list(store)
    key, series = EntryKey(indicator="assessments", area="Saltmarsh"), a_breach(1).series
    retained(store, years(7))
    with store.begin(years(7)) as tx:
        assert tx.left_entries({key}) == {key: 1}
        assert tx.ended_breaches({"on-time"}) == {("on-time", series): 1}
        tx.rename_rules({"on-time": "in-time"})
        assert tx.ended_breaches({"in-time"}) == {("in-time", series): 1}
    removed = store.removed_entry(1)
    assert removed is not None
    assert (removed.key, removed.left_at, removed.term) == (key, NOW, "6 years")
    assert store.removed_entry(2) is None


def test_what_happens_to_an_entry_after_it_left_counts(store: Store) -> None:
    """A request that is due a year after, an answer, a reminder: six years count from the last."""
    off_the_list(store, 1)
    off_the_list(store, 2)
    due = Due((NOW + 365 * DAY).date())
    keep(store, acts=(an_act(3, ActKind.REQUEST_MADE, entry=1, due=due),))
    assert retained(store, years(6)).removed[Kind.ENTRIES] == 1
    assert store.entries([1, 2]).keys() == {1}
    assert retained(store, years(7)).removed[Kind.ENTRIES] == 1


def test_what_is_not_done_with_stays_for_ever(store: Store) -> None:
    """A notice that waits, a message that waits, one that was given up: they keep their entries."""
    for number in (1, 2, 3):
        off_the_list(store, number)
        noticed(store, f"transition:{number}", entry=number, breach=number)
    dead(store, "dead@example.org", 3)
    freeze(store, "waits@example.org", 2)
    assert claimed(store).message == "waits@example.org"  # and its sender died
    retained(store, years(50))
    assert store.entries([1, 2, 3]).keys() == {1, 2, 3}
    assert {one.address for one in store.deliveries()} == {"head@saltmarsh.example"}
    with store.reading() as connection:
        assert len(connection.execute(select(payloads)).all()) == 2


def test_text_and_address_go_before_the_fact(store: Store) -> None:
    """Four years after a red is told that never left, nobody can read the mail; that and when its
    owner was told is still known, and he is not told again."""
    keep(store, entries=(an_entry(1),), breaches=(a_breach(1, entry=1),))
    noticed(store, "transition:1", entry=1, breach=1)
    freeze(store, "a@example.org", 1)
    store.record(claimed(store), DELIVERED, None, NOW)
    known = store.told_since([1])
    assert retained(store, years(4)).figures() == {"texts": 1}
    (line,) = store.deliveries()
    assert (line.address, line.detail, line.state) == ("", "", MessageState.DELIVERED)
    assert store.told_since([1]) == known
    assert retained(store, years(50)).figures() == {}


def test_one_message_in_the_place_of_another_goes_with_it(store: Store) -> None:
    """What Teams refused and a mail brought: as long as what it told is there, neither goes; then
    both."""
    off_the_list(store)
    noticed(store, "review due:1:1:2026-11-20", entry=1, purpose=Purpose.REMINDERS)
    dead(store, "room@example.org", 1)
    freeze(store, "mail@example.org", instead_of="room@example.org")
    store.record(claimed(store), DELIVERED, None, NOW)
    retained(store, years(5))
    assert {one.message for one in store.deliveries()} == {"room@example.org", "mail@example.org"}
    assert store.dead_letters().dead == 0
    assert retained(store, years(6)).figures() == {"entries": 1, "messages": 1}
    assert store.deliveries() == []
    with store.reading() as connection:
        assert connection.execute(select(attempts)).all() == []


def test_a_dead_letter_is_told_once(store: Store) -> None:
    """As long as the letter is there, so is that the keeper was told of it."""
    dead(store, "a@example.org")
    noticed(store, "dead:a@example.org", purpose=Purpose.DEAD_LETTERS)
    freeze(store, "told@example.org", 1)
    store.record(claimed(store), DELIVERED, None, NOW)
    retained(store, years(50))
    assert store.untold_dead_letters() == []


def test_the_last_digest_of_a_name_stays(store: Store) -> None:
    """What is new in the next one is counted from it."""
    with store.begin(NOW) as tx:
        for week in range(3):
            due = WEEK.due + 7 * week * DAY
            edition = replace(WEEK, occasion=f"2026-W{47 + week}", due=due, over=due + 7 * DAY)
            kept = tx.keep_digest(edition, "{}", NOW)
            assert kept is not None
            assert tx.send_digest(kept.id, NOW) if week < 2 else True
    assert retained(store, years(6)).figures() == {"digests": 1}
    states = [(one.edition.occasion, one.state) for one in store.digests()]
    assert states == [("2026-W49", DigestState.DRAFTED), ("2026-W48", DigestState.SENT)]


def test_a_superseded_figure_goes_four_years_after_it_was(store: Store) -> None:
    """Not after it came; and no figure that stands goes, however old."""
    take_in(store, R(70.0, published=day(0)), now=NOW)
    take_in(store, R(71.0, published=day(1)), now=years(3))
    assert retained(store, years(5)).removed[Kind.REVISIONS] == 0
    assert retained(store, years(8)).removed[Kind.REVISIONS] == 1
    assert store.counts()["readings"] == 1


def test_an_old_file_that_is_found_again_is_known(store: Store) -> None:
    """Its name goes and its hash stays: the figures of seven years ago are not taken for news."""
    for number in range(2):
        take_in(store, R(70.0, 24_000 + number), sha256=f"hash {number}")
    assert retained(store, years(7)).figures() == {"paths": 1}
    assert store.seen("hash 0")
    assert store.seen("hash 1")


def test_no_number_is_given_twice(store: Store) -> None:
    """Faults of rule files are known by their numbers in what was told: the last one stays."""
    with store.begin(NOW) as tx:
        tx.save_faults({name: Fault(Mark("rules.yaml", 1, 1), name) for name in "ab"})
        tx.save_faults({})
    assert retained(store, years(5)).figures() == {"faults": 1}
    with store.begin(years(5)) as tx:
        assert tx.save_faults({"c": Fault(Mark("rules.yaml", 1, 1), "c")}).new == (3,)


def test_who_signed_in_goes_and_that_somebody_did_stays(store: Store) -> None:
    """A link for the first sign-in is printed only where nobody ever signed in."""
    for who in ("p1", "p2"):
        store.say_sign_in(SignInSaid(NOW, who, SignInDeed.SIGNED_IN, "link"))
    ended = ApiToken("t1", "A program", (Scope.LIST_READ,), "p9", NOW, NOW + 30 * DAY)
    store.keep_api_token("hash", ended)
    assert retained(store, years(5)).figures() == {"sign-ins": 1, "tokens": 1}
    assert store.signed_in_ever()
    assert store.api_tokens() == []


def test_what_was_published_stays_and_who_published_goes(store: Store) -> None:
    """Small numbers are protected by all that the public was ever told."""
    with store.begin(NOW) as tx:
        tx.keep_published({}, who="p9", acting_for=None, entries=3, withheld=1)
    assert retained(store, years(6)).figures() == {"publications": 1}
    assert store.publications() == []


def test_a_round_that_is_cut_short_is_taken_up(store: Store) -> None:
    """Between two transactions nothing is half removed, and the next round does the rest."""
    for number in range(1, 4):
        off_the_list(store, number)
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return True

    first = retain(store, Retention(), "Europe/London", years(6), stop)
    assert first.figures() == {"entries": 3}
    assert store.verify().broken == ()
    assert retained(store, years(6)).figures() == {}


def test_without_a_term_nothing_goes(store: Store) -> None:
    """`retention: off` keeps all of it; a term of the council's own is kept to."""
    off_the_list(store)
    lived_of_old = store.counts()
    assert run_out(store, FOR_EVER, "Europe/London", years(99)) == []
    assert retained(store, years(99), FOR_EVER).figures() == {}
    assert store.counts() == lived_of_old
    own = Retention(Term(84), None)
    assert retained(store, years(6), own).figures() == {}
    assert retained(store, years(7), own).figures() == {"entries": 1}
