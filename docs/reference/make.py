"""Writes the reference of the rule language: python -m docs.reference.make

The words come from the definitions that the loader reads by, the pictures from the examples.
"""

from __future__ import annotations

from pathlib import Path

from docs.reference.cases import Examples, read_examples
from docs.reference.pages import pages
from watchlist.deliver.charts.rendering import svg

HERE = Path(__file__).parent


def main() -> None:
    examples = read_examples()
    for name, text in pages(examples).items():
        (HERE / name).write_text(text, encoding="utf-8")
    write_pictures(examples, HERE / "pictures")


def write_pictures(examples: Examples, folder: Path) -> None:
    """Every picture anew; one that no example has any more goes."""
    folder.mkdir(exist_ok=True)
    drawn = dict(examples.pictures())
    for old in {path.name for path in folder.glob("*.svg")} - drawn.keys():
        (folder / old).unlink()
    for name, picture in drawn.items():
        (folder / name).write_bytes(svg(picture))


if __name__ == "__main__":
    main()
