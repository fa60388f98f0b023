"""The committee agreed to removal: what is proposed is let go of, and stays so.

The register is a function of the figures and is walked again in every cycle; so what was let go of is
kept as a period for each rule and series, after which the walk begins anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from watchlist.model.acts import Act, LetGo
from watchlist.model.register import Breach, Reason, State, Transition
from watchlist.register.ids import Ids


@dataclass(frozen=True)
class Agreed:
    """The breaches that ended by an act, the history of it, and up to when each was let go of."""

    breaches: tuple[Breach, ...]
    transitions: tuple[Transition, ...]
    let_go: tuple[LetGo, ...]


def proposed(held: Iterable[Breach]) -> tuple[Breach, ...]:
    """Those that may leave if the committee agrees: recovered, unmeasured for too long, or given up."""
    return tuple(each for each in held if each.track.state.live and each.track.proposed)


def agree(held: Iterable[Breach], act: Act, ids: Ids) -> Agreed:
    """Let go of those of an entry's breaches that are proposed for removal; the others stay."""
    leaving = proposed(held)
    return Agreed(
        tuple(_ended(each, act) for each in leaving),
        tuple(_left(each, act, ids.transition()) for each in leaving),
        tuple(
            LetGo(each.rule, each.series, each.calendar, each.judged_to, act.id) for each in leaving
        ),
    )


def _ended(breach: Breach, act: Act) -> Breach:
    """Nothing is proposed any more of what has left."""
    settled = replace(breach, track=replace(breach.track, proposed=False))
    return settled.ended(State.CLEARED, Reason.AGREED, act.at)


def _left(breach: Breach, act: Act, number: int) -> Transition:
    return Transition(
        id=number,
        breach=breach.id,
        entry=breach.entry,
        at=act.at,
        reason=Reason.AGREED,
        period=None,  # people decided it, no figure did
        level_before=breach.track.level,
        level=breach.track.level,
        state=State.CLEARED,
        rule=breach.rule,
        rule_hash=breach.rule_hash,
        who=act.who,
    )
