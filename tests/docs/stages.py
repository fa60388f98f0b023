"""What is there before a page's first command: the example borough in a folder of its own, and what
else the page speaks of."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.cli.conftest import ROOT, Program
from tests.cli.test_deliveries import given_up
from tests.scan.lake import partitioned
from tests.sources.scorecards import monthly

CONFIG = "config.example.yaml"

#: Something that happens in the borough's folder.
Happening = Callable[[Program], object]


def _nothing(program: Program) -> None:
    """The borough as it is."""


@dataclass(frozen=True)
class Stage:
    """``prepare`` happens before the page's first command, and ``before`` on the way, before the
    command that it names. ``names``: what stands on the page for what only the program knows.
    ``ends``: commands that the page says end otherwise than well."""

    prepare: Happening = _nothing
    before: Mapping[str, Happening] = field(default_factory=dict)
    names: Mapping[str, Callable[[Program], str]] = field(default_factory=dict)
    ends: Mapping[str, int] = field(default_factory=dict)

    def happens_before(self, line: str, program: Program) -> None:
        """What happens before the command of this line, where something does."""
        self.before.get(line, _nothing)(program)


def borough(folder: Path) -> Path:
    """The example as it is shipped, in a folder of its own."""
    shutil.copy(ROOT / CONFIG, folder)
    for name in ("rules", "examples/borough", "examples/minutes"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def _edited(file: str, old: str, new: str) -> None:
    """A file of the borough with other words in it."""
    text = Path(file).read_text(encoding="utf-8")
    assert old in text, f"{file} does not say {old!r}"
    Path(file).write_text(text.replace(old, new), encoding="utf-8")


def _asked(program: Program, *words: str) -> list[dict[str, str]]:
    said = program(*words, "--format", "json")
    assert said.status == 0, said.err
    answer: list[dict[str, str]] = json.loads(said.out)
    return answer


def _readings(indicator: str) -> list[dict[str, str]]:
    with Path("examples/borough/readings.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["indicator"] == indicator]


#: The faulty rule file of the page about `watchlist check`.
YOT = """\
areas: {Saltmarsh: {own: true}}
indicators:
  first-offences:
    title: Young people who offend for the first time
    unit: count
    better: lower
    every: month
    due: 15 working days
    owner: head-of-youth-justice
  fte:
    title: Posts that are filled
    unit: percent
    better: higher
    every: month
    owner: head-of-youth-justice
rules:
  yot-dip:
    title: Performance has dipped
    indicator: first-offences
    amber: {wrose_than: previous}
"""


#: The rule that pages edit, as it stands in the starter rulebook.
RULE = "    indicator: assessments-45-days\n"
WAITS = "    amber: {worse_than: target, for: 2}\n    red:   {worse_than: tolerance, for: 2}\n"


def _faulty_rules(program: Program) -> None:
    """Two rule files, one with a slip and one that is too large."""
    shutil.rmtree("rules")
    Path("rules").mkdir()
    Path("rules/yot.yaml").write_text(YOT, encoding="utf-8")
    Path("rules/film.yaml").write_text("#" * 6_000_000, encoding="utf-8")
    _edited(CONFIG, "rules: [rules, examples/borough/rulebook]", "rules: [rules]")


def _dead_letter(program: Program) -> None:
    _edited(CONFIG, "sqlite:///var/watchlist.db", "sqlite:///watchlist.db")
    given_up(program, Path(CONFIG).resolve())


def _dead(program: Program) -> str:
    (message,) = _asked(program, "deliveries", "list", "--state", "dead")
    return message["message"]


def _day_of_drafting(program: Program) -> None:
    """The day that the page names."""
    _edited(CONFIG, "2026-11-20 09:00", "2026-11-25 09:00")


def _subscription(program: Program) -> str:
    """The chair's own, and not the one that the clerk made for him."""
    asked = _asked(program, "subscriptions", "--as", "p10")
    return next(one["id"] for one in asked if one["when"] != "weekly")


def _token(program: Program) -> str:
    return _asked(program, "tokens", "list", "--as", "p9")[0]["id"]


def _draft(program: Program) -> None:
    """A copy of the rules in which one neither waits for two months in a row nor is ever red."""
    shutil.copytree("rules", "draft")
    _edited("draft/social-care.yaml", RULE + WAITS, RULE + "    amber: {worse_than: target}\n")


def _longer_wait(program: Program) -> None:
    """A rule of the draft waits for three months in a row."""
    _edited("draft/social-care.yaml", RULE + WAITS, RULE + WAITS.replace("2", "3"))


def _wrong_test(program: Program) -> None:
    """A test that expects more than the rule says, as the first of its file."""
    wrong = """\
tests:

  # Red is far below the target.


  # Two months of it.
  - name: two months far below the target
    rule: assessments-on-time
    readings: {from: 2013-10, values: [84, 83]}
    expect: {2013-11: red}
"""
    _edited("rules/social-care.test.yaml", "tests:\n", wrong)


def _lake(program: Program) -> None:
    """Readings that lie in a file and in a folder, and nothing in the database."""
    shutil.rmtree("var")
    rows = [row for name in ("re-referrals", "assessments-45-days") for row in _readings(name)]
    table = pa.table(
        {
            "indicator": [row["indicator"] for row in rows],
            "area": [row["area"] for row in rows],
            "period": [_month(row["period"]) for row in rows],
            "value": [float(row["value"]) for row in rows],
        }
    )
    pq.write_table(table, "readings.parquet")
    Path("lake").mkdir()
    partitioned(table, Path("lake")).rename("lake/readings")


def _month(written: str) -> int:
    year, month = written.split("-")
    return 12 * int(year) + int(month) - 1


def _figures(program: Program) -> None:
    """Re-referrals of the borough, as somebody sends them round."""
    lines = [f"{row['period']},{row['value']}\n" for row in _readings("re-referrals")]
    Path("figures.csv").write_text("".join(["date,value\n", *lines]), encoding="utf-8")


#: What the page about retention says to run once a name is out of the configuration.
ERASES = 'watchlist erase p7 --name "G. Officer" --address g.officer@council.example --as p9'


def _erased(program: Program) -> None:
    """Somebody has left, and is a number alone."""
    _edited(
        CONFIG,
        "{name: G. Officer (invented), address: principal.social.worker@saltmarsh.example}",
        "{erased: true}",
    )


STAGES: Mapping[str, Stage] = {
    "docs/for/officers.md": Stage(
        before={
            "watchlist check --rules draft --rules examples/borough/rulebook": _longer_wait,
        },
        ends={"watchlist test --rules draft --rule assessments-on-time": 1},
    ),
    "docs/checking.md": Stage(
        _faulty_rules,
        ends={
            f"watchlist check{how}": 1
            for how in (
                "",
                " --rules rules",
                *(f" --format {f}" for f in ("text", "json", "github")),
            )
        },
    ),
    "docs/delivery.md": Stage(_dead_letter, names={"3f9a…@saltmarsh.example": _dead}),
    "docs/digests.md": Stage(_day_of_drafting, names={"3f9ab456ad": _subscription}),
    "docs/getting-started.md": Stage(lambda program: monthly.make(Path("scorecard.xlsx"))),
    "docs/pages.md": Stage(names={"3f9ab456": _token}),
    "docs/preview.md": Stage(_draft),
    "docs/retention.md": Stage(before={ERASES: _erased}),
    "docs/rule-tests.md": Stage(
        before={'watchlist test --name "far below"': _wrong_test},
        ends={'watchlist test --name "far below"': 1},
    ),
    "docs/scan.md": Stage(_lake),
    "docs/statistics.md": Stage(_figures),
}
