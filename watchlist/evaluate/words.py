"""A condition in the words of a rule file."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from typing import Any

from watchlist.model.condition import Condition, Kind


@lru_cache(maxsize=1024)
def words(condition: Condition) -> str:
    """As an officer would write it on one line: ``worse_than: target, for: 2``. Kept for a while:
    each finding of a rule has the same words."""
    return ", ".join([f"{condition.head}: {_said(condition)}", *_modifiers(condition)])


def _said(condition: Any) -> str:
    """What stands behind the head word."""
    subject = condition.subject
    if hasattr(subject, "head"):
        return f"{{{words(subject)}}}"
    if not isinstance(subject, tuple):
        return str(subject)
    if all(isinstance(each, int | float) for each in subject):
        return " to ".join(f"{each:g}" for each in subject)
    parts = [f"{{{words(each)}}}" for each in subject]
    return parts[0] if condition.head == "not" else f"[{', '.join(parts)}]"


def _modifiers(condition: Any) -> list[str]:
    """The modifiers that are not left out."""
    named = [(each, getattr(condition, each.name)) for each in fields(condition)]
    return [
        f"{each.metadata['word']}: {_written(each.metadata['kind'], value)}"
        for each, value in named
        if "word" in each.metadata and value != each.default
    ]


def _written(kind: Kind, value: Any) -> str:
    match kind:
        case Kind.BASELINE:
            return f"first {value}"
        case Kind.CONFIDENCE:
            return f"{100 * value:g}%"
        case Kind.SIGNALS:
            return f"[{', '.join(value)}]"
        case Kind.STARTS:
            days = (day.isoformat() for day in value)
            return f"[{', '.join(day.removesuffix('-01') for day in days)}]"
    return f"{value:g}" if isinstance(value, float) else str(value)
