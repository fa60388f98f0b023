"""What a council gets back from a backup."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.backup.busy import ABSENT, busy, carried, contents, working
from tests.backup.conftest import New
from tests.cli.conftest import Program, Said
from tests.cli.scrutiny import CLERK, HEAD, KEEPER, Council
from watchlist.backup.manifest import Manifest
from watchlist.store.open import open_store

KINDS = ("sqlite", "postgresql")
WAYS = [(one, other) for one in KINDS for other in KINDS]


def back_up(council: Council, file: Path) -> str:
    said = council.program("backup", file, "-c", council.village.config)
    assert said.status == 0, said.err
    return said.out


def move(council: Council, url: str) -> None:
    """From now on the configuration names another database."""
    config = council.village.config
    lines = config.read_text(encoding="utf-8").splitlines()
    moved = [f'database: "{url}"' if line.startswith("database:") else line for line in lines]
    config.write_text("\n".join(moved) + "\n", encoding="utf-8")


def restore(council: Council, file: Path, url: str) -> Said:
    move(council, url)
    return council.program("restore", file, "-c", council.village.config)


def restored(council: Council, file: Path, url: str) -> str:
    said = restore(council, file, url)
    assert said.status == 0, said.err
    return said.out


def answers(council: Council) -> list[object]:
    """What people and programs are told of the list, of what is behind it and of who was told."""
    asked = ("list", "deliveries", "audit 2014-01-01 2014-12-31", "explain 1", "history 3")
    return [council.knows(*words.split()) for words in asked]


@pytest.mark.parametrize(("one", "other"), WAYS)
def test_everything_comes_back(
    one: str, other: str, new: New, tmp_path: Path, watchlist: Program
) -> None:
    """A council of which every table holds something is backed up and restored, into the same kind of
    database or the other: every row is as it was and no table is forgotten. Who was signed in signs in
    again."""
    council, file, url = busy(tmp_path, new(one), watchlist), tmp_path / "backup", new(other)
    store = open_store(url_of(council))
    before = contents(store)
    assert all(before.values())
    back_up(council, file)
    restored(council, file, url)
    copy = open_store(url)
    assert carried(contents(copy)) == carried(before)
    assert {name for name, rows in contents(copy).items() if not rows} == ABSENT
    for each in (store, copy):
        each.close()


def url_of(council: Council) -> str:
    line = council.village.config.read_text(encoding="utf-8").splitlines()[1]
    return line.removeprefix('database: "').removesuffix('"')


def test_a_restored_council_goes_on(new: New, tmp_path: Path, watchlist: Program) -> None:
    """People and programs are told what they were told before, by a database of the other kind.
    Nothing moves in the first cycle, nothing is sent before somebody lets it go and nothing twice
    after; then new figures move the list, people act, and everything has a number of its own."""
    council, file = working(tmp_path, new("sqlite"), watchlist), tmp_path / "backup"
    council.run()
    council.village.letters()
    back_up(council, file)
    before = answers(council)
    said = restored(council, file, new("postgresql"))
    assert "Delivery is held: this database was restored from a backup of" in said
    assert "what was sent since then is not known here and would go out again" in said
    assert answers(council) == before
    council.run()
    assert answers(council) == before
    council.done(KEEPER, "deliveries", "lift")
    council.run()
    assert council.village.letters() == []
    council.done(HEAD, "say", "1", "--remedy", "It is mended")
    council.done(CLERK, "subscribe", "--committee", "scrutiny")
    council.village.reports({"assessments": {"2014-01": 60}, "visits": {"2013-12": 40}})
    council.run()
    assert {letter.to for letter in council.village.letters()} >= {"keeper", "clerk"}
    assert council.knows("history", "--verify")["holds"]


def test_a_message_that_waited_goes_out_as_it_was_frozen(
    new: New, tmp_path: Path, watchlist: Program
) -> None:
    """It waited when the backup was taken and was sent afterwards. The restored database cannot know:
    once somebody lets it go it is sent with the same bytes, and mail programs know it again."""
    council, file = Council.sits(tmp_path, new("sqlite"), watchlist), tmp_path / "backup"
    council.done(KEEPER, "deliveries", "hold", "--reason", "The server moves")
    council.village.reports({"assessments": {"2014-01": 60}})
    council.run()
    back_up(council, file)
    sent = _lets_go(council, 14)
    assert len(sent) == 1
    restored(council, file, new("sqlite"))
    council.run()
    assert council.village.letters() == []
    assert _lets_go(council, 15) == sent


def _lets_go(council: Council, hour: int) -> dict[str, bytes]:
    """What goes out at that hour, as files by their names; they are taken away."""
    messages = council.village.folder / "messages"
    before = {*messages.iterdir()}
    council.done(KEEPER, "deliveries", "lift")
    config = council.village.config
    text = config.read_text(encoding="utf-8")
    config.write_text(re.sub(r"2014-02-04 \d\d", f"2014-02-04 {hour}", text), encoding="utf-8")
    council.run()
    new = {path.name: path.read_bytes() for path in messages.iterdir() if path not in before}
    for name in new:
        (messages / name).unlink()
    return new


def test_what_was_judged_after_the_backup_is_judged_and_told_again(
    new: New, tmp_path: Path, watchlist: Program
) -> None:
    """Figures that came after the backup are read from their file again, and what they tell is told
    once more, in a message of its own."""
    council, file = Council.sits(tmp_path, new("sqlite"), watchlist), tmp_path / "backup"
    back_up(council, file)
    council.done(KEEPER, "deliveries", "hold", "--reason", "We look first")
    council.village.reports({"assessments": {"2014-01": 60}})
    council.run()
    (first,) = _lets_go(council, 14)
    headline = council.knows("deliveries", "show", first.removesuffix(".eml"))["headline"]
    restored(council, file, new("sqlite"))
    council.run()
    assert council.village.letters() == []
    (again,) = _lets_go(council, 15)
    assert council.knows("deliveries", "show", again.removesuffix(".eml"))["headline"] == headline


def test_a_database_that_holds_anything_is_left_alone(
    new: New, tmp_path: Path, watchlist: Program
) -> None:
    """Nobody's watch list is written over: the sentence says what to do."""
    council, file = Council.sits(tmp_path, new("sqlite"), watchlist), tmp_path / "backup"
    back_up(council, file)
    store = open_store(url_of(council))
    before = contents(store)
    said = restore(council, file, url_of(council))
    assert (said.status, said.out) == (3, "")
    assert (
        "is not empty, and a backup is restored into an empty one only; name a new one" in said.err
    )
    assert contents(store) == before
    store.close()


def test_a_backup_says_what_it_is(new: New, tmp_path: Path, watchlist: Program) -> None:
    """For people in sentences, for programs as data; only its owner reads it, since addresses are in
    it; and the database knows when it was taken."""
    council, file = Council.sits(tmp_path, new("sqlite"), watchlist), tmp_path / "backup"
    said = back_up(council, file)
    assert f"{file} is whole: " in said
    assert "The history of 2 entries holds: every row is as it was written." in said
    assert file.stat().st_mode & 0o777 == 0o600
    told = watchlist("backup", "--check", file, "--format", "json").out
    manifest = Manifest.model_validate(json.loads(told))
    assert (manifest.database, manifest.entries, manifest.broken) == ("sqlite", 2, 0)
    store = open_store(url_of(council))
    assert store.last_backup() == manifest.taken
    assert store.verify().fingerprint == manifest.fingerprint
    store.close()


def test_a_file_that_is_there_is_replaced_only_where_that_is_said(
    new: New, tmp_path: Path, watchlist: Program
) -> None:
    """Yesterday's backup is not lost by a slip of the fingers."""
    council, file = Council.sits(tmp_path, new("sqlite"), watchlist), tmp_path / "backup"
    file.write_bytes(b"yesterday")
    config = council.village.config
    said = watchlist("backup", file, "-c", config)
    assert (said.status, file.read_bytes()) == (2, b"yesterday")
    assert "is there already; name another file, or say --replace" in said.err
    assert watchlist("backup", file, "--replace", "-c", config).status == 0
    assert watchlist("backup", "--check", file).status == 0
    assert {path.name for path in tmp_path.iterdir() if "backup" in path.name} == {"backup"}
