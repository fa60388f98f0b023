"""The interface for programs as an application of its own: it knows no cookie and no page, and whatever
goes wrong in it is told as a problem."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from starlette.datastructures import State
from starlette.routing import Mount

from watchlist import __version__
from watchlist.web.api import digests, entries, figures, findings, readings
from watchlist.web.api.answers import as_json
from watchlist.web.api.callers import calls
from watchlist.web.api.problems import MEDIA_TYPE, with_problems
from watchlist.web.gate import ApiCaller, token_of
from watchlist.web.limits import Window

#: Where it lies.
AT = "/api"

_PREFIX = "/v1"

_SAYS = """\
What officers see on the pages, for programs: the watch list, figures, what the rules say of them,
digests; and readings in. Everything needs a token (`watchlist tokens make`), sent as
`Authorization: Bearer …`.

A token has scopes: `list:read` for the list, figures and findings; `digests:read` for digests;
`readings:write` to post readings; with `exempt:read` beside them it is told of exempt material as well.
Without that, what is exempt does not exist: it is left out of lists and answered with 404.

Figures are as officers see them: no small number is withheld. Do not publish them; `watchlist publish`
makes what may be published.

Every answer is JSON, or CSV with `Accept: text/csv` or `?format=csv`. What goes wrong is told as
`application/problem+json` (RFC 9457). A parameter that there is none of is refused.
"""


def add_api(app: FastAPI) -> None:
    """Have an application answer programs as well: everything beneath ``AT``, also where a line ends
    within an address."""
    beneath = Mount(AT, make_api(app.state))
    beneath.path_regex = re.compile(f"^{AT}/(?P<path>.*)$", re.DOTALL)
    app.router.routes.append(beneath)


def make_api(state: State, window: Window | None = None) -> FastAPI:
    """The application; ``state`` has the site and the gate of the pages."""
    api = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    api.state = state
    api.state.calls = window or calls()
    for part in (readings, entries, figures, findings, digests):
        api.include_router(part.router, prefix=_PREFIX)
    api.add_api_route(
        f"{_PREFIX}/openapi.json", _described, methods=["GET"], include_in_schema=False
    )
    with_problems(api)
    return api


def description(api: FastAPI) -> dict[str, Any]:
    """The OpenAPI document: of the API only, each path whole, each problem with its own media type."""
    made = get_openapi(
        title="Scrutiny Watch List",
        version=__version__,
        summary="The watch list of a council's scrutiny, for programs",
        description=_SAYS,
        openapi_version="3.1.0",
        routes=api.routes,
    )
    made["paths"] = {f"{AT}{path}": item for path, item in made["paths"].items()}
    made["components"]["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "A token of `watchlist tokens`.",
        }
    }
    for operations in made["paths"].values():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    answer["content"] = {MEDIA_TYPE: answer["content"].pop("application/json")}
    return made


def _described(request: Request, _caller: Annotated[ApiCaller, Depends(token_of)]) -> Response:
    """For every program with a token, whatever it is for."""
    api: FastAPI = request.app
    if api.openapi_schema is None:
        api.openapi_schema = description(api)
    return Response(as_json(api.openapi_schema), media_type="application/json")
