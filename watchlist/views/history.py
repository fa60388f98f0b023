"""Everything that happened to an entry, in rows: by figures and by people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from watchlist.deliver.corrected import by_hand, correction_behind
from watchlist.deliver.deeds import told_act
from watchlist.deliver.moves import told
from watchlist.deliver.names import Names
from watchlist.installation import Installation
from watchlist.kept import kept_wording
from watchlist.model.acts import Act
from watchlist.model.corrections import Correction
from watchlist.model.pooled import label
from watchlist.model.register import Breach, Entry, Transition
from watchlist.model.rule import Rulebook
from watchlist.views.listed import years_of


@dataclass(frozen=True)
class Happened:
    """``who`` is a person's number, or what the program calls itself; ``level`` and ``period`` are ""
    where somebody did something."""

    at: datetime
    period: str
    level: str
    what: str
    said: str
    who: str


def happened(here: Installation, entry: Entry, breaches: Sequence[Breach]) -> Iterator[Happened]:
    """The history of an entry, the oldest first; ``breaches`` are all of it."""
    known = {breach.id: breach for breach in breaches}
    names = Names.of(here.config.directory, here.book)
    corrections = here.store.corrections(of={breach.series for breach in breaches})
    story = here.store.story(entry.id)
    in_force = books(here, [each for each in story if isinstance(each, Transition)])
    for each in story:
        if isinstance(each, Act):
            yield _done(each, names)
        else:
            breach = known.get(each.breach or 0)
            yield _moved(here, in_force[each.id], each, breach, corrections, names)


def books(here: Installation, moves: Sequence[Transition]) -> dict[int, Rulebook]:
    """For each move the rulebook in force, with its rule as it was called and put then."""
    known: dict[tuple[str, str], Rulebook] = {}
    for move in moves:
        said = move.rule or "", move.rule_hash or ""
        in_force = here.book.rules.get(said[0])
        if said not in known and not (in_force and in_force.hash == said[1]):
            kept = kept_wording(here.store, *said)
            rules = {**here.book.rules, said[0]: kept.rule} if kept else here.book.rules
            known[said] = replace(here.book, rules=rules)
    return {
        move.id: known.get((move.rule or "", move.rule_hash or ""), here.book) for move in moves
    }


def moment(here: Installation, at: datetime, *, seconds: bool = False) -> str:
    """A moment in the council's own time."""
    form = "%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M"
    return at.astimezone(ZoneInfo(here.config.zone)).strftime(form)


def _moved(
    here: Installation, book: Rulebook, move: Transition, breach: Breach | None,
    corrections: Sequence[Correction], names: Names,
) -> Happened:  # fmt: skip
    one = correction_behind(move, breach, corrections) if breach else None
    said = told(move, breach, book, by_hand(one.by, names) if one else "") if breach else ()
    period = ""
    if breach and move.period is not None:
        period = label(breach.calendar, move.period, years_of(here, breach))
    level = move.level.word if move.level else ""
    return Happened(move.at, period, level, move.reason.value, " ".join(said), move.who)


def _done(act: Act, names: Names) -> Happened:
    """Somebody's act: history has his number, and the post that he acted for is called by its title."""
    return Happened(act.at, "", "", act.kind.value, told_act(act, names), act.who)
