"""Whatever is in a rule file: a rulebook, or faults with a place in it; nothing else, and soon."""

from __future__ import annotations

import time

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.rulebook.books import COUNCIL, with_rule
from watchlist.model.errors import FaultsError
from watchlist.rulebook.load import check_rulebook_text, load_rulebook_text

BOOK = COUNCIL + with_rule(
    """
    title: Too late
    indicators: {tags: [social-care]}
    areas: [Harrow]
    breakdowns: {sex: [F, M]}
    amber: {all: [{worse_than: target, by: 10% of it}, {above: 3, indicator: referrals}]}
    red: {worse_than: {area: England}, in: 2 of 3, only_if_out_of: 30}
    info: {not: {outside: 0 to 100}}
    leaves: after 3 good readings
    tell: [owner, director]
    if_not_acknowledged_in: {10 working days: director}
    """
)

#: Words of the language, marks of YAML and things that people paste.
WORDS = st.sampled_from([
    "target", "indicators", "rules", "areas", "own", "true", "no", "1:30", "2012-04", "85%", "-5",
    "1e999", "for", "in", "by", "any", "all", "not", "worse_than", "above", "outside", "0 to 100",
    "5 points", "10% of it", "average of last 12", "area", "neighbours", "indicator", "{", "}", "[",
    "]", ":", ": ", ", ", "- ", "\n", "\n  ", "\n    ", "#", " #", "&a ", "*a", "!x", "|", ">", "'",
    '"', "“", "\t", "\u00a0", "\x00", "\ud800", "%", "@", "?", "<<", "---", "é", "9" * 400, "",
])  # fmt: skip


def survives(text: str) -> None:
    book, faults = check_rulebook_text({"a.yaml": text})
    assert (book is None) == any(not fault.warning for fault in faults)
    for fault in faults:
        assert fault.mark.path == "a.yaml"
        assert fault.sentence
        assert "\n" not in fault.sentence
        assert (fault.mark.line or 1) <= len(text.splitlines()) + 1
    try:
        load_rulebook_text({"a.yaml": text})
    except FaultsError:
        assert book is None


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=40).map("".join))
@example("“\n\ntarget")
@example(
    "areas: {A: {own: true}}\nindicators: {x: {every: month, target: [{from: 0000-01, value: 1}]}}"
)
def test_any_words_in_any_order_give_a_rulebook_or_faults(text: str) -> None:
    """Nothing but faults comes out of a file, whatever an editor made of it."""
    survives(text)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_good_rulebook_with_a_slip_gives_a_rulebook_or_faults(data: st.DataObject) -> None:
    """Something deleted, doubled, or typed in the wrong place, up to three times."""
    text = BOOK
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        text = text[:start] + data.draw(WORDS) + text[end:]
    survives(text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_a_rulebook_or_faults(text: str) -> None:
    """Letters of every alphabet, and what is none."""
    survives(text)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_value_in_any_place_gives_a_rulebook_or_faults(data: st.DataObject) -> None:
    """A list where a word should be, a word where a mapping should be, at every key."""
    lines = BOOK.splitlines()
    number = data.draw(st.sampled_from([n for n, line in enumerate(lines) if ":" in line]))
    value = data.draw(st.sampled_from(["", "x", "[]", "{}", "[[x]]", "{x: {y: z}}", "'", "~"]))
    lines[number] = lines[number].split(":", 1)[0] + ": " + value
    survives("\n".join(lines))


def test_the_book_that_is_mangled_is_good() -> None:
    """Else the slips would prove nothing."""
    assert check_rulebook_text({"a.yaml": BOOK})[1] == ()


def test_a_file_of_nothing_but_faults_is_refused_soon() -> None:
    """Thousands of unknown keys are thousands of faults, and no long wait."""
    began = time.perf_counter()
    text = "rules:\n  r:\n" + "".join(f"    titel{n}: x\n" for n in range(10_000))
    assert len(check_rulebook_text({"a.yaml": text})[1]) == 10_003
    assert time.perf_counter() - began < 5
