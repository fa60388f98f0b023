"""What the description of each address has in common: the problems that it may answer with, its two
formats, the scope that it asks for."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from watchlist.model.sign_in import Scope
from watchlist.web.api.answers import CSV_TYPE
from watchlist.web.api.problems import Problem

#: What each status means, in the description.
_MEANS = {
    400: "The body says no one thing: it is no JSON, or says something twice.",
    401: "There is no token, or one that is none or has ended.",
    403: "The token is not for that.",
    404: "There is nothing at this address, or nothing that this token may see.",
    413: "The body is too large.",
    415: "The body is neither JSON nor CSV, or it is compressed.",
    422: "A parameter or a reading cannot be, or names something that nobody knows.",
    429: "The token was used too often; Retry-After says when it may be again.",
    500: "A fault of the service.",
    503: "The database is busy; Retry-After says when to try again.",
}

_ALWAYS = (401, 403, 422, 429, 500, 503)


def reads(
    model: type[BaseModel], scope: Scope, *, example: str, more: tuple[int, ...] = (),
    paged: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """For the decorator of an address that is read from; ``example`` is of its CSV, ``more`` are
    statuses besides those that there always are."""
    found: dict[str, Any] = {
        "model": model,
        "description": "What was asked for.",
        "content": {CSV_TYPE: {"schema": {"type": "string"}, "example": example}},
    }
    if paged:
        link = {"description": 'The next page: `<address>; rel="next"`.', "schema": _STRING}
        found["headers"] = {"Link": link}
    return {"responses": {200: found, **problems(*more)}, "openapi_extra": secured(scope)}


def problems(*more: int) -> dict[int | str, dict[str, Any]]:
    return {
        status: {"model": Problem, "description": _MEANS[status], **_headers(status)}
        for status in sorted({*_ALWAYS, *more})
    }


def secured(scope: Scope) -> dict[str, Any]:
    return {"security": [{"token": [str(scope)]}]}


_STRING = {"type": "string"}
_AFTER = {"Retry-After": {"description": "Seconds.", "schema": _STRING}}


def _headers(status: int) -> dict[str, Any]:
    if status in (429, 503):
        return {"headers": _AFTER}
    if status in (401, 403):
        said = {"description": "What is needed (RFC 6750).", "schema": _STRING}
        return {"headers": {"WWW-Authenticate": said}}
    return {}
