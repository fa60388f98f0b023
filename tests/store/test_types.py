from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchlist.store.types import micros, moment


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_is_kept_to_the_microsecond(when: datetime) -> None:
    """A reading published at an odd microsecond is the same moment when it is read back."""
    assert moment(micros(when)) == when


def test_a_moment_of_another_zone_is_the_same_moment() -> None:
    """Nine o'clock of British summer time is eight o'clock UTC."""
    summer = datetime(2025, 7, 1, 9, tzinfo=timezone(timedelta(hours=1)))
    assert moment(micros(summer)) == datetime(2025, 7, 1, 8, tzinfo=UTC)


def test_a_moment_without_a_zone_is_refused() -> None:
    """Nobody can say when "09:00" was, so it is not stored."""
    with pytest.raises(ValueError, match="time zone"):
        micros(datetime(2025, 7, 1, 9))  # noqa: DTZ001 the fault that is tested
