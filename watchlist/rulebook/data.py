"""A tree of nodes as an editor reads it: plain texts resolved by YAML 1.2's core schema.

The loader itself never resolves anything (see ``nodes.py``); the JSON Schema speaks of this.
"""

from __future__ import annotations

import re
from typing import Any

from watchlist.rulebook.nodes import NOTHING, Mapping, Node, Sequence, parse

_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(NOTHING),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


def as_data(node: Node | None) -> Any:
    """Texts, numbers, truths and None in lists and dicts."""
    if node is None:
        return None
    if isinstance(node, Sequence):
        return [as_data(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key.text: as_data(value) for key, value in node.entries}
    return node.text if node.quoted else _resolved(node.text)


def data_of(text: str) -> Any:
    """The same of a text, which must be without fault."""
    return as_data(parse(text, "", []))


def _resolved(text: str) -> Any:
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) < 1000 else float(text)
    if _OTHER_BASE.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        return float(text)
    return float(text.replace(".", "", 1)) if _NOT_FINITE.fullmatch(text) else text
