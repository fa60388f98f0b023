"""A long proof: the program killed at any instant, again and again."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
from collections import Counter
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Program, placed

KILLS = 60


def _run_for(config: Path, seconds: float) -> bool:
    """Run one round and kill it after so long; whether it was killed before its end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "watchlist", "run", "--once", "-c", str(config)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    return False


def _an_hour_later(config: Path) -> None:
    """The leases of the killed have run out, and what was to be sent in a moment is due: a
    rehearsal's clock starts again at every start, earlier than the run before had come."""
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("2026-11-20 09:00", "2026-11-20 10:00"), encoding="utf-8")
    with sqlite3.connect(config.parent / "watchlist.db") as database:
        if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'messages'").fetchone():
            database.execute("UPDATE messages SET claimed_until = 0 WHERE state = 'sending'")
    database.close()


def _list(watchlist: Program, config: Path) -> Any:
    found = json.loads(watchlist("list", "-c", config, "--format", "json").out)
    for entry in found["watch_list"]:
        entry.pop("opened_at")
    for check in found["data_checks"]:
        check.pop("first_seen")
    found["data_checks"].sort(key=json.dumps)  # the oldest first is another order, rightly
    return found


@pytest.mark.long
def test_whatever_the_instant_of_the_kill_nothing_is_lost_or_doubled(
    watchlist: Program, tmp_path: Path
) -> None:
    """Sixty kills between the first import and the last message: in the end the list is that of a
    run nobody disturbed, and every message lies in the folder once."""
    (tmp_path / "calm").mkdir()
    calm = placed("config.example.yaml", tmp_path / "calm")
    watchlist("run", "--once", "-c", calm)
    chance, killed, number = random.Random(20261120), 0, 0
    while killed < KILLS:
        number += 1
        folder = tmp_path / f"killed-{number}"
        folder.mkdir()
        config = placed("config.example.yaml", folder)
        while _run_for(config, chance.uniform(0.3, 3.0)):
            killed += 1
        _an_hour_later(config)
        said = watchlist("run", "--once", "-c", config)
        assert said.status == 0, said.err
        assert _list(watchlist, config) == _list(watchlist, calm)
        letters = [message_from_bytes(file.read_bytes()) for file in folder.rglob("*.eml")]
        assert max(Counter(letter["Message-ID"] for letter in letters).values()) == 1
        held = json.loads(watchlist("deliveries", "-c", config, "--format", "json").out)
        assert len(letters) == len(held)
        assert {one["state"] for one in held} == {"delivered"}
