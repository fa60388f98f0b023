"""The short example of each word, as the tables of the reference show it, in a rulebook."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from docs.reference.words import Word, every_word
from watchlist.rulebook.load import load_rulebook_text

#: What lies beside the file.
CALENDAR = """\
BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;VALUE=DATE:20140204
END:VEVENT
END:VCALENDAR
"""

#: Every name that an example uses.
COUNCIL = """\
defaults: {owner: head-of-assessment, due: 15 working days}
indicators:
  assessments-45-days: {title: Assessments on time, unit: percent, better: higher, every: month,
                        target: 85, tolerance: 5 points, tags: [social-care]}
  vacancies: {title: Vacant posts, unit: percent, better: lower, every: month}
  care-leavers-in-touch: {title: In touch, unit: percent, better: higher, every: month}
areas:
  Barnet:
  Merton:
  Ealing:
  Hounslow: {own: true, neighbours: {2021-04: [Barnet]}}
  Harrow:
  England: {level: country}
committees:
  children-and-families: {title: Children and Families}
"""

_INDICATOR = {"title": "Tried", "unit": "percent", "better": "higher", "every": "month"}
_RULE = {"title": "Tried", "indicator": "assessments-45-days", "amber": "{above: 20}"}

#: A condition that begins with each word, for the modifiers to stand beside.
_BEGINS: Mapping[str, str] = {
    "worse_than": "worse_than: 20",
    "unusual": "unusual: worse",
    "against_target": "against_target: failing",
    "heading": "heading: {above: 20}",
    "outlier": "outlier: worse",
    "rank": "rank: worst 25%",
}

#: What must stand beside a word of an indicator, or in its place.
_BESIDE: Mapping[str, Mapping[str, str]] = {
    "ends": {"every": "reporting-year"},
    "pooled": {"every": "financial-year"},
    "definition_changed": {"every": "financial-year"},
    "retired": {"every": "financial-year"},
    "tolerance": {"target": "85"},
}


def _definition(section: str, keys: Mapping[str, str]) -> str:
    lines = "".join(f"    {key}: {value}\n" for key, value in keys.items())
    return f"{section}:\n  tried:\n{lines}"


def _indicator(**keys: str) -> str:
    return _definition("indicators", _INDICATOR | keys)


def _rule(**keys: str) -> str:
    left_out = {"indicator"} if "indicators" in keys else set()
    return _definition("rules", {k: v for k, v in (_RULE | keys).items() if k not in left_out})


def written(word: Word) -> str:
    """A file that holds the example of a word, at the place where it belongs."""
    _, _, value = word.example.partition(": ")
    given = {word.word: value}
    match word.kind:
        case "indicator":
            return _indicator(**{**_BESIDE.get(word.word, {}), **given})
        case "step":
            step = {"from": "2012-04", "value": "80"} | given
            return _indicator(target=f"[{{from: {step['from']}, value: {step['value']}}}]")
        case "small_numbers":
            inside = {"withhold": "1 to 5"} | given
            return _indicator(small_numbers=_flow(inside))
        case "check":
            return _indicator(checks=_flow(given))
        case "rule":
            return _rule(**given)
        case "indicators":
            return _rule(indicators=_flow(given))
        case "area":
            return _definition("areas", given)
        case "committee":
            return _definition("committees", {"title": "Tried"} | given)
        case "reference":
            return _rule(amber=f"{{worse_than: {word.example}}}")
        case "modifier":
            return _rule(amber=f"{{all: [{{{_BEGINS[word.beside[0]]}, {word.example}}}]}}")
    raise LookupError(word.kind)


def _flow(keys: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{key}: {value}' for key, value in keys.items())}}}"


#: A word that begins a condition has a whole rule for an example; those at the top of a file are
#: loaded together by the tests of the schema.
SHORT = [word for word in every_word() if word.kind not in ("condition", "file")]


@pytest.mark.parametrize("word", SHORT, ids=lambda word: word.name)
def test_the_short_example_of_a_word_is_taken(word: Word) -> None:
    """Whoever copies it from the page to its place gets no fault."""
    text = written(word)
    files = {"council.yaml": COUNCIL, "tried.yaml": text, "calendar.ics": CALENDAR}
    assert load_rulebook_text(files).files["tried.yaml"] == text
