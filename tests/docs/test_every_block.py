"""No block of a page is left out: each is tried, or named with the reason why not."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
import typer

from tests.docs.blocks import ROOT, Block, blocks, every_block, pages, quoted
from tests.docs.commands import commands, is_answer
from tests.docs.untried import COMMANDS, ELSEWHERE, PIECES, TEXTS, is_elsewhere, stands_in
from watchlist.cli.main import app

#: What tests/docs tries of every page.
TRIED = ("sh", "yaml")

PROGRAM = typer.main.get_command(app)


def _lines() -> list[str]:
    """Every command of every page, also those that are tried elsewhere or not at all."""
    return [line for block in every_block("sh") for line in commands(block)]


def _answers() -> set[Block]:
    """What pages show right below a command; tests/docs/test_commands.py compares it."""
    return {two for page in pages() for one, two in pairwise(blocks(page)) if is_answer(one, two)}


def test_every_block_is_tried_or_named() -> None:
    """A block says what it is written in, and somebody answers for its being right."""
    answers = _answers()
    left = [
        str(block)
        for block in every_block()
        if block.language not in TRIED
        and block not in answers
        and not is_elsewhere(block)
        and not (block.language == "text" and stands_in(TEXTS, block))
    ]
    assert left == []


def test_what_is_named_is_there() -> None:
    """A reason for not trying what no page shows any more goes; so does a test that went."""
    lines, texts, pieces = _lines(), every_block("text"), every_block("yaml")
    assert [one for one in COMMANDS if not any(re.search(one, line) for line in lines)] == []
    assert [one for one in TEXTS if not any(one in block.text for block in texts)] == []
    assert [one for one in PIECES if not any(one in block.text for block in pieces)] == []
    shown = {(block.page, block.language) for block in every_block()}
    assert ELSEWHERE.keys() <= shown


@pytest.mark.parametrize("place", [*ELSEWHERE], ids=" ".join)
def test_what_is_tried_elsewhere_is_read_there(place: tuple[str, str]) -> None:
    """The test reads the page itself, and no copy of it."""
    assert place[0].rpartition("/")[2] in (ROOT / ELSEWHERE[place]).read_text(encoding="utf-8")


def _below(command: Any) -> dict[str, Any]:
    """The commands of a command, by name."""
    return getattr(command, "commands", {})


def _command(words: list[str]) -> tuple[Any, list[str]]:
    """The command that a line calls, and what follows its name."""
    command: Any = PROGRAM
    while words and words[0] in _below(command):
        command, words = _below(command)[words[0]], words[1:]
    return command, words


def _unknown(line: str) -> Iterator[str]:
    """The options of a line that its command has not, and a command that the program has not."""
    command, words = _command(shlex.split(line)[1:])
    known = {option for one in command.params for option in one.opts} | {"--help"}
    yield from (word for word in words if re.match(r"--?\w", word) and word not in known)
    if command is PROGRAM and words and not words[0].startswith("-"):
        yield words[0]


@pytest.mark.parametrize("page", pages())
def test_commands_in_the_text_exist(page: str) -> None:
    """So do their options: what a sentence quotes is no older than what a block shows."""
    lines = [words for words in quoted(page) if re.match(r"watchlist [a-z-]", words)]
    bare = (re.sub(r"[\[\]]", "", line.partition(" > ")[0]) for line in lines)
    assert {line: [*_unknown(line)] for line in bare if [*_unknown(line)]} == {}


def _every_command(command: Any, name: str) -> Iterator[str]:
    if not _below(command):
        yield name
    for word, one in _below(command).items():
        if not one.hidden:
            yield from _every_command(one, f"{name} {word}")


def test_every_command_is_shown() -> None:
    """Nobody has to find one out for himself."""
    said = [*_lines(), *(words for page in pages() for words in quoted(page))]
    missed = [
        name
        for name in _every_command(PROGRAM, "watchlist")
        if not any(re.match(rf"(.*\()?{name}\b", line) for line in said)
    ]
    assert missed == []
