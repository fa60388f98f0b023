"""What of each kind has run out before a moment, in the database's own words.

Nothing runs out that a decision still looks at: what opens again, what was told, what is read again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, exists, func, or_, select, true

from watchlist.model.message import Purpose
from watchlist.model.register import State
from watchlist.register.retention import Kind
from watchlist.store.mailroom import DEAD_LETTER
from watchlist.store.results import DeliveryDeed, DigestState
from watchlist.store.run_out_figures import superseded
from watchlist.store.tables import (
    acts,
    api_tokens,
    breaches,
    data_checks,
    delivery_log,
    digests,
    entries,
    imports,
    messages,
    notices,
    payloads,
    publications,
    revisions,
    rule_faults,
    sign_in_log,
    transitions,
)
from watchlist.store.unsettled import unsettled

Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Rows:
    """How those of one kind are known (``key``), of when they are (``at``), and ``which`` of them
    have run out before a moment."""

    key: ColumnElement[Any]
    at: ColumnElement[datetime]
    which: Callable[[datetime], Condition]

    def counted(self, before: datetime) -> Select[int, datetime]:
        """How many there are, and of when the oldest is."""
        return select(func.count(), func.min(self.at)).where(self.which(before))

    def found(self, before: datetime, most: int) -> Select[Any]:
        """The keys of so many at most."""
        return select(self.key).where(self.which(before)).order_by(self.key).limit(most)

    def still(self, before: datetime, keys: Sequence[Any]) -> Select[Any]:
        """Those of these keys that have run out still; nobody changes them until we are done."""
        return select(self.key).where(self.key.in_(keys), self.which(before)).with_for_update()


def rows_of(kind: Kind) -> Rows:
    return _RUN_OUT[kind]


def _last_number(table: Table) -> Condition:
    """The last number that was given: SQLite would give it a second time if it were removed."""
    numbers = table.alias()
    return table.c.id == select(func.max(numbers.c.id)).scalar_subquery()


# Papers


def _entries(before: datetime) -> Condition:
    """Off the list, with no row in their history and no day named in it since then, nobody told of
    them since then, and nobody still to be told."""
    number, day = entries.c.id, before.date()
    done = (acts.c.at >= before, acts.c.due_day >= day, acts.c.until >= day)
    told = (notices.c.created_at >= before, _waits(), notices.c.message.in_(unsettled()))
    return and_(
        entries.c.left_at < before,
        ~exists().where(acts.c.entry == number, or_(*done)),
        ~exists().where(transitions.c.entry == number, transitions.c.at >= before),
        ~exists().where(notices.c.entry == number, or_(*told)),
    )


def _digests(before: datetime) -> Condition:
    """Those that went or were skipped, but the last of each name: what is new in the next one is told
    by it."""
    later, over = digests.alias(), (DigestState.SENT, DigestState.SKIPPED)
    same = (later.c.name == digests.c.name, later.c.state == digests.c.state)
    return and_(
        digests.c.drafted_at < before,
        digests.c.state.in_(over),
        exists().where(*same, later.c.due > digests.c.due),
        ~_last_number(digests),
    )


# Background


def _waits() -> Condition:
    return and_(notices.c.message.is_(None), notices.c.silence.is_(None))


def _texts(before: datetime) -> Condition:
    has_text = exists().where(payloads.c.message == messages.c.id)
    return and_(messages.c.made_at < before, has_text, messages.c.id.not_in(unsettled()))


def _notices(before: datetime) -> Condition:
    settled = or_(notices.c.message.is_(None), notices.c.message.not_in(unsettled()))
    over = [and_(notices.c.purpose == purpose, is_over) for purpose, is_over in _OVER.items()]
    return and_(notices.c.created_at < before, ~_waits(), settled, or_(*over))


_NOT_LIVE = or_(
    notices.c.breach.is_(None),
    ~exists().where(
        breaches.c.id == notices.c.breach,
        breaches.c.state.in_([state for state in State if state.live]),
    ),
)
_later = notices.alias("later")
_WELL_AGAIN_SINCE = exists().where(
    _later.c.purpose == Purpose.MENDED, _later.c.silence.is_(None), _later.c.id > notices.c.id
)
_NO_SUCH_LETTER = ~exists().where(DEAD_LETTER + messages.c.id == notices.c.subject)

#: When nothing asks any more whether it was told. What fell due is asked for as long as its entry is
#: there, and goes with it; a finding about data that comes back after years is not told again.
_OVER: Mapping[Purpose, Condition] = {
    Purpose.NEWS: _NOT_LIVE,
    Purpose.QUIET_START: _NOT_LIVE,
    Purpose.KEEPER: _NOT_LIVE,
    Purpose.FAULTS: _WELL_AGAIN_SINCE,
    Purpose.MENDED: _WELL_AGAIN_SINCE,
    Purpose.DEAD_LETTERS: _NO_SUCH_LETTER,
    Purpose.TEMPLATES: true(),
    Purpose.ACTS: true(),
    Purpose.DIGEST: true(),
    Purpose.CONFIRM: true(),
    Purpose.SIGN_IN: true(),
}
_WITH_THEIR_ENTRY, _FOR_EVER = {Purpose.REMINDERS}, {Purpose.CHECKS}
if unsaid := set(Purpose) - set(_OVER) - _WITH_THEIR_ENTRY - _FOR_EVER:
    raise TypeError(f"nothing says how long it is kept that {sorted(unsaid)} were told")


def _messages(before: datetime) -> Condition:
    """The first of each line of messages that were made one in the place of another, where all of the
    line has run out and nothing that it told is kept."""
    line = lines(messages.c.made_at < before)
    member = messages.alias("member")
    tells = exists().where(notices.c.message == member.c.id)
    stays = or_(member.c.made_at >= before, member.c.id.in_(unsettled()), tells)
    kept = select(line.c.first).join(member, member.c.id == line.c.id).where(stays)
    firsts = messages.c.instead_of.is_(None)
    return and_(firsts, messages.c.made_at < before, messages.c.id.not_in(kept))


def lines(which: Condition) -> Any:
    """``first`` and ``id`` of every message in a line whose first message is one of ``which``."""
    begins = select(messages.c.id.label("first"), messages.c.id.label("id"))
    line = begins.where(messages.c.instead_of.is_(None), which).cte("line", recursive=True)
    instead = messages.alias("instead")
    return line.union_all(
        select(line.c.first, instead.c.id).join(line, instead.c.instead_of == line.c.id)
    )


def _delivery_log(before: datetime) -> Condition:
    """What is about no message that is there; that a template failed is told once, and stays."""
    return and_(
        delivery_log.c.at < before,
        delivery_log.c.deed != DeliveryDeed.TEMPLATE_FAILED,
        ~exists().where(messages.c.id == delivery_log.c.about),
    )


def _paths(before: datetime) -> Condition:
    """All but the last of each source. The hash of a file stays, so that an old one that is found
    again is not taken for news."""
    later = imports.alias()
    same = (later.c.source == imports.c.source, later.c.id > imports.c.id)
    return and_(imports.c.recorded < before, imports.c.path != "", exists().where(*same))


def _faults(before: datetime) -> Condition:
    waiting = exists().where(notices.c.fault == rule_faults.c.id, _waits())
    return and_(rule_faults.c.gone_at < before, ~waiting, ~_last_number(rule_faults))


def _sign_ins(before: datetime) -> Condition:
    """All but the last of each deed: whether anybody ever signed in is asked at the first start."""
    later = sign_in_log.alias()
    same = (later.c.what == sign_in_log.c.what, later.c.id > sign_in_log.c.id)
    return and_(sign_in_log.c.at < before, exists().where(*same))


def _tokens(before: datetime) -> Condition:
    return or_(api_tokens.c.ended_at < before, api_tokens.c.expires_at < before)


_RUN_OUT: Mapping[Kind, Rows] = {
    Kind.ENTRIES: Rows(entries.c.id, entries.c.left_at, _entries),
    Kind.DIGESTS: Rows(digests.c.id, digests.c.drafted_at, _digests),
    Kind.PUBLICATIONS: Rows(
        publications.c.id, publications.c.at, lambda before: publications.c.at < before
    ),
    Kind.TEXTS: Rows(messages.c.id, messages.c.made_at, _texts),
    Kind.NOTICES: Rows(notices.c.id, notices.c.created_at, _notices),
    Kind.MESSAGES: Rows(messages.c.id, messages.c.made_at, _messages),
    Kind.DELIVERY_LOG: Rows(delivery_log.c.id, delivery_log.c.at, _delivery_log),
    Kind.REVISIONS: Rows(revisions.c.id, revisions.c.recorded, superseded),
    Kind.PATHS: Rows(imports.c.id, imports.c.recorded, _paths),
    Kind.CHECKS: Rows(
        data_checks.c.id, data_checks.c.gone_at, lambda before: data_checks.c.gone_at < before
    ),
    Kind.FAULTS: Rows(rule_faults.c.id, rule_faults.c.gone_at, _faults),
    Kind.SIGN_INS: Rows(sign_in_log.c.id, sign_in_log.c.at, _sign_ins),
    Kind.TOKENS: Rows(api_tokens.c.id, api_tokens.c.expires_at, _tokens),
}
if unknown := set(Kind) - set(_RUN_OUT):
    raise TypeError(f"nothing says which of {sorted(unknown)} have run out")
