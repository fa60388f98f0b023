"""What machines ask that look whether the service runs. Nobody signs in for it, so that it says neither
what is where nor whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from watchlist.model.errors import WorldError
from watchlist.store.store import Store
from watchlist.views.readiness import Check, readiness
from watchlist.web.lately import Lately

#: Seconds for which an answer is good: whoever asks more often asks no database.
_GOOD = 2.0

_GET = ["GET", "HEAD"]


def add_probes(app: FastAPI, store: Store) -> None:
    """Have the application answer them."""
    app.state.readiness = Lately(partial(readiness, store), _GOOD)
    app.add_api_route("/healthz", _alive, methods=_GET)
    app.add_api_route("/readyz", _ready, methods=_GET)


def _alive() -> Response:
    """This process answers; more is not said by it."""
    return PlainTextResponse("well\n")


def _ready(request: Request) -> Response:
    """Whether somebody who looks at the pages finds a service behind them: a line for each check."""
    checks = _looked(request.app.state.readiness)
    well = not any(check.wrong for check in checks)
    status = 200 if well else 503
    said = {check.name: check.wrong or "well" for check in checks}
    if "application/json" in request.headers.get("Accept", ""):
        return JSONResponse({"ready": well, "checks": said}, status)
    return PlainTextResponse("".join(f"{name}: {how}\n" for name, how in said.items()), status)


def _looked(looks: Lately[tuple[Check, ...]]) -> Sequence[Check]:
    try:
        return looks()
    except WorldError as error:
        return (Check("database", str(error)),)
