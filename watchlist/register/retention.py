"""How long what is kept, and what has run out at a moment.

Councils in England keep what a committee had before it open for six years, and the papers behind it
for four (Local Government Act 1972, sections 100C and 100D). *Papers* here are the record itself and
what was given out of it; *background* is what they rest on and how they went out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from watchlist.model.calendar import add, at_local, local_date
from watchlist.model.indicator import Interval

_TERM = re.compile(r"([1-9][0-9]{0,2}) (years?|months?)")


@dataclass(frozen=True, order=True)
class Term:
    """A time for which something is kept."""

    months: int

    def __str__(self) -> str:
        years, rest = divmod(self.months, 12)
        amount, unit = (self.months, "month") if rest else (years, "year")
        return f"{amount} {unit}{'' if amount == 1 else 's'}"


class Limit(StrEnum):
    """After which of the two terms something goes."""

    PAPERS = "papers"
    BACKGROUND = "background"


#: The shortest that the law allows for what it is about.
STATUTORY = {Limit.PAPERS: Term(72), Limit.BACKGROUND: Term(48)}


class Kind(StrEnum):
    """What goes, in the order in which it goes."""

    ENTRIES = "entries"
    DIGESTS = "digests"
    PUBLICATIONS = "publications"
    TEXTS = "texts"
    NOTICES = "notices"
    MESSAGES = "messages"
    DELIVERY_LOG = "delivery log"
    REVISIONS = "revisions"
    PATHS = "paths"
    CHECKS = "checks"
    FAULTS = "faults"
    SIGN_INS = "sign-ins"
    TOKENS = "tokens"

    @property
    def limit(self) -> Limit:
        return Limit.PAPERS if self in _PAPERS else Limit.BACKGROUND

    @property
    def said(self) -> str:
        """In the words that people read."""
        return _SAID[self]


_PAPERS = (Kind.ENTRIES, Kind.DIGESTS, Kind.PUBLICATIONS)

_SAID = {
    Kind.ENTRIES: "entries that left the list, with their history",
    Kind.DIGESTS: "digests",
    Kind.PUBLICATIONS: "publications of the list",
    Kind.TEXTS: "texts and addresses of messages",
    Kind.NOTICES: "who was told what",
    Kind.MESSAGES: "that a message went, and each attempt",
    Kind.DELIVERY_LOG: "what was done to deliveries by hand",
    Kind.REVISIONS: "superseded figures",
    Kind.PATHS: "names of files that were read",
    Kind.CHECKS: "findings about data that are gone",
    Kind.FAULTS: "faults of rule files that are mended",
    Kind.SIGN_INS: "who signed in and out",
    Kind.TOKENS: "API tokens that ended",
}
if unsaid := set(Kind) - set(_SAID):
    raise TypeError(f"nothing says how {sorted(unsaid)} are called")


@dataclass(frozen=True)
class Retention:
    """For how long papers and background are kept; None: for ever."""

    papers: Term | None = STATUTORY[Limit.PAPERS]
    background: Term | None = STATUTORY[Limit.BACKGROUND]

    def term(self, limit: Limit) -> Term | None:
        return self.papers if limit is Limit.PAPERS else self.background

    def run_out(self, limit: Limit, now: datetime, zone: str) -> datetime | None:
        """The moment before which things ended that have run out at ``now``: a local midnight, so that
        what ended on a day is kept until that day has come again. None: nothing runs out."""
        term = self.term(limit)
        if term is None:
            return None
        first_kept = add(Interval(-term.months, "months"), local_date(now, zone))
        return at_local(first_kept, time.min, zone)


#: Nothing is ever removed.
FOR_EVER = Retention(None, None)


def parse_term(written: str) -> Term:
    """``6 years``, ``18 months``. Raises ValueError."""
    match = _TERM.fullmatch(written)
    if match is None:
        raise ValueError(f'"{written}" is no time to keep things; write it like 6 years, 18 months')
    return Term(int(match[1]) * (12 if match[2].startswith("year") else 1))
