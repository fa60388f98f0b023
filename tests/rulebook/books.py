"""Small rulebooks for the tests, and what the loader says of them."""

from __future__ import annotations

from textwrap import dedent

from watchlist.model.condition import Condition
from watchlist.model.rule import Level, Rulebook
from watchlist.rulebook.load import check_rulebook_text, load_rulebook_text

#: Indicators, areas and a committee to hang a rule on; a rule's text begins in line 1 of its own file.
COUNCIL = """\
defaults: {owner: head-of-assessment, due: 15 working days}
indicators:
  assessments: {title: Assessments on time, unit: percent, better: higher, every: month,
                target: 85, tolerance: 5 points, tags: [social-care]}
  vacancies: {title: Vacant posts, unit: percent, better: lower, every: quarter, target: 10}
  referrals: {title: Referrals, unit: count, better: neither, every: month, tags: [demand]}
  exclusions: {title: Exclusions, unit: count, better: lower, every: academic-year}
areas:
  Harrow: {code: E09000015, own: true, neighbours: {2021-04: [Barnet]}}
  Barnet: {}
  England: {level: country}
committees:
  children: {title: Children and Families, chair: chair-cyp, meetings: [2014-03-27, 2014-02-04]}
"""

#: The beginning of an indicator that goes on as a test has it.
INDICATOR = "indicators:\n  x: {title: X, unit: percent, better: higher, every: month, "


def load(text: str, **more: str) -> Rulebook:
    files = {"rules/a.yaml": dedent(text)} | {f"rules/{k}.yaml": dedent(v) for k, v in more.items()}
    return load_rulebook_text(files)


def faults(text: str, *, council: bool = False, warnings: bool = False) -> list[str]:
    """Every fault as it is printed; with ``council``, the text is merged with COUNCIL."""
    files = {"rules/a.yaml": dedent(text)} | ({"rules/council.yaml": COUNCIL} if council else {})
    found = check_rulebook_text(files)[1]
    return [str(fault) for fault in found if warnings or not fault.warning]


def with_rule(words: str) -> str:
    """A file with one rule, whose keys begin in line 3, column 5."""
    lines = dedent(words).strip().splitlines()
    return "\n".join(["rules:", "  late:", *(f"    {line}" for line in lines)]) + "\n"


def rule_faults(words: str) -> list[str]:
    """What is said of a rule (with a title) over COUNCIL, without the file's name."""
    said = faults(with_rule(f"title: Too late\n{dedent(words)}"), council=True)
    return [one.removeprefix("rules/a.yaml:") for one in said]


def condition(words: str, indicator: str = "assessments") -> Condition:
    """The amber condition of a rule over COUNCIL."""
    text = with_rule(f"title: Too late\nindicator: {indicator}\namber: {words}")
    book = load_rulebook_text({"rules/a.yaml": text, "rules/council.yaml": COUNCIL})
    return book.rules["late"].levels[Level.AMBER]
