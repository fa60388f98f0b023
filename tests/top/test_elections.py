"""Pre-election periods in the configuration."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.top.test_config import GOOD, config_of, faults_of
from watchlist.config import read_config
from watchlist.model.meetings import PreElection

MAY_2027 = PreElection(date(2027, 3, 30), date(2027, 5, 6))


def periods(folder: Path, text: str) -> tuple[PreElection, ...]:
    return config_of(folder, GOOD + text).pre_election


def warnings_of(folder: Path, text: str) -> list[str]:
    config_of(folder, GOOD + text)
    return [fault.sentence for fault in read_config(folder / "config.yaml")[1]]


def test_without_a_word_there_is_none(tmp_path: Path) -> None:
    """A council that says nothing of elections is never near one."""
    assert periods(tmp_path, "") == ()


def test_a_poll_has_the_period_that_the_convention_gives_it(tmp_path: Path) -> None:
    """From the last day for the notice of election to the poll of May 2027."""
    (period,) = periods(tmp_path, "elections: [2027-05-06]\n")
    assert period == PreElection.before(date(2027, 5, 6))
    assert period.until == date(2027, 5, 6)


def test_what_the_council_has_set_goes_before_the_convention(tmp_path: Path) -> None:
    """Its own period for a poll that is named too; another poll keeps its own; sorted."""
    own = "pre_election: [{from: 2027-03-30, until: 2027-05-06}]\n"
    text = f"elections: [2029-05-03, 2027-05-06]\n{own}"
    assert periods(tmp_path, text) == (MAY_2027, PreElection.before(date(2029, 5, 3)))
    assert warnings_of(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("elections: [soon]", '"soon" is not a date; write it like 2014-02-04'),
        ("elections: 2027-05-06", "is not a list"),
        ("pre_election: [{from: 2027-03-30}]", "until is missing"),
        ("pre_election: [{from: 2027-03-30, until: 6 May}]", '"6 May" is not a date'),
        ("pre_election: [{from: 2027-05-06, until: 2027-03-30}]",
         "pre_election: it ends on 30 March 2027, before it begins on 6 May 2027"),
        ("pre_election: [{from: 2027-03-30, until: 2027-05-06, to: x}]", '"to" is not known here'),
    ],
)  # fmt: skip
def test_what_is_no_period_is_a_fault_at_its_line(tmp_path: Path, text: str, fault: str) -> None:
    """Malformed, half given, or the wrong way round."""
    line = GOOD.count("\n") + 1
    (said,) = faults_of(tmp_path, f"{GOOD}{text}\n")
    assert said.startswith(f"{line}: ")
    assert fault in said


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("elections: [2027-05-06, 2027-05-20]", "overlaps the pre-election period from"),
        ("pre_election: [{from: 2027-03-30, until: 2027-05-06}, {from: 2027-05-06, until: 2027-06-10}]",
         "the pre-election period from 6 May 2027 to 10 June 2027 overlaps the pre-election period "
         "from 30 March 2027 to 6 May 2027: are both meant?"),
        ("elections: [2027-05-05]", "5 May 2027 is a Wednesday; polls are usually on a Thursday"),
        ("pre_election: [{from: 2027-03-30, until: 2028-05-06}]",
         "this lasts 57 weeks; is the year right?"),
    ],
)  # fmt: skip
def test_what_is_unlikely_is_warned_of(tmp_path: Path, text: str, warning: str) -> None:
    """Two periods in one another, a poll on a Wednesday, a period of a year."""
    (said,) = warnings_of(tmp_path, f"{text}\n")
    assert warning in said


def test_a_source_is_not_called_like_what_is_put_right_by_hand(tmp_path: Path) -> None:
    """What an officer corrected must never pass for figures of a public source."""
    text = f"{GOOD}sources:\n  correction: {{kind: csv, path: a.csv}}\n"
    assert "give it another name" in faults_of(tmp_path, text)[0]
