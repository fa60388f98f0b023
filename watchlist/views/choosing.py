"""Which entries of the watch list somebody asks for, and how many at a time."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from watchlist.installation import Installation
from watchlist.model.errors import UsageError
from watchlist.model.rule import Level
from watchlist.rulebook.wording import nearest, quote
from watchlist.store.listed import Among, Shut

#: So many entries are on a page.
PAGE = 50

#: Levels as people name them; what people alone hold on the list has none.
_LEVELS: dict[str, Level | None] = {**{level.word: level for level in Level}, "held": None}


@dataclass(frozen=True)
class Page:
    """So many entries, ``most``, after so many that are passed over; left out: all."""

    skip: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Choice:
    """What an entry must be to be listed: of one of each kind that is named; and which page of it."""

    committees: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    page: int | None = None

    @property
    def everything(self) -> bool:
        return self == Choice()

    @property
    def among(self) -> Among:
        """The same as the store is asked for it."""
        levels = tuple(_LEVELS[word] for word in self.levels)
        return Among(self.committees, self.owners, levels, self.themes)

    def check(self, here: Installation, shut: Shut | None = None) -> None:
        """Raises UsageError for a name that nobody knows, in the rules or on the list (but what is
        ``shut``)."""
        rules = {rule.theme for rule in here.book.rules.values() if rule.theme}
        for noun, column, named, known in (
            ("committee", "committee", self.committees, {*here.book.committees}),
            ("post", "owner", self.owners, {*here.config.directory.posts}),
            ("theme", "theme", self.themes, rules),
        ):
            if not known.issuperset(named):
                _check(noun, named, known | here.store.names_listed(column, shut))
        _check("level", self.levels, _LEVELS)

    def page_of(self, entries: int) -> Page:
        """Which of so many are on the page. Raises UsageError for one that is not there."""
        if self.page is None:
            return Page()
        if self.page > pages(entries):
            raise UsageError(f"there is no page {self.page}: the last one is {pages(entries)}")
        return Page((self.page - 1) * PAGE, PAGE)

    def next(self, entries: int) -> str:
        """The command for the next page of so many entries; "" after the last one."""
        if self.page is None or self.page >= pages(entries):
            return ""
        return replace(self, page=self.page + 1).command()

    def command(self) -> str:
        """The command that asks for this."""
        words = ["watchlist", "list"]
        for option, named in (
            ("--committee", self.committees),
            ("--owner", self.owners),
            ("--level", self.levels),
            ("--theme", self.themes),
        ):
            words += [word for name in named for word in (option, name)]
        return shlex.join([*words, *(("--page", str(self.page)) if self.page else ())])


def pages(entries: int) -> int:
    """How many pages so many entries have: one at least."""
    return max(1, -(-entries // PAGE))


def _check(noun: str, named: Iterable[str], known: Collection[str]) -> None:
    for name in named:
        if name not in known:
            raise UsageError(f"there is no {noun} {quote(name)}{nearest(name, known)}")
