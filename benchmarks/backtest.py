"""A backtest over LAIT beside a full live cycle: `python -m benchmarks.backtest [DATA_FOLDER]`.

Both are the program itself, from its start to its end: `watchlist run --once` takes the readings in,
judges all of them, keeps the list and tells the keeper; `watchlist backtest` says of every rule what
it said of every period. The goal is at most twice the cycle.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.cycle import DATA, ROOT
from benchmarks.machine import describe, duration, interleaved, table

PROGRAM = [sys.executable, "-m", "watchlist"]
ROUNDS = 3


def main(data: Path) -> None:
    if not data.is_dir():
        sys.exit(f"LAIT is not at {data}; name its folder")
    print(describe("SQLAlchemy", "numpy"), end="\n\n")
    with tempfile.TemporaryDirectory() as out:
        folder = Path(out)
        _run([sys.executable, str(ROOT / "examples/lait/make.py"), str(data), out])
        took = interleaved(
            {
                "run --once, all of it": lambda: _cycle(folder),
                "backtest, table": lambda: _backtest(folder, "table"),
                "backtest, csv": lambda: _backtest(folder, "csv"),
            },
            rounds=ROUNDS,
            warm=0,
        )
    cycle = took["run --once, all of it"]
    rows = [(name, duration(each), f"{each / cycle:.2f}") for name, each in took.items()]
    print(table(("", "took", "ratio"), rows))


def _cycle(folder: Path) -> None:
    """A first round, into an empty database."""
    for left in folder.glob("watchlist.db*"):
        left.unlink()
    shutil.rmtree(folder / "messages", ignore_errors=True)
    _run([*PROGRAM, "run", "--once", "-c", str(folder / "config.yaml")])


def _backtest(folder: Path, form: str) -> None:
    _run([*PROGRAM, "backtest", "-c", str(folder / "config.yaml"), "--format", form])


def _run(command: list[str]) -> None:
    where = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=where)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else DATA)
