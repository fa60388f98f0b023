"""Messages that are not done with: nothing of them, or of what they tell, is ever removed.

An attempt of which nobody knows how it ended leaves its message waiting or, at the end, given up.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, and_, or_, select

from watchlist.store.mailroom import DROPPED, REPLACED
from watchlist.store.results import MessageState
from watchlist.store.tables import messages

_ON_ITS_WAY = messages.c.state.in_((MessageState.WAITING, MessageState.SENDING))
_GIVEN_UP = and_(messages.c.state == MessageState.DEAD, ~REPLACED.exists(), ~DROPPED.exists())

_LINKED = (messages.c.id, messages.c.instead_of)


def unsettled() -> Select[Any]:
    """The Message-IDs of what waits, is on its way, or was given up with nothing in its place; and of
    what any of these was made in the place of."""
    first = select(*_LINKED).where(or_(_ON_ITS_WAY, _GIVEN_UP))
    found = first.cte("unsettled", recursive=True)
    found = found.union(select(*_LINKED).join(found, messages.c.id == found.c.instead_of))
    return select(found.c.id)
