"""The part of the configuration that says when digests are drafted and sent, and when nobody is told
anything."""

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


def _read(value: Value, parse: Callable[[str], _Time], usual: _Time) -> _Time:
    written = value.word()
    if written is None:
        return usual
    try:
        return parse(written)
    except ValueError as error:
        value.fault(f"{value.key}: {error}")
        return usual
