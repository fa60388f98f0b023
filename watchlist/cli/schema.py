"""`watchlist schema`."""

from __future__ import annotations

from watchlist.cli.output import print_json
from watchlist.rulebook.schema import rulebook_schema


def print_schema() -> None:
    """Print the JSON Schema of rule files, for editors."""
    print_json(rulebook_schema())
