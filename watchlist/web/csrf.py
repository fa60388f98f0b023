"""That a form comes from a page of ours, which whoever is signed in has before him."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request

from watchlist.model.visitor import Visitor
from watchlist.web.cookies import session_cookie
from watchlist.web.gate import ForbiddenError, signed_in
from watchlist.web.site import Site, site_of

#: The hidden field of every form.
FIELD = "csrf"

_LARGEST, _MOST_FIELDS = 512_000, 500

_NOT_OURS = "This form did not come from a page of ours, or that page is an old one: load it again."


def csrf_of(request: Request) -> str:
    """What the forms of this session carry; "" without a session."""
    secret = session_cookie(request)
    return _signed(site_of(request).key, secret) if secret else ""


async def checked_form(
    request: Request,
    visitor: Annotated[Visitor, Depends(signed_in)],  # noqa: ARG001
) -> Mapping[str, str]:
    """The fields of a form, where it comes from one of our pages. Raises NotSignedInError and
    ForbiddenError."""
    refuse_crossed(request)
    fields = await form_of(request)
    given, known = fields.pop(FIELD, ""), csrf_of(request)
    if not known or not hmac.compare_digest(given.encode(), known.encode()):
        raise ForbiddenError(_NOT_OURS)
    return fields


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form; of one that comes twice the last. Raises ForbiddenError."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            raise ForbiddenError("The form is too large.")
    try:
        text = body.decode("utf-8")
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise ForbiddenError("The form could not be read.") from None


def refuse_crossed(request: Request) -> None:
    """Raises ForbiddenError for a form that a browser says comes from another site."""
    if is_crossed(request.headers, _origin(site_of(request))):
        raise ForbiddenError(_NOT_OURS)


def is_crossed(headers: Mapping[str, str], origin: str) -> bool:
    """What the browser says, where it says anything (programs do not). ``headers`` by small letters;
    ``origin`` is ours ("https://watchlist.council.example")."""
    if fetched := headers.get("sec-fetch-site"):
        return fetched not in ("same-origin", "none")
    said = headers.get("origin")
    if said is None:
        return False
    return said != origin and urlsplit(said).netloc != headers.get("host")


def _origin(site: Site) -> str:
    parts = urlsplit(site.config.web.address if site.config.web else "")
    return f"{parts.scheme}://{parts.netloc}"


def _signed(key: str, secret: str) -> str:
    return hmac.new(key.encode(), f"watchlist csrf {secret}".encode(), hashlib.sha256).hexdigest()
