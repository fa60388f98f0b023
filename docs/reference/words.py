"""Every word that a rule file may hold, taken from the definitions that the loader reads by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from watchlist.evaluate.families import FAMILIES
from watchlist.rulebook import words as small
from watchlist.rulebook.conditions import KINDS
from watchlist.rulebook.indicators import CHECKS, INDICATOR
from watchlist.rulebook.keys import Key, Keys, Shape
from watchlist.rulebook.language import DEFAULTS, FILE
from watchlist.rulebook.places import AREA, COMMITTEE
from watchlist.rulebook.references import OTHER, TEXTS
from watchlist.rulebook.rules import RULE
from watchlist.rulebook.selection import TAGS
from watchlist.rulebook.shapes import NUMBER
from watchlist.rulebook.wording import listed

#: The mappings with known keys, by what a reader calls them.
KEYS: Mapping[str, Keys] = {
    "file": FILE,
    "indicator": INDICATOR,
    "step": small.STEP,
    "small_numbers": small.SMALL_NUMBERS,
    "check": CHECKS,
    "rule": RULE,
    "indicators": TAGS,
    "area": AREA,
    "committee": COMMITTEE,
    "reference": OTHER,
}

#: Where a word of each kind stands, as the end of "stands …".
PLACES: Mapping[str, str] = {
    "file": "at the top of a file",
    "indicator": "in an indicator",
    "step": "in a step of `target:`",
    "small_numbers": "in `small_numbers:`",
    "check": "in `checks:`",
    "rule": "in a rule",
    "indicators": "in `indicators:` of a rule",
    "area": "in an area",
    "committee": "in a committee",
    "condition": "begins a condition",
    "modifier": "beside a condition",
    "reference": "behind a comparison",
}


@dataclass(frozen=True)
class Word:
    """One word.

    ``behind``    what may stand behind it, as the end of "it is …"; empty: nothing does.
    ``example``   as it is written in a file.
    ``left_out``  what holds without it, as the end of "left out: …"; empty: nothing is said.
    ``beside``    the conditions that it can stand beside.
    """

    kind: str
    word: str
    says: str
    behind: str
    example: str
    left_out: str = ""
    beside: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Names its place on a page, its picture and its example."""
        return f"{self.kind}-{slug(self.word)}"


def slug(text: str) -> str:
    """A text as part of an address: ``a-year-ago``."""
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-")


def every_word() -> list[Word]:
    """All of them, kind by kind, in the order of their definitions."""
    keys = [_of_key(kind, key) for kind, table in KEYS.items() for key in table.keys]
    return [*keys, *_references(), *_conditions(), *_modifiers()]


def _of_key(kind: str, key: Key) -> Word:
    line = f"{key.word}: {key.example}"
    example = f"{{{line}}}" if kind == "reference" else line
    left_out = "it must be given" if key.needed else key.left_out
    return Word(kind, key.word, key.says, _behind(key.shape), example, left_out)


def _behind(shape: Shape) -> str:
    """What a shape says; a mapping is told by its words."""
    inner = tuple(shape.schema.get("properties", ()))
    if inner == DEFAULTS.words:
        return "the words of an indicator or a rule"
    return f"words of its own: {listed(inner)}" if inner else shape.says


def _references() -> Iterator[Word]:
    """Those that are a text; a mapping stands among the keys."""
    yield Word("reference", "a number", "A level that stays as it is", NUMBER.says, "20")
    for text in TEXTS:
        yield Word("reference", text.example, text.says, "", text.example)


def _conditions() -> Iterator[Word]:
    for family in FAMILIES:
        for head, kind in family.heads.items():
            says, behind = f"Holds when {family.says[head]}", KINDS[kind].shape.says
            yield Word("condition", head, says, behind, f"{head}: …")


def _modifiers() -> Iterator[Word]:
    """Each once: one that stands beside conditions of several families says the same there."""
    beside: dict[str, tuple[str, ...]] = {}
    for family in FAMILIES:
        for word in family.modifiers():
            beside[word] = (*beside.get(word, ()), *family.heads)
    known = {word: each for family in FAMILIES for word, each in family.modifiers().items()}
    for word, modifier in known.items():
        says = f"{modifier.says[0].upper()}{modifier.says[1:]}"
        behind = KINDS[modifier.kind].shape.says
        yield Word("modifier", word, says, behind, modifier.example, beside=beside[word])
