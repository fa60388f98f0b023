"""For how long something is kept, and the day on which that is over."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from watchlist.model.errors import Fault
from watchlist.register.retention import FOR_EVER, Limit, Retention, Term, parse_term
from watchlist.rulebook.reader import root_of
from watchlist.timing import read_retention

LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("now", "before"),
    [
        # In winter a day begins at midnight of the clock that computers keep, in summer an hour before.
        (datetime(2032, 11, 20, 9, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)),
        (datetime(2032, 7, 1, 0, 30, tzinfo=UTC), datetime(2026, 6, 30, 23, tzinfo=UTC)),
        (datetime(2032, 6, 30, 23, 30, tzinfo=UTC), datetime(2026, 6, 30, 23, tzinfo=UTC)),
        # Of a year without a 29 February it is the day before.
        (datetime(2032, 2, 29, 12, tzinfo=UTC), datetime(2026, 2, 28, tzinfo=UTC)),
    ],
)
def test_six_years_are_over_when_their_day_has_come_again(now: datetime, before: datetime) -> None:
    """What ended on a day is kept through the same day six years later, where the council is."""
    assert Retention().run_out(Limit.PAPERS, now, LONDON) == before


def test_without_a_term_nothing_is_ever_over() -> None:
    assert FOR_EVER.run_out(Limit.BACKGROUND, datetime(2099, 1, 1, tzinfo=UTC), LONDON) is None


@pytest.mark.parametrize(
    ("written", "term", "said"),
    [
        ("6 years", Term(72), "6 years"),
        ("1 year", Term(12), "1 year"),
        ("18 months", Term(18), "18 months"),
        ("48 months", Term(48), "4 years"),
        ("1 month", Term(1), "1 month"),
    ],
)
def test_a_term_is_read_and_said(written: str, term: Term, said: str) -> None:
    assert parse_term(written) == term
    assert str(term) == said


@pytest.mark.parametrize("written", ["six years", "0 years", "6", "years", "-1 year", "6 weeks"])
def test_what_is_no_term_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="write it like 6 years, 18 months"):
        parse_term(written)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("retention: on", '"on" is not off, nor two terms; write {papers: 6 years'),
        ("retention: {papers: six}", 'papers: "six" is no time to keep things'),
        ("retention: {paper: 6 years}", '"paper" is not known here; did you mean "papers"?'),
        ("retention: {background: 3 years}", "3 years for background is less than the 4 years"),
    ],
)
def test_a_slip_is_told_at_its_place(written: str, said: str) -> None:
    """Less than the law has it is a warning, all else a fault."""
    faults: list[Fault] = []
    read_retention(root_of(written, "config.yaml", faults).fields("retention")["retention"])
    (fault,) = faults
    assert said in fault.sentence
    assert fault.warning == ("less than" in said)
