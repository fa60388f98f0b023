"""Somebody has left and asks for his name to be erased, or what is held of him."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.scrutiny import CHAIR, CLERK, HEAD, KEEPER, Council
from tests.cli.test_leavers import edit, on, tables_with
from tests.store.build import NOW
from watchlist.model.sign_in import Session, SignInLink
from watchlist.store.open import open_store

NAME, ADDRESS = "A. Head (invented)", "head@village.example"
WORDS = ("--name", NAME, "--address", ADDRESS)
HIS = f"{HEAD}: {{name: {NAME}, address: {ADDRESS}}}"


@pytest.fixture
def council(tmp_path: Path, sqlite_url: str, watchlist: Program) -> Council:
    return lived(tmp_path, sqlite_url, watchlist)


def lived(folder: Path, url: str, program: Program) -> Council:
    """A council in which the head of assessment acted, was told something, and signed in."""
    council = Council.sits(folder, url, program)
    council.done(HEAD, "say", "1", "--cause", "An IT fault", "--remedy", "Mended")
    council.done(CLERK, "request", "1", "Why?", "--of", "head", "--due", "2014-03-01")
    council.done(CLERK, "add", f"What {NAME} promised", "--reason", "Asked for")
    council.run()
    store = open_store(url)
    session = Session(HEAD, "", (), NOW, NOW, NOW + timedelta(hours=1))
    store.begin_session("hash", session, "link")
    link = SignInLink("id", HEAD, "/", NOW, NOW + timedelta(hours=1))
    with store.begin(NOW) as tx:
        tx.keep_sign_in_link("other hash", link, "asked")
    store.close()
    return council


def left(council: Council) -> None:
    """Another is head, and he is erased in the configuration."""
    edit(council, HIS, f"{HEAD}: {{erased: true}}")
    edit(council, "held_by: [{person: p1}]", f"held_by: [{{person: {CLERK}}}]")


def test_a_name_is_in_no_table_afterwards(
    tmp_path: Path, store_url: str, watchlist: Program
) -> None:
    """Neither it nor the address, on both databases; his number is where it was, and every history
    holds."""
    council = lived(tmp_path, store_url, watchlist)
    before = council.says("history", "--verify")
    left(council)
    assert tables_with(store_url, ADDRESS) == {"messages", "payloads"}
    assert "entries" in tables_with(store_url, "A. Head")
    said = council.done(KEEPER, "erase", HEAD, *WORDS)
    assert "Text and address were taken out of" in said
    assert "2 sessions and sign-in links were ended." in said
    assert tables_with(store_url, "A. Head") == set()
    assert tables_with(store_url, ADDRESS) == set()
    assert council.says("history", "--verify") == before
    assert " p1 " in council.says("history", "1")
    assert "What somebody whose name was erased (p1) promised" in council.says("list")
    council.run()


def test_a_second_time_there_is_nothing_to_do(council: Council) -> None:
    """And nothing is noted again."""
    left(council)
    council.done(KEEPER, "erase", HEAD, *WORDS)
    assert "There was nothing to take out." in council.done(KEEPER, "erase", HEAD, *WORDS)
    rows = council.knows("audit", "2014-02-01", "2014-03-31")["rows"]
    (row,) = (one for one in rows if one["what"] == "name erased")
    assert row["said"] == "Performance had the name of p1 taken out of what is kept."
    assert (row["who"], row["acting_for"]) == (KEEPER, "keeper")


def test_what_people_typed_is_named_and_stays(council: Council, sqlite_url: str) -> None:
    """A note with his name is part of a history that is sealed: information governance decides."""
    council.done(HEAD, "say", "2", "--cause", f"Seen by {NAME.upper()}")
    left(council)
    said = council.done(KEEPER, "erase", HEAD, *WORDS)
    assert "acts: text his name or address 1 WL-0002" in said
    assert "people typed them into a history" in said
    assert tables_with(sqlite_url, NAME.upper()) <= {"acts", "payloads"}
    assert "holds" in council.says("history", "--verify")


def test_what_is_held_of_somebody(council: Council, sqlite_url: str) -> None:
    """Where his number stands, of which entries, and how many messages: nothing is changed."""
    before = tables_with(sqlite_url, ADDRESS)
    said = council.says("erase", HEAD, "--show")
    assert "acts: who his number 2 WL-0001" in said
    assert "messages: address his name or address" in said
    assert tables_with(sqlite_url, ADDRESS) == before
    found = council.knows("erase", HEAD, "--show")
    assert {"table": "sessions", "column": "person", "rows": 1, "entries": []} in found["numbers"]
    assert found["messages"] >= 1


def test_who_is_still_there_is_not_erased(council: Council) -> None:
    """First the configuration, which says who holds his posts."""
    said = council.refused(KEEPER, "erase", HEAD, *WORDS)
    assert "still names p1; write there `p1: {erased: true}`" in said


def test_not_everybody_may_erase(council: Council) -> None:
    """It is for the keeper of the rules and for administrators; of nobody nothing is known."""
    left(council)
    assert "p3 may not erase a name" in council.refused(CHAIR, "erase", HEAD, *WORDS)
    assert 'nothing is known of a person "p77"' in council.refused(KEEPER, "erase", "p77")
    assert "4 letters or more" in council.refused(KEEPER, "erase", HEAD, "--name", "A.")


def test_what_is_on_its_way_goes_first(council: Council) -> None:
    """A message to him waits: it is said so, and nothing is erased."""
    council.done(KEEPER, "deliveries", "hold", "--reason", "A restore")
    council.done(CLERK, "request", "1", "When?", "--of", "head", "--due", "2014-03-02")
    council.run()
    left(council)
    said = council.refused(KEEPER, "erase", HEAD, *WORDS)
    assert "to p1 or naming him are on their way still" in said.replace("is on its", "are on their")
    council.done(KEEPER, "deliveries", "lift")
    on(council, "2014-02-05")
    council.run()
    assert "Text and address" in council.done(KEEPER, "erase", HEAD, *WORDS)


def test_without_words_no_text_is_searched(council: Council) -> None:
    """His sign-ins end, and it is said what is missing."""
    left(council)
    said = council.done(KEEPER, "erase", HEAD)
    assert "say with --name and --address how he was called and reached" in said
    assert council.knows("erase", HEAD, "--show")["messages"] == 0
