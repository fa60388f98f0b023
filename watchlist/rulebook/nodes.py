"""YAML text -> a tree of nodes that know their place, or every fault at once.

The tree is built from parse events, which can stop in time: a composer follows 50,000 open brackets
until the process dies. Nothing is resolved here: a plain ``no``, ``1:30`` or ``2012-04`` stays the
text that was written, and whoever reads a node says what is expected there (see ``reader.py``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import yaml

from watchlist.model.errors import Fault, Mark
from watchlist.rulebook.syntax import syntax_fault
from watchlist.rulebook.text import PASTED, refused, without_pasted
from watchlist.rulebook.wording import quote

MAX_DEPTH = 40
MAX_NODES = 200_000

_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COMMENT = re.compile(r"[ \t]+#")


class Scalar(NamedTuple):
    """A text as written. ``start`` and ``end`` are positions in the source, as for every node;
    ``commented`` says that a comment follows a plain text on the same line."""

    text: str
    mark: Mark
    start: int
    end: int
    quoted: bool = False
    commented: bool = False


class Sequence(NamedTuple):
    items: tuple[Node, ...]
    mark: Mark
    start: int
    end: int


class Mapping(NamedTuple):
    """Keys in the order written, each once (the first of a duplicate; the rest are faults)."""

    entries: tuple[tuple[Scalar, Node], ...]
    mark: Mark
    start: int
    end: int


Node = Scalar | Sequence | Mapping

#: A tree of plain texts, lists and mappings, for those who validate in their own way.
Plain = str | list["Plain"] | dict[str, "Plain"]


def plain(node: Node | None) -> Plain:
    """The texts of a node as written; of none, the empty text."""
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    return node.text if node else ""


def parse(text: str, path: str, faults: list[Fault]) -> Node | None:
    """The root node of one YAML document; None when it is empty or cannot be read (then a fault)."""
    text = text.removeprefix("\ufeff")
    if fault := refused(text, path):
        faults.append(fault)
        return None
    loader = _LOADER(text)
    try:
        return _Builder(text, path, faults, loader.get_event).document()
    except _StopError as stop:
        faults.append(stop.fault)
    except yaml.YAMLError as error:
        faults.append(syntax_fault(error, text, path))
    finally:
        loader.dispose()
    return None


class _StopError(Exception):
    """Reading cannot go on after this fault."""

    def __init__(self, mark: Mark, sentence: str) -> None:
        self.fault = Fault(mark, sentence)
        super().__init__(sentence)


class _Builder:
    """Builds nodes from the parse events of one text and stops at the first limit passed."""

    def __init__(self, text: str, path: str, faults: list[Fault], event: Callable[[], Any]) -> None:
        self.text, self.path, self.faults, self.next = text, path, faults, event
        self.odd = PASTED.search(text) is not None
        self.count = self.deepest = 0
        self.anchors: dict[str, tuple[Node, int, int] | None] = {}  # with its nodes and height
        self.unused: dict[str, Mark] = {}  # anchors that nothing has repeated yet

    def document(self) -> Node | None:
        root = None
        while (event := self.next()) is not None:
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                raise _StopError(self.mark(event), 'a file holds one document; delete this "---"')
            if isinstance(event, yaml.DocumentEndEvent) and event.explicit:
                raise _StopError(self.mark(event), 'a file holds one document; delete this "..."')
            if isinstance(event, yaml.NodeEvent):
                root = self.node(event, 0)
        for name, mark in self.unused.items():
            said = f"nothing repeats {quote(f'&{name}')}"
            self.faults.append(
                Fault(mark, f'{said}; a text that begins with "&" must be in quotes')
            )
        return None if _is_nothing(root) else root

    def mark(self, event: Any) -> Mark:
        start = event.start_mark
        return Mark(self.path, start.line + 1, start.column + 1)

    def node(self, event: Any, depth: int) -> Node:
        """The node that begins with this event; ``depth`` lists and mappings are around it."""
        self.spend(1, event)
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, depth)
        if event.tag is not None:
            written = self.text[event.start_mark.index :].split(maxsplit=1)[0]
            sentence = f"a text that begins with {quote(written)} must be in quotes"
            raise _StopError(self.mark(event), sentence)
        return self.made(event, depth) if event.anchor is None else self.anchored(event, depth)

    def anchored(self, event: Any, depth: int) -> Node:
        """A node with a name, kept with what it costs to stand in another place as well."""
        self.anchors[event.anchor] = None
        self.unused[event.anchor] = self.mark(event)
        count, deepest, self.deepest = self.count, self.deepest, depth
        made = self.made(event, depth)
        self.anchors[event.anchor] = (made, self.count - count, self.deepest - depth)
        self.deepest = max(deepest, self.deepest)
        return made

    def made(self, event: Any, depth: int) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        self.reach(depth, event)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(event, depth + 1)
        return self.sequence(event, depth + 1)

    def spend(self, nodes: int, event: Any) -> None:
        self.count += nodes
        if self.count > MAX_NODES:
            sentence = (
                f"this file holds more than {MAX_NODES:,} values (anchors count as written out); "
                "split it into several"
            )
            raise _StopError(self.mark(event), sentence)

    def reach(self, depth: int, event: Any) -> None:
        self.deepest = max(self.deepest, depth)
        if depth >= MAX_DEPTH:
            raise _StopError(
                self.mark(event), f"nested more than {MAX_DEPTH} deep; is a bracket not closed?"
            )

    def alias(self, event: Any, depth: int) -> Node:
        name, mark = event.anchor, self.mark(event)
        said = quote(f"*{name}")
        if name not in self.anchors:
            sentence = f'{said} names no anchor; a text that begins with "*" must be in quotes'
            raise _StopError(mark, sentence)
        held = self.anchors[name]
        if held is None:
            raise _StopError(mark, f"{said} stands inside of what it names; write it out")
        self.unused.pop(name, None)
        node, nodes, height = held
        self.spend(nodes, event)
        if not isinstance(node, Scalar):
            self.reach(depth + height, event)
        return node

    def scalar(self, event: Any) -> Scalar:
        mark, text = self.mark(event), event.value
        start, end = event.start_mark.index, event.end_mark.index
        if event.style:
            return Scalar(text, mark, start, end, quoted=True)
        if self.odd:
            text = self.mended(text, mark)
        return Scalar(text, mark, start, end, False, _COMMENT.match(self.text, end) is not None)

    def mended(self, text: str, mark: Mark) -> str:
        """The text without what was pasted along with it, which is a fault."""
        better, sentence = without_pasted(text)
        if sentence:
            self.faults.append(Fault(mark, sentence))
        return better

    def sequence(self, event: Any, depth: int) -> Sequence:
        items: list[Node] = []
        inner = self.next()
        while not isinstance(inner, yaml.SequenceEndEvent):
            items.append(self.node(inner, depth))
            inner = self.next()
        return Sequence(tuple(items), self.mark(event), *_span(event, inner))

    def mapping(self, event: Any, depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        inner = self.next()
        while not isinstance(inner, yaml.MappingEndEvent):
            key, value = self.key(inner, depth), self.node(self.next(), depth)
            entry = self.without_colon(key) if self.colonless(key, value) else (key, value)
            if entry:
                self.keep(entries, *entry)
            inner = self.next()
        return Mapping(tuple(entries.values()), self.mark(event), *_span(event, inner))

    def key(self, event: Any, depth: int) -> Scalar:
        key = self.node(event, depth)
        if not isinstance(key, Scalar):
            raise _StopError(
                self.mark(event), "a key must be a plain word, not a list or a mapping"
            )
        if key.text == "<<" and not key.quoted:
            raise _StopError(key.mark, '"<<" is not known here; write the keys out')
        return key

    def colonless(self, key: Scalar, value: Node) -> bool:
        """Whether there is no colon: in ``{title: Children, Families}``, after the last word."""
        return _is_nothing(value) and ":" not in self.text[key.end : value.start]

    def without_colon(self, key: Scalar) -> tuple[Scalar, Scalar] | None:
        """The key and the value that are meant, where only a space is missing."""
        name, colon, rest = key.text.partition(":")
        said = "space after its colon" if colon else "colon after it"
        hint = "" if colon else "; a text with a comma inside must be in quotes"
        self.faults.append(Fault(key.mark, f"{quote(key.text)} has no {said}{hint}"))
        return (key._replace(text=name), key._replace(text=rest)) if colon else None

    def keep(self, entries: dict[str, tuple[Scalar, Node]], key: Scalar, value: Node) -> None:
        first = entries.setdefault(key.text, (key, value))[0]
        if first is not key:
            sentence = f"{quote(key.text)} is given twice; it is already there at {first.mark}"
            self.faults.append(Fault(key.mark, sentence))


def _span(first: Any, last: Any) -> tuple[int, int]:
    """Where a list or a mapping begins and ends in the source."""
    return first.start_mark.index, last.end_mark.index


def _is_nothing(node: Node | None) -> bool:
    """Nothing is written where a value could stand."""
    return node is None or (isinstance(node, Scalar) and not (node.text or node.quoted))
