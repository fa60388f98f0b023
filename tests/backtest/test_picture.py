"""``--picture``: one series of a backtest, drawn."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.backtest.test_backtest import ask, only
from tests.cli.conftest import Program
from tests.cycle.town import RULES, Reading, Town, monthly
from watchlist.deliver.charts.timeline import Line, Said, Spell, Timeline
from watchlist.drawn import timeline
from watchlist.model.reading import Marker
from watchlist.question import Question
from watchlist.rulebook.load import load_rulebook_text
from watchlist.store.store import Store

#: Red, amber, good twice (which clears it), withheld, nothing at all, amber again.
_LIFE = [
    *monthly("assessments", "2013-04", 90, 70, 84, 90, 91),
    Reading("assessments", "2013-09", None, marker=Marker.CONFIDENTIAL),
    *monthly("assessments", "2013-11", 82),
]


def drawn(store: Store, question: Question, rules: str = RULES) -> Timeline:
    return timeline(only(ask(store, question, rules)), 0, load_rulebook_text({"rules.yaml": rules}))


def test_every_period_is_a_point(store: Store) -> None:
    """From the first figure to the last: what the rule says of each, and why there is no figure."""
    Town.founded(store).takes_in(_LIFE)
    points = drawn(store, Question(rules=("on-time",))).points
    assert [point.said for point in points] == [
        Said.CLEAR, Said.RED, Said.AMBER, Said.CLEAR, Said.CLEAR, Said.UNKNOWN, Said.UNKNOWN,
        Said.AMBER,
    ]  # fmt: skip
    assert [point.value for point in points] == [90, 70, 84, 90, 91, None, None, 82]
    assert [point.figure for point in points[4:]] == ["91%", "withheld", "no figure", "82%"]


def test_what_it_is_held_against_is_a_line(store: Store) -> None:
    """Target and tolerance are lines of their own; the month before, which the figures show
    themselves, is none."""
    Town.founded(store).takes_in([*_LIFE, *monthly("visits", "2013-04", 10, 8)])
    assert drawn(store, Question(rules=("on-time",))).lines == (
        Line("target", (85,) * 8),
        Line("edge of what is near the target", (80,) * 8),
    )
    assert drawn(store, Question(rules=("fewer-visits",))).lines == ()


def test_a_range_is_two_lines(store: Store) -> None:
    """``outside`` has two edges."""
    rules = RULES.replace("amber: {worse_than: target}", "amber: {outside: 60 to 95}")
    Town.founded(store).takes_in(_LIFE)
    lines = drawn(store, Question(rules=("on-time",)), rules).lines
    assert [line.name for line in lines[:2]] == ["set range: 60%", "set range: 95%"]


def test_the_time_on_the_list_is_cut_where_it_changes(store: Store) -> None:
    """Red in May and June, recovering in July, gone by August; amber from November."""
    Town.founded(store).takes_in(_LIFE)
    assert drawn(store, Question(rules=("on-time",))).spells == (
        Spell(1, 3, "red"), Spell(3, 4, "recovering"), Spell(7, 8, "amber"),
    )  # fmt: skip


def test_what_waits_for_the_committee_is_proposed(store: Store) -> None:
    """Three good months and the time after them until members agree; a fourth cuts nothing."""
    rules = RULES.replace("leaves: after 2 good readings", "leaves: when the committee agrees")
    Town.founded(store).takes_in(monthly("assessments", "2013-04", 84, 90, 91, 92, 93))
    assert drawn(store, Question(rules=("on-time",)), rules).spells == (
        Spell(0, 1, "amber"), Spell(1, 3, "recovering"), Spell(3, 5, "proposed for removal"),
    )  # fmt: skip


def test_a_rule_that_only_informs_is_judged_by_that(store: Store) -> None:
    """It has no colour: where it does not hold the period is clear, and a gap is still unknown."""
    rules = RULES.replace("amber: {worse_than: target}", "info: {better_than: target}")
    rules = rules.replace("red: {worse_than: tolerance}", "")
    Town.founded(store).takes_in(_LIFE)
    points = drawn(store, Question(rules=("on-time",)), rules).points
    assert [point.said for point in points] == [
        Said.INFO, Said.CLEAR, Said.CLEAR, Said.INFO, Said.INFO, Said.UNKNOWN, Said.UNKNOWN,
        Said.CLEAR,
    ]  # fmt: skip


def test_a_window_cuts_the_picture(store: Store) -> None:
    """From June on the picture begins with June, and what came onto the list before stands there."""
    Town.founded(store).takes_in(_LIFE)
    picture = drawn(store, Question(rules=("on-time",), first="2013-06", last="2013-08"))
    assert [point.label for point in picture.points] == ["2013-06", "2013-07", "2013-08"]
    assert picture.spells == (Spell(0, 1, "red"), Spell(1, 2, "recovering"))


def test_a_picture_is_written(watchlist: Program, borough: Path, tmp_path: Path) -> None:
    """Both kinds; what was drawn is said in words, the same that the SVG carries."""
    watchlist("run", "--once", "-c", borough)
    asked = ("backtest", "-c", borough, "--rule", "assessments-on-time", "--picture")
    for name in ("assessments.svg", "assessments.PNG"):
        said = watchlist(*asked, tmp_path / name)
        assert said.status == 0, said
        assert "Assessments completed within 45 working days, Saltmarsh" in said.out
    root = ElementTree.fromstring((tmp_path / "assessments.svg").read_bytes())
    description = root.find("{http://www.w3.org/2000/svg}desc")
    assert description is not None
    assert str(description.text) in said.out
    assert (tmp_path / "assessments.PNG").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("more", "status", "sentence"),
    [
        (("--picture", "p.svg"), 2, "--rule adoption-on-time --indicator adoption-timeliness"),
        (("--picture", "p.svg", "--rule", "yot-dip"), 2, "and 3 were asked for"),
        (("--picture", "p.gif", "--rule", "adoption-on-time"), 2, "is a .png or a .svg file"),
        (
            ("--picture", "p.svg", "--rule", "adoption-on-time", "--to", "1990"),
            2,
            "no figure to draw",
        ),
        (("--breakdown", "sex=Male"), 2, "give --picture FILE as well"),
        (("--picture", "none/p.svg", "--rule", "adoption-on-time"), 3, "cannot write the picture"),
    ],
)
def test_what_cannot_be_drawn_is_said(
    watchlist: Program, borough: Path, more: tuple[str, ...], status: int, sentence: str
) -> None:
    """Of several series each is named with the options that choose it; nothing is written."""
    watchlist("run", "--once", "-c", borough)
    said = watchlist("backtest", "-c", borough, *more)
    assert (said.status, said.out) == (status, "")
    assert sentence in said.err
    assert not Path("p.svg").exists()
