"""Pages for everybody: the accessibility statement and, where there is one, the public's list."""

from __future__ import annotations

from hashlib import sha256

from fastapi import APIRouter, HTTPException, Request, Response

from watchlist.installation import today_of
from watchlist.model.meetings import pre_election_on
from watchlist.public_page import PublicPage, page_kept
from watchlist.serving import Accessibility
from watchlist.web.answering import page
from watchlist.web.site import Site, site_of

router = APIRouter()

#: So long (in seconds) others may keep the public page, and a picture of it, whose address says which.
_PAGE, _PICTURE = "public, max-age=300", "public, max-age=31536000, immutable"


@router.api_route("/accessibility", methods=["GET", "HEAD"])
def accessibility(request: Request) -> Response:
    web = site_of(request).config.web
    said = web.accessibility if web else Accessibility()
    answer = page(request, "accessibility", None, said=said, address=web.address if web else "")
    answer.headers["Cache-Control"] = _PAGE
    return answer


@router.api_route("/public", methods=["GET", "HEAD"])
def public(request: Request) -> Response:
    """What was published last. It is the same for all, whoever is signed in."""
    site = _site(request)
    here, kept = site.here(), page_kept(site.store)
    answer = page(
        request, "public", None, kept=kept, known=_known(kept) if kept else "",
        pause=pre_election_on(today_of(here), here.config.pre_election),
    )  # fmt: skip
    tag = f'"{sha256(bytes(answer.body)).hexdigest()[:20]}"'
    headers = {"ETag": tag, "Cache-Control": _PAGE}
    if request.headers.get("If-None-Match") == tag:
        return Response(status_code=304, headers=headers)
    answer.headers.update(headers)
    return answer


@router.get("/public/{known}/{entry}-{number}.svg")
def picture(request: Request, known: str, entry: int, number: int) -> Response:
    """A chart of the page as it was drawn when it was published."""
    kept = page_kept(_site(request).store)
    if kept is None or known != _known(kept) or not 1 <= entry <= len(kept.entries):
        raise HTTPException(404)
    pictures = kept.entries[entry - 1].pictures
    if not 1 <= number <= len(pictures):
        raise HTTPException(404)
    headers = {"Cache-Control": _PICTURE}
    return Response(pictures[number - 1].svg, media_type="image/svg+xml", headers=headers)


def _site(request: Request) -> Site:
    """The site, where there is a public page."""
    site = site_of(request)
    if not (site.config.web and site.config.web.public):
        raise HTTPException(404)
    return site


def _known(kept: PublicPage) -> str:
    """By what the pictures of one publishing are told from those of another."""
    return f"{kept.at:%Y%m%d%H%M%S}"
