"""What the YAML parser complains of, in words that help an officer to mend the line."""

from __future__ import annotations

import re

import yaml

from watchlist.model.errors import Fault, Mark
from watchlist.model.printable import printable
from watchlist.rulebook.text import mark_at

_QUOTES = 'a text that begins with "{found}" must be in quotes'
_COLON = 'a colon and a space inside a text: put the whole text in quotes: "…"'
_TAB = "a tab where spaces should be; use spaces"

#: What the YAML parser (the one in C or the one in Python) says -> what a person can do about it,
#: and whether its place is meant where what could not be finished begins.
_SENTENCES = (
    ("cannot start any token", _QUOTES, False),
    ("directive", 'a text that begins with "%" must be in quotes', False),
    ("incompatible YAML", "this is written for another YAML; delete the line", False),
    ("end of stream", "a quotation mark is opened here and never closed", True),
    ("mapping values are not allowed", _COLON, False),
    ("mapping keys are not allowed", _QUOTES, False),
    ("expected ':'", "a key without a colon after it, or a line that is indented wrongly", True),
    (
        "expected ',' or",
        "this bracket is not closed, or a comma is missing between what stands inside",
        True,
    ),
    ("node content", 'a value is missing before "{found}"', False),
    ("expected key", "this line does not line up with those above; check its indentation", False),
    ("<block end>", "this line does not line up with those above; check its indentation", False),
    ("expected '-' indicator", "a list's lines must all begin with a dash at one place", False),
    (
        "sequence entries",
        f"a list must begin on a line of its own, and {_QUOTES}",
        False,
    ),
    ("block scalar", _QUOTES, True),
    ("tab character", _TAB, False),
    ("expected <document start>", "this line is not indented as the first one is", False),
    ("expected '<document start>'", "this line is not indented as the first one is", False),
    ("document indicator", 'a quoted text must not hold a line that begins with "---"', False),
    ("document separator", 'a quoted text must not hold a line that begins with "---"', False),
    ("alphabetic or numeric", _QUOTES, True),
    ("tag", _QUOTES, True),
    (
        "escape",
        r'"\" has a meaning inside of double quotes; use single quotes, or write it twice',
        False,
    ),
    (
        "hexdecimal",
        r'"\" has a meaning inside of double quotes; use single quotes, or write it twice',
        False,
    ),
)


def syntax_fault(error: yaml.YAMLError, text: str, path: str) -> Fault:
    """The parser's complaint in plain words, at the place where it can be mended."""
    at, begun = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    problem = f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', error)}"
    if at is None:
        return Fault(Mark(path), printable(f"this is not YAML: {problem}"))
    line = _line(text, at.index, at.column)
    one_line = begun is not None and begun.line == at.line
    if seen := _seen(problem, line, at.column, one_line=one_line):
        sentence, column = seen
        return Fault(Mark(path, at.line + 1, column + 1), sentence)
    for said, plain, where_it_begins in _SENTENCES:
        if said in problem:
            place = begun if where_it_begins and begun else at
            found = text[place.index : place.index + 1]
            if not found.strip():
                plain = "something is missing here; is a bracket not closed?"
            return Fault(
                mark_at(path, text, place.index), plain.replace("{found}", printable(found))
            )
    return Fault(mark_at(path, text, at.index), printable(f"this is not YAML: {problem}"))


def _line(text: str, index: int, column: int) -> str:
    """The line on which the parser stopped."""
    start = index - column
    return re.split("[\r\n\x85\u2028\u2029]", text[start : index + 200], maxsplit=1)[0]


def _seen(problem: str, line: str, column: int, *, one_line: bool) -> tuple[str, int] | None:
    """What the line itself tells better than the parser does, and its column."""
    before, found = line[:column].strip(), line[column : column + 1]
    out_of_line = "expected key" in problem or "<block end>" in problem
    if found == "\t":
        return _TAB, column
    if found and found in "]}" and (out_of_line or "node content" in problem):
        return "this bracket closes what was never opened", column
    if out_of_line and before and before[-1] in "\"']}":
        around = "'…'" if before[-1] == '"' else '"…"'
        said = f"more text stands after the closing {before[-1]}; put the whole text in quotes"
        return f"{said}: {around}", column
    if "mapping values" in problem and not re.search(r":\s", before):
        said = "this line is indented too far, or the line above lacks a colon and a space"
        return said, len(line) - len(line.lstrip())
    if "mapping values" in problem and line.count("}") > line.count("{"):
        return 'a "{" is missing before this colon', column
    if "expected ',' or" in problem and found == ":" and one_line:
        return _COLON, column
    return None
