"""Cycle after cycle, each judging everything, until it is ended."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.cycle import again
from watchlist.app import open_app
from watchlist.cycle import judge


def main(config: Path) -> None:
    app = open_app(config)
    while True:
        again(app, sorted(app.book.indicators))
        judge(app.store, app.setting, app.clock())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
