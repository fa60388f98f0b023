"""Who reads which digest: the visitor's own and, for those who see to others', theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from watchlist import subscribing
from watchlist.days import day_of
from watchlist.deliver.confirming import called
from watchlist.deliver.names import Names
from watchlist.installation import today_of
from watchlist.model.errors import UsageError
from watchlist.model.subscription import Subscription, SubscriptionState, Topic, When
from watchlist.model.visitor import Page, Visitor
from watchlist.store.results import SubscriptionSaid
from watchlist.subscriber import SEE_ALL, By, readers_seen_to, seeing_to
from watchlist.views.subscribed import no_meeting_said, shortly, state_said, subscriptions_seen
from watchlist.web.allowed import allowed
from watchlist.web.answering import Problem, page, problem_of, see
from watchlist.web.csrf import checked_form
from watchlist.web.here import Here
from watchlist.web.site import Site, site_of

router = APIRouter()

_Reader = Annotated[Visitor, Depends(allowed(Page.SUBSCRIPTIONS))]
_Sent = Annotated[Mapping[str, str], Depends(checked_form)]

#: What a digest may be about, as a form sends it: "committee:children", "everything".
_EVERYTHING = "everything"

#: What is said once something was done.
_DONE = {
    "subscribed": "The digest will be sent.",
    "asked": "A message goes out to its reader, by which he confirms it; until then nothing is sent.",
    "confirm": "You have confirmed it.",
    "change": "It is changed.",
    "pause": "It is paused.",
    "resume": "It is sent again.",
    "unsubscribe": "It is not sent any more.",
}


@dataclass(frozen=True)
class Line:
    """A subscription in a list."""

    one: Subscription
    digest: str
    reader: str
    how: str


@router.get("/subscriptions")
def subscriptions(request: Request, visitor: _Reader, ended: str = "", done: str = "") -> Response:
    here = site_of(request).here()
    found = subscriptions_seen(here, visitor.posts, every=_sees_all(visitor), ended=bool(ended))
    mine = [_line(here, one) for one in found if one.post in visitor.posts]
    others = [_line(here, one) for one in found if one.post not in visitor.posts]
    return page(
        request, "subscriptions", visitor, mine=mine, others=others, sees_all=_sees_all(visitor),
        may_subscribe=bool(_readers(here, visitor)), ended=bool(ended), done=_DONE.get(done, ""),
    )  # fmt: skip


@router.get("/subscriptions/new")
def asks(request: Request, visitor: _Reader) -> Response:
    return _form(request, visitor, {}, ())


@router.post("/subscriptions/new")
def subscribes(request: Request, visitor: _Reader, sent: _Sent) -> Response:
    site = site_of(request)
    here = site.here()
    if not _readers(here, visitor):
        raise HTTPException(404)
    try:
        wish = subscribing.Wish(
            _topic(sent.get("topic", "")), _when(sent.get("when", "")), sent.get("channel") or None
        )
        by = By(visitor.person or "", sent.get("post") or None)
        one = subscribing.subscribe(
            site.store, here.setting, wish, by, site.clock(), site.channels, signed_in=True
        )
    except UsageError as error:
        return _form(request, visitor, sent, (problem_of(error),))
    asked = one.state is SubscriptionState.ASKED
    return see(f"/subscriptions/{one.id}?done={'asked' if asked else 'subscribed'}")


@router.get("/subscriptions/{id}")
def subscription(request: Request, visitor: _Reader, id: str, done: str = "") -> Response:
    return _shown(request, visitor, _meant(site_of(request), visitor, id), done=_DONE.get(done, ""))


@router.post("/subscriptions/{id}/{deed}")
def does(request: Request, visitor: _Reader, sent: _Sent, id: str, deed: str) -> Response:
    site = site_of(request)
    one = _meant(site, visitor, id)
    if deed not in _DEEDS or not _may_change(site.here(), visitor, one):
        raise HTTPException(404)
    try:
        _DEEDS[deed](site, one.id, By(visitor.person or ""), sent)
    except UsageError as error:
        field = "until" if deed == "pause" else ""
        return _shown(request, visitor, one, sent=sent, problems=(problem_of(error, field),))
    return see(f"/subscriptions/{one.id}?done={deed}")


_Deed = Callable[[Site, str, By, Mapping[str, str]], Subscription]


def _confirms(site: Site, id: str, by: By, _sent: Mapping[str, str]) -> Subscription:
    return subscribing.confirm(site.store, site.setting(), id, by, site.clock())


def _changes(site: Site, id: str, by: By, sent: Mapping[str, str]) -> Subscription:
    when, channel = _when(sent.get("when", "")), sent.get("channel") or None
    return subscribing.change(
        site.store, site.setting(), id, by, site.clock(), when, channel, site.channels
    )


def _pauses(site: Site, id: str, by: By, sent: Mapping[str, str]) -> Subscription:
    written = sent.get("until", "").strip()
    until = day_of(written) if written else None
    return subscribing.pause(site.store, site.setting(), id, by, site.clock(), until)


def _resumes(site: Site, id: str, by: By, _sent: Mapping[str, str]) -> Subscription:
    return subscribing.resume(site.store, site.setting(), id, by, site.clock())


def _unsubscribes(site: Site, id: str, by: By, _sent: Mapping[str, str]) -> Subscription:
    return subscribing.unsubscribe(site.store, site.setting(), id, by, site.clock())


_DEEDS: Mapping[str, _Deed] = {
    "confirm": _confirms,
    "change": _changes,
    "pause": _pauses,
    "resume": _resumes,
    "unsubscribe": _unsubscribes,
}


def _meant(site: Site, visitor: Visitor, id: str) -> Subscription:
    """One that he may see; any other is answered as one that is not there."""
    one = site.store.subscription(id)
    if one is None or not (one.post in visitor.posts or _sees_all(visitor)):
        raise HTTPException(404)
    return one


def _sees_all(visitor: Visitor) -> bool:
    return bool(SEE_ALL & visitor.roles)


def _readers(here: Here, visitor: Visitor) -> tuple[str, ...]:
    """The posts for which he may subscribe; none for one who only looks."""
    if visitor.person is None or visitor.reads_only:
        return ()
    return readers_seen_to(here.setting, visitor.person, today_of(here))


def _may_change(here: Here, visitor: Visitor, one: Subscription) -> bool:
    if visitor.person is None or one.state is SubscriptionState.ENDED:
        return False
    try:
        seeing_to(here.setting, visitor.person, one.post, today_of(here))
    except UsageError:
        return False
    return True


def _shown(
    request: Request, visitor: Visitor, one: Subscription, *, done: str = "",
    sent: Mapping[str, str] | None = None, problems: tuple[Problem, ...] = (),
) -> Response:  # fmt: skip
    site = site_of(request)
    here, names = site.here(), _names(site.here())
    paused = one.state is SubscriptionState.PAUSED and not one.reads(today_of(here))
    said = [state_said(one, today_of(here)), no_meeting_said(here, one)]
    return page(
        request, "subscription", visitor, 422 if problems else 200, one=one,
        line=_line(here, one), said=[each for each in said if each], problems=problems,
        sent=sent or {}, done=done, paused=paused,
        may_change=_may_change(here, visitor, one),
        confirms=one.state is SubscriptionState.ASKED and one.post in visitor.posts,
        to_be_confirmed=one.state is SubscriptionState.ASKED,
        times=_times(one.topic), channels=[(name, name) for name in site.channels],
        log=[(each.at, each.deed, _by(names, each), each.detail)
             for each in reversed(site.store.subscription_log(one.id))],
    )  # fmt: skip


def _form(
    request: Request, visitor: Visitor, sent: Mapping[str, str], problems: tuple[Problem, ...]
) -> Response:
    site = site_of(request)
    here = site.here()
    readers = _readers(here, visitor)
    if not readers:
        raise HTTPException(404)
    posts = here.config.directory.posts
    return page(
        request, "subscribe", visitor, 422 if problems else 200, sent=sent, problems=problems,
        posts=[(post, posts[post].title) for post in readers], topics=_topics(here),
        times=[(str(one), str(one)) for one in When],
        channels=[(name, name) for name in site.channels],
    )  # fmt: skip


def _topics(here: Here) -> list[tuple[str, str]]:
    book, names = here.book, _names(here)
    owners = {one.owner for one in book.indicators.values() if one.owner}
    tags = {tag for one in book.indicators.values() for tag in one.tags}
    found = [(f"committee:{name}", one.title) for name, one in book.committees.items()]
    found += [(f"owner:{name}", f"What {names.post(name)} answers for") for name in sorted(owners)]
    found += [(f"tag:{tag}", f"Indicators tagged {tag}") for tag in sorted(tags)]
    return [*found, (_EVERYTHING, "The whole watch list")]


def _topic(written: str) -> Topic:
    kind, _, name = written.partition(":")
    match kind:
        case "committee" if name:
            return Topic(committee=name)
        case "owner" if name:
            return Topic(owner=name)
        case "tag" if name:
            return Topic(tag=name)
        case "everything":
            return Topic()
    raise UsageError("choose what it is to be about")


def _when(written: str) -> When | None:
    if not written:
        return None
    if written not in set(When):
        raise UsageError("choose one of the times that are listed")
    return When(written)


def _times(topic: Topic) -> list[tuple[str, str]]:
    """Those at which such a digest can come: only a committee meets."""
    return [(str(one), str(one)) for one in When if topic.committee or one is not When.MEETING]


def _line(here: Here, one: Subscription) -> Line:
    names, today = _names(here), today_of(here)
    digest = called(one.topic, one.when, names)
    how = shortly(one, today)
    if one.state is SubscriptionState.PAUSED and one.paused_until and not one.reads(today):
        how = f"paused until {_day(one.paused_until)}"
    return Line(one, digest[0].upper() + digest[1:], names.post(one.post), how)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _by(names: Names, said: SubscriptionSaid) -> str:
    return names.who(said.who, said.acting_for) if said.who else "whoever followed the link"


def _names(here: Here) -> Names:
    return Names.of(here.config.directory, here.book)
