"""People who leave: what is warned of before, who is told instead, and what becomes of their names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, select

from tests.cli.conftest import Program
from tests.cli.scrutiny import CHAIR, CLERK, HEAD, KEEPER, Council
from watchlist.store.open import open_store
from watchlist.store.tables import metadata

ERASED = "somebody whose name was erased"


@pytest.fixture
def council(tmp_path: Path, sqlite_url: str, watchlist: Program) -> Council:
    return Council.sits(tmp_path, sqlite_url, watchlist)


def edit(council: Council, old: str, new: str) -> None:
    """An officer changes the configuration."""
    text = council.village.config.read_text(encoding="utf-8")
    assert old in text
    council.village.config.write_text(text.replace(old, new), encoding="utf-8")


def on(council: Council, day: str) -> None:
    """The rehearsal goes on on another day."""
    text = council.village.config.read_text(encoding="utf-8")
    text = re.sub(r"rehearse_at: \S+", f"rehearse_at: {day}", text)
    council.village.config.write_text(text, encoding="utf-8")


def warned(council: Council) -> list[str]:
    said = council.program("check", "-c", council.village.config)
    assert said.status == 0
    return [line for line in said.out.splitlines() if "warning" in line]


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (
            "2014-02-03",
            "nobody holds it any more, and nobody follows; Performance (the keeper) is told",
        ),
        (
            "2014-03-03",
            "whoever holds it leaves on 3 March 2014, and nobody follows; then Performance",
        ),
        ("2014-03-04", None),  # that is not for 28 days
    ],
)
def test_a_leaver_is_warned_of_with_the_place(
    council: Council, until: str, said: str | None
) -> None:
    """Four weeks before, and as long as nobody follows, with who will be told instead."""
    edit(council, "held_by: [{person: p3}]", f"held_by: [{{person: p3, until: {until}}}]")
    warnings = warned(council)
    if said is None:
        assert warnings == []
        return
    (line,) = warnings
    place = council.village.config.read_text(encoding="utf-8").split("  chair:")[0].count("\n") + 1
    assert line.startswith(f"{council.village.config}:{place}:")
    assert f'post "chair": {said}' in line


def test_whoever_follows_makes_the_warning_go_away(council: Council) -> None:
    """Somebody follows on the day after; with a gap between, the gap is warned of."""
    leaves = "held_by: [{person: p3, until: 2014-02-20}"
    edit(council, "held_by: [{person: p3}]", f"{leaves}, {{person: p4, from: 2014-02-21}}]")
    assert warned(council) == []
    edit(council, "from: 2014-02-21", "from: 2014-04-01")
    (line,) = warned(council)
    assert "leaves on 20 February 2014, and nobody follows until 1 April 2014; then" in line


def test_a_deputy_is_named_where_there_is_one(council: Council) -> None:
    """The clerk stands in for the chair."""
    edit(
        council,
        "held_by: [{person: p3}]",
        "held_by: [{person: p3, until: 2014-02-20}], deputy: clerk",
    )
    assert "then Clerk of Scrutiny (its deputy) is told instead" in warned(council)[0]


def test_the_doctor_says_what_is_waiting_for_a_post_without_holder(council: Council) -> None:
    """Two entries, an action and a request: somebody must take them over."""
    council.done(KEEPER, "action", "1", "Two more workers", "--due", "2014-03-01")
    council.done(CHAIR, "request", "1", "Why?", "--of", "head", "--due", "2014-03-01")
    assert "nobody holds it" not in council.says("doctor")
    edit(council, "held_by: [{person: p1}]", "held_by: [{person: p1, until: 2014-02-03}]")
    said = council.says("doctor")
    assert 'post "head": nobody holds it any more' in said
    assert "it owns 2 entries, 1 open action and 1 open request" in said


def test_what_a_leaver_holds_is_told_once_and_the_next_may_let_go(council: Council) -> None:
    """The chair who wanted it on the list has left: the keeper hears of it, once, and the next chair
    lets go of it."""
    council.done(CHAIR, "add", "Bus passes", "--reason", "Asked for")
    council.done(CHAIR, "hold", "1")
    on(council, "2014-02-20")
    edit(
        council,
        "held_by: [{person: p3}]",
        "held_by: [{person: p3, until: 2014-02-19}, {person: p4, from: 2014-02-20}]",
    )
    council.village.letters()
    council.run()
    told = [one for one in council.village.letters() if "has left the post" in one.text]
    assert [one.to for one in told] == ["keeper"]
    assert "WL-0001" in told[0].text
    assert "WL-0003" in told[0].text
    assert "Chair of Scrutiny (p3) holds this on the list and has left the post." in told[0].text
    on(council, "2014-02-21")
    council.run()
    assert not any("has left the post" in one.text for one in council.village.letters())
    assert "has left the post" in council.says("show", "3")
    assert "With that it has left the list" in council.done(CLERK, "let-go", "3", "--for", "chair")


def test_what_a_post_without_holder_holds_the_committee_lets_go_of(council: Council) -> None:
    """Nobody is chair; the clerk says that the committee agreed."""
    council.done(CHAIR, "add", "Bus passes", "--reason", "Asked for")
    edit(council, "held_by: [{person: p3}]", "held_by: [{person: p3, until: 2014-02-03}]")
    words = ("remove", "3", "--agree", "--people-too", "--committee", "scrutiny")
    assert "With that it has left the list" in council.done(CLERK, *words)


def test_what_waited_for_a_leaver_goes_to_whoever_follows(council: Council) -> None:
    """A cause was said and the message to the chair was held; the chair left; let go, it goes to the
    next one in the same round, and the old message says why it did not."""
    council.done(KEEPER, "deliveries", "hold", "--reason", "A restore")
    council.done(CLERK, "request", "1", "Why?", "--of", "chair", "--due", "2014-03-01")
    council.run()
    edit(council, "held_by: [{person: p3}]", "held_by: [{person: p4}]")
    council.done(KEEPER, "deliveries", "lift")
    council.run()
    assert [one.to for one in council.village.letters()] == ["clerk"]
    (old,) = (one for one in council.knows("deliveries", "list") if one["state"] == "dead")
    assert (old["post"], old["reason"]) == ("chair", "address outdated")
    shown = council.says("deliveries", "show", old["message"])
    assert "composed anew by the program, in its place: " in shown
    assert "was given up" not in council.says("deliveries")


def test_an_erased_name_is_nowhere(tmp_path: Path, store_url: str, watchlist: Program) -> None:
    """Somebody asks for his name to be erased: no command says it any more, history holds, and the
    database has it only in the messages that were sent to him."""
    council = Council.sits(tmp_path, store_url, watchlist)
    council.done(HEAD, "say", "1", "--cause", "An IT fault", "--remedy", "Mended")
    council.done(HEAD, "action", "1", "Two more workers", "--due", "2014-03-01")
    council.done(HEAD, "mute", "2", "--until", "2014-03-01", "--reason", "It is known")
    council.done(HEAD, "hold", "1")
    fingerprint = council.says("history", "--verify")
    edit(
        council,
        "p1: {name: A. Head (invented), address: head@village.example}",
        "p1: {erased: true}",
    )
    assert council.says("history", "--verify") == fingerprint
    assert 'post "head": nobody holds it and it has no address' in warned(council)[0]
    assert "the name of p1 was erased: nobody acts" in council.refused(HEAD, "ack", "1")
    on(council, "2014-03-05")
    council.run()
    assert {letter.to for letter in council.village.letters()} <= {"keeper", "clerk", "chair"}
    for words in (
        ("list",), ("show", "1"), ("history", "1"), ("explain", "1"), ("checks",), ("doctor",),
        ("audit", "2014-02-01", "2014-03-31"), ("show", "1", "--format", "json"),
        ("audit", "2014-02-01", "2014-03-31", "--format", "json"), ("check",),
    ):  # fmt: skip
        said = council.says(*words)
        assert "A. Head" not in said, words
        assert "head@village" not in said, words
    assert "p1" in council.says("history", "1")
    assert tables_with(store_url, "A. Head") <= {"messages", "payloads"}
    assert tables_with(store_url, "head@village.example") <= {"messages", "payloads"}


def test_a_number_that_nobody_has_any_more_is_told_like_an_erased_name(council: Council) -> None:
    """Whoever takes a person out of the configuration altogether loses the name, not the history."""
    council.done(CHAIR, "add", "Bus passes", "--reason", "Asked for")
    edit(council, "  p3: {name: C. Chair (invented), address: chair@village.example}\n", "")
    edit(council, "held_by: [{person: p3}]", "held_by: [{person: p4}]")
    assert "p3" in council.says("history", "3")
    assert "C. Chair" not in council.says("show", "3")
    assert "Chair of Scrutiny (p3) holds this on the list and has left the post" in council.says(
        "show", "3"
    )


def test_whoever_is_erased_has_no_name_beside_it(council: Council) -> None:
    """The name must really be taken out."""
    edit(council, "p3: {name", "p3: {erased: true, name")
    said = council.program("check", "-c", council.village.config)
    assert said.status == 1
    assert 'person "p3": he is erased and his name still stands here; take it out' in said.out


def tables_with(url: str, text: str) -> set[str]:
    """The tables in which a text stands anywhere."""
    store, found = open_store(url), set()
    with store.reading() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)):
                cells = [
                    cell.decode(errors="replace")
                    if isinstance(kind.type, LargeBinary)
                    else str(cell)
                    for kind, cell in zip(table.c, row, strict=True)
                ]
                if any(text in cell for cell in cells):
                    found.add(table.name)
    store.close()
    return found
