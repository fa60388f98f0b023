from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchlist.model.message import Outcome, Result
from watchlist.register.backoff import MOST_TRIES, next_try

NOW = datetime(2014, 2, 4, 9, 0, tzinfo=UTC)
LATER = Outcome(Result.LATER, "greylisted")


def waits(jitter: float) -> list[timedelta]:
    tries = (next_try(made, LATER, NOW, jitter=jitter) for made in range(1, MOST_TRIES + 1))
    return [again - NOW for again in tries if again is not None]


def test_waits_grow_from_a_minute_to_four_hours() -> None:
    """A greylisting server is asked again soon, a dead one seldom, and after about a day no more."""
    minutes = [wait / timedelta(minutes=1) for wait in waits(0)]
    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, 240, 240, 240]
    assert timedelta(hours=16) < sum(waits(0), timedelta()) < sum(waits(0.99), timedelta())
    assert sum(waits(0.99), timedelta()) < timedelta(hours=25)


@pytest.mark.parametrize("result", [Result.DELIVERED, Result.ACCEPTED, Result.REFUSED])
def test_a_final_answer_is_not_asked_again(result: Result) -> None:
    """What was handed over, or will never be taken, is not sent again."""
    assert next_try(1, Outcome(result, "said"), NOW, jitter=0) is None


def test_no_answer_is_asked_again() -> None:
    """At least once: a message that may not have arrived is sent again."""
    assert next_try(1, Outcome(Result.UNKNOWN, "cut off"), NOW, jitter=0) is not None


def test_the_other_side_may_ask_for_more_time() -> None:
    """`Retry-After` is honoured, within reason, and never shortens the wait."""

    def asked(seconds: float) -> timedelta:
        again = next_try(
            1, Outcome(Result.LATER, "rate limited", retry_after=seconds), NOW, jitter=0
        )
        assert again is not None
        return again - NOW

    assert asked(600) == timedelta(minutes=10)
    assert asked(1) == timedelta(minutes=1)
    assert asked(1e12) == asked(float("inf")) == timedelta(hours=4)
    assert asked(-5) == asked(float("nan")) == timedelta(minutes=1)


@given(st.integers(1, 30), st.floats(0, 1, exclude_max=True))
def test_the_next_try_lies_ahead(made: int, jitter: float) -> None:
    """A try is never at once, and there are not more than twelve."""
    again = next_try(made, LATER, NOW, jitter=jitter)
    assert (again is None) == (made >= MOST_TRIES)
    assert again is None or again >= NOW + timedelta(minutes=1)
