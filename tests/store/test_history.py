from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import text

from tests.register.deeds import ACTS
from tests.store.build import MONTH, NOW, a_breach, a_transition, an_entry
from tests.store.test_migrate import made_by_the_program_of, write_history
from tests.store.test_register import EVIDENCE, keep
from watchlist.model.acts import Act, ActKind, Due, LetGo
from watchlist.model.reading import Series
from watchlist.model.record import Record
from watchlist.model.register import Moves
from watchlist.register.acts import replay
from watchlist.store.open import open_store
from watchlist.store.store import Store

SERIES = Series("assessments", "Saltmarsh")


def an_act(number: int, kind: ActKind = ActKind.NOTED, **fields: Any) -> Act:
    known: dict[str, Any] = {"entry": 1, "at": NOW, "who": "p1", "text": "Seen"}
    return Act(id=number, kind=kind, **{**known, **fields})


def lived(store: Store) -> None:
    """An entry with a breach and a life: it opened, somebody spoke, it moved, somebody acted."""
    breach = a_breach(1, entry=1, evidence=EVIDENCE)
    opened = a_transition(1, breach=1, entry=1, evidence=EVIDENCE, before="70", after="84")
    keep(store, entries=(an_entry(1), an_entry(2)), breaches=(breach,), transitions=(opened,))
    keep(store, acts=(an_act(1, acting_for="head"),))
    keep(store, transitions=(a_transition(2, breach=1, entry=1), a_transition(3, entry=2)))
    keep(store, acts=(an_act(2, ActKind.ACTION_SET, post="head", due=Due(date(2027, 1, 4), "c")),))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ACTS)
def test_whatever_was_done_is_read_back_as_it_was(store: Store, act: Act) -> None:
    """An act is tomorrow what it is today, to the last field."""
    with store.begin(NOW) as tx:
        entry = tx.ids.entry()
        kept = replace(act, id=tx.ids.act(), entry=entry)
        tx.save(Moves(entries=(an_entry(entry),), acts=(kept,)))
    assert store.acts([kept.id]) == {kept.id: kept}
    assert store.acts_of([entry]) == {entry: [kept]}
    assert store.records([entry]) == {entry: replay([kept])}
    assert store.verify([entry]).broken == ()


def test_an_entry_without_acts_has_an_empty_record(store: Store) -> None:
    """Nobody has said anything, and that is what is read."""
    lived(store)
    assert store.record_of(2) == Record()
    assert store.acts_of([2]) == {}
    assert store.acted_on() == [1]
    assert [note.text for note in store.record_of(1).notes] == ["Seen"]


def test_history_is_told_in_its_order(store: Store) -> None:
    """What figures moved and what people did stand in the order in which they happened."""
    lived(store)
    told = [(type(each).__name__, each.id) for each in store.story(1)]
    assert told == [("Transition", 1), ("Act", 1), ("Transition", 2), ("Act", 2)]
    assert [each.id for each in store.history(1)] == [1, 2]


def test_who_owns_it_now(store: Store) -> None:
    """The last word counts."""
    lived(store)
    assert store.reassigned([1, 2]) == {}
    keep(store, acts=tuple(an_act(n, ActKind.REASSIGNED, post=f"post-{n}") for n in (3, 4)))
    assert store.reassigned([1, 2]) == {1: "post-4"}


def test_what_was_let_go_of_is_known_by_its_rule(store: Store) -> None:
    """A rule that is renamed keeps what committees let go of."""
    lived(store)
    let_go = LetGo("on-time", SERIES, MONTH, 24_002, 1)
    keep(store, let_go=(let_go,))
    assert store.let_go(["on-time", "another"]) == [let_go]
    with store.begin(NOW) as tx:
        tx.rename_rules({"on-time": "in-time"})
    assert store.let_go(["on-time"]) == []
    assert store.let_go(["in-time"]) == [replace(let_go, rule="in-time")]


def test_all_of_it_holds(store: Store) -> None:
    """Cycle after cycle and act after act, each entry's history is one chain."""
    lived(store)
    found = store.verify()
    assert (found.entries, found.broken) == (2, ())
    assert store.verify([2]).entries == 1
    later = store.verify().fingerprint
    keep(store, acts=(an_act(3),))
    assert store.verify().fingerprint != later


TAMPERED = {
    "UPDATE acts SET text = 'Not seen' WHERE id = 1": "row 2 of its history was changed",
    "UPDATE acts SET who = 'p2' WHERE id = 2": "row 4 of its history was changed",
    "UPDATE acts SET due_event = 'x' WHERE id = 2": "row 4 of its history was changed",
    "UPDATE transitions SET level = 2 WHERE id = 1": "row 1 of its history was changed",
    "UPDATE transitions SET evidence = '{}' WHERE id = 1": "row 1 of its history was changed",
    "DELETE FROM acts WHERE id = 1": "row 2 of its history was removed",
    "DELETE FROM acts WHERE id = 2": "row 4 of its history was removed",
    "DELETE FROM transitions WHERE id = 1": "row 1 of its history was removed",
    "UPDATE transitions SET entry = 2 WHERE id = 2": "row 3 of its history was removed",
    "UPDATE entries SET places = 3 WHERE id = 1": "row 4 of its history was put in",
    "UPDATE entries SET head = '' WHERE id = 1": "row 4 of its history was changed",
}


@pytest.mark.parametrize(("statement", "says"), list(TAMPERED.items()))
def test_who_alters_history_is_found(store: Store, statement: str, says: str) -> None:
    """Past the program, straight in the database: what was changed, removed or moved is named."""
    lived(store)
    with store.writing() as connection:
        connection.execute(text(statement))
    found = [str(broken) for broken in store.verify().broken]
    assert f"WL-0001: {says}" in found


def test_a_row_that_is_put_in_is_found(store: Store) -> None:
    """A note that nobody wrote is found, though it bears the digest of another."""
    lived(store)
    columns = (
        "entry, at, kind, who, acting_for, text, post, due_day, due_committee, due_event, number,"
        " until, link, minute, committee, people_too, public, place, chain"
    )
    with store.writing() as connection:
        statement = f"INSERT INTO acts (id, {columns}) SELECT 9, {columns} FROM acts WHERE id = 1"
        connection.execute(text(statement))
    (broken,) = store.verify().broken
    assert str(broken) == "WL-0001: row 2 of its history was put in"


def test_two_who_act_do_not_lose_each_other(store: Store) -> None:
    """Two rows that come one after the other both stand, each at its own place."""
    keep(store, entries=(an_entry(1),))
    for number in range(1, 8):
        keep(store, acts=(an_act(number, at=NOW + timedelta(minutes=number)),))
    assert [each.id for each in store.story(1)] == list(range(1, 8))
    assert store.verify().broken == ()


def test_the_history_of_an_older_program_is_hung_on_the_chain(store_url: str) -> None:
    """A council that updates has a chain from its first row on, and what comes next hangs on it."""
    made_by_the_program_of("0004", store_url, write=write_history)
    store = open_store(store_url)
    found = store.verify()
    assert (found.entries, found.broken) == (2, ())
    keep(store, acts=(an_act(1),), transitions=(a_transition(99, entry=2),))
    assert store.verify().broken == ()
    assert len(store.story(1)) == 3
    with store.writing() as connection:
        connection.execute(text("UPDATE transitions SET reason = 'eased' WHERE id = 1"))
    assert [broken.place for broken in store.verify().broken] == [1]
    store.close()
