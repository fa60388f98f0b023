"""What somebody asks to be done to the watch list, and whether what he names is there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from watchlist.cycle import Setting
from watchlist.model.acts import ActKind, Due
from watchlist.model.errors import UsageError
from watchlist.model.register import EntryKey
from watchlist.model.rule import Rulebook
from watchlist.rulebook.wording import nearest, quote

_REFERENCE = re.compile(r"(?:WL-?)?0*(\d{1,9})", re.IGNORECASE)
_LONGEST_TITLE = 200


@dataclass(frozen=True)
class Deed:
    """What somebody wants to do, before it is known whether he may: see `Act` for the fields."""

    kind: ActKind
    text: str = ""
    post: str | None = None
    due: Due | None = None
    number: int | None = None
    until: date | None = None
    link: str | None = None
    minute: str | None = None
    committee: str | None = None
    people_too: bool = False
    public: bool = False


@dataclass(frozen=True)
class About:
    """What a new entry is about: an indicator (in an area; left out, the council's only one), a
    theme of rules, or in words what is no indicator ("a breakdown of the £0.815m")."""

    indicator: str | None = None
    area: str | None = None
    theme: str | None = None
    title: str | None = None


def number_of(reference: str) -> int | None:
    """The number of the entry that a person means by ``WL-0042``, ``wl42`` or ``42``."""
    match = _REFERENCE.fullmatch(reference.strip())
    return int(match[1]) if match else None


def reference_of(number: int) -> str:
    """How people call the entry with a number: ``WL-0042``."""
    return f"WL-{number:04d}"


def key_about(about: About, book: Rulebook) -> EntryKey:
    """What gathers breaches under a new entry. Raises UsageError for what the rulebook does not have
    and for what is said twice or not at all."""
    said = [each for each in (about.indicator, about.theme, about.title) if each]
    if len(said) != 1:
        raise UsageError("say what it is about: an indicator, a theme, or a title of its own")
    if about.indicator:
        area = about.area or (book.own_areas[0] if len(book.own_areas) == 1 else None)
        if about.indicator not in book.indicators:
            known = nearest(about.indicator, book.indicators)
            raise UsageError(f"there is no indicator {quote(about.indicator)}{known}")
        if area is None:
            raise UsageError("say which area is meant: the council has several of its own")
        if area not in book.areas:
            raise UsageError(f"there is no area {quote(area)}{nearest(area, book.areas)}")
        return EntryKey(indicator=about.indicator, area=area)
    if about.theme:
        themes = {rule.theme for rule in book.rules.values() if rule.theme}
        if about.theme not in themes:
            raise UsageError(
                f"no rule has the theme {quote(about.theme)}{nearest(about.theme, themes)}"
            )
        return EntryKey(theme=about.theme)
    words = " ".join((about.title or "").split())
    if not words or len(words) > _LONGEST_TITLE or not words.isprintable():
        raise UsageError(f"a title is one line of up to {_LONGEST_TITLE} letters")
    return EntryKey()


def check_names(deed: Deed, setting: Setting) -> None:
    """Every post and committee that is named must be there."""
    posts, committees = setting.directory.posts, setting.book.committees
    for noun, name, known in (
        ("post", deed.post, posts),
        ("committee", deed.committee, committees),
        ("committee", deed.due.committee if deed.due else None, committees),
    ):
        if name is not None and name not in known:
            raise UsageError(f"there is no {noun} {quote(name)}{_near(name, known)}")
    _check_meeting(deed.due, setting.book)


def _near(name: str, known: Mapping[str, object]) -> str:
    return nearest(name, known)


def _check_meeting(due: Due | None, book: Rulebook) -> None:
    """A day on which a committee is known not to meet is no meeting."""
    if due is None or due.day is None or due.committee is None:
        return
    committee = book.committees[due.committee]
    days = committee.meetings
    if days and due.day <= days[-1] and due.day not in days:
        later = next(day for day in days if day > due.day)
        raise UsageError(
            f"{committee.title} does not meet on {due.day:%d %B %Y}; it meets on {later:%d %B %Y}"
        )
