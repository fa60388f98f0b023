"""Reading nodes: ask for what is expected; what is not as expected becomes a fault, never a raise.

    faults: list[Fault] = []
    root = root_of(text, "config.yaml", faults)         # a Value; a mapping is expected of it
    fields = root.fields("keeper", "posts", "database", needs=("keeper",))
    keeper = fields["keeper"].text()                     # str, or None: absent or faulty
    wait = fields["settle"].interval()                   # "15 working days" -> Interval
    zone = fields["log"].choice("text", "json")          # one of these words
    for id, post in fields["posts"].named('post'):       # id -> Value whose faults begin: post "x": …
        inner = post.fields("title", "deputy", needs=("title",))
        roles = [role.text() for role in inner["roles"].items()]
    fields["keeper"].fault("nobody holds it")            # your own, at its place, after who it is about

Every reading method returns None (or nothing to walk over) when the key was left out or a fault was
found; ``fields[...]`` of a key left out is a Value that is not ``given``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from watchlist.model.errors import Fault, Mark
from watchlist.model.indicator import Interval
from watchlist.rulebook import patterns
from watchlist.rulebook.keys import Keys
from watchlist.rulebook.nodes import Mapping as MappingNode
from watchlist.rulebook.nodes import Plain, Scalar, Sequence, nothing, parse
from watchlist.rulebook.placed import Placed
from watchlist.rulebook.wording import listed, nearest, quote

__all__ = ["Fields", "Plain", "Value", "listed", "nearest", "quote", "root_of"]


def root_of(text: str, path: str, faults: list[Fault]) -> Value:
    """The root of a YAML text; an empty file is an empty mapping."""
    found, top = len(faults), nothing(path)
    root = parse(text, path, faults)
    if root is None and len(faults) == found:
        root = top
    return Value(root, faults, top)


@dataclass(slots=True, eq=False)
class Value(Placed):
    """What stands behind a key, to be asked for what is expected there."""

    def text(self) -> str | None:
        """A text for people: must not be empty, nor be cut short by a comment."""
        written = self.word()
        if written is None or not isinstance(self.node, Scalar):
            return None
        if self.node.commented:
            self.fault(
                f'{self.key or "this"} is cut short at " #"; put the text in quotes, '
                "or the comment on a line of its own"
            )
            return None
        return written

    def word(self) -> str | None:
        """One or several words as written, blanks made single; a comment may follow."""
        node = self.node
        if node is None:
            return None
        if not isinstance(node, Scalar):
            self.wrong("a text")
            return None
        words = node.text.split()
        if not words or node.is_null:
            hint = '; a text that begins with "#" must be in quotes' if node.commented else ""
            self.fault(f"{self.key or 'a text'} is empty{hint}")
            return None
        return " ".join(words)

    def choice(self, *options: str) -> str | None:
        """One of the words allowed here."""
        written = self.word()
        if written is None or written in options:
            return written
        expected = listed(options, "or")
        close = self.near(written, options)
        self.wrong(f"{expected}{close}" if len(options) <= 9 else f"known here{close}")
        return None

    def number(self) -> float | None:
        written = self.word()
        if written is None:
            return None
        if patterns.NUMBER.fullmatch(written) and len(written) <= 40:
            return float(written)
        bare = written.replace(",", "").strip("£% ")
        hint = f"; write {bare}" if patterns.NUMBER.fullmatch(bare) else ""
        self.wrong(f"a number{hint}")
        return None

    def whole(self, least: int = 0, most: int = 10**9) -> int | None:
        """A whole number from ``least`` to ``most``."""
        written = self.word()
        if written is None:
            return None
        if patterns.WHOLE.fullmatch(written) and least <= int(written) <= most:
            return int(written)
        limits = f"from {least} to {most:,}" if most < 10**9 else f"of {least} or more"
        self.wrong(f"a whole number {limits}")
        return None

    def truth(self) -> bool | None:
        written = self.word()
        if written is None or written in ("true", "false"):
            return None if written is None else written == "true"
        self.wrong("true or false; write one of these two words")
        return None

    def interval(self) -> Interval | None:
        """``15 working days``, ``10 days``, ``2 weeks``, ``3 months``."""
        written = self.word()
        if written is None:
            return None
        if match := patterns.INTERVAL.fullmatch(written):
            return Interval(int(match[1]), match[2].rstrip("s") + "s")
        self.wrong("a stretch of time; write it like 15 working days, 2 weeks or 3 months")
        return None

    def day(self) -> date | None:
        """A date written 2014-02-04."""
        written = self.word()
        if written is None:
            return None
        try:
            if patterns.DAY.fullmatch(written):
                return date.fromisoformat(written)
        except ValueError:
            self.wrong("a date: there is no such day")
            return None
        self.wrong("a date; write it like 2014-02-04")
        return None

    def items(self) -> list[Value]:
        """The items of a list; of a single text, that text alone is a fault."""
        if isinstance(self.node, Sequence):
            return [
                Value(item, self.faults, item, self.about, self.key, self.at)
                for item in self.node.items
            ]
        if self.given and not self.is_empty:
            self.wrong("a list; write it like [one, two]")
        return []

    def words(self) -> tuple[str, ...]:
        """A list of words, each once."""
        texts = [item.word() for item in self.items()]
        return tuple(dict.fromkeys(text for text in texts if text is not None))

    def entries(self) -> list[tuple[str, Value]]:
        """The keys and values of a mapping whose keys are free (ids, dates, columns)."""
        return list(self.by_key().items())

    def by_key(self) -> dict[str, Value]:
        """The same, to be looked up."""
        if isinstance(self.node, MappingNode):
            return {
                key.text: Value(value, self.faults, value, self.about, key.text, key)
                for key, value in self.node.entries
            }
        if self.given and not self.is_empty:
            self.wrong("a mapping; write it as key: value")
        return {}

    def named(self, noun: str) -> Iterator[tuple[str, Value]]:
        """The definitions of a mapping from ids: the faults of each begin with ``noun "id":``."""
        for name, value in self.entries():
            about = f"{noun} {quote(name)}"
            yield name, Value(value.node, self.faults, value.at or value.where, about, "", value.at)

    def fields(self, *known: str, needs: Iterable[str] = (), later: Collection[str] = ()) -> Fields:
        """A mapping with known keys. Every other key is a fault, and so is a needed one left out,
        and one of ``later``, which the language has and this version does not."""
        return self._fields(known, needs, later, {})

    def keyed(self, keys: Keys, defaults: Mapping[str, Value] = MappingProxyType({})) -> Fields:
        """A mapping with the keys of a table, over ``defaults`` for those that it leaves out."""
        fields = self._fields(keys.known, keys.needed, keys.later, defaults)
        for one, other in keys.apart:
            if fields.written(one) and fields.written(other):
                said = f"{quote(one)} and {quote(other)} cannot stand together"
                self.fault(said, fields[other].place)
        return fields

    def _fields(
        self,
        known: Collection[str],
        needs: Iterable[str],
        later: Collection[str],
        defaults: Mapping[str, Value],
    ) -> Fields:
        found = self.by_key()
        for key in [key for key in found if key not in known]:
            place = found.pop(key).place
            if key in later:
                self.fault(f"{quote(key)} is not available in this version", place)
            else:
                self.unknown(key, "known here", known, place)
        left_out = Value(None, self.faults, self.where, self.about, "", self.at)
        fields = Fields(found, self, defaults, left_out)
        if self.is_mapping or self.is_empty:
            fields.need(*needs)
        return fields

    def unknown(self, key: str, what: str, known: Iterable[str], mark: Mark | None = None) -> None:
        """Record a key of this mapping that is not ``what``, with the nearest right word."""
        place = mark or self.by_key().get(key, self).place
        self.fault(f"{quote(key)} is not {what}{self.near(key, known)}", place)


@dataclass(slots=True, eq=False)
class Fields:
    """The known keys of one mapping, over ``defaults`` for those that it leaves out; ``left_out``
    stands for every key that has none either."""

    found: Mapping[str, Value]
    holder: Value
    defaults: Mapping[str, Value]
    left_out: Value

    def __getitem__(self, key: str) -> Value:
        return self.found.get(key) or self.defaults.get(key) or self.left_out

    def __contains__(self, key: str) -> bool:
        return key in self.found or key in self.defaults

    def written(self, key: str) -> bool:
        """The key stands in this mapping itself."""
        return key in self.found

    def need(self, *keys: str) -> None:
        """Each of these keys must be given."""
        for key in keys:
            if key not in self:
                self.holder.fault(f"{key} is missing")
