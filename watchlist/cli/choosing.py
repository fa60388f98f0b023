"""Which entries of the watch list somebody asks for, and how many at a time."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from watchlist.app import App
from watchlist.cli.listing import standing
from watchlist.model.errors import UsageError
from watchlist.model.register import Entry
from watchlist.model.rule import Level
from watchlist.rulebook.wording import nearest, quote
from watchlist.store.results import WatchedEntry

#: So many entries are on a page.
PAGE = 50


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

    def check(self, app: App, watched: Iterable[WatchedEntry]) -> None:
        """Raises UsageError for a name that nobody knows, in the rules or on the list."""
        entries = [one.entry for one in watched]
        rules = {rule.theme for rule in app.book.rules.values()}
        levels = [level.word for level in Level] + ["held"]
        for noun, named, known in (
            ("committee", self.committees, {*app.book.committees, *_of(entries, "committee")}),
            ("post", self.owners, {*app.config.directory.posts, *_of(entries, "owner")}),
            ("level", self.levels, levels),
            ("theme", self.themes, {*rules, *(entry.key.theme for entry in entries)}),
        ):
            for name in named:
                if name not in known:
                    near = nearest(name, filter(None, known))
                    raise UsageError(f"there is no {noun} {quote(name)}{near}")

    def of(self, watched: Iterable[WatchedEntry]) -> list[WatchedEntry]:
        """Those that are meant, on whichever page."""
        asked: tuple[tuple[tuple[str, ...], Callable[[Entry], str | None]], ...] = (
            (self.committees, lambda entry: entry.committee),
            (self.owners, lambda entry: entry.owner),
            (self.levels, standing),
            (self.themes, lambda entry: entry.key.theme),
        )
        return [
            one
            for one in watched
            if all(not named or of(one.entry) in named for named, of in asked)
        ]

    def on_page(self, chosen: Sequence[WatchedEntry]) -> Sequence[WatchedEntry]:
        """Those on the page. Raises UsageError for one that is not there."""
        if self.page is None:
            return chosen
        if self.page > pages(chosen):
            raise UsageError(f"there is no page {self.page}: the last one is {pages(chosen)}")
        return chosen[(self.page - 1) * PAGE : self.page * PAGE]

    def next(self, chosen: Sequence[WatchedEntry]) -> str:
        """The command for the next page; "" after the last one."""
        if self.page is None or self.page >= pages(chosen):
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


def pages(chosen: Sequence[WatchedEntry]) -> int:
    """How many pages there are: one at least."""
    return max(1, -(-len(chosen) // PAGE))


def _of(entries: Iterable[Entry], name: str) -> set[str]:
    return {getattr(entry, name) for entry in entries if getattr(entry, name)}
