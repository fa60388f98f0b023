"""Backups that are damaged, of another kind or of a newer program: refused with a sentence, and the
database stays as it was."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from sqlalchemy import inspect

from tests.backup.busy import carried, contents
from tests.backup.conftest import New
from tests.store.build import NOW, R, take_in
from watchlist.backup.archive import MANIFEST, opened
from watchlist.backup.checking import check
from watchlist.backup.restoring import restore
from watchlist.backup.taking import take
from watchlist.model.errors import FaultsError, WorldError
from watchlist.store.engine import make_engine, reading
from watchlist.store.open import open_store
from watchlist.store.store import Store

Parts = dict[str, bytes]


@pytest.fixture
def store(new: New) -> Iterator[Store]:
    """A store with some readings and two messages."""
    with open_one(new("sqlite")) as found:
        yield found


@contextmanager
def open_one(url: str) -> Iterator[Store]:
    found = open_store(url)
    take_in(found, *(R(70.0 + n, period=24_000 + n) for n in range(50)))
    with found.begin(NOW) as tx:
        letter = {"channel": "mailbox", "post": "p", "address": "a", "headline": "h"}
        tx.freeze("1@example.org", payload=b"frozen", notices=(), **letter)
        instead = {**letter, "instead_of": "1@example.org"}  # and stands before it
        tx.freeze("0@example.org", payload=b"frozen", notices=(), **instead)
    yield found
    found.close()


@pytest.fixture
def file(store: Store, tmp_path: Path) -> Path:
    take(store, tmp_path / "backup")
    return tmp_path / "backup"


def refused(file: Path, url: str) -> str:
    """What is said; nothing was made in the database."""
    with pytest.raises((FaultsError, WorldError)) as caught:
        restore(file, url, "Europe/London")
    with pytest.raises((FaultsError, WorldError)), opened(file) as archive:
        check(archive)
    engine = make_engine(url)
    with reading(engine) as connection:
        assert inspect(connection).get_table_names() == []
    engine.dispose()
    return str(caught.value)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_copy_that_was_cut_off_is_refused(kind: str, file: Path, new: New) -> None:
    """The share was full while the backup was copied there: wherever that happened, it is found."""
    whole, url = file.read_bytes(), new(kind)
    for length in (0, 1, 100, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:length])
        said = refused(file, url)
        assert said.startswith(f"{file}: is damaged, or no backup (")
        assert said.endswith("; take another one")


def test_a_byte_that_is_another_is_found_or_says_nothing(
    file: Path, store: Store, new: New
) -> None:
    """A disk forgets a bit, anywhere. Either it is found, or it stood where nothing is said (the hour
    at which a part of the zip was written): then everything comes back as it was."""
    whole, chance = file.read_bytes(), random.Random(10)  # the same places each time
    there, url = carried(contents(store)), new("sqlite")
    found = 0
    for place in sorted(chance.sample(range(len(whole)), 40)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        if _is_whole(file):
            fresh = new("sqlite")
            restore(file, fresh, "Europe/London")
            copy = open_store(fresh)
            assert carried(contents(copy)) == there
            copy.close()
        else:
            refused(file, url)
            found += 1
    assert found > 25


def _is_whole(file: Path) -> bool:
    try:
        with opened(file) as archive:
            check(archive)
    except FaultsError:
        return False
    return True


def change(file: Path, edit: Callable[[Parts], None]) -> None:
    """The same file with other parts, well packed."""
    with ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    edit(parts)
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)


def say(parts: Parts, **changes: object) -> None:
    """A manifest that says something else."""
    parts[MANIFEST] = json.dumps({**json.loads(parts[MANIFEST]), **changes}).encode()


def lose(parts: Parts, table: str) -> None:
    """As if there had never been such a table."""
    tables = json.loads(parts[MANIFEST])["tables"]
    say(parts, tables=[each for each in tables if each["name"] != table])
    del parts[f"{table}.arrow"]


def swap(parts: Parts) -> None:
    parts["acts.arrow"], parts["entries.arrow"] = parts["entries.arrow"], parts["acts.arrow"]


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (lambda parts: parts.pop("acts.arrow"), "a table is missing, or there is one too many"),
        (lambda parts: parts.update({"a.arrow": b""}), "a table is missing, or there is one too many"),
        (lambda parts: parts.pop(MANIFEST), "There is no item named 'manifest.json' in the archive"),
        (swap, "the table entries is not as it was written"),
        (lambda parts: parts.update({"meta.arrow": b"no arrays"}), "the table meta is not as it was"),
        (lambda parts: parts.update({MANIFEST: b"{"}), "is damaged, or no backup (Expecting property"),
        (lambda parts: parts.update({MANIFEST: b"[]"}), "is damaged, or no backup (list indices"),
        (lambda parts: parts.update({MANIFEST: b" " * 2_000_000}), "its manifest is too large"),
        (
            lambda parts: say(parts, tables=[{"name": "x; DROP TABLE acts"}]),
            "its manifest says not what it must",
        ),
        (lambda parts: say(parts, entries=1), "its history is not the one that was put into it"),
        (
            lambda parts: say(parts, version="9.1", step="9999"),
            "was made by a newer version of this program (9.1, step 9999); install that version, or",
        ),
        (lambda parts: say(parts, format=2), "was made by a newer version of this program (0.1.0"),
    ],
)  # fmt: skip
def test_a_backup_that_is_not_what_it_says_is_refused(
    edit: Callable[[Parts], None], sentence: str, file: Path, new: New
) -> None:
    """Parts that are missing, foreign, exchanged or of another program."""
    change(file, edit)
    said = refused(file, new("sqlite"))
    assert sentence in said
    assert "\n" not in said


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize(
    ("table", "sentence"),
    [("jobs", "its tables are not those of step"), ("messages", "its tables are not those of")],
)
def test_a_table_that_was_left_out_is_missed(
    table: str, sentence: str, kind: str, file: Path, new: New
) -> None:
    """A backup whose manifest was made to fit is held against the tables of its step."""
    change(file, lambda parts: lose(parts, table))
    url = new(kind)
    with pytest.raises(FaultsError, match=sentence):
        restore(file, url, "Europe/London")
    engine = make_engine(url)
    with reading(engine) as connection:
        assert inspect(connection).get_table_names() == []
    engine.dispose()


@pytest.mark.parametrize("other", ["a folder", "nothing", "a spreadsheet"])
def test_another_file_is_refused(other: str, tmp_path: Path, new: New) -> None:
    """The wrong file was named."""
    file = tmp_path / other
    if other == "a folder":
        file.mkdir()
    elif other == "a spreadsheet":
        with ZipFile(file, "w") as packed:
            packed.writestr("xl/workbook.xml", "<workbook/>")
    said = refused(file, new("sqlite"))
    assert str(file) in said
    assert "damaged, or no backup" in said or "cannot be read" in said
