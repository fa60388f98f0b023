"""The faulty rulebooks of `tests/bad_rules`: each is held to exactly the faults that its head names."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import pytest

from watchlist.evaluate.families import FAMILIES
from watchlist.rulebook.indicators import CHECKS, INDICATOR
from watchlist.rulebook.language import FILE
from watchlist.rulebook.load import check_rulebook
from watchlist.rulebook.places import AREA, COMMITTEE
from watchlist.rulebook.references import OTHER, TEXTS
from watchlist.rulebook.rules import RULE
from watchlist.rulebook.selection import TAGS
from watchlist.rulebook.statistical import LINE
from watchlist.rulebook.words import SMALL_NUMBERS, STEP

BAD_RULES = Path(__file__).parents[1] / "bad_rules"
FILES = sorted(BAD_RULES.glob("*.bad.yaml"))


@dataclass(frozen=True)
class Head:
    """What a file says of itself: whether it is read alone, and its faults."""

    alone: bool
    faults: list[str]


def read(file: Path) -> str:
    """The text of a file, which may be in one of the encodings that a rulebook is refused for."""
    raw = file.read_bytes()
    if raw.startswith(b"\xff\xfe"):
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def head_of(file: Path) -> Head:
    lines = takewhile(lambda line: line.startswith("# "), read(file).splitlines())
    said = [line.removeprefix("# ") for line in lines]
    alone = said[0] == "alone"
    return Head(alone, said[1:] if alone else said)


def copied(file: Path, head: Head, folder: Path) -> None:
    """The rulebook that the file is a part of."""
    for name in (file.name, file.name.replace(".bad.", ".with."), "council.yaml"):
        if (BAD_RULES / name).exists() and not (head.alone and name == "council.yaml"):
            shutil.copy(BAD_RULES / name, folder)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.removesuffix(".bad.yaml"))
def test_a_faulty_rulebook_has_the_faults_that_its_head_names(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with its line, its column and its sentence; no more of them, and no fewer."""
    head = head_of(file)
    copied(file, head, tmp_path)
    monkeypatch.chdir(tmp_path)
    book, faults = check_rulebook([Path()])
    assert [str(fault).removeprefix(f"{file.name}:").strip() for fault in faults] == head.faults
    assert (book is None) == any("warning: " not in fault for fault in head.faults)


def test_every_file_names_a_fault() -> None:
    """A head without a fault would hold a file to nothing."""
    assert len(FILES) >= 380
    assert [file.name for file in FILES if not head_of(file).faults] == []


def test_the_council_that_the_files_are_merged_with_is_without_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else its faults would stand in every head."""
    shutil.copy(BAD_RULES / "council.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    book, faults = check_rulebook([Path()])
    assert book is not None
    assert faults == ()


def test_every_word_of_the_language_stands_in_a_faulty_rulebook() -> None:
    """Each section, key, condition, modifier and reference is misused somewhere."""
    texts = "\n".join(read(file) for file in FILES)
    tables = (
        FILE,
        INDICATOR,
        CHECKS,
        RULE,
        AREA,
        COMMITTEE,
        OTHER,
        TAGS,
        STEP,
        SMALL_NUMBERS,
        LINE,
    )
    words = {word for table in tables for word in table.words}
    words |= {word for family in FAMILIES for word in (*family.heads, *family.modifiers())}
    assert {word for word in words if not re.search(rf"\b{word}:", texts)} == set()
    assert {text.example for text in TEXTS if text.example[:15] not in texts} == set()


def test_no_two_files_are_about_the_same() -> None:
    """The same faults of the same words twice would hold nothing new."""
    bodies = [re.sub(r"^# .*\n", "", read(file), flags=re.MULTILINE) for file in FILES]
    assert len(set(bodies)) == len(bodies)
