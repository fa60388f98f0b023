"""The JSON Schemas (2020-12) of rule files and of their tests, for editors: made from the tables that
the loader reads by.

It sees one file at a time and no meaning, so some faults are beyond it: a name that is not defined,
an id given in two files, a needed key that ``defaults:`` might have given, figures out of order, and
whatever takes knowing an indicator (its target, its unit, its calendar, its better side).
"""

from __future__ import annotations

from typing import Any

from watchlist.evaluate.families import FAMILIES
from watchlist.model.condition import Family, Kind, Modifier
from watchlist.rulebook.case_keys import TESTS
from watchlist.rulebook.conditions import APART, CONDITION, INNER, KINDS
from watchlist.rulebook.data import data_of
from watchlist.rulebook.keys import Keys, Schema, Shape
from watchlist.rulebook.language import DEFINITIONS, FILE
from watchlist.rulebook.references import REFERENCE
from watchlist.rulebook.shapes import apart, mapping

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def rulebook_schema() -> dict[str, Any]:
    """The schema of one ``*.yaml`` file of a rulebook."""
    return _whole(FILE, "A rulebook of Scrutiny Watch List", _definitions())


def tests_schema() -> dict[str, Any]:
    """The schema of one ``*.test.yaml`` file."""
    return _whole(TESTS, "Rule tests of Scrutiny Watch List", {})


def _whole(keys: Keys, title: str, definitions: Schema) -> dict[str, Any]:
    return {"$schema": DIALECT, "title": title, **mapping(keys).schema, "$defs": definitions}


def _definitions() -> dict[str, Any]:
    """Every shape that is referred to by its name."""
    return {
        **{name: shape.schema for name, shape in DEFINITIONS.items()},
        CONDITION.name: _condition(inside=False),
        INNER.name: _condition(inside=True),
        REFERENCE.name: REFERENCE.schema,
    }


def _condition(*, inside: bool) -> dict[str, Any]:
    """One branch for each word that begins a condition: exactly one of them can hold."""
    branches = [_branch(family, head, inside) for family in FAMILIES for head in family.heads]
    return {"description": "A condition", "type": "object", "anyOf": branches}


def _branch(family: Family, head: str, inside: bool) -> dict[str, Any]:
    kind = family.heads[head]
    modifiers = {
        word: _modifier(modifier)
        for word, modifier in family.modifiers().items()
        if inside or modifier.kind is not Kind.INDICATOR
    }
    branch: dict[str, Any] = {
        "title": f"{head}: …",
        "required": [head],
        "properties": {head: _described(KINDS[kind].shape, f"Holds when {family.says[head]}")}
        | modifiers,
        "additionalProperties": False,
    }
    if pairs := [pair for pair in APART if set(pair) <= modifiers.keys()]:
        branch["dependentSchemas"] = apart(pairs)
    return branch


def _modifier(modifier: Modifier) -> dict[str, Any]:
    example = data_of(modifier.example)[modifier.word]
    return _described(KINDS[modifier.kind].shape, modifier.says) | {"examples": [example]}


def _described(shape: Shape, says: str) -> dict[str, Any]:
    return {**shape.used, "description": f"{says[0].upper()}{says[1:]}"}
