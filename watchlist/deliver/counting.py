"""What a message does not write out → counts by rule and by level, a few dozen lines at most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from watchlist.deliver.headlines import numbered
from watchlist.deliver.topics import Topic
from watchlist.model.message import Purpose, Rest, Tally
from watchlist.model.register import Transition
from watchlist.model.rule import Level, Rulebook

#: Lines of the table; what comes after them is one line more.
MOST_TALLIES = 20

#: Where all of it stands.
_WHERE = "The whole list is on the screen with: watchlist list"

_FINDINGS = {
    "overdue": "Figures that are overdue",
    "missing": "Figures that are missing",
    "inconsistent": "Figures that do not fit together",
    "impossible": "Figures that cannot be right",
    "parts": "Totals that are not what their parts come to",
    "restated": "Figures that were changed",
    "retired": "Figures of what had been given up",
}


def counted(topics: Sequence[Topic], purpose: Purpose, book: Rulebook) -> Rest | None:
    """What topics that are not written out come to; None where there are none. Nothing is lost:
    the tallies count every move and every finding about data once."""
    if not topics:
        return None
    tallies = _tallies(topics, book)
    sentence = _sentence(topics, tallies, purpose)
    return Rest(len(topics), sentence, tuple(_shortened(tallies)), _WHERE)


def _tallies(topics: Iterable[Topic], book: Rulebook) -> list[Tally]:
    """By kind, where most is red first."""
    counts = Counter(each for topic in topics for each in _counts(topic, book))
    kinds = {what for what, _ in counts}
    tallies = [
        Tally(what, counts[what, Level.RED], counts[what, Level.AMBER], counts[what, None])
        for what in kinds
    ]
    return sorted(tallies, key=lambda tally: (-tally.red, -tally.amber, -tally.other, tally.what))


def _counts(topic: Topic, book: Rulebook) -> Iterable[tuple[str, Level | None]]:
    """What is counted of a topic: its kind and its level, each move and each finding once."""
    if topic.hidden:
        return [(topic.title, None)] * (len(topic.moves) + len(topic.checks))
    moves = [(_rule(move, book), _level(move)) for move in topic.moves]
    people = [(topic.title, None)] if topic.acts or topic.occasions else []
    return [
        *moves,
        *people,
        *((_FINDINGS.get(check.check, check.check), None) for check in topic.checks),
    ]


def _rule(move: Transition, book: Rulebook) -> str:
    rule = book.rules.get(move.rule or "")
    return rule.title if rule else "A rule that is not in the rulebook any more"


def _level(move: Transition) -> Level | None:
    """What is for information is on no list, and what has left it is of no level."""
    return move.level if move.state.live and move.level in (Level.RED, Level.AMBER) else None


def _shortened(tallies: Sequence[Tally]) -> list[Tally]:
    """The first ones, and the others as one."""
    if len(tallies) <= MOST_TALLIES + 1:
        return list(tallies)
    return [*tallies[:MOST_TALLIES], _together(tallies[MOST_TALLIES:])]


def _together(tallies: Sequence[Tally]) -> Tally:
    return Tally(
        f"{len(tallies):,} others",
        sum(tally.red for tally in tallies),
        sum(tally.amber for tally in tallies),
        sum(tally.other for tally in tallies),
    )


def _sentence(topics: Sequence[Topic], tallies: Sequence[Tally], purpose: Purpose) -> str:
    whole, many = _together(tallies), len(topics)
    match purpose:
        case Purpose.CHECKS:
            return f"{numbered(whole.total, 'more finding')} {_is(whole.total)} counted here."
        case Purpose.QUIET_START:
            entries = numbered(many, "entry", "entries")
            said = f"{whole.total:,} on the list from the start, in {entries}"
        case Purpose.ACTS | Purpose.REMINDERS:
            return f"{numbered(many, 'more entry', 'more entries')} {_is(many)} counted here."
        case Purpose.NEWS | Purpose.KEEPER:
            entries = numbered(many, "more entry", "more entries")
            said = f"{entries} {_is(many)} counted here, with {numbered(whole.total, 'move')}"
    return f"{said}{_by_level(whole)}."


def _by_level(whole: Tally) -> str:
    """ ": 12 red, 1,203 amber", or ": all amber"."""
    levels = [("red", whole.red), ("amber", whole.amber)]
    words = [
        f"all {word}" if many == whole.total else f"{many:,} {word}"
        for word, many in levels
        if many
    ]
    return f": {', '.join(words)}" if words else ""


def _is(many: int) -> str:
    return "is" if many == 1 else "are"
