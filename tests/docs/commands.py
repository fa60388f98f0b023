"""The commands that pages show with their answers, and somebody who types them."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from tests.cli.conftest import Program, Said
from tests.docs.blocks import Block, blocks
from tests.docs.untried import is_elsewhere, is_untried

#: What a shell and not the program makes of a line.
_SHELL = re.compile(r"[|;&`]|\$\(|<")

#: How a page sets a variable for the commands that follow.
_SETS = re.compile(r"(?:export )?(\w+)=(\S+)$")


def commands(block: Block) -> Iterator[str]:
    """The lines of a block of shell without their comments; what goes on in the next is one line."""
    for line in re.sub(r"\\\n\s*", "", block.text).splitlines():
        bare = re.sub(r"(^|\s+)# .*$", "", line).strip()
        if bare:
            yield bare


def dialogue(page: str) -> list[tuple[str, str]]:
    """The commands of a page that are tried here, each with what the page shows of its answer."""
    return list(_dialogue(blocks(page)))


def _dialogue(found: list[Block]) -> Iterator[tuple[str, str]]:
    for block, after in zip_longest(found, found[1:]):
        if block.language == "sh" and not is_elsewhere(block):
            *before, last = commands(block)
            shown = after.text if after and is_answer(block, after) else ""
            told = [*((line, "") for line in before), (last, shown)]
            yield from (one for one in told if not is_untried(one[0]))


def is_answer(block: Block, after: Block) -> bool:
    """Whether a page shows an answer right below a block of commands, with nothing between."""
    told = block.language == "sh" and after.language in ("text", "json")
    return told and after.line <= block.end + 4


@dataclass
class Reader:
    """Somebody who types what a page says. ``sets`` sets a variable of the environment. ``names``: what
    stands on the page for what only the program knows, such as the ID of a message; it is asked for
    when it is needed."""

    program: Program
    sets: Callable[[str, str], None]
    names: Mapping[str, Callable[[Program], str]]

    def types(self, line: str) -> Said:
        """How it ended and what it said. The program runs in this process, all else in a shell."""
        line = line.replace(".venv/bin/watchlist", "watchlist")
        for name, known in self.names.items():
            if name in line:
                line = line.replace(name, known(self.program))
        if setting := _SETS.match(line):
            self.sets(setting[1], shlex.split(setting[2])[0])
            return Said(0, "", "")
        if line.startswith("watchlist ") and not _SHELL.search(_unquoted(line)):
            return self._asks(shlex.split(line)[1:])
        return _in_a_shell(line)

    def _asks(self, words: list[str]) -> Said:
        """What comes after `>` is the file that gets what it says."""
        file = words[words.index(">") + 1] if ">" in words else None
        said = self.program(*(words[: words.index(">")] if file else words))
        if file:
            Path(file).write_text(said.out, encoding="utf-8")
        return said


def _unquoted(line: str) -> str:
    return re.sub(r"\"[^\"]*\"|'[^']*'", "", line)


def _in_a_shell(line: str) -> Said:
    own = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    ran = subprocess.run(
        ["bash", "-ec", line], capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "PATH": own},
    )  # fmt: skip
    return Said(ran.returncode, ran.stdout, ran.stderr)


def shows(shown: str, said: str) -> bool:
    """Whether what a page shows was said, line by line, with others between. Of what only fills a
    line nothing counts, and `…` stands for anything. A list of JSON may have other members."""
    if shown.startswith("["):
        return all(one in json.loads(said) for one in json.loads(shown))
    lines = iter([" ".join(line.split()) for line in said.splitlines()])
    wanted = (" ".join(line.split()) for line in shown.splitlines() if line.strip())
    return all(any(_like(line, one) for one in lines) for line in wanted)


def _like(shown: str, line: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, shown.split("…"))), line) is not None
