"""Doing something to an entry, and putting something on the list."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from watchlist.acting import act
from watchlist.asked import About, Deed, reference_of
from watchlist.installation import today_of
from watchlist.model.acts import ActKind
from watchlist.model.errors import UsageError
from watchlist.model.visitor import Visitor, may_see
from watchlist.rulebook.wording import nearest, quote
from watchlist.views.entry import EntryView
from watchlist.web.answering import Problem, page, problem_of, see
from watchlist.web.csrf import checked_form
from watchlist.web.deed_forms import BY_SLUG, FORMS, Ask, deed_of, may_add, may_do, open_tasks
from watchlist.web.entry import seen
from watchlist.web.gate import signed_in
from watchlist.web.here import Here
from watchlist.web.site import site_of

router = APIRouter()

_SignedIn = Annotated[Visitor, Depends(signed_in)]
_Sent = Annotated[Mapping[str, str], Depends(checked_form)]


@router.get("/entries/{reference}/do/{slug}")
def asks(request: Request, visitor: _SignedIn, reference: str, slug: str) -> Response:
    one, kind = _meant(request, visitor, reference, slug)
    return _form(request, visitor, one, kind, {}, ())


@router.post("/entries/{reference}/do/{slug}")
def does(request: Request, visitor: _SignedIn, sent: _Sent, reference: str, slug: str) -> Response:
    one, kind = _meant(request, visitor, reference, slug)
    site = site_of(request)
    here = site.here()
    try:
        deed = deed_of(here, kind, sent, one.entry.committee)
        act(
            site.store, here.setting, one.entry.reference, deed, who=visitor.person or "",
            now=site.clock(), version=_version(sent),
        )  # fmt: skip
    except UsageError as error:
        return _form(request, visitor, one, kind, sent, (_problem(error, sent),))
    return see(f"/entries/{one.entry.reference}?done={kind}")


@router.get("/add")
def adds(request: Request, visitor: _SignedIn) -> Response:
    _may_add(visitor)
    return _add_form(request, visitor, {}, ())


@router.post("/add")
def added(request: Request, visitor: _SignedIn, sent: _Sent) -> Response:
    _may_add(visitor)
    site = site_of(request)
    about = About(
        sent.get("indicator") or None, sent.get("area") or None, None, sent.get("title") or None
    )
    deed = Deed(
        ActKind.ADDED,
        sent.get("text", "").replace("\r\n", "\n"),
        committee=sent.get("committee") or None,
        minute=sent.get("minute") or None,
        public=bool(sent.get("public")),
    )
    try:
        _check_indicator(about.indicator, _indicators(site.here(), visitor))
        done = act(
            site.store, site.setting(), None, deed, who=visitor.person or "", now=site.clock(),
            about=about,
        )  # fmt: skip
    except UsageError as error:
        return _add_form(request, visitor, sent, (_problem(error, sent),))
    return see(f"/entries/{reference_of(done.entry)}?done={ActKind.ADDED}")


def _meant(
    request: Request, visitor: Visitor, reference: str, slug: str
) -> tuple[EntryView, ActKind]:
    """The entry and what is to be done; as if it were not there for one who may not do it."""
    site = site_of(request)
    one = seen(site, visitor, reference)
    kind = BY_SLUG.get(slug)
    if kind is None or not may_do(site.here(), visitor, one, kind):
        raise HTTPException(404)
    return one, kind


def _form(
    request: Request, visitor: Visitor, one: EntryView, kind: ActKind,
    sent: Mapping[str, str], problems: tuple[Problem, ...],
) -> Response:  # fmt: skip
    here = site_of(request).here()
    return page(
        request, "deed", visitor, 422 if problems else 200, one=one, form=FORMS[kind], ask=Ask,
        posts=_posts(here), meetings=_meetings(here), problems=problems, sent=sent,
        version=sent.get("version", one.entry.version),
        tasks=[
            (str(task.number), f"{task.number}: {task.said.text}"[:120])
            for task in (open_tasks(kind, one.record) if Ask.NUMBER in FORMS[kind].asks else ())
        ],
    )  # fmt: skip


def _add_form(
    request: Request, visitor: Visitor, sent: Mapping[str, str], problems: tuple[Problem, ...]
) -> Response:
    here = site_of(request).here()
    return page(
        request, "add", visitor, 422 if problems else 200, sent=sent, problems=problems,
        indicators=sorted(_indicators(here, visitor).items(), key=lambda one: one[1]),
        areas=[(area, area) for area in here.book.own_areas],
        committees=[(name, one.title) for name, one in here.book.committees.items()],
    )  # fmt: skip


def _may_add(visitor: Visitor) -> None:
    if not may_add(visitor):
        raise HTTPException(404)


def _indicators(here: Here, visitor: Visitor) -> dict[str, str]:
    """What somebody may know of, with its title."""
    return {
        name: one.title
        for name, one in here.book.indicators.items()
        if may_see(visitor, one.publication, one.committee, one.owner)
    }


def _check_indicator(name: str | None, known: Collection[str]) -> None:
    """One that he may not know of is to him as if it were not there."""
    if name is not None and name not in known:
        raise UsageError(f"there is no indicator {quote(name)}{nearest(name, known)}")


def _version(sent: Mapping[str, str]) -> int | None:
    """That of the entry as it was on the form: somebody may have been quicker."""
    written = sent.get("version", "")
    return int(written) if written.isdecimal() and len(written) < 10 else None


def _problem(error: UsageError, sent: Mapping[str, str]) -> Problem:
    """What is wrong, at the field whose words it repeats."""
    said = str(error)
    field = next(
        (name for name, value in sent.items() if value.strip() and quote(value.strip()) in said), ""
    )
    return problem_of(error, field)


def _posts(here: Here) -> list[tuple[str, str]]:
    posts = here.config.directory.posts
    return sorted(((name, one.title) for name, one in posts.items()), key=lambda one: one[1])


def _meetings(here: Here) -> list[tuple[str, str]]:
    """The committees whose next meeting is known."""
    today = today_of(here)
    found = []
    for name, one in here.book.committees.items():
        later = [day for day in one.meetings if day > today]
        if later:
            found.append((name, f"{one.title}, {later[0].day} {later[0]:%B %Y}"))
    return found
