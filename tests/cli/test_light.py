"""The commands start quickly and say what they always said."""

from __future__ import annotations

import subprocess
import sys

import pytest

_WHOLE = "import sys; sys.argv[0] = 'watchlist'; from watchlist.cli.main import app; app()"


@pytest.mark.parametrize("words", [("--help",), ("publish", "--help"), ("nonsense",), ()])
def test_what_is_left_out_to_be_quick_is_not_missed(words: tuple[str, ...]) -> None:
    """Whether all commands know their options or only the one that is asked for: the same is said."""
    quick = _said("-m", "watchlist", *words)
    whole = _said("-c", _WHOLE, *words)
    assert quick == whole


def _said(*words: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, check=False,
        env={"COLUMNS": "100", "PATH": "", "PYTHONPATH": ":".join(sys.path)},
    )  # fmt: skip
    said = (done.stdout, done.stderr)
    out, err = (_words(text.replace("python -m watchlist", "watchlist")) for text in said)
    return done.returncode, out, err


def _words(text: str) -> str:
    """Without the spaces that fill a line: the program's name is shorter in one of them."""
    return "\n".join(line.rstrip() for line in text.splitlines())
