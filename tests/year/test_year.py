"""A council from October 2026 to September 2027: forty measures, two hundred readers, three committees,
both changes of the clocks, a poll, outages, rules that are edited, posts that change hands. Everybody
is sent what the calendar says, at its time, once, and nothing else."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from tests.year.almanac import Almanac
from tests.year.council import Council
from tests.year.days import FIRST, LAST, SPRING
from tests.year.letters import Fact
from tests.year.life import Life
from tests.year.looks import looks
from tests.year.people import subscriptions


def lived(folder: Path, first: date, last: date, every: int = 1) -> dict[str, list[Fact]]:
    """What should have been sent in these days and was not, and what was sent and should not have been;
    of the readers one in ``every``."""
    moments, readers = looks(first, last), subscriptions()[::every]
    council = Council(folder, moments[0])
    Life(council, moments, readers).lives()
    expected, got = Counter(Almanac(moments, readers).year()), Counter(council.box.got)
    sys.stdout.write(f"\n{_counted(council.box.got, len(moments), council.box.messages)}\n")
    return {
        "missing": sorted((expected - got).elements()),
        "too much": sorted((got - expected).elements()),
    }


def _counted(got: Sequence[Fact], moments: int, messages: int) -> str:
    """For whoever looks on (`pytest -s`)."""
    of_each = Counter(what for *_, what, _ in got).most_common()
    told = ", ".join(f"{number} {what}" for what, number in of_each)
    return f"{messages:,} messages at {moments:,} looks at the clock, and in them: {told}"


def test_the_weeks_about_easter(tmp_path: Path) -> None:
    """The clocks go forward between two bank holidays, at the end of a quarter and of a year; a meeting
    was moved."""
    first, last = date(2027, 3, 15), date(2027, 4, 9)
    assert first < SPRING < last
    assert lived(tmp_path, first, last, every=4) == {"missing": [], "too much": []}


@pytest.mark.long
def test_a_year(tmp_path: Path) -> None:
    """Every digest once to each who reads it on its day, every reminder, every escalation and every
    return that is late on its day, all news; nothing on a day on which nothing is due."""
    assert lived(tmp_path, FIRST, LAST) == {"missing": [], "too much": []}
