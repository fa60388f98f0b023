"""A source of the configuration as far as it is known, and the long sheet that it makes of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from watchlist.sources.sheet import Sheet


@dataclass(frozen=True, eq=False)
class Layout:
    """``said`` are the settings of the source as they are to be written (without its path), ``why`` the
    reason of those that are a guess, ``sheet`` the file read by them. ``across``: periods are headings.
    ``columns`` are those of ``mapping``, and ``title`` is a column that says an indicator in full."""

    said: Mapping[str, Any]
    sheet: Sheet
    why: Mapping[str, str] = field(default_factory=dict)
    across: bool = False
    name: str = "scorecard"
    columns: Mapping[str, str] = field(default_factory=dict)
    title: str | None = None

    @property
    def kind(self) -> str:
        return str(self.said["kind"])

    @property
    def is_dfe(self) -> bool:
        return self.said.get("format") == "dfe"

    def column(self, ours: str) -> str:
        """What the sheet calls one of our columns."""
        return str(self.said.get("columns", {}).get(ours) or self.columns.get(ours, ours))

    def has(self, ours: str) -> bool:
        return self.sheet.find(self.column(ours)) is not None

    def adding(self, said: Mapping[str, Any], why: Mapping[str, str] | None = None) -> Layout:
        return replace(self, said={**self.said, **said}, why={**self.why, **(why or {})})


def literal(text: str) -> str:
    """A text as a pattern that matches it alone."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in text)
