"""Turns: who imports, judges or composes does so alone. Delivery takes no turn and never waits."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from watchlist.store.tables import counters

#: The rows of ``counters``, which the first migration puts there.
_TURN, _NUMBERED = "turn", ("breach", "entry", "transition", "act", "shown")

#: The row that counts how often what the watch list shows was changed.
SHOWN = _NUMBERED[-1]


def take_turn(connection: Connection) -> int:
    """Wait for everybody else's turn to end; the number of ours, which only grows."""
    own = counters.c.name == _TURN
    statement = update(counters).where(own).values(value=counters.c.value + 1)
    turn: int = connection.execute(statement.returning(counters.c.value)).scalar_one()
    return turn


class Numbers:
    """The next numbers of breaches, entries, transitions and acts; kept when the transaction is."""

    def __init__(self, connection: Connection) -> None:
        rows = connection.execute(select(counters.c.name, counters.c.value))
        self._value: dict[str, int] = {name: value for name, value in rows if name in _NUMBERED}

    def breach(self) -> int:
        return self._next("breach")

    def entry(self) -> int:
        return self._next("entry")

    def transition(self) -> int:
        return self._next("transition")

    def act(self) -> int:
        return self._next("act")

    def shown(self) -> None:
        """What the watch list shows is another thing after this."""
        self._next(SHOWN)

    def _next(self, name: str) -> int:
        self._value[name] += 1
        return self._value[name]

    def keep(self, connection: Connection) -> None:
        for name, value in self._value.items():
            connection.execute(update(counters).where(counters.c.name == name).values(value=value))
