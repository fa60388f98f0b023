"""Readings in."""

from __future__ import annotations

from email.message import Message
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field

from watchlist.model.sign_in import Scope
from watchlist.sources.json_readings import CHOICES, FIELDS, LONGEST, NEEDED, NUMBERS
from watchlist.web.api.answers import CSV_TYPE, as_json
from watchlist.web.api.callers import Writes
from watchlist.web.api.described import problems, secured
from watchlist.web.api.posting import SOURCE, Sent, take_post
from watchlist.web.api.problems import ApiProblemError
from watchlist.web.api.shapes import PostedShape

router = APIRouter(tags=["Readings in"])

#: A body has so many bytes at most.
LARGEST = 20_000_000
_SIZE = f"{LARGEST // 1_000_000} MB"

_KINDS = {"application/json": "json", CSV_TYPE: "csv"}

_JSON_EXAMPLE = {
    "source": "case-system",
    "readings": [
        {
            "indicator": "assessments-45-days",
            "area": "Saltmarsh",
            "period": "2026-10",
            "value": 88.9,
            "numerator": 80,
            "denominator": 90,
            "published": "2026-11-18",
        }
    ],
}

_CSV_EXAMPLE = """\
indicator,area,period,value,numerator,denominator,published
assessments-45-days,Saltmarsh,2026-10,88.9,80,90,2026-11-18
"""

_SAYS = {
    "indicator": "Its id in the rules.",
    "area": "Its name in the rules, or its code.",
    "breakdown": "A part of the total, as sex=girls; left out: the total.",
    "period": "As in a file: 2026-10, 2025/26 Q2, 2025/26.",
    "value": "The figure, with the digits that it is given with; a text where it is a share (90/108). "
    "Null where there is none, or where a marker or two counts say it.",
    "numerator": "The count behind a share.",
    "denominator": "What the count is out of.",
    "target": "Where the rules say that it is in the data.",
    "growth": "A growth that is quoted with it, in percent.",
    "status": "Left out: final.",
    "published": "The day or the moment when it was published; left out: now. Of two figures the one "
    "published last stands, in whatever order they come.",
    "marker": "In the place of a value: c confidential, z not applicable, x not available, low, u "
    "unreliable, _ missing.",
}


def _field(name: str) -> dict[str, Any]:
    text: dict[str, Any] = {"type": "string", "maxLength": LONGEST}
    said: dict[str, Any]
    if name == "value":
        said = {"anyOf": [{"type": "number"}, {**text, "minLength": 1}, {"type": "null"}]}
    elif name in NUMBERS:
        said = {"type": ["number", "null"]}
    elif name in CHOICES:
        said = {"enum": [*CHOICES[name], None]}
    elif name in NEEDED:
        said = {**text, "minLength": 1}
    else:
        said = {**text, "type": ["string", "null"]}
    return {"description": _SAYS[name], **said}


_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "additionalProperties": False,
                "required": ["source", "readings"],
                "properties": {
                    "source": {
                        "type": "string",
                        "pattern": SOURCE,
                        "description": "Where they come from: no source that is read from files.",
                    },
                    "readings": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "required": list(NEEDED),
                            "properties": {name: _field(name) for name in FIELDS},
                        },
                    },
                },
            },
            "example": _JSON_EXAMPLE,
        },
        CSV_TYPE: {"schema": {"type": "string"}, "example": _CSV_EXAMPLE},
    },
}


class PostAsked(BaseModel):
    model_config = ConfigDict(extra="forbid")
    source: str | None = Field(
        None,
        pattern=SOURCE,
        description="Where a CSV file comes from. In JSON it stands in the body.",
    )


_Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[!-~]{1,200}$",
        description="A name for this post, of letters that can be seen.",
    ),
]


async def _sent(
    request: Request, asker: Writes, asked: Annotated[PostAsked, Query()], key: _Key = None
) -> tuple[Any, Sent]:
    """Who posts what. Nothing of the body is read before it is known who sends it."""
    kind = _kind(request)
    if kind == "csv" and asked.source is None:
        raise ApiProblemError(422, "Say where the readings come from: ?source=NAME")
    if kind == "json" and asked.source is not None:
        raise ApiProblemError(422, "The source of readings in JSON stands in the body.")
    return asker, Sent(await _read(request), kind, asked.source or "", key or "")


@router.post(
    "/readings",
    summary="Post readings",
    description="All readings of a post are taken, or none and everything that is wrong is "
    "named. They are validated as files are, and judged at the next cycle of the service, not "
    "at once. The same body again changes nothing and is answered the same: a program that had "
    "no answer sends it again. With an Idempotency-Key it is the key that says what is the "
    "same post; another body with a key that was used is refused. To put a figure back to what "
    "it was, say when it was `published`, or use a new key. Rows of single children are "
    f"refused whole. Readings of exempt indicators need exempt:read too. A body has {_SIZE} "
    "at most.",
    responses={
        200: {"model": PostedShape, "description": "They were taken, or had been before."},
        **problems(400, 413, 415),
    },
    openapi_extra={**secured(Scope.READINGS_WRITE), "requestBody": _BODY},
)
async def post_readings(sent: Annotated[tuple[Any, Sent], Depends(_sent)]) -> Response:
    done = await run_in_threadpool(take_post, *sent)
    told = {
        "added": done.added,
        "revised": done.revised,
        "unchanged": done.unchanged,
        "indicators": list(done.indicators),
    }
    return Response(as_json(told), media_type="application/json")


def _kind(request: Request) -> str:
    """json or csv. Raises ApiProblemError for anything else, and for what is compressed."""
    header = Message()
    header["Content-Type"] = request.headers.get("Content-Type", "")
    kind = _KINDS.get(header.get_content_type() if header["Content-Type"] else "")
    if kind is None:
        raise ApiProblemError(415, "Send readings as application/json or text/csv.")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise ApiProblemError(415, "Send readings as they are: a compressed body is not read.")
    return kind


async def _read(request: Request) -> bytes:
    """The body. Raises ApiProblemError where it is too large."""
    said = request.headers.get("Content-Length", "")
    if said.isascii() and said.isdecimal() and len(said) < 20 and int(said) > LARGEST:
        raise _too_large()
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise _too_large()
    return bytes(body)


def _too_large() -> ApiProblemError:
    return ApiProblemError(413, f"A body has {_SIZE} at most: send it in parts.")
