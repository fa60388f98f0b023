"""The program as a user runs it."""

from tests.cli.conftest import watchlist

__all__ = ["watchlist"]
