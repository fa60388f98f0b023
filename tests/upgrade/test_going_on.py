"""A council updates from the first release, or one in the middle, and goes on."""

from __future__ import annotations

from sqlalchemy import text

from tests.upgrade.release import Council
from watchlist.store.engine import make_engine, reading


def test_a_council_updates_and_goes_on(council: Council) -> None:
    """Today's program brings the database up to date by itself. The list is what the old program said
    it was, its history holds and says why."""
    told = (council.folder / "list.json").read_text(encoding="utf-8")
    said = council.says("list", "--format", "json").out
    assert council.on_the_list(said) == council.on_the_list(told)
    assert "holds: every row is as it was written" in council.says("history", "--verify").out
    assert "worse than" in council.says("explain", "WL-0001").out


def test_mail_that_waited_goes_out_and_nothing_is_told_twice(council: Council) -> None:
    """Messages that could not be brought go out with the bytes that were frozen then, and nobody is
    told anything again: the keeper alone hears of a figure that was restated, which the first release
    did not look for. Then a figure is corrected, the list moves, and its owner is told once."""
    waiting = _waiting(council)
    assert "Moves: 0. " in council.says("run", "--once").out
    letters = council.letters()
    assert letters.items() >= waiting.items()
    new = letters.keys() - waiting.keys()
    assert {council.headline(id) for id in new} <= {_RESTATED}
    assert "Moves: 0. Messages: 0 sent." in council.says("run", "--once").out
    council.edits("config.yaml", "2026-11-21 11:00", "2026-11-21 12:00")
    council.edits("examples/borough/readings.csv", "2026-09,41.7,25,60", "2026-09,91.7,55,60")
    assert "1 revised. Moves: 1. " in council.says("run", "--once").out
    moved = [council.headline(id) for id in council.letters().keys() - letters.keys()]
    assert moved.count(_WITHDRAWN) == 1
    assert {*moved} <= {_RESTATED, _WITHDRAWN}
    assert "Moves: 0. Messages: 0 sent." in council.says("run", "--once").out
    assert "holds: every row is as it was written" in council.says("history", "--verify").out


_CONFERENCES = "Initial child protection conferences held within 15 working days"
_RESTATED = f"1 thing to look at in the data: {_CONFERENCES}"
_WITHDRAWN = f"1 withdrawn on your watch list: {_CONFERENCES}"


def _waiting(council: Council) -> dict[str, bytes]:
    """Message-ID → the messages that the old program could not bring."""
    engine = make_engine(council.url)
    with reading(engine) as connection:
        query = text("SELECT id, payload FROM messages WHERE state = 'waiting'")
        found = {row.id: bytes(row.payload) for row in connection.execute(query)}
    engine.dispose()
    assert found
    return found


def test_a_program_that_is_older_than_the_database_says_so(council: Council) -> None:
    """Somebody starts the old program again after the update: it touches nothing."""
    council.says("list")
    engine = make_engine(council.url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    for command in (("list",), ("run", "--once"), ("backup", "copy.zip")):
        said = council.program(*command, "--config", council.folder / "config.yaml")
        assert (said.status, said.out) == (3, "")
        assert "was made by a newer version of this program (step 9999)" in said.err
        assert "install that version, or name another database" in said.err
