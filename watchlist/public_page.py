"""The public's page: the list as it was given out last, kept whole. Whoever looks is shown what was
published and nothing else: looking publishes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from watchlist.model.message import Row
from watchlist.public_list import PublicEntry
from watchlist.store.codec import decode, encode
from watchlist.store.public_page import keep_public_page, kept_public_page
from watchlist.store.store import Store


@dataclass(frozen=True)
class Picture:
    """A chart as it was drawn (SVG), and its words."""

    svg: str
    words: str


@dataclass(frozen=True)
class Published:
    """An entry of the page. ``level`` is "" where nothing may be said, or people alone hold it."""

    title: str
    level: str
    state: str
    reference: str
    committee: str
    sentences: tuple[str, ...]
    said: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class PublicPage:
    at: datetime
    entries: tuple[Published, ...]


def published(entry: PublicEntry, committee: str, pictures: Iterable[Picture]) -> Published:
    """An entry as the page keeps it."""
    return Published(
        entry.title,
        entry.level.word if entry.level else "",
        entry.state,
        entry.reference or "",
        committee,
        entry.sentences,
        tuple((line.label, line.text) for line in entry.said),
        entry.rows,
        tuple(pictures),
    )


def keep_page(store: Store, page: PublicPage) -> None:
    """From now on it is this page, unless a later one is there already."""
    keep_public_page(store, encode(page), page.at)


def page_kept(store: Store) -> PublicPage | None:
    """The page that was given out last; None where none was."""
    text = kept_public_page(store)
    if text is None:
        return None
    page: PublicPage = decode(PublicPage, text)
    return page
