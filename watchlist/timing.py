"""The part of the configuration that says when digests are drafted and sent, when nobody is told
anything, and how long what is kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from watchlist.register.editions import (
    Timing,
    parse_before,
    parse_monthly,
    parse_weekly,
)
from watchlist.register.quiet import Quiet, parse_hours
from watchlist.register.retention import FOR_EVER, STATUTORY, Limit, Retention, Term, parse_term
from watchlist.rulebook.reader import Value

_KEYS = ("drafted", "sent", "weekly", "monthly", "weekly_drafted", "monthly_drafted")

_Time = TypeVar("_Time")

_parse_lead = partial(parse_before, of="it goes")


def read_timing(value: Value, zone: str) -> Timing:
    """``digests:``; what it leaves out is as usual."""
    fields, usual = value.fields(*_KEYS), Timing(zone=zone)
    drafted = _read(fields["drafted"], parse_before, usual.drafted)
    sent = _read(fields["sent"], parse_before, usual.sent)
    timing = Timing(
        drafted=drafted,
        sent=sent,
        weekly=_read(fields["weekly"], parse_weekly, usual.weekly),
        monthly=_read(fields["monthly"], parse_monthly, usual.monthly),
        weekly_drafted=_read(fields["weekly_drafted"], _parse_lead, usual.weekly_drafted),
        monthly_drafted=_read(fields["monthly_drafted"], _parse_lead, usual.monthly_drafted),
        zone=zone,
        working_days=usual.working_days,
    )
    if drafted.unit == sent.unit and (-drafted.amount, drafted.at) > (-sent.amount, sent.at):
        later = fields["drafted"] if fields.written("drafted") else fields["sent"]
        later.fault("digests: they are to be sent before they are drafted; turn the two round")
    return timing


def read_quiet(hours: Value, days: Value, zone: str) -> Quiet:
    """``quiet_hours:`` and ``quiet_days:``; without them it is never quiet."""
    named = {item.choice("weekends", "bank holidays") for item in days.items()}
    return Quiet(
        hours=_read(hours, parse_hours, None),
        weekends="weekends" in named,
        bank_holidays="bank holidays" in named,
        zone=zone,
    )


def read_retention(value: Value) -> Retention:
    """``retention:``, the two terms or ``off``; what it leaves out is as the law has it."""
    if value.given and not value.is_mapping:
        if value.plain() != "off":
            value.wrong("off, nor two terms; write {papers: 6 years, background: 4 years}")
        return FOR_EVER
    fields = value.fields(*Limit)
    return Retention(*(_term(fields[limit], limit) for limit in Limit))


def _term(value: Value, limit: Limit) -> Term:
    usual = STATUTORY[limit]
    term = _read(value, parse_term, usual)
    if term < usual:
        value.warn(
            f"retention: {term} for {limit} is less than the {usual} of the Local Government Act "
            "1972; is that meant?"
        )
    return term


def _read(value: Value, parse: Callable[[str], _Time], usual: _Time) -> _Time:
    written = value.word()
    if written is None:
        return usual
    try:
        return parse(written)
    except ValueError as error:
        value.fault(f"{value.key}: {error}")
        return usual
