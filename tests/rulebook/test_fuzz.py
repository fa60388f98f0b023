"""Whatever is in a rule file: a rulebook, or faults with a place in it; nothing else."""

from __future__ import annotations

import os
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rulebook.books import COUNCIL, with_rule
from watchlist.evaluate.families import FAMILIES
from watchlist.model.errors import FaultsError
from watchlist.rulebook.indicators import CHECKS, INDICATOR
from watchlist.rulebook.language import FILE
from watchlist.rulebook.load import check_rulebook_text, load_rulebook_text
from watchlist.rulebook.places import AREA, COMMITTEE
from watchlist.rulebook.references import OTHER, TEXTS
from watchlist.rulebook.rules import RULE
from watchlist.rulebook.statistical import LINE

PATH = "a.yaml"
ROOT = Path(__file__).parents[2]

BOOK = COUNCIL + with_rule(
    """
    title: Too late
    indicators: {tags: [social-care]}
    areas: [Harrow]
    breakdowns: {sex: [F, M]}
    amber: {all: [{worse_than: target, by: 10% of it}, {above: 3, indicator: referrals}]}
    red: {worse_than: {area: England}, in: 2 of 3, only_if_out_of: 30}
    info:
      any:
        - {not: {outside: 0 to 100}}
        - {unusual: worse, signals: [shift], baseline: first 12, rebase: [2023-04], points: 13}
        - {heading: {worse_than: target}, within: 3, method: damped}
        - {outlier: worse, among: neighbours, limits: 95%}
        - {rank: worst 25%, among: all areas}
        - {against_target: failing}
        - {worse_than: 80, significantly: 95%}
    leaves: after 3 good readings
    tell: [owner, director]
    if_not_acknowledged_in: {10 working days: director}
    """
)

#: Rule files as people write them: what is shipped, the examples, and each faulty one.
WRITTEN = [BOOK] + [
    file.read_text(encoding="utf-8", errors="replace")
    for folder, pattern in (("rules", "*"), ("examples", "*/rulebook*/*"), ("tests/bad_rules", "*"))
    for file in sorted(ROOT.glob(f"{folder}/{pattern}.yaml"))
]

#: Words of the language, marks of YAML and things that people paste.
WORDS = st.sampled_from([
    "target", "indicators", "rules", "areas", "own", "true", "no", "1:30", "2012-04", "85%", "-5",
    "unusual", "heading", "rank", "worst 25%", "first 12", "shift", "95%", "within",
    "1e999", "for", "in", "by", "any", "all", "not", "worse_than", "above", "outside", "0 to 100",
    "5 points", "10% of it", "average of last 12", "area", "neighbours", "indicator", "{", "}", "[",
    "]", ":", ": ", ", ", "- ", "\n", "\n  ", "\n    ", "#", " #", "&a ", "*a", "!x", "|", ">", "'",
    '"', "“", "\t", "\u00a0", "\x00", "\ud800", "%", "@", "?", "? ", "<<", "---", "...", "é", "\\",
    "9" * 400, "", "\r", "\u2028", "\ufeff", "=======", "0000-01", "9999-12", "🙂", "~", "null",
])  # fmt: skip

KEYS = sorted(
    {
        word
        for keys in (FILE, INDICATOR, CHECKS, RULE, AREA, COMMITTEE, OTHER, LINE)
        for word in keys.words
    }
    | {word for family in FAMILIES for word in (*family.heads, *family.modifiers())}
    | {"late", "Harrow", "assessments", "2021-04", "10 working days"}
)
VALUES = st.sampled_from(
    [
        *("target", "percent", "count", "rate per 1000", "higher", "neither", "month", "week"),
        *("reporting-year", "financial-year", "all", "own", "total", "average", "median", "off"),
        *("late", "Harrow", "assessments", "social-care", "2012-04", "2012-13", "0", "1", "85"),
        *("5 points", "10% of it", "10 percent", "2 of 3", "0 to 100", "15 working days", "owner"),
        *(
            "worse",
            "either",
            "failing",
            "shift",
            "first 24",
            "first 6",
            "first",
            "2023-04-31",
            "95%",
        ),
        *("linear", "all areas", "neighbours", "worst 25%", "worst 0%", "%", "worst 9.99%"),
        *("at once", "numerator", "9" * 30, "-0", ".5", "5.", "exempt, paragraph 2", "''", "true"),
        *(text.example for text in TEXTS),
    ]
)


def _flow_list(items: list[str]) -> str:
    return f"[{', '.join(items)}]"


def _flow_mapping(entries: dict[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in entries.items()) + "}"


def mapping(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.dictionaries(st.sampled_from(KEYS), values, max_size=5).map(_flow_mapping)


NODES = st.recursive(
    VALUES,
    lambda inner: st.lists(inner, max_size=3).map(_flow_list) | mapping(inner),
    max_leaves=12,
)
SECTIONS = st.dictionaries(
    st.sampled_from(FILE.words),
    st.dictionaries(st.sampled_from(KEYS), mapping(NODES), max_size=3).map(_flow_mapping) | NODES,
    max_size=5,
)


@st.composite
def slips(draw: st.DrawFn) -> str:
    """A file in which something was deleted, doubled, moved or typed in the wrong place."""
    text = draw(st.sampled_from(WRITTEN))
    for _ in range(draw(st.integers(1, 3))):
        text = draw(st.sampled_from([_typed, _line_doubled, _line_moved, _value_replaced]))(
            draw, text
        )
    return text


def _typed(draw: st.DrawFn, text: str) -> str:
    start = draw(st.integers(0, len(text)))
    end = min(len(text), start + draw(st.integers(0, 12)))
    return text[:start] + draw(WORDS | VALUES) + text[end:]


def _line_doubled(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    at = draw(st.integers(0, len(lines) - 1))
    return "\n".join(
        [*lines[: at + 1], *lines[at : at + draw(st.integers(0, 3))], *lines[at + 1 :]]
    )


def _line_moved(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    line = lines.pop(draw(st.integers(0, len(lines) - 1)))
    shifted = draw(st.sampled_from(["", " ", "  ", "\t", "- "])) + line.strip()
    lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from([line, shifted])))
    return "\n".join(lines)


def _value_replaced(draw: st.DrawFn, text: str) -> str:
    """A list where a word should be, a word where a mapping should be."""
    lines = text.split("\n")
    at = draw(st.integers(0, len(lines) - 1))
    value = draw(st.sampled_from(["", "x", "[]", "{}", "[[x]]", "{x: {y: z}}", "'", "~"]) | NODES)
    lines[at] = lines[at].split(":", 1)[0] + ": " + value
    return "\n".join(lines)


#: What is tried, and how many texts of it in each thousand.
KINDS = {
    "words of the language in any order": (st.lists(WORDS, max_size=40).map("".join), 300),
    "the language's own mappings and lists": (SECTIONS.map(_flow_mapping), 150),
    "good and faulty files with slips": (slips(), 400),
    "letters of every alphabet": (st.text(max_size=200), 150),
}


def survives(text: str) -> None:
    """Faults that a person can find, and a rulebook where there is none."""
    book, faults = check_rulebook_text({PATH: text})
    assert (book is None) == any(not fault.warning for fault in faults)
    lines = re.split("\r\n|[\r\n\x85\u2028\u2029]", text)
    for fault in faults:
        assert fault.mark.path == PATH
        assert fault.sentence
        assert fault.sentence.isprintable()
        if fault.mark.line is not None:
            assert 1 <= fault.mark.line <= len(lines)
            assert 1 <= (fault.mark.column or 1) <= len(lines[fault.mark.line - 1]) + 1
    assert all(one.place() <= two.place() for one, two in pairwise(faults))
    assert len(set(faults)) == len(faults)
    if book is None:
        with pytest.raises(FaultsError):
            load_rulebook_text({PATH: text})


def fuzzed(kind: str, thousands: int) -> None:
    texts, share = KINDS[kind]
    slow = list(HealthCheck)
    tried = settings(max_examples=share * thousands, deadline=None, suppress_health_check=slow)
    tried(given(texts)(survives))()


@pytest.mark.parametrize("kind", KINDS)
def test_any_text_gives_a_rulebook_or_faults(kind: str) -> None:
    """Nothing but faults with a place comes out of a file, whatever was made of it."""
    fuzzed(kind, 2)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_any_of_many_texts_gives_a_rulebook_or_faults(kind: str) -> None:
    """The same of many more texts; FUZZ_THOUSANDS=100 tries a hundred thousand."""
    fuzzed(kind, int(os.environ.get("FUZZ_THOUSANDS", "20")))


FOUND = [
    "{",
    "a: [",
    "“\n\ntarget",
    "areas: {A: {own: true}}\nindicators: {x: {every: month, target: [{from: 0000-01, value: 1}]}}",
]


@pytest.mark.parametrize("text", FOUND)
def test_what_was_found_once_stays_mended(text: str) -> None:
    """Texts that once did more than give faults."""
    survives(text)


def test_the_book_that_is_mangled_is_good() -> None:
    """Else the slips would prove nothing."""
    assert check_rulebook_text({"a.yaml": BOOK})[1] == ()


def test_every_one_of_very_many_faults_is_named() -> None:
    """Thousands of unknown keys are thousands of faults, the last one in its own line too."""
    text = "rules:\n  r:\n" + "".join(f"    titel{n}: x\n" for n in range(10_000))
    faults = check_rulebook_text({"a.yaml": text})[1]
    assert len(faults) == 10_003
    assert faults[-1].mark.line == 10_002
