"""The pages' commands are run by the program as the tests of the command line run it."""

from tests.cli.conftest import watchlist

__all__ = ["watchlist"]
