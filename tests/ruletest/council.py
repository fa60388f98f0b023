"""A small rulebook without areas, and tests of its rules in few words."""

from __future__ import annotations

from functools import cache
from textwrap import dedent, indent

from watchlist.model.rule import Rulebook
from watchlist.rulebook.cases import Case, read_cases
from watchlist.rulebook.load import load_rulebook_text
from watchlist.ruletest import Result, judged

COUNCIL = """\
defaults: {owner: head-of-assessment, due: 15 working days}
indicators:
  assessments: {title: Assessments on time, unit: percent, better: higher, every: month,
                target: 85, tolerance: 5 points, tags: [timeliness]}
  reviews: {title: Reviews on time, unit: percent, better: higher, every: month,
            target: 95, tags: [timeliness]}
  vacancies: {title: Vacant posts, unit: percent, better: lower, every: quarter, target: 10}
  referrals: {title: Referrals, unit: count, better: neither, every: month}
  visits: {title: Visits, unit: count, better: higher, every: month, target: in the data}
  waiting: {title: Waiting, unit: percent, better: lower, every: financial-year, pooled: 3}
rules:
  late:
    title: Assessments are late
    indicator: assessments
    amber: {worse_than: target, for: 2}
    red: {worse_than: tolerance, for: 2}
    info: {better_than: {area: England}}
  behind:
    title: Work is late
    indicators: {tags: [timeliness]}
    amber: {worse_than: target}
  neighbours:
    title: Posts are vacant
    indicator: vacancies
    amber: {worse_than: {neighbours: average}}
  busy:
    title: Busy, for information
    indicator: referrals
    info: {above: 100}
  girls:
    title: Girls wait
    indicator: assessments
    breakdowns: {sex: [girls]}
    amber: {worse_than: target}
  visits:
    title: Too few visits
    indicator: visits
    amber: {worse_than: target}
  there:
    title: Late over there
    indicator: assessments
    areas: [Oldhythe]
    amber: {worse_than: target}
  waiting:
    title: Waiting
    indicator: waiting
    amber: {worse_than: previous}
"""
AREAS = """\
areas:
  Saltmarsh: {own: true, neighbours: {2021-04: [Oldhythe]}}
  Oldhythe: {}
  England: {level: country}
"""


@cache
def book(*, areas: bool = False) -> Rulebook:
    return load_rulebook_text({"rules/a.yaml": COUNCIL + (AREAS if areas else "")})


def text(words: str) -> str:
    """A test called "a test", whose own keys begin in line 3, column 5."""
    return f"tests:\n  - name: a test\n{indent(dedent(words).strip(), '    ')}\n"


def read(words: str, *, areas: bool = False) -> tuple[list[Case], list[str]]:
    """The case, and every fault as printed, without the file's name."""
    cases, faults = read_cases({"a.test.yaml": text(words)}, book(areas=areas))
    return cases, [str(fault).removeprefix("a.test.yaml:") for fault in faults]


def run(words: str, *, areas: bool = False) -> Result:
    """What comes of a test without a fault."""
    cases, faults = read(words, areas=areas)
    assert faults == []
    (result,) = judged(cases, book(areas=areas))
    return result


def came(result: Result) -> list[str]:
    """What was said of each period, oldest first."""
    return list(result.came.values())
