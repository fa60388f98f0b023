from __future__ import annotations

import time

import pytest
import yaml

from watchlist.model.errors import Fault
from watchlist.rulebook import nodes
from watchlist.rulebook.nodes import MAX_DEPTH, Mapping, Scalar, Sequence, parse
from watchlist.rulebook.text import MAX_BYTES, decode


def said(text: str) -> list[str]:
    faults: list[Fault] = []
    parse(text, "f.yaml", faults)
    return [str(fault).removeprefix("f.yaml:") for fault in faults]


@pytest.fixture(params=["libyaml", "pure Python"], autouse=True)
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "pure Python":
        monkeypatch.setattr(nodes, "_LOADER", yaml.SafeLoader)


def test_nodes_keep_the_text_as_written_and_where_it_stands() -> None:
    """Dates, `no` and `1:30` stay the text that an officer wrote."""
    root = parse("a: no\nb: [1:30, 2012-04-01]\nc: 'yes'\n", "f.yaml", [])
    assert isinstance(root, Mapping)
    (_, no), (key, many), (_, yes) = root.entries
    assert isinstance(no, Scalar)
    assert isinstance(many, Sequence)
    assert isinstance(yes, Scalar)
    assert (no.text, no.quoted, str(no.mark)) == ("no", False, "f.yaml:1:4")
    assert [item.text for item in many.items if isinstance(item, Scalar)] == ["1:30", "2012-04-01"]
    assert (yes.text, yes.quoted) == ("yes", True)
    assert str(key.mark) == "f.yaml:2:1"
    assert "a: no\nb: [1:30, 2012-04-01]"[many.start : many.end] == "[1:30, 2012-04-01]"


def test_an_empty_file_is_no_fault() -> None:
    """A file of comments says nothing, and nothing is wrong with that."""
    for text in ("", "# to be written\n", "---\n", "\ufeff"):
        assert said(text) == []
        assert parse(text, "f.yaml", []) is None


TRAPS = [
    ("a: 1\nb: 2\na: 3\n", '3:1: "a" is given twice; it is already there at f.yaml:1:1'),
    ("title: % of children\n", '1:8: a text that begins with "%" must be in quotes'),
    ("title: @home\n", '1:8: a text that begins with "@" must be in quotes'),
    ("title: !urgent\n", '1:8: a text that begins with "!urgent" must be in quotes'),
    (
        "title: *new\n",
        '1:8: "*new" names no anchor; a text that begins with "*" must be in quotes',
    ),
    (
        "title: Reviews: late\n",
        '1:15: a colon and a space inside a text: put the whole text in quotes: "…"',
    ),
    ("a:\n\tb: 1\n", "2:1: a tab at the beginning of a line; use spaces"),
    ("a: 1\n  \tb: 1\n", "2:3: a tab at the beginning of a line; use spaces"),
    (
        "title: “Late”\n",
        '1:8: "Late" stands in the curly quotes of a word processor; type straight ones',
    ),
    ("a: x\u00a0\n", '1:4: "x" ends with an invisible character; type it again'),
    ("a: \x07\n", "1:4: the invisible character U+0007 cannot stand here; delete it"),
    ("a: 'x\n", "1:4: a quotation mark is opened here and never closed"),
    (
        "a: [1, 2\nb: 3\n",
        "1:4: this bracket is not closed, or a comma is missing between what stands inside",
    ),
    ("a: 1\n---\nb: 1\n", '2:1: a file holds one document; delete this "---"'),
    ("? [a]\n: b\n", "1:3: a key must be a plain word, not a list or a mapping"),
    ("a: &x {b: 1}\nc: {<<: *x}\n", '2:5: "<<" is not known here; write the keys out'),
    ("a: &x [*x]\n", '1:8: "*x" stands inside of what it names; write it out'),
]


@pytest.mark.parametrize(("text", "sentence"), TRAPS)
def test_the_traps_of_yaml_are_faults_with_a_place(text: str, sentence: str) -> None:
    """What YAML would read as something else, or not at all, is said at its line and column."""
    assert said(text) == [sentence]


def test_an_apostrophe_is_no_smart_quote() -> None:
    """A title may speak of Children’s Services."""
    assert said("title: Children’s Services\n") == []
    assert said("title: '“Late” reviews'\n") == []


def test_open_brackets_without_end_are_refused_at_once() -> None:
    """50,000 open brackets are a fault with a place, within a moment."""
    began = time.process_time()
    for text in ("[" * 50_000, "{a: " * 50_000, "- " * 50_000):
        (fault,) = said(text)
        assert fault.endswith(f"nested more than {MAX_DEPTH} deep; is a bracket not closed?")
    assert time.process_time() - began < 5


def test_anchors_that_expand_without_bound_are_refused_at_once() -> None:
    """A billion laughs are a fault; so is depth that is hidden behind anchors."""
    began = time.process_time()
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert said("\n".join(rows)) == [
        "6:15: this file holds more than 200,000 values (anchors count as written out); "
        "split it into several"
    ]
    chain = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 60)]
    assert said("\n".join(chain)) == ["40:12: nested more than 40 deep; is a bracket not closed?"]
    assert time.process_time() - began < 5


def test_an_anchor_may_be_used_within_bounds() -> None:
    """A list that is written once may be used twice."""
    root = parse("a: &x [1, 2]\nb: *x\n", "f.yaml", [])
    assert isinstance(root, Mapping)
    assert root.entries[0][1] is root.entries[1][1]


BYTES = [
    (b"\xff\xfea\x00:\x00", "f.yaml:1:1: this file is UTF-16; save it as UTF-8"),
    (
        b"a: 1\nb: caf\xe9\n",
        'f.yaml:2:7: the character after "caf" is not UTF-8; save the file as UTF-8',
    ),
    (b"x" * (MAX_BYTES + 1), "f.yaml: this file is larger than 5 MB; split it into several"),
]


@pytest.mark.parametrize(("raw", "sentence"), BYTES)
def test_bytes_that_are_no_text_are_faults_with_a_place(raw: bytes, sentence: str) -> None:
    """UTF-16, Windows-1252 and files of films are refused in plain words."""
    faults: list[Fault] = []
    assert decode(raw, "f.yaml", faults) is None
    assert list(map(str, faults)) == [sentence]


def test_a_byte_order_mark_is_no_fault() -> None:
    """A file that a Windows editor saved as UTF-8 is read."""
    assert decode(b"\xef\xbb\xbfa: 1", "f.yaml", []) == "a: 1"
