"""The sentences of a digest that count: what it comes to, what is overdue, what is held back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from watchlist.deliver.digest_item import Told
from watchlist.deliver.figures import in_words
from watchlist.deliver.findings import wrong_with
from watchlist.deliver.names import Names
from watchlist.model.digest import Digest, DigestItem
from watchlist.model.rule import Rulebook
from watchlist.store.results import FoundCheck


def lead(digest: Digest, on_list: int) -> str:
    """ "6 on your list: 2 new, 1 worse, 1 off. You asked for 3 things; 1 is unanswered. One target was
    lowered since your last meeting."."""
    return " ".join(filter(None, (_listed(digest, on_list), _asked(digest), _changed(digest))))


def _listed(digest: Digest, on_list: int) -> str:
    counts = (
        (sum(one.change in ("new", "another figure") for one in digest.new), "new"),
        (sum(one.change == "worse" for one in digest.new), "worse"),
        (sum(one.change == "recovering" for one in digest.recovering), "recovering"),
        (len(digest.left), "off"),
    )
    said = ", ".join(f"{many:,} {word}" for many, word in counts if many)
    listed = f"{on_list:,} on your list" if on_list else "Nothing is on your list"
    return f"{listed}: {said}." if said else f"{listed}; nothing is new."


def _asked(digest: Digest) -> str:
    many = len(digest.asked)
    if not many:
        return ""
    waiting = sum(not one.answered for one in digest.asked)
    things = "1 thing" if many == 1 else f"{many:,} things"
    if not waiting:
        return f"You asked for {things}, and {'it is' if many == 1 else 'all are'} answered."
    return f"You asked for {things}; {waiting:,} {'is' if waiting == 1 else 'are'} unanswered."


def _changed(digest: Digest) -> str:
    last = "meeting" if digest.meeting else "digest"
    lowered = sum(one.startswith("The target") for one in digest.changed)
    rest = len(digest.changed) - lowered
    parts = [
        _so_many(lowered, "target"),
        _so_many(rest, "rule or tolerance", "rules or tolerances"),
    ]
    said = " and ".join(filter(None, parts))
    if not said:
        return ""
    verb = "was" if lowered + rest == 1 else "were"
    return f"{said[0].upper()}{said[1:]} {verb} changed since your last {last}."


def _so_many(many: int, noun: str, plural: str = "") -> str:
    return f"{in_words(many)} {noun if many == 1 else plural or noun + 's'}" if many else ""


def success(left: Sequence[DigestItem], recovering: Sequence[DigestItem]) -> str:
    """One thing that went well: what left the list, else what recovers."""
    for one in left:
        if one.figure:
            return f"{one.title} has left the list: {one.figure}."
    for one in recovering:
        if one.figure:
            return f"{one.title} is {one.lasting or 'recovering'}: {one.figure}."
    return ""


def overdue(checks: Iterable[FoundCheck], book: Rulebook, about: Collection[str]) -> Iterator[str]:
    """Returns that have not come."""
    for found in checks:
        check = found.check
        if check.check == "overdue" and check.series.indicator in about:
            indicator = book.indicators[check.series.indicator]
            for sentence in wrong_with(check, indicator):
                yield f"{indicator.title}: {sentence}"


def held_back(
    told: Sequence[Told], said: Sequence[Told], names: Names, today: date
) -> Iterator[str]:
    """What is not said here, and why."""
    exempt = len(told) - len(said)
    if exempt:
        things = "1 entry is" if exempt == 1 else f"{exempt:,} entries are"
        yield f"{things} exempt and not in this digest; sign in to read of it."
    for one in said:
        mute = one.record.mute
        if mute is not None and one.record.muted(today):
            by, until = names.said_by(mute.said), f"{mute.until.day} {mute.until:%B %Y}"
            yield (
                f"{one.entry.reference}: {by} holds news of it back until {until}: "
                f"“{mute.said.text}”."
            )
