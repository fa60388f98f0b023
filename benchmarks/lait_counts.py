"""What the three rules say of every authority in every year of the department's file.

    .venv/bin/python -m benchmarks.lait_counts

Counts, not times: regions and countries are left out, `-` is no figure.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.lait.counts import SAID, counts
from tests.lait.figures import DATA, NO_DATA, findings, lait


def main() -> None:
    if not DATA.exists():
        print(f"Nothing to count: {NO_DATA}.")
        return
    with tempfile.TemporaryDirectory() as folder:
        read = lait(Path(folder))
    told = counts(read, findings(read))
    print("| rule | " + " | ".join(SAID) + " | in all |")
    print("|---|" + "---:|" * (len(SAID) + 1))
    for rule, by_word in told.items():
        figures = [*by_word.values(), sum(by_word.values())]
        print(f"| {rule} | " + " | ".join(f"{figure:,}" for figure in figures) + " |")


if __name__ == "__main__":
    main()
