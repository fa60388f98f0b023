"""Topics → what a message says, everything as it may be shown: some written out, the rest counted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from watchlist.deliver.beside import beside, sentences
from watchlist.deliver.counting import counted
from watchlist.deliver.deeds import told_act, told_occasion
from watchlist.deliver.findings import wrong_with
from watchlist.deliver.headlines import headline
from watchlist.deliver.moves import told
from watchlist.deliver.tables import recent_rows
from watchlist.deliver.topics import Facts, Topic
from watchlist.model.message import Item, Notice, Purpose, Rest, Row
from watchlist.model.period import Calendar
from watchlist.model.reading import Panels, Series
from watchlist.model.record import Record
from watchlist.model.register import Breach, Transition
from watchlist.model.rule import Rulebook
from watchlist.register.disclosure import may_mail

#: A message writes out as many items, and an item as many moves; nobody reads more of them.
MOST_ITEMS = 40
MOST_MOVES = 10


@dataclass(frozen=True)
class Outline:
    """A message before its figures are looked up: what is written out and what is counted."""

    headline: str
    in_full: tuple[Topic, ...]
    rest: Rest | None

    @property
    def named(self) -> list[Topic]:
        return [topic for topic in self.in_full if not topic.hidden]

    def moves(self) -> frozenset[int]:
        """The transitions whose figures are asked for."""
        return frozenset(move.id for topic in self.named for move in _first(topic.moves))

    def indicators(self, facts: Facts) -> frozenset[str]:
        """The indicators whose last periods are shown."""
        tables = (_series(topic, facts) for topic in self.named)
        shown = {table[0].indicator for table in tables if table}
        return frozenset(shown | self._beside(facts))

    def _beside(self, facts: Facts) -> set[str]:
        """The variants of what the moves are about: the figures that stand beside theirs."""
        moves = (move for topic in self.named for move in _first(topic.moves))
        about = {facts.breaches[move.breach or 0].series.indicator for move in moves}
        return {other.id for name in about for other in facts.book.variants(name)}


@dataclass(frozen=True)
class Figures:
    """What an outline asks for: its moves with their evidence, and readings."""

    transitions: Mapping[int, Transition]
    panels: Panels


def outline(purpose: Purpose, topics: Sequence[Topic], book: Rulebook) -> Outline | None:
    """What a message will say; None where nothing is there to speak of.

    Of a quiet start that is long nothing is written out: none of it is news.
    """
    if not topics:
        return None
    short = len(topics) <= MOST_ITEMS
    most = MOST_ITEMS if short or purpose is not Purpose.QUIET_START else 0
    in_full, rest = topics[:most], topics[most:]
    asked = Outline("", tuple(in_full), counted(rest, purpose, book))
    titles = [topic.title for topic in asked.named]
    return replace(asked, headline=headline(purpose, [topic.kind for topic in topics], titles))


def items(asked: Outline, facts: Facts, figures: Figures) -> tuple[Item, ...]:
    """The items of what is written out, in the order of the outline."""
    return tuple(_item(topic, facts, figures) for topic in asked.in_full)


def make_message_id(
    channel: str, post: str, notices: Iterable[Notice], domain: str, *, instead_of: str = ""
) -> str:
    """The same notices for the same post through the same channel have the same Message-ID;
    when they were made is part of it, so that another database never has it too."""
    words = [channel, post, instead_of]
    words += sorted(f"{notice.subject} {notice.created_at.isoformat()}" for notice in notices)
    digest = hashlib.sha256("\n".join(words).encode()).hexdigest()
    return f"{digest[:32]}@{domain}"


def _first(moves: Sequence[Transition]) -> Sequence[Transition]:
    """The moves that are written out: the worst, in the order in which they happened."""
    worst = sorted(moves, key=lambda move: (-(move.level or 0), move.id))[:MOST_MOVES]
    return sorted(worst, key=lambda move: move.id)


def _item(topic: Topic, facts: Facts, figures: Figures) -> Item:
    if topic.hidden:
        return Item(topic.reference, topic.title, "", "", "", ())
    if topic.faults:
        return _of_faults(topic)
    return _of_entry(topic, facts, figures) if topic.entry else _of_checks(topic, facts)


def _of_entry(topic: Topic, facts: Facts, figures: Figures) -> Item:
    moves = [figures.transitions[move.id] for move in _first(topic.moves)]
    return Item(
        reference=topic.reference,
        title=topic.title,
        area="",  # the title names it where the council has more than one
        level=topic.level.word if topic.level else "",
        what=", ".join(dict.fromkeys(_what(topic))),
        sentences=(
            *(_paragraph(topic, move, facts, figures.panels) for move in moves),
            *_and_more(len(topic.moves), f"See: watchlist show {topic.reference}"),
            *_of_people(topic, facts),
        ),
        rows=_rows(topic, facts, figures.panels),
    )


def _what(topic: Topic) -> Iterable[str]:
    yield from (move.reason.value for move in topic.moves)
    yield from (act.kind.value for act in topic.acts)
    yield from (one.what.value for one in topic.occasions)


def _of_people(topic: Topic, facts: Facts) -> Iterable[str]:
    """What people did and what fell due: the newest of it, where there is very much."""
    reference = f"See: watchlist history {topic.reference}"
    for act in topic.acts[-MOST_MOVES:]:
        yield told_act(act, facts.names)
    yield from _and_more(len(topic.acts), reference)
    record = facts.records.get(topic.entry.id if topic.entry else 0, Record())
    for one in topic.occasions[-MOST_MOVES:]:
        if said := told_occasion(one, record, facts.names):
            yield said
    yield from _and_more(len(topic.occasions), reference)


def _paragraph(topic: Topic, move: Transition, facts: Facts, panels: Panels) -> str:
    breach, book = facts.breaches[move.breach or 0], facts.book
    period = breach.judged_to if move.period is None else move.period
    said = told(move, breach, book, facts.by_hand(move, breach))
    others = sentences(beside(breach.series, period, book, panels, may_mail))
    return " ".join((*_whose(topic, breach, book), *said, *others))


def _and_more(many: int, where: str) -> tuple[str, ...]:
    return (f"And {many - MOST_MOVES:,} more. {where}",) if many > MOST_MOVES else ()


def _whose(topic: Topic, breach: Breach, book: Rulebook) -> tuple[str, ...]:
    """Which figure it is, where the entry's title does not say so: a theme, a part of the total."""
    indicator, series = book.indicators[breach.series.indicator], breach.series
    parts = [part.replace("=", " ") for part in series.breakdown.split(";") if part]
    if topic.entry and topic.entry.key.theme is not None:
        elsewhere = [series.area] if book.own_areas != (series.area,) else []
        return (f"{', '.join([indicator.title, *elsewhere, *parts])}:",)
    return (f"For {', '.join(parts)}:",) if parts else ()


def _rows(topic: Topic, facts: Facts, panels: Panels) -> tuple[Row, ...]:
    """The table of the one series that an item is about; none where it is about several."""
    one = _series(topic, facts)
    panel = panels.get(one[1]) if one else None
    if one is None or panel is None:
        return ()
    return recent_rows(panel, one[0], facts.book.indicators[one[0].indicator])


def _series(topic: Topic, facts: Facts) -> tuple[Series, Calendar] | None:
    """The one series of an item's moves; None where they are of several, or of none."""
    breaches = [facts.breaches[move.breach] for move in topic.moves if move.breach is not None]
    found = {(breach.series, breach.calendar) for breach in breaches}
    return found.pop() if len(found) == 1 else None


def _of_checks(topic: Topic, facts: Facts) -> Item:
    series, book = topic.checks[0].series, facts.book
    indicator = book.indicators[series.indicator]
    first = topic.checks[:MOST_MOVES]
    said = [s for check in first for s in wrong_with(check, indicator, facts.names)]
    return Item(
        reference="",
        title=topic.title,
        area="" if book.own_areas == (series.area,) else series.area,
        level="",
        what=", ".join(dict.fromkeys(check.check for check in topic.checks)),
        sentences=(*said, *_and_more(len(topic.checks), "See: watchlist checks")),
    )


def _of_faults(topic: Topic) -> Item:
    if topic.mended:
        said: tuple[str, ...] = (
            "What was wrong has been put right. From the next cycle on the rules are those in the "
            "files.",
        )
    else:
        said = (
            *(str(fault) for fault in topic.faults[:MOST_MOVES]),
            *_and_more(len(topic.faults), "See: watchlist check"),
            "Until this is mended the rules that were in force before stay in force.",
        )
    what = "well again" if topic.mended else "not taken"
    return Item(reference="", title=topic.title, area="", level="", what=what, sentences=said)
