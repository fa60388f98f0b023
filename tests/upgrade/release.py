"""What an earlier release left behind, as it lies on a council's server (`make.py` made it)."""

from __future__ import annotations

import json
import re
import sqlite3
import tarfile
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from tests.cli.conftest import Program, Said

RELEASES = Path(__file__).parent / "releases"

#: The first release, and one in the middle.
STEPS = ("0001", "0008")


@dataclass(frozen=True)
class Council:
    """A council that ran an earlier release on a database of some kind, until a message could not be
    brought."""

    folder: Path
    url: str
    program: Program

    @classmethod
    def left(cls, step: str, folder: Path, url: str, program: Program) -> Council:
        with tarfile.open(RELEASES / f"{step}.tar.gz") as packed:
            packed.extractall(folder, filter="data")
        fill(folder, url)
        council = cls(folder, url, program)
        council.edits("config.yaml", r"(?m)^database:.*$", f'database: "{url}"')
        council.edits("config.yaml", r"2026-11-21 09:00", "2026-11-21 11:00")
        return council

    def edits(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert re.search(old, text)
        path.write_text(re.sub(old, lambda _: new, text), encoding="utf-8")

    def says(self, *words: str) -> Said:
        """What today's program answers."""
        said = self.program(*words, "--config", self.folder / "config.yaml")
        assert said.status == 0, said.err
        return said

    def on_the_list(self, said: str) -> list[Any]:
        """Which entries there are, how grave, and whose."""
        words = ("reference", "title", "level", "owner", "committee")
        return [[one[word] for word in words] for one in json.loads(said)["watch_list"]]

    def headline(self, message: str) -> str:
        """What a message is about."""
        said = json.loads(self.says("deliveries", "show", message, "--format", "json").out)
        return str(said["headline"])

    def letters(self) -> dict[str, bytes]:
        """Message-ID → the message, for all that lie in the folder."""
        files = (self.folder / "var" / "messages").glob("*.eml")
        found = [path.read_bytes() for path in files]
        return {message_from_bytes(one)["Message-ID"].strip("<>"): one for one in found}


def fill(folder: Path, url: str) -> None:
    """The database as it was. That it is a copy is not known to it: a council updates in place."""
    known = make_url(url)
    if known.get_backend_name() == "sqlite":
        script = (folder / "sqlite.sql").read_text(encoding="utf-8")
        with closing(sqlite3.connect(known.database or "")) as connection:
            connection.executescript(f"{script}; DELETE FROM meta WHERE name = 'home'")
    else:
        import psycopg

        script = (folder / "postgresql.sql").read_text(encoding="utf-8")
        with psycopg.connect(url.replace("+psycopg", "")) as server:
            server.execute(script.encode())
            server.execute("DELETE FROM public.meta WHERE name = 'home'")
