"""The program as a user runs it, and the example it runs on."""

from tests.cli.conftest import borough, watchlist

__all__ = ["borough", "watchlist"]
