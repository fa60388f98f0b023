"""One round and out, as a timer of the operating system starts it."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Program
from tests.cli.village import Village


def test_a_single_round_tells_at_once(tmp_path: Path, sqlite_url: str, watchlist: Program) -> None:
    """Nobody comes back half an hour later: what the only round finds is told by it, though news
    that a daemon finds would settle first."""
    village = Village.founded(tmp_path, sqlite_url)
    text = village.config.read_text(encoding="utf-8")
    village.config.write_text(text.replace("settle: 0 minutes", "settle: 30 minutes"))
    said = watchlist("run", "--once", "--config", str(village.config))
    assert said.status == 0, said.err
    assert [letter.to for letter in village.letters()] == ["head"]
