"""The command lines that pages show, and how they are run as a reader would run them."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.cli.conftest import Program, Said
from tests.docs.blocks import Block

#: What the shell and not the program makes of a line.
_SHELL = re.compile(r"[|;&`]|\$\(|<")

#: What a page writes before a command to set a variable.
_SETS = re.compile(r"(?:export )?(\w+)=(\S+)$")


@dataclass(frozen=True)
class Command:
    """One line of a block, without its comment; what goes on in the next line belongs to it."""

    block: Block
    line: str

    def __str__(self) -> str:
        return f"{self.block.page}: {self.line}"


def commands(block: Block) -> Iterator[Command]:
    """The commands of a block of shell, in their order."""
    for line in re.sub(r"\\\n\s*", "", block.text).splitlines():
        bare = re.sub(r"(^|\s+)# .*$", "", line).strip()
        if bare:
            yield Command(block, bare)


@dataclass
class Reader:
    """Somebody who types what a page says. ``sets`` sets a variable of the environment. ``names``: what stands on the page for what only the
    program knows, such as the ID of a message; it is asked for when it is needed."""

    program: Program
    sets: Callable[[str, str], None]
    names: Mapping[str, Callable[[Program], str]]

    def types(self, command: Command) -> Said:
        """How it ended and what it said. The program runs in this process, all else in a shell."""
        line = command.line.replace(".venv/bin/watchlist", "watchlist")
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
