"""XmR charts agree with NHSRplotthedots, point by point, group by group, icon by icon."""

from __future__ import annotations

from collections import Counter

from tests.spc.vectors import agrees, by, charts, present, rows
from watchlist.evaluate.spc.chart import Chart, Group
from watchlist.evaluate.spc.signals import Marks
from watchlist.evaluate.spc.words import State, point_type

pytestmark = present

_ANSWERS = {True: "1", False: "0", None: ""}
_COLUMNS = ("relative_to_mean", "outside", "close", "r_trend", "r_2in3", "r_run")
_NAMED = ("special_cause_type", "point_type", "short", "rebase_group")


def test_every_point_agrees() -> None:
    """Each of 9,620 points has the reference's lines, its four signals, near, side, label and type;
    what the reference leaves open because a value is missing, we leave open."""
    compared = 0
    for case, expected in by("expected", "case_id").items():
        drawn = charts()[case]
        expected.sort(key=lambda row: int(row["i"]))
        assert len(expected) == len(drawn.values)
        for number, group in enumerate(drawn.groups):
            for at in range(group.first, group.last):
                row = expected[at]
                where = f"{case}, point {at + 1}"
                assert _marks(drawn.marks[at]) == tuple(row[each] for each in _COLUMNS), where
                assert _named(drawn, group, number, at) == tuple(row[e] for e in _NAMED), where
                assert _lines_agree(group, row), where
                compared += 1
    assert compared >= 9_620


def test_every_group_agrees() -> None:
    """Each of 492 groups between rebases has the reference's lines, counts and types."""
    compared = 0
    for case, groups in by("summary", "case_id").items():
        drawn = charts()[case]
        assert len(groups) == len(drawn.groups), case
        for number, row in enumerate(sorted(groups, key=lambda row: int(row["rebase_group"]))):
            group = drawn.groups[number]
            assert _lines_agree(group, row), case
            assert _counts(drawn, group) == _expected_counts(row), case
            last = point_type(drawn.named(group.last - 1), drawn.better)
            assert last == row["variation_type"], case
            compared += 1
    assert compared >= 492


def test_every_icon_agrees() -> None:
    """Each of 460 charts has the reference's icons and last label; where it stopped with an error we
    name the state: a missing value leaves a trend open."""
    results = rows("case_results")
    for row in results:
        drawn = charts()[row["case_id"]]
        stopped = row["status"] == "error"
        assert stopped == (drawn.state is State.OPEN_TREND), row
        assert (drawn.variation or "", drawn.assurance or "") == (
            row["variation_icon"],
            row["assurance_icon"],
        ), row
        if not stopped:
            last = len(drawn.values) - 1
            assert drawn.label(last) == row["last_special_cause_type"], row
            short = any(group.short for group in drawn.groups)
            assert str(int(short)) == row["warned_short"], row
    assert len(results) >= 460


def _marks(mark: Marks) -> tuple[str, ...]:
    answers = (mark.outside, mark.near, mark.trend, mark.two_in_three, mark.shift)
    side = "" if mark.side is None else str(mark.side)
    return side, *(_ANSWERS[answer] for answer in answers)


def _named(drawn: Chart, group: Group, number: int, at: int) -> tuple[str, ...]:
    kind = point_type(drawn.named(at), drawn.better)
    return drawn.label(at), kind, str(int(group.short)), str(number)


def _lines_agree(group: Group, row: dict[str, str]) -> bool:
    ours = (group.lines.centre, group.lines.lower, group.lines.upper)
    return all(map(agrees, ours, (row["mean"], row["lpl"], row["upl"])))


def _counts(drawn: Chart, group: Group) -> tuple[int, ...]:
    kinds = Counter(
        point_type(drawn.named(at), drawn.better) for at in range(group.first, group.last)
    )
    kept = ("common_cause", "special_cause_improvement", "special_cause_concern")
    return group.last - group.first, *(kinds[kind] for kind in kept)


def _expected_counts(row: dict[str, str]) -> tuple[int, ...]:
    kept = ("n", "common_cause", "special_cause_improvement", "special_cause_concern")
    return tuple(int(row[each]) for each in kept)
