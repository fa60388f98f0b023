"""What the YAML parser complains of, in words that help an officer to mend the line."""

from __future__ import annotations

import yaml

from watchlist.model.errors import Fault, Mark

#: What the YAML parser says -> what a person can do about it, and where its place is meant: at the
#: beginning of what could not be finished (context), or at the place itself.
_SENTENCES = (
    ("cannot start any token", 'a text that begins with "{found}" must be in quotes', False),
    ("directive", 'a text that begins with "%" must be in quotes', False),
    ("end of stream", "a quotation mark is opened here and never closed", True),
    (
        "mapping values are not allowed",
        'a colon and a space inside a text: put the whole text in quotes: "…"; '
        "or this line is indented too far",
        False,
    ),
    ("expected ':'", "a key without a colon after it, or a line that is indented wrongly", True),
    (
        "expected ',' or",
        "this bracket is not closed, or a comma is missing between what stands inside",
        True,
    ),
    ("expected node content", "a value is missing here", False),
    ("expected key", "this line does not line up with those above; check its indentation", False),
    ("expected <block end>", "this line does not line up with those above", False),
    ("expected '-' indicator", "a list's lines must all begin with a dash at one place", False),
    ("block sequence entries", "a list must begin on a line of its own", False),
    ("tab character", "a tab where spaces should be; use spaces", False),
    ("expected <document start>", "this line is not indented as the first one is", False),
    ("document indicator", 'a quoted text must not hold a line that begins with "---"', False),
    ("alphabetic or numeric", 'a text that begins with "*" or "&" must be in quotes', False),
    ("tag", 'a text that begins with "!" must be in quotes', False),
    ("unknown escape", r'"\" has a meaning inside of double quotes; use single quotes', False),
)


def syntax_fault(error: yaml.YAMLError, text: str, path: str) -> Fault:
    """The parser's complaint in plain words, at the place where it can be mended."""
    problem = str(getattr(error, "problem", None) or error)
    at = getattr(error, "problem_mark", None)
    sentence = f"this is not YAML: {problem}"
    for said, plain, from_context in _SENTENCES:
        if said in problem or said in str(getattr(error, "context", "")):
            at = (getattr(error, "context_mark", None) if from_context else None) or at
            found = text[at.index : at.index + 1] if at else ""
            sentence = plain.replace("{found}", found)
            break
    return Fault(Mark(path, at.line + 1, at.column + 1) if at else Mark(path), sentence)
