"""Messages and what became of them, in words: the same on a terminal and on a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from watchlist.deliver.names import Names
from watchlist.installation import Installation
from watchlist.model.acts import WATCHLIST
from watchlist.model.message import Notice, Silence
from watchlist.register.falling_due import occasion_of
from watchlist.store.quality import Quality
from watchlist.store.results import DeliverySaid

#: Why a notice became no message, in words.
SILENT = {
    Silence.OVERTAKEN: "overtaken: a later one of the same breach says it",
    Silence.WITHDRAWN: "withdrawn before anybody was told",
    Silence.GONE: "gone: it was no longer so",
    Silence.NOBODY: "nobody could be told",
}


def quiet_said(here: Installation) -> Iterator[str]:
    """That news waits until it is no longer quiet; nothing where none does."""
    now, quiet = here.clock(), here.config.quiet
    waiting = len(here.store.waiting_notices(now)) if quiet.at(now) else 0
    if waiting:
        until = quiet.until(now).astimezone(ZoneInfo(here.config.zone))
        news = "1 piece of news waits" if waiting == 1 else f"{waiting:,} pieces of news wait"
        yield f"It is quiet until {until:%A} {until.day} {until:%B, %H:%M}; {news} till then."


def why_said(reason: str, detail: str) -> str:
    """The word that log and metrics have too, then the sentence."""
    return f"{reason}: {detail}" if reason and detail else reason or detail


def what_told(here: Installation, notice: Notice) -> str:
    """What a notice is about, in a few words."""
    if notice.transition is not None:
        move = here.store.transitions([notice.transition], evidence=False).get(notice.transition)
        return f"{notice.purpose}: {move.reason}" if move else notice.purpose.value
    if notice.act is not None:
        act = here.store.acts([notice.act]).get(notice.act)
        return f"{notice.purpose}: {act.kind}" if act else notice.purpose.value
    occasion = occasion_of(notice.subject)
    return f"{notice.purpose}: {occasion.what}" if occasion else notice.purpose.value


def done_said(here: Installation, said: DeliverySaid) -> str:
    """A line of the log of deliveries, but when it was."""
    names = Names.of(here.config.directory, here.book)
    who = "the program" if said.who == WATCHLIST else names.who(said.who, said.acting_for)
    detail = f", {said.detail}" if said.detail else ""
    return f"{said.deed} by {who}{detail}"


def silences(one: Quality) -> Mapping[str, int]:
    """Why news of a rule, or to a post, became no message, and how much of it; what waits, too."""
    found = {
        "withdrawn": one.withdrawn, "overtaken": one.overtaken, "gone": one.gone,
        "nobody": one.nobody, "waiting": one.waiting,
    }  # fmt: skip
    return {why: many for why, many in found.items() if many}


def long_said(hours: float) -> str:
    """ "6 hours", "3 days"."""
    if hours < 48:
        return f"{hours:g} hour{'' if hours == 1 else 's'}"
    return f"{hours / 24:.0f} days"


def rated(one: Quality, between: str) -> tuple[str, ...]:
    """How good the news of a rule or for a post was, a column each: notices, sent, acknowledged, after
    how long, acted on, never acknowledged, flapping, silent and why (``between`` two reasons)."""
    return (
        f"{one.news:,}",
        f"{one.sent:,}" + (f" ({one.merged:,} merged)" if one.merged else ""),
        f"{one.acknowledged:,}",
        "–" if one.median_hours is None else long_said(one.median_hours),
        f"{one.acted_on:,}",
        f"{one.never_acknowledged:,}",
        f"{one.flapping:,}",
        between.join(f"{many:,} {why}" for why, many in silences(one).items()) or "–",
    )
