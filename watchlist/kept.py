"""Rulebooks that were in force, out of the store: the last good one, and the words that put an entry
on the list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from zoneinfo import ZoneInfo

from watchlist.installation import Installation
from watchlist.model.rule import Rule, Rulebook
from watchlist.rulebook.language import FILE
from watchlist.rulebook.load import check_rulebook_text, readable_rulebook
from watchlist.rulebook.sections import merged
from watchlist.store.store import Store


@dataclass(frozen=True)
class Wording:
    """A rule as it was written once, and the indicators that it looked at (id -> words)."""

    rule: Rule
    indicators: Mapping[str, str]

    @property
    def lines(self) -> list[str]:
        """All of it, one definition after the other."""
        return "".join((self.rule.words, *self.indicators.values())).splitlines()


def changes(before: Wording, now: Wording) -> tuple[str, ...]:
    """What was said otherwise, a line each: what was taken out after ``-``, what was put in after
    ``+``."""
    compared = unified_diff(before.lines, now.lines, n=0, lineterm="")
    return tuple(
        f"{line[0]} {line[1:]}"
        for line in compared
        if line[:1] in ("-", "+") and line[:3] not in ("---", "+++")
    )


def last_good_rulebook(store: Store) -> Rulebook | None:
    """The rulebook that came into force last, as this program understands it; None where none was
    ever in force."""
    checked = (check_rulebook_text(files)[0] for files in _kept(store))
    return next((book for book in checked if book), None)


def in_force(here: Installation) -> str:
    """ "28 rules, in force since 20 November 2026, 09:00"; of rules that no cycle has judged by yet,
    how many they are."""
    number = len(here.book.rules)
    rules = f"{number:,} rule{'' if number == 1 else 's'}"
    newest = next(iter(here.store.rulebooks()), None)
    if newest is None or newest.hash != here.book.hash:
        return f"{rules}, in force from the next cycle on"
    since = newest.since.astimezone(ZoneInfo(here.config.zone))
    return f"{rules}, in force since {since.day} {since:%B %Y, %H:%M}"


def kept_wording(store: Store, rule: str, hash: str) -> Wording | None:
    """A rule by its name and the hash that history has of it, looked for from the newest rulebook
    back; None where its words were not kept."""
    for files in _kept(store):
        same = [one for one in readable_rulebook(files).rules.values() if one.hash == hash]
        if same:
            return _wording(min(same, key=lambda one: one.id != rule), files)
    return None


def wording_in(book: Rulebook, rule: str) -> Wording | None:
    """A rule as a rulebook has it; None where it is not there."""
    return _wording(book.rules[rule], book.files) if rule in book.rules else None


def _wording(rule: Rule, files: Mapping[str, str]) -> Wording:
    said = merged(files, FILE, []).indicators
    return Wording(rule, {name: said[name].words for name in sorted(rule.looks_at() & said.keys())})


def _kept(store: Store) -> Iterator[Mapping[str, str]]:
    """The files of every rulebook that was in force, the newest first."""
    for kept in store.rulebooks():
        files = store.rulebook_files(kept.hash)
        if files is not None:
            yield files
