"""What a program is told where it is not given what it asks for: `application/problem+json`
(RFC 9457), whatever went wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from watchlist.model.errors import UsageError, WorldError
from watchlist.web.gate import ApiRefusedError

log = structlog.get_logger("watchlist")

MEDIA_TYPE = "application/problem+json"

#: Seconds after which a program may try again where the database is busy.
_TRY_AGAIN = "60"

#: As RFC 9110 has them, which older Pythons do not.
_TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}

_SENTENCES = {
    404: "There is nothing at this address, or nothing that this token may see.",
    405: "This address does not take this method.",
}


class Faulty(BaseModel):
    """One thing that is wrong with readings."""

    model_config = ConfigDict(extra="forbid")
    row: int | None = Field(
        description="In JSON the place of the reading, from 1 on; in CSV the line; null: all of it."
    )
    column: str | None = Field(description="The field that is wrong, where it is one.")
    message: str = Field(description="What is wrong, and what to write instead.")


class Problem(BaseModel):
    """What went wrong, as RFC 9457 has it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Not Found",
                    "status": 404,
                    "detail": _SENTENCES[404],
                    "instance": "/api/v1/entries/WL-0042",
                }
            ]
        },
    )
    type: str = Field(description="Always about:blank: the status says what kind of problem it is.")
    title: str = Field(description="The words of the status.")
    status: int = Field(description="The same as the status of the answer.", ge=400, le=599)
    detail: str = Field(description="A sentence for people.")
    instance: str = Field(description="The address that was asked for.")
    faults: list[Faulty] = Field(
        default=[], description="Where readings are refused: everything that is wrong with them."
    )


class ApiProblemError(Exception):
    """An answer with a problem: its status, a sentence, and what is wrong row by row."""

    def __init__(self, status: int, sentence: str, faults: Sequence[Faulty] = ()) -> None:
        super().__init__(sentence)
        self.status, self.faults = status, faults


def problem(
    request: Request, status: int, sentence: str, faults: Sequence[Faulty] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:  # fmt: skip
    said: dict[str, Any] = {
        "type": "about:blank",
        "title": _TITLES.get(status) or HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence,
        "instance": quote(request.scope["path"]),
    }
    if faults:
        said["faults"] = [one.model_dump() for one in faults]
    body = json.dumps(said, ensure_ascii=True)
    return Response(body, status, headers, media_type=MEDIA_TYPE)


def with_problems(app: FastAPI) -> None:
    """Have an application answer everything that goes wrong so."""
    app.add_exception_handler(ApiProblemError, _told)
    app.add_exception_handler(ApiRefusedError, _refused)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(UsageError, _misused)
    app.add_exception_handler(WorldError, _failed)
    app.add_exception_handler(Exception, _broken)


def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, ApiProblemError)
    return problem(request, error.status, str(error), error.faults)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, ApiRefusedError)
    return problem(request, error.status, str(error), headers=error.headers)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentence = _SENTENCES.get(error.status_code, str(error.detail))
    return problem(request, error.status_code, sentence, headers=error.headers)


def _invalid(request: Request, error: Exception) -> Response:
    """A parameter that cannot be, or that there is none of."""
    assert isinstance(error, RequestValidationError)
    said = (f"{_name(one['loc'])}: {one['msg']}" for one in error.errors())
    return problem(request, 422, "; ".join(dict.fromkeys(said)))


def _name(place: Sequence[str | int]) -> str:
    """That of the parameter: a place is the kind, the name, and which one of several it is."""
    return str(place[1] if len(place) > 1 else place[-1])


def _misused(request: Request, error: Exception) -> Response:
    """A name that nobody knows."""
    return problem(request, 422, str(error))


def _failed(request: Request, error: Exception) -> Response:
    _log(error)
    sentence = "This did not work just now, and nothing was changed. Please try again in a minute."
    return problem(request, 503, sentence, headers={"Retry-After": _TRY_AGAIN})


def _broken(request: Request, error: Exception) -> Response:
    _log(error)
    return problem(request, 500, "This failed by a fault of the service; nothing was changed.")


def _log(error: Exception) -> None:
    """Never the address: it may carry what is nobody else's business."""
    log.error("failed", job="api", error=str(error), kind=type(error).__name__)
