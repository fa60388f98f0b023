"""YAML text -> a tree of nodes that know their place, or every fault at once.

The tree is built from parse events, which can stop in time: a composer follows 50,000 open brackets
until the process dies. Nothing is resolved here: a plain ``no``, ``1:30`` or ``2012-04`` stays the
text that was written, and whoever reads a node says what is expected there (see ``reader.py``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol

import yaml

from watchlist.model.errors import Fault, Mark
from watchlist.rulebook.syntax import syntax_fault
from watchlist.rulebook.text import is_pasted, refused, without_pasted
from watchlist.rulebook.wording import quote

MAX_DEPTH = 40
MAX_NODES = 200_000

_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COMMENT = re.compile(r"[ \t]+#")
_TOP = yaml.Mark("", 0, 0, 0, None, 0)

#: What a plain text may be that stands for nothing.
NOTHING = frozenset({"", "~", "null", "Null", "NULL"})

# What events are told apart by; typed as any class, since to a type checker their marks may lack.
_SCALAR: type[Any] = yaml.ScalarEvent
_MAPPING: type[Any] = yaml.MappingStartEvent
_MAPPING_ENDS: type[Any] = yaml.MappingEndEvent
_SEQUENCE_ENDS: type[Any] = yaml.SequenceEndEvent


class Source(NamedTuple):
    """What nodes were read from."""

    path: str
    text: str

    def mark(self, point: Point) -> Mark:
        return Mark(self.path, point.line + 1, point.column + 1)


class Point(Protocol):
    """A point of a text as the parser counts, from 0."""

    index: int
    line: int
    column: int


@dataclass(slots=True, eq=False)
class Written:
    """A piece of a text: what every node is. Most are never asked for their place."""

    source: Source
    begins: Point
    ends: Point

    @property
    def mark(self) -> Mark:
        return self.source.mark(self.begins)

    @property
    def start(self) -> int:
        """Where it begins in the text, as an index."""
        return self.begins.index

    @property
    def end(self) -> int:
        return self.ends.index


@dataclass(slots=True, eq=False)
class Scalar(Written):
    """A text as written."""

    text: str
    quoted: bool

    @property
    def is_null(self) -> bool:
        """What YAML takes for nothing."""
        return self.text in NOTHING and not self.quoted

    @property
    def commented(self) -> bool:
        """A comment follows a plain text on the same line."""
        return not self.quoted and _COMMENT.match(self.source.text, self.end) is not None


@dataclass(slots=True, eq=False)
class Sequence(Written):
    items: tuple[Node, ...]


@dataclass(slots=True, eq=False)
class Mapping(Written):
    """Keys in the order written, each once (the first of a duplicate; the rest are faults)."""

    entries: tuple[tuple[Scalar, Node], ...]


Node = Scalar | Sequence | Mapping
Entries = dict[str, tuple[Scalar, Node]]

#: A tree of plain texts, lists and mappings, for those who validate in their own way.
Plain = str | list["Plain"] | dict[str, "Plain"]


def plain(node: Node | None) -> Plain:
    """The texts of a node as written; of none, the empty text."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries} if node else ""


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


def nothing(path: str) -> Mapping:
    """An empty mapping at the top of a file."""
    return Mapping(Source(path, ""), _TOP, _TOP, ())


class _StopError(Exception):
    """Reading cannot go on after this fault."""

    def __init__(self, mark: Mark, sentence: str) -> None:
        self.fault = Fault(mark, sentence)
        super().__init__(sentence)


class _Builder:
    """Builds nodes from the parse events of one text and stops at the first limit passed."""

    def __init__(self, text: str, path: str, faults: list[Fault], event: Callable[[], Any]) -> None:
        self.source, self.faults, self.next = Source(path, text), faults, event
        self.odd = is_pasted(text)
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
        return self.source.mark(event.start_mark)

    def node(self, event: Any, depth: int) -> Node:
        """The node that begins with this event; ``depth`` lists and mappings are around it."""
        self.count += 1
        if self.count > MAX_NODES:
            raise self.too_many(event)
        return self.made(event, depth) if event.anchor is None else self.named(event, depth)

    def named(self, event: Any, depth: int) -> Node:
        """A node with a name, kept with what it costs to stand in another place as well."""
        if type(event) is yaml.AliasEvent:
            return self.alias(event, depth)
        self.anchors[event.anchor] = None
        self.unused[event.anchor] = self.mark(event)
        count, deepest, self.deepest = self.count, self.deepest, depth
        made = self.made(event, depth)
        self.anchors[event.anchor] = (made, self.count - count, self.deepest - depth)
        self.deepest = max(deepest, self.deepest)
        return made

    def made(self, event: Any, depth: int) -> Node:
        if event.tag is not None:
            raise self.tagged(event)
        if type(event) is _SCALAR:
            text, quoted = event.value, bool(event.style)
            if self.odd and not quoted:
                text = self.mended(text, event)
            return Scalar(self.source, event.start_mark, event.end_mark, text, quoted)
        self.reach(depth, event)
        if type(event) is _MAPPING:
            return self.mapping(event, depth + 1)
        return self.sequence(event, depth + 1)

    def tagged(self, event: Any) -> _StopError:
        written = self.source.text[event.start_mark.index :].split(maxsplit=1)[0]
        sentence = f"a text that begins with {quote(written)} must be in quotes"
        return _StopError(self.mark(event), sentence)

    def too_many(self, event: Any) -> _StopError:
        sentence = (
            f"this file holds more than {MAX_NODES:,} values (anchors count as written out); "
            "split it into several"
        )
        return _StopError(self.mark(event), sentence)

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
        self.count += nodes
        if self.count > MAX_NODES:
            raise self.too_many(event)
        if not isinstance(node, Scalar):
            self.reach(depth + height, event)
        return node

    def mended(self, text: str, event: Any) -> str:
        """The text without what was pasted along with it, which is a fault."""
        better, sentence = without_pasted(text)
        if sentence:
            self.faults.append(Fault(self.mark(event), sentence))
        return better

    def sequence(self, event: Any, depth: int) -> Sequence:
        items: list[Node] = []
        while type(inner := self.next()) is not _SEQUENCE_ENDS:
            items.append(self.node(inner, depth))
        return Sequence(self.source, event.start_mark, inner.end_mark, tuple(items))

    def mapping(self, event: Any, depth: int) -> Mapping:
        entries: Entries = {}
        while type(inner := self.next()) is not _MAPPING_ENDS:
            key, value = self.key(inner, depth), self.node(self.next(), depth)
            if _is_nothing(value) and self.colonless(key, value):
                self.without_colon(entries, key)
            elif entries.setdefault(key.text, (key, value))[0] is not key:
                self.twice(entries, key)
        return Mapping(self.source, event.start_mark, inner.end_mark, tuple(entries.values()))

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
        return ":" not in self.source.text[key.end : value.start]

    def without_colon(self, entries: Entries, key: Scalar) -> None:
        """Keeps the key and the value that are meant, where only a space is missing."""
        name, colon, rest = key.text.partition(":")
        said = "space after its colon" if colon else "colon after it"
        hint = "" if colon else "; a text with a comma inside must be in quotes"
        self.faults.append(Fault(key.mark, f"{quote(key.text)} has no {said}{hint}"))
        if colon and name in entries:
            self.twice(entries, replace(key, text=name))
        elif colon:
            entries[name] = (replace(key, text=name), replace(key, text=rest))

    def twice(self, entries: Entries, key: Scalar) -> None:
        first = entries[key.text][0].mark
        sentence = f"{quote(key.text)} is given twice; it is already there at {first}"
        self.faults.append(Fault(key.mark, sentence))


def _is_nothing(node: Node | None) -> bool:
    """Nothing is written where a value could stand."""
    return node is None or (isinstance(node, Scalar) and not (node.text or node.quoted))
