"""The one line that a busy person reads first; it is also the subject of an e-mail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum

from watchlist.model.message import Purpose
from watchlist.model.register import Reason


class Kind(StrEnum):
    """What kind of news an item is, the most pressing first."""

    NEW = "new"
    BACK = "back"
    WORSE = "worse"
    SLIPPED = "slipped back"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    ATTENTION = "for your attention"
    OTHER = "changed"
    EXEMPT = "exempt"


_KINDS = {
    Reason.OPENED: Kind.NEW,
    Reason.ALREADY_SO: Kind.NEW,
    Reason.OPENED_AGAIN: Kind.BACK,
    Reason.WORSENED: Kind.WORSE,
    Reason.RELAPSED: Kind.SLIPPED,
    Reason.CORRECTED: Kind.CORRECTED,
    Reason.WITHDRAWN: Kind.WITHDRAWN,
}
_LONGEST_TITLE = 100


def kind_of(reasons: Iterable[Reason]) -> Kind:
    """The most pressing kind among the moves of one item."""
    kinds = {_KINDS.get(reason, Kind.OTHER) for reason in reasons}
    return next(kind for kind in Kind if kind in kinds)


def headline(purpose: Purpose, kinds: Sequence[Kind], titles: Sequence[str]) -> str:
    """ "2 new, 1 worse on your watch list: Reviews held on time and 2 more".

    ``kinds`` has one for each item, ``titles`` those that may be named, the first one first.
    """
    return _counted(purpose, kinds) + _named(titles, len(kinds))


def _counted(purpose: Purpose, kinds: Sequence[Kind]) -> str:
    many = len(kinds)
    match purpose:
        case Purpose.NEWS:
            counts = Counter(kinds)
            each = ", ".join(f"{counts[kind]:,} {kind}" for kind in Kind if counts[kind])
            return f"{each} on your watch list"
        case Purpose.QUIET_START:
            there = many - sum(kind is Kind.WITHDRAWN for kind in kinds)
            if not there:
                return f"{numbered(many, 'entry', 'entries')} of the start withdrawn"
            return f"The watch list starts with {numbered(there, 'entry', 'entries')}"
        case Purpose.KEEPER:
            return f"{numbered(many, 'entry', 'entries')} moved by a change of rules"
        case Purpose.CHECKS:
            return f"{numbered(many, 'thing')} to look at in the data"
        case Purpose.FAULTS:
            return "Changed rules were not taken"
        case Purpose.MENDED:
            return "The rule files are well again"
        case Purpose.ACTS:
            return f"{numbered(many, 'entry', 'entries')} of the watch list for your attention"
        case Purpose.REMINDERS:
            return f"{numbered(many, 'entry', 'entries')} of the watch list with something due"
        case Purpose.DEAD_LETTERS:
            return f"{numbered(many, 'message')} could not be delivered"
        case Purpose.TEMPLATES:
            templates = numbered(many, "template of your own", "templates of your own")
            return f"{templates} could not be used"
        case Purpose.DIGEST | Purpose.CONFIRM | Purpose.SIGN_IN:
            raise ValueError("it has a headline of its own")


def numbered(many: int, noun: str, plural: str = "") -> str:
    """ "1 entry", "25,452 entries"."""
    return f"{many:,} {noun if many == 1 else plural or noun + 's'}"


def _named(titles: Sequence[str], many: int) -> str:
    """The first title, and how many more there are."""
    if not titles:
        return ""
    first = titles[0]
    if len(first) > _LONGEST_TITLE:
        first = first[: _LONGEST_TITLE - 1].rstrip() + "…"
    return f": {first}" + (f" and {many - 1:,} more" if many > 1 else "")
