"""Figures put right by hand, by the commands that officers give."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.scrutiny import AUDITOR, CHAIR, HEAD, KEEPER, Council
from tests.cli.village import READINGS

WHY = "The clinic's return was counted twice"


@pytest.fixture
def council(tmp_path: Path, sqlite_url: str, watchlist: Program) -> Council:
    return Council.sits(tmp_path, sqlite_url, watchlist)


def at(council: Council, hour: int) -> None:
    """The rehearsal's clock starts anew at every start: at another hour of the day."""
    config = council.village.config
    text = re.sub(r"2014-02-04 \d\d", f"2014-02-04 {hour:02}", config.read_text(encoding="utf-8"))
    config.write_text(text, encoding="utf-8")


def audited(council: Council, day: str) -> list[dict[str, str]]:
    said = council.program("audit", day, day, "--format", "csv", "-c", council.village.config)
    return [*csv.DictReader(io.StringIO(said.out.lstrip("\ufeff")))]


def correct(council: Council, value: str = "86", **more: str) -> str:
    words = {"indicator": "assessments", "period": "December 2013", "value": value, **more}
    options = [word for name, given in words.items() for word in (f"--{name}", given)]
    return council.done(KEEPER, "import", "--correct", *options, "--reason", WHY)


def test_a_figure_put_right_moves_the_entry_and_says_who_and_why(council: Council) -> None:
    """83 is 86: the entry is withdrawn at the next cycle, and its owner is told by whom and why."""
    at(council, 14)
    said = correct(council)
    assert (
        "Assessments on time, Thorpe: The figure for December 2013 was 83% and is 86%. It was put "
        f"right by hand by Performance (p2): “{WHY}”." in said
    )
    assert "Judged at the next cycle." in said
    at(council, 15)
    council.run()
    by_hand = f"It was put right by hand by Performance (p2): “{WHY}”."
    (told,) = [letter for letter in council.village.letters() if letter.to == "head"]
    assert f"83% before, 86% now. {by_hand} So this no longer stands" in told.text
    history = " ".join(council.says("history", "1").split())
    assert "WL-0001" in history
    assert "withdrawn" in history
    assert "right by hand by Performance (p2)" in history
    assert by_hand in " ".join(council.says("checks").split())
    assert by_hand in " ".join(council.says("explain", "1").split())


def test_the_same_file_again_undoes_nothing_and_says_so(council: Council) -> None:
    """The scorecard still has 83, with a new month in it; the officer reads that it was passed over."""
    correct(council)
    figures = {**READINGS, "assessments": {**READINGS["assessments"], "2014-01": 91}}
    council.village.reports(figures)
    said = council.says("import", council.village.folder / "readings.csv", "--source", "scorecard")
    assert "1 new, 0 revised, 6 known" in said
    assert "1 still as before they were corrected by hand, and passed over" in said
    council.run()
    assert "WL-0001" not in council.says("list")


def test_an_audit_names_what_was_put_right(council: Council) -> None:
    """A row with who, for which post, why, and both figures."""
    correct(council, value="43/50")
    (row,) = [row for row in audited(council, "2014-02-04") if row["what"] == "corrected by hand"]
    assert (row["who"], row["acting_for"], row["indicator"]) == (KEEPER, "keeper", "assessments")
    assert (row["period"], row["before"], row["after"]) == ("2013-12", "83", "86")
    assert "was 83% and is 86% (43 of 50). It was put right by hand" in row["said"]
    assert WHY in row["said"]
    assert audited(council, "2014-02-03") == []


def test_a_file_of_corrections_is_all_or_nothing(council: Council) -> None:
    """Two figures put right together; with a month that nobody gave, neither is."""
    file = council.village.folder / "right.csv"
    rows = [
        "indicator,area,period,value",
        "assessments,Thorpe,2013-12,86",
        "visits,Thorpe,2013-12,99",
    ]
    file.write_text("\n".join([*rows, "visits,Thorpe,2013-01,99"]) + "\n")
    words = ("import", file, "--correct", "--reason", WHY)
    why = council.refused(KEEPER, *words)
    assert "there is no figure to correct of visits, Thorpe in January 2013" in why
    assert "corrected by hand" not in council.says("audit", "2014-02-04", "2014-02-04")
    file.write_text("\n".join(rows) + "\n")
    said = json.loads(council.done(KEEPER, *words, "--format", "json"))["corrected"]
    assert [(one["indicator"], one["before"]["value"], one["after"]["value"]) for one in said] == [
        ("assessments", 83, 86),
        ("visits", 80, 99),
    ]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--period", "Smarch 2013"), "Smarch 2013"),
        (("--period", "May 2010"), "no figure to correct of assessments, Thorpe in May 2010"),
        (("--indicator", "asessments"), 'did you mean "assessments"?'),
        (("--area", "Thorp"), 'did you mean "Thorpe"?'),
        (("--value", "eighty"), '"eighty" is not a number'),
        (("--value", "83"), "nothing was corrected: that is what stands already"),
        (("--value", ""), "say the figure as it should be"),
        (("--reason", " "), "say why the figure is corrected: --reason TEXT"),
        (("--breakdown", "girls"), "is not a breakdown"),
        (("--as", ""), "say who acts: --as PERSON"),
        (("--as", "p99"), 'there is no person "p99"'),
        (("--as", CHAIR), "may not correct a figure: that is for administrator, keeper or officer"),
        (("--as", AUDITOR), "may not correct a figure"),
        (("--as", HEAD), "may not correct a figure"),
        (("--for", "head"), 'p2 neither holds the post "head"'),
    ],
)
def test_what_may_not_be_corrected_is_refused_with_a_sentence(
    council: Council, words: tuple[str, str], why: str
) -> None:
    """Without who or why, for what nobody knows, or where nothing would change: nothing is done."""
    given = {
        "--indicator": "assessments",
        "--period": "December 2013",
        "--value": "86",
        "--reason": WHY,
        "--as": KEEPER,
    } | dict([words])
    options = [word for pair in given.items() for word in pair]
    said = council.program("import", "--correct", *options, "-c", council.village.config)
    assert said.status == 2, said.out
    assert why in said.err
    assert "Traceback" not in said.err
    assert "corrected by hand" not in council.says("audit", "2014-02-04", "2014-02-04")


def test_a_figure_is_put_right_only_when_that_is_said(council: Council) -> None:
    """One figure without --correct, or neither a file nor a figure, is asked for again."""
    config = ("-c", council.village.config)
    for words, why in (
        (("import",), "say which file is to be taken in"),
        (("import", "--value", "3"), "are for --correct"),
        (("import", "x.csv", "--reason", "y"), "are for --correct"),
        (("import", "--correct"), "say what is corrected"),
        (("import", "x.csv", "--correct", "--value", "3"), "say what is corrected"),
    ):
        said = council.program(*words, *config)
        assert (said.status, why in said.err) == (2, True), said.err
