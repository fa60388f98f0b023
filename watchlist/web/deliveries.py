"""Messages on their way: where each stands, what was tried, and what somebody may do about it. What a
message says is its reader's: it is shown to nobody here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response

from watchlist.days import day_of
from watchlist.deliver import resending
from watchlist.deliver.desk import Desk
from watchlist.deliver.names import Names
from watchlist.deliver.resending import By, may_resend
from watchlist.model.calendar import at_local
from watchlist.model.errors import UsageError
from watchlist.model.message import Notice
from watchlist.model.rule import Rulebook
from watchlist.model.visitor import SEE_EXEMPT, Page, Visitor
from watchlist.store.mailroom import Wanted
from watchlist.store.quality import PERIODS, Grouped, Quality
from watchlist.store.results import Delivery, MessageState
from watchlist.views.deliveries import (
    SILENT,
    done_said,
    quiet_said,
    rated,
    what_told,
    why_said,
)
from watchlist.views.lines import shut_to
from watchlist.views.seeing import hidden_from, names_any, tells_of
from watchlist.web.allowed import allowed
from watchlist.web.answering import Problem, page, problem_of, see
from watchlist.web.csrf import checked_form
from watchlist.web.here import Here
from watchlist.web.site import Site, site_of
from watchlist.web.turning import Turn, address_of, number_of, turned

router = APIRouter()

_Keeper = Annotated[Visitor, Depends(allowed(Page.DELIVERIES))]
_Sent = Annotated[Mapping[str, str], Depends(checked_form)]

#: So many messages, and so many rules or posts, are on a page.
_MOST = 50

#: In place of what a message is called, where that tells of what somebody may not know of.
_UNNAMED = "Something that is exempt"

_ONE_DAY = timedelta(days=1)

#: What is said after something was done.
_DONE = {
    "again": "It goes out again with the next delivery.",
    "anew": "What the old message told was composed anew for whoever holds the post now: this message.",
    "held": "Nothing is sent until somebody lets it go.",
    "lifted": "Delivery goes on.",
}


@dataclass(frozen=True)
class Asked:
    """Which messages are asked for; what means nothing is passed over."""

    state: str = ""
    post: str = ""
    channel: str = ""
    unknown: bool = False

    @property
    def wanted(self) -> Wanted:
        state = MessageState(self.state) if self.state else None
        return Wanted(state, self.post, self.channel, None, self.unknown)

    @property
    def filtered(self) -> bool:
        return self != Asked()

    def address(self, number: int) -> str:
        said = {
            "state": self.state, "post": self.post, "channel": self.channel,
            "unknown": "yes" if self.unknown else "",
        }  # fmt: skip
        return address_of("/deliveries", said, number)


@dataclass(frozen=True)
class Line:
    """A message in the list; ``to`` is the title of its post."""

    one: Delivery
    called: str
    to: str
    why: str

    @property
    def href(self) -> str:
        return _at(self.one.message)


@dataclass(frozen=True)
class Told:
    """A notice that a message tells, or that another one made needless: ``entry`` is "" where there is
    none that somebody may see."""

    since: datetime
    entry: str
    what: str
    became: str


@router.get("/deliveries")
def deliveries(
    request: Request, visitor: _Keeper, state: str = "", post: str = "", channel: str = "",
    unknown: str = "", done: str = "", number: Annotated[str, Query(alias="page")] = "",
) -> Response:  # fmt: skip
    return _listed(request, visitor, Asked(state, post, channel, bool(unknown)), number, done)


@router.post("/deliveries/hold")
def hold(request: Request, visitor: _Keeper, sent: _Sent) -> Response:
    site = site_of(request)
    desk = _desk_for(site, visitor)
    reason = sent.get("reason", "")[:500]
    resending.hold(site.store, desk, By(visitor.person or ""), reason, site.clock())
    return see("/deliveries?done=held")


@router.post("/deliveries/lift")
def lift(request: Request, visitor: _Keeper, _sent: _Sent) -> Response:
    site = site_of(request)
    desk = _desk_for(site, visitor)
    try:
        resending.lift(site.store, desk, By(visitor.person or ""), site.clock())
    except UsageError as error:
        return _listed(request, visitor, Asked(), "", "", (problem_of(error),))
    return see("/deliveries?done=lifted")


@router.get("/deliveries/quality")
def quality(
    request: Request, visitor: _Keeper, first: str = "", last: str = "", within: str = "",
    number: Annotated[str, Query(alias="page")] = "",
) -> Response:  # fmt: skip
    here = site_of(request).here()
    back = int(within) if within.isdecimal() and len(within) < 3 else PERIODS
    days, problems = _days(here, first, last)
    found = here.store.quality(*days, within=back) if not problems else []
    rules = [_rated(one, _rule_called(here, visitor, one.name)) for one in found if _of_rule(one)]
    posts = [_rated(one, _post_called(here, one.name)) for one in found if not _of_rule(one)]
    asked = {"first": first, "last": last, "within": str(back)}

    def address(n: int) -> str:
        return address_of("/deliveries/quality", asked, n)

    turn: Turn[tuple[str, ...]] = turned(
        [one for one in rules if one], _MOST, number_of(number), address
    )
    return page(
        request, "quality", visitor, 422 if problems else 200, asked=asked, problems=problems,
        turn=turn, posts=posts,
    )  # fmt: skip


@router.get("/deliveries/{message}")
def delivery(request: Request, visitor: _Keeper, message: str, done: str = "") -> Response:
    return _shown(request, visitor, _meant(site_of(request).here(), message), done)


@router.post("/deliveries/{message}/again")
def again(request: Request, visitor: _Keeper, _sent: _Sent, message: str) -> Response:
    """Send a dead letter once more, or what it told to whoever follows."""
    site = site_of(request)
    one, desk = _meant(site.here(), message), _desk_for(site, visitor)
    by = By(visitor.person or "")
    try:
        sent = resending.send_again(site.store, desk, one.message, by, site.clock())
    except UsageError as error:
        return _shown(request, visitor, one, "", (problem_of(error),))
    return see(f"{_at(sent.message)}?done={'anew' if sent.anew else 'again'}")


def _listed(
    request: Request, visitor: Visitor, asked: Asked, number: str, done: str,
    problems: tuple[Problem, ...] = (),
) -> Response:  # fmt: skip
    site = site_of(request)
    here = site.here()
    known = here.store.delivered_to()
    asked = _understood(asked, known)
    many = here.store.deliveries_counted(asked.wanted)
    turn: Turn[int] = turned(range(many), _MOST, number_of(number), asked.address)
    found = here.store.deliveries(limit=_MOST, wanted=asked.wanted, skip=(turn.number - 1) * _MOST)
    names, hidden = Names.of(here.config.directory, here.book), hidden_from(visitor, here.book)
    return page(
        request, "deliveries", visitor, 422 if problems else 200, asked=asked, many=many, turn=turn,
        lines=[_line(here.book, one, names, hidden) for one in found], problems=problems,
        held=here.store.held(), quiet=list(quiet_said(here)), letters=here.store.dead_letters(),
        may=_may(site, visitor), done=_DONE.get(done, ""), **_options(known, names),
    )  # fmt: skip


def _shown(
    request: Request, visitor: Visitor, one: Delivery, done: str, problems: tuple[Problem, ...] = ()
) -> Response:
    site = site_of(request)
    here = site.here()
    names, hidden = Names.of(here.config.directory, here.book), hidden_from(visitor, here.book)
    dead = one.state is MessageState.DEAD and not one.replaced_by
    return page(
        request, "delivery", visitor, 422 if problems else 200, problems=problems,
        line=_line(here.book, one, names, hidden), at=_at, held=here.store.held(),
        tried=[
            (each, why_said(each.reason, each.detail)) for each in here.store.attempts(one.message)
        ],
        told=_told(here, visitor, one.message),
        log=[
            (said.at, done_said(here, said))
            for said in reversed(here.store.delivery_log(one.message))
        ],
        may=dead and _may(site, visitor), done=_DONE.get(done, ""),
    )  # fmt: skip


def _meant(here: Here, message: str) -> Delivery:
    found = here.store.delivery(message)
    if found is None:
        raise HTTPException(404)
    return found


def _line(book: Rulebook, one: Delivery, names: Names, hidden: frozenset[str]) -> Line:
    called = _UNNAMED if names_any(one.headline, hidden, book) else one.headline
    return Line(one, called, names.post(one.post), why_said(one.reason, one.detail))


def _told(here: Here, visitor: Visitor, message: str) -> list[Told]:
    """What a message tells, and what it made needless."""
    notices: list[tuple[Notice, str]] = [
        (one, "told here") for one in here.store.notices_of(message)
    ]
    notices += [
        (one.notice, SILENT[one.silence] if one.silence else "")
        for one in here.store.overtaken_by(message)
    ]
    about = {one.entry for one, _ in notices if one.entry is not None}
    seen = here.store.not_shut(about, shut_to(visitor, here.book))
    return [
        Told(
            one.created_at,
            f"WL-{one.entry:04d}" if one.entry in seen else "",
            what_told(here, one),
            became,
        )
        for one, became in notices
    ]


def _may(site: Site, visitor: Visitor) -> bool:
    """Whether somebody may send again, hold back and let go."""
    desk = _desk(site)
    return bool(desk and visitor.person and may_resend(desk, visitor.person, site.clock()))


def _desk_for(site: Site, visitor: Visitor) -> Desk:
    """What messages are written with, for one who may; for others this is not there."""
    desk = _desk(site)
    if desk is None or not _may(site, visitor):
        raise HTTPException(404)
    return desk


def _desk(site: Site) -> Desk | None:
    return replace(site.desk, book=site.book()) if site.desk else None


def _understood(asked: Asked, known: frozenset[tuple[str, str]]) -> Asked:
    posts, channels = {post for post, _ in known}, {channel for _, channel in known}
    return replace(
        asked,
        state=asked.state if asked.state in set(MessageState) else "",
        post=asked.post if asked.post in posts else "",
        channel=asked.channel if asked.channel in channels else "",
    )


def _options(known: frozenset[tuple[str, str]], names: Names) -> dict[str, Any]:
    posts = {(post, names.post(post)) for post, _ in known}
    return {
        "states": [(str(one), str(one)) for one in MessageState],
        "posts": sorted(posts, key=lambda one: one[1].casefold()),
        "channels": sorted({(channel, channel) for _, channel in known}),
    }


def _at(message: str) -> str:
    return f"/deliveries/{quote(message, safe='@')}"


def _days(
    here: Here, first: str, last: str
) -> tuple[tuple[datetime | None, datetime | None], tuple[Problem, ...]]:
    """From the beginning of the one day to the end of the other, or what is wrong with them."""
    zone = here.config.zone
    found: list[datetime | None] = []
    for field, written, later in (("first", first, timedelta(0)), ("last", last, _ONE_DAY)):
        try:
            found.append(at_local(day_of(written) + later, time.min, zone) if written else None)
        except (UsageError, OverflowError) as error:
            said = error if isinstance(error, UsageError) else UsageError("no day is so far off")
            return (None, None), (problem_of(said, field),)
    since, until = found
    if since and until and since >= until:
        wrong = UsageError("the first day comes after the last one")
        return (None, None), (problem_of(wrong, "first"),)
    return (since, until), ()


def _of_rule(one: Quality) -> bool:
    return one.grouped is Grouped.RULE


def _rule_called(here: Here, visitor: Visitor, name: str) -> str:
    """A rule by its title; "" where somebody may not know of it. What a rule was about that is gone
    nobody can say, so it is for those who may know everything."""
    rule = here.book.rules.get(name)
    if rule is None:
        return name if SEE_EXEMPT & visitor.roles else ""
    return "" if tells_of(rule, hidden_from(visitor, here.book), here.book) else rule.title


def _post_called(here: Here, name: str) -> str:
    return Names.of(here.config.directory, here.book).post(name)


def _rated(one: Quality, called: str) -> tuple[str, ...]:
    """A row of the report; empty for what is not to be named."""
    return (called, *rated(one, ", ")) if called else ()
