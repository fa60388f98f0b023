"""Attempt × outcome × now → when to try again, or give up."""

from __future__ import annotations

from datetime import datetime, timedelta

from watchlist.model.message import Outcome

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=4)

#: With these waits the twelfth try comes between sixteen hours and a day after the first.
MOST_TRIES = 12


def next_try(
    attempts_made: int, outcome: Outcome, now: datetime, *, jitter: float
) -> datetime | None:
    """When to try again after ``attempts_made`` tries (1 or more); None when the answer was final
    or enough tries were made: the message is then a dead letter, unless it was delivered.

    ``jitter``, from 0 to below 1, lengthens the wait by up to half, so that messages that failed
    together do not come back together. The other side's ``retry_after`` (seconds) can only make
    the wait longer: its "in a second" must not use up the tries. No wait is longer than six hours.
    """
    if outcome.result.final or attempts_made >= MOST_TRIES:
        return None
    wait = max(_grown(attempts_made), _asked(outcome))
    return now + wait * (1 + jitter / 2)


def _grown(attempts_made: int) -> timedelta:
    doublings = min(attempts_made - 1, MOST_TRIES)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def _asked(outcome: Outcome) -> timedelta:
    """What the other side asked for, within reason: "in a year" is not."""
    longest = LONGEST_WAIT.total_seconds()
    asked = outcome.retry_after or 0.0
    return timedelta(seconds=min(max(0.0, asked), longest))
