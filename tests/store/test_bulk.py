"""Long lists in parts that a database takes."""

from __future__ import annotations

from itertools import chain

from hypothesis import example, given
from hypothesis import strategies as st

from watchlist.store import bulk

LIMIT = 10_000


@given(st.integers(0, 5 * LIMIT))
@example(0)
@example(LIMIT)
@example(LIMIT + 1)
def test_everything_is_asked_for_once_and_in_order(size: int) -> None:
    """However long a list is, no part is empty or longer than a question may be, and together the
    parts are the list."""
    parts = list(bulk.chunks(range(size)))
    assert list(chain.from_iterable(parts)) == list(range(size))
    assert all(0 < len(part) <= LIMIT for part in parts)
