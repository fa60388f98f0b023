"""Digests: which editions there are, and what stands in one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response
from pydantic import Field

from watchlist.digest_round import current, drafted
from watchlist.model.digest import Digest, Part
from watchlist.model.sign_in import Scope
from watchlist.store.results import DigestState, KeptDigest
from watchlist.views.plain import plain
from watchlist.web.api.answers import Asks, Formatted, Sheet, answer, page_end
from watchlist.web.api.callers import Asker, ReadsDigests
from watchlist.web.api.described import reads
from watchlist.web.api.shapes import Digests, DigestShape, EditionShape, OneDigest

router = APIRouter(tags=["Digests"])

_EDITION = tuple(EditionShape.model_fields)
_DIGEST = tuple(DigestShape.model_fields)
_ITEM = (
    "part", "section", "reference", "title", "level", "change", "lasting", "figure", "target",
    "cause", "remedy", "owner", "back_on_track",
)  # fmt: skip
_SECTIONS = ("new", "still", "recovering", "left")

#: The number of an edition fits into any database.
_Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="From the list.", examples=[1])]


class DigestsAsked(Formatted):
    name: str | None = Field(
        None, max_length=200, description="Only of this name.",
        examples=["children-and-families before each meeting"],
    )  # fmt: skip
    limit: int = Field(50, ge=1, le=500, description="So many editions at most.")
    cursor: int | None = Field(
        None, ge=1, le=2**31 - 1, description="From `next` of the page before."
    )


@router.get(
    "/digests",
    summary="Editions of digests",
    description="Every edition that was drafted, the newest first.",
    **reads(
        Digests,
        Scope.DIGESTS_READ,
        example=f"{','.join(_EDITION)}\n7,everything "
        "weekly,2026-11-23,sent,2026-11-20T08:00:00+00:00,2026-11-23T08:00:00+00:00,,performance-team,2026-11-20T10:00:00+00:00,2026-11-23T08:00:03+00:00,\n",
        paged=True,
    ),
)
def digests(
    request: Request, asker: ReadsDigests, asked: Annotated[DigestsAsked, Query()]
) -> Response:
    kept = sorted(asker.here.store.digests(asked.name), key=lambda one: -one.id)
    after = (one for one in kept if asked.cursor is None or one.id < asked.cursor)
    found = list(islice(after, asked.limit + 1))
    told = [_edition(one) for one in found[: asked.limit]]
    more = len(found) > asked.limit
    following, headers = page_end(request, str(told[-1]["id"]) if more else None)
    body = {"digests": told, "next": following}
    return answer(request, asked, body, Sheet(_EDITION, told), headers)


@router.get(
    "/digests/{id}",
    summary="One edition of a digest",
    description="As it was released or sent; a draft as it would go now. What is exempt stands "
    "apart, and only for a token that may read it. In CSV a line for each entry in it.",
    **reads(
        OneDigest,
        Scope.DIGESTS_READ,
        example=f"{','.join(_ITEM)}\nmembers,new,WL-0001,Assessments on time,red,new,,88.9%,85%,,,"
        "Head of Assessment,\n",
        more=(404,),
    ),
)
def digest(request: Request, asker: ReadsDigests, id: _Number, asked: Asks) -> Response:
    kept = asker.whole.store.digest(id)
    if kept is None:
        raise HTTPException(404)
    parts = dict.fromkeys(("members", "exempt")) if _skipped(kept) else _parts(asker, kept)
    told = {**_edition(kept), **parts}
    return answer(request, asked, told, Sheet(_ITEM, _rows(parts)))


def _skipped(kept: KeptDigest) -> bool:
    return kept.state is DigestState.SKIPPED


def _parts(asker: Asker, kept: KeptDigest) -> dict[str, Any]:
    """What stands in it. It is made of the whole register: what is exempt is left out of the members'
    part there."""
    here, now = asker.whole, asker.whole.clock()
    exempt = (
        drafted(here, here.store, kept.edition, now, Part.EXEMPT) if asker.sees_exempt else None
    )
    return {"members": _digest(current(here, kept, now)), "exempt": exempt and _digest(exempt)}


def _digest(made: Digest) -> dict[str, Any]:
    return {name: plain(getattr(made, name)) for name in _DIGEST}


def _edition(kept: KeptDigest) -> dict[str, Any]:
    edition = kept.edition
    return {
        "id": kept.id,
        "name": edition.name,
        "occasion": edition.occasion,
        "state": kept.state,
        "drafted_at": kept.drafted_at,
        "due": edition.due,
        "meeting": edition.meeting,
        "released_by": kept.released_by,
        "released_at": kept.released_at,
        "sent_at": kept.sent_at,
        "why": kept.why,
    }


def _rows(parts: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for part, made in parts.items():
        for section in _SECTIONS if made else ():
            for item in made[section]:
                yield {**item, "part": part, "section": section}
