"""`watchlist --help` beside the `--help` of the smallest Typer program.

.venv/bin/python benchmarks/help.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from machine import describe, duration, interleaved, table

ROUNDS = 15
GOAL = 1.3

#: What Typer's own documentation begins with, started as an installed command is.
HELLO = """\
import typer

app = typer.Typer()


@app.command()
def main(name: str) -> None:
    print(f"Hello {name}")


app()
"""

OURS, HELLO_WORLD = "watchlist --help", "hello-world --help"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        hello = Path(name) / "hello.py"
        hello.write_text(HELLO, encoding="utf-8")
        took = interleaved(
            {
                HELLO_WORLD: lambda: _run(sys.executable, str(hello), "--help"),
                OURS: lambda: _run(str(Path(sys.executable).with_name("watchlist")), "--help"),
            },
            ROUNDS,
        )
    print(describe("typer", "rich"))
    print()
    print(table(["command", "median", "ratio"], [_line(name, took) for name in took]))
    print(f"\n{ROUNDS} runs each, in turn; the goal is at most {GOAL} times hello world")


def _line(name: str, took: dict[str, float]) -> list[str]:
    return [name, duration(took[name]), f"{took[name] / took[HELLO_WORLD]:.2f}"]


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
