"""The meetings of the committees, and the digest for each of them: read, released, taken as a paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response

from watchlist.digest_round import digest_round
from watchlist.installation import today_of
from watchlist.model.digest import Digest, Part
from watchlist.model.errors import UsageError
from watchlist.model.visitor import Page, Visitor
from watchlist.publishing import may_publish, publish_digest
from watchlist.releasing import may_release, release
from watchlist.store.results import DigestState
from watchlist.views.lines import shut_to
from watchlist.views.meeting import (
    Meeting,
    kept_for,
    meeting_of,
    part_said,
    parts_for,
    public_occasion,
    reads_drafts,
    state_said,
)
from watchlist.views.meetings import ahead, behind
from watchlist.views.papers import PAPERS, labels_of, paper
from watchlist.views.waiting import waiting
from watchlist.web.allowed import allowed
from watchlist.web.answering import Problem, page, problem_of, see
from watchlist.web.csrf import checked_form
from watchlist.web.here import Here
from watchlist.web.site import Site, site_of
from watchlist.web.turning import Turn, address_of, number_of, turned

router = APIRouter()

_Reader = Annotated[Visitor, Depends(allowed(Page.DIGESTS))]
_Sent = Annotated[Mapping[str, str], Depends(checked_form)]

#: So many meetings are on a page.
_MOST = 50

#: The papers that can be taken: how a file ends, and what it is called.
_TAKEN = ((".docx", "Word"), (".pdf", "PDF"))

_DONE = {"released": "The digest was released."}


@dataclass(frozen=True)
class Line:
    """A meeting in the list: ``state`` is what became of its digest, in a word ("": nothing)."""

    day: date
    committee: str
    title: str
    papers_by: date | None
    pre_election: bool
    state: str

    @property
    def href(self) -> str:
        return _at(self.committee, self.day)


@router.get("/meetings")
def meetings(
    request: Request, visitor: _Reader, committee: str = "",
    number: Annotated[str, Query(alias="page")] = "",
) -> Response:  # fmt: skip
    here = site_of(request).here()
    today, known = today_of(here), here.book.committees
    asked = committee if committee in known else ""
    kept = {name: kept_for(here, name) for name in known if asked in ("", name)}
    states = {
        (name, day): str(one.state) for name, some in kept.items() for day, one in some.items()
    }
    to_come = [
        Line(one.day, one.committee, known[one.committee].title, one.papers_by, one.pre_election,
             states.get((one.committee, one.day), ""))
        for one in sorted(ahead(here, asked, today), key=lambda one: (one.day, one.committee))
    ]  # fmt: skip
    past = [
        Line(one.day, one.committee, known[one.committee].title, None, False,
             states.get((one.committee, one.day), ""))
        for one in sorted(behind(here, asked, today), key=lambda one: one.day, reverse=True)
    ]  # fmt: skip

    def address(n: int) -> str:
        return address_of("/meetings", {"committee": asked}, n)

    turn: Turn[Line] = turned(past, _MOST, number_of(number), address)
    return page(
        request, "meetings", visitor, asked=asked, to_come=to_come[:_MOST], turn=turn, past=turn.rows,
        more=len(to_come) - _MOST, today=today,
        committees=[(name, one.title) for name, one in known.items()],
        periods=[one for one in here.config.pre_election if one.until >= today],
    )  # fmt: skip


@router.get("/meetings/{committee}/{day}")
def meeting(
    request: Request, visitor: _Reader, committee: str, day: str, part: str = "", done: str = ""
) -> Response:
    one = _meant(site_of(request).here(), committee, day)
    return _shown(request, visitor, one, part, done)


@router.get("/meetings/{committee}/{day}/{file}")
def download(request: Request, visitor: _Reader, committee: str, day: str, file: str) -> Response:
    """A part as a paper: ``members.docx``, ``exempt.pdf``. The public one is published, which asks for
    more than an address that anything may load."""
    here = site_of(request).here()
    one = _meant(here, committee, day)
    named, dot, ending = file.partition(".")
    kind = f"{dot}{ending}"
    part = next((each for each in parts_for(here, visitor, one) if each == named), None)
    if part is None or part is Part.PUBLIC or kind not in dict(_TAKEN):
        raise HTTPException(404)
    made = part_said(here, one, part, here.clock())
    if made is None:
        raise HTTPException(404)
    try:
        return _file(here, one, made, kind)
    except UsageError as error:
        return _shown(request, visitor, one, part, "", (problem_of(error),))


@router.post("/meetings/{committee}/{day}/release")
def lets_go(request: Request, visitor: _Reader, _sent: _Sent, committee: str, day: str) -> Response:
    """Release the draft, and let it go as the command does."""
    site = site_of(request)
    here = site.here()
    one = _meant(here, committee, day)
    if not _may_release(here, visitor, one):
        raise HTTPException(404)
    try:
        if one.kept is None or one.kept.state is not DigestState.DRAFTED:
            raise UsageError("nothing of it is drafted, so that there is nothing to release")
        release(here, one.kept, visitor.person or "", None, site.clock())
    except UsageError as error:
        return _shown(request, visitor, one, "", "", (problem_of(error),))
    digest_round(here, site.clock())
    return see(f"{_at(committee, one.day)}?done=released")


@router.post("/meetings/{committee}/{day}/publish")
def publishes(
    request: Request, visitor: _Reader, sent: _Sent, committee: str, day: str
) -> Response:
    """The public part as a paper; what it tells is remembered as told."""
    site = site_of(request)
    here = site.here()
    one, kind = _meant(here, committee, day), sent.get("kind", "")
    may = _may_publish(here, visitor, one)
    if not may or one.edition is None or kind not in dict(_TAKEN):
        raise HTTPException(404)
    now = site.clock()
    try:
        occasion = public_occasion(here, one.edition, now)
        made = publish_digest(here, occasion, visitor.person or "", None, now)
        return _file(here, one, made, kind)
    except UsageError as error:
        return _shown(request, visitor, one, Part.PUBLIC, "", (problem_of(error),))


def _shown(
    request: Request, visitor: Visitor, one: Meeting, part: str, done: str,
    problems: tuple[Problem, ...] = (),
) -> Response:  # fmt: skip
    from watchlist.deliver.papers.charts import as_sources  # slow to import
    from watchlist.deliver.papers.laying_out import laid_out

    site = site_of(request)
    here = site.here()
    parts = parts_for(here, visitor, one)
    chosen = Part(part) if part in parts else next(iter(parts), None)
    made = _made(site, here, one, chosen) if chosen else None
    labels, at = labels_of(here), _at(one.committee.id, one.day)
    public = chosen is Part.PUBLIC
    charts = as_sources(made) if made else {}
    return page(
        request, "meeting", visitor, 422 if problems else 200, one=one, problems=problems, at=at,
        state=state_said(here, one), done=_DONE.get(done, ""), part=chosen,
        parts=[(each, _called(each, labels), f"{at}?part={each}") for each in parts],
        layout=laid_out(made, labels) if made else None, charts=charts,
        early=one.kept is None or one.kept.state is DigestState.DRAFTED,
        reads_drafts=reads_drafts(here, visitor, one.committee.id),
        waiting=waiting(here, one.committee.id, one.day, shut_to(visitor, here.book)),
        taken=[(f"{at}/{chosen}{kind}", name) for kind, name in _TAKEN] if made and not public else [],
        published=_TAKEN if made and public and _may_publish(here, visitor, one) else (),
        may_release=_may_release(here, visitor, one)
        and one.kept is not None
        and one.kept.state is DigestState.DRAFTED,
    )  # fmt: skip


def _made(site: Site, here: Here, one: Meeting, part: Part) -> Digest | None:
    """What a part says, worked out once while nothing changed; what was published before may change
    what may be now."""
    known = one.kept and (one.kept.id, one.kept.state)
    published = len(here.store.publications()) if part is Part.PUBLIC else 0
    return site.remembered.made(
        here,
        ("digest", one.committee.id, one.day, part, known, published),
        lambda: part_said(here, one, part, here.clock()),
    )


def _meant(here: Here, committee: str, day: str) -> Meeting:
    try:
        found = meeting_of(here, committee, date.fromisoformat(day))
    except ValueError:
        found = None
    if found is None:
        raise HTTPException(404)
    return found


def _may_release(here: Here, visitor: Visitor, one: Meeting) -> bool:
    person = visitor.person
    return person is not None and may_release(here, person, one.committee.id, here.clock())


def _may_publish(here: Here, visitor: Visitor, one: Meeting) -> bool:
    """Whether somebody may give out the public part of a meeting that is still to come."""
    person = visitor.person
    if person is None or Part.PUBLIC not in parts_for(here, visitor, one):
        return False
    return may_publish(here, person, one.committee.id, here.clock())


def _file(here: Here, one: Meeting, made: Digest, kind: str) -> Response:
    named = f"{one.committee.id}-{one.day}-{made.part}{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{named}"'}
    return Response(paper(here, made, kind), media_type=PAPERS[kind], headers=headers)


def _called(part: Part, labels: Mapping[Part, str]) -> str:
    return labels.get(part) or "For the members: all but what is exempt"


def _at(committee: str, day: date) -> str:
    return f"/meetings/{quote(committee, safe='')}/{day}"
