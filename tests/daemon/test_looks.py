"""What a look at the rule folder tells apart."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from watchlist.going_live import FolderWatch, known_by
from watchlist.model.errors import Fault, Mark
from watchlist.rule_files import RuleFiles

RULES = "rules: {}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    return tmp_path


@pytest.fixture
def watch(folder: Path) -> FolderWatch:
    """An eye that has seen what is there."""
    watch = FolderWatch([folder])
    assert watch.changed() is None
    files = watch.changed()
    assert files is not None
    watch.done(files)
    assert watch.changed() is None
    return watch


def test_an_edit_of_the_same_length_and_date_is_seen(watch: FolderWatch, folder: Path) -> None:
    """A share may keep the date of a file: only what it says counts."""
    file = folder / "rules.yaml"
    before = file.stat()
    file.write_text("areas: {}\n", encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert watch.changed() is None
    files = watch.changed()
    assert files is not None
    assert list(files.texts.values()) == ["areas: {}\n"]


def test_a_file_that_was_only_saved_again_is_no_news(watch: FolderWatch, folder: Path) -> None:
    """A new date on the same words changes nothing."""
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    assert [watch.changed() for _ in range(3)] == [None] * 3


def test_what_was_changed_and_changed_back_is_no_news(watch: FolderWatch, folder: Path) -> None:
    """Between two looks nothing happened that lasted."""
    (folder / "rules.yaml").write_text("", encoding="utf-8")
    assert watch.changed() is None
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    assert [watch.changed() for _ in range(3)] == [None] * 3


def test_what_could_not_be_dealt_with_is_seen_again(watch: FolderWatch, folder: Path) -> None:
    """A database that was locked at that moment loses no change."""
    (folder / "more.yaml").write_text(RULES, encoding="utf-8")
    watch.changed()
    first = watch.changed()
    assert first is not None
    assert watch.changed() == first
    watch.done(first)
    assert watch.changed() is None


def keys(sentence: str, text: str, line: int | None, path: str = "/a/rules.yaml") -> list[str]:
    return list(known_by(RuleFiles({path: text}, (Fault(Mark(path, line, 5), sentence),))))


def test_a_fault_is_known_again_wherever_its_line_is() -> None:
    """Not by its number, nor by the folder the program was started in, nor by other places."""
    said = '"wrose_than" is not a condition'
    known = keys(said, "red: {wrose_than: target}\n", 1)
    assert keys(said, "# said in June\n  red: {wrose_than: target}\n", 2) == known
    assert keys(said, "red: {wrose_than: target}\n", 1, "rulebook/rules.yaml") == known
    assert keys(said, "red: {wrose_than: tolerance}\n", 1) != known
    assert keys('"wrose" is not a condition', "red: {wrose_than: target}\n", 1) != known
    twice = "rule is already defined at {}"
    assert keys(twice.format("b/more.yaml:41:3"), "", None) == keys(
        twice.format("/c/b/more.yaml:44:3"), "", None
    )


def test_a_place_that_is_not_in_the_files_is_no_hindrance() -> None:
    """A fault of a whole folder, or of a line that is gone, is known by its sentence."""
    assert keys("this folder of rules does not exist", "", None) != []
    assert keys("cut short", "one line", 7) == keys("cut short", "", None)
