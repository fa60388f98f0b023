"""Bad rules under a running daemon: each round keeps the last good ones, and says what is wrong."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, placed
from watchlist.app import App, open_app
from watchlist.rounds import with_rules_of_today

RULE = "rules:\n  mine: {title: Mine, indicator: re-referrals, amber: {above: 33}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The rules of the council, in a folder of their own."""
    return shutil.copytree(ROOT / "rules", tmp_path / "own")


@pytest.fixture
def app(tmp_path: Path, folder: Path) -> Iterator[App]:
    """A service that runs with those rules."""
    config = placed("config.example.yaml", tmp_path)
    text = config.read_text(encoding="utf-8").replace(f"[{ROOT / 'rules'},", f"[{folder},")
    config.write_text(text, encoding="utf-8")
    opened = open_app(config)
    yield opened
    opened.close()


def test_new_rules_are_taken_in_the_next_round(app: App, folder: Path) -> None:
    """Else what follows would prove nothing."""
    (folder / "mine.yaml").write_text(RULE, encoding="utf-8")
    after, error = with_rules_of_today(app)
    assert error is None
    assert after.book.rules.keys() - app.book.rules.keys() == {"mine"}


def written(raw: bytes) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(raw)


def a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def a_link_to_itself(file: Path) -> None:
    file.unlink()
    file.symlink_to(file)


def the_folder_gone(file: Path) -> None:
    shutil.rmtree(file.parent)


def the_folder_emptied(file: Path) -> None:
    for each in file.parent.iterdir():
        each.unlink()


def another_file_copied(file: Path) -> None:
    shutil.copy(file.parent / "workforce.yaml", file)


BOMB = "t0: &t0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"t{n}: &t{n} [{', '.join([f'*t{n - 1}'] * 9)}]\n" for n in range(1, 20)
)

BAD = [
    ("larger than 5 MB", lambda file: os.truncate(file, 50_000_000)),
    ("more than 200,000 values", written(BOMB.encode())),
    ("nested more than 40 deep", written(b"[" * 50_000)),
    ("UTF-16", written(RULE.encode("utf-16"))),
    ("not UTF-8", written(b"rules: {caf\xe9: {}}")),
    ("curly quotes", written(RULE.replace("Mine", "“Mine”").encode())),
    ('begins with "%"', written(b"rules:\n  mine: {title: % late}\n")),
    ("bracket is not closed", written(RULE[:-3].encode())),
    ("not an ordinary file", a_pipe),
    ("it is a folder", a_folder),
    ("symbolic links", a_link_to_itself),
    ("does not exist", the_folder_gone),
    ("holds no *.yaml file", the_folder_emptied),
    ("is already defined at", another_file_copied),
]


@pytest.mark.parametrize(("said", "spoil"), BAD, ids=[said for said, _ in BAD])
def test_a_running_service_keeps_its_last_good_rules(
    app: App, folder: Path, said: str, spoil: Callable[[Path], object]
) -> None:
    """Whatever becomes of the folder, the rules in force stay, and the fault is said."""
    file = folder / "mine.yaml"
    file.write_text(RULE, encoding="utf-8")
    running, _ = with_rules_of_today(app)
    spoil(file)
    after, error = with_rules_of_today(running)
    assert after.book == running.book
    assert "mine" in after.book.rules
    assert error is not None
    assert said in str(error)
