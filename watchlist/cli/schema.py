"""`watchlist schema`."""

from __future__ import annotations

from watchlist.cli.output import print_json
from watchlist.rulebook.schema import rulebook_schema, tests_schema


def print_schema(*, tests: bool) -> None:
    """Print the JSON Schema of rule files, or of their tests."""
    print_json(tests_schema() if tests else rulebook_schema())
