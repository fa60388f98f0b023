"""/metrics: how the service is, for Prometheus."""

from __future__ import annotations

import hmac

from fastapi import FastAPI, HTTPException, Request, Response

from watchlist.serving import is_loopback
from watchlist.views.exposition import MEDIA_TYPE
from watchlist.views.measured import measure
from watchlist.views.metrics import metrics_text
from watchlist.web.lately import Lately
from watchlist.web.site import Site, site_of

#: Seconds for which they are good, however many ask.
_GOOD = 5.0

#: By what a web server says that it asks for somebody else.
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")


def add_metrics(app: FastAPI, site: Site) -> None:
    """Have the application answer it."""
    app.state.metrics = Lately(lambda: metrics_text(measure(site.here())), _GOOD)
    app.add_api_route("/metrics", _metrics, methods=["GET", "HEAD"])


def _metrics(request: Request) -> Response:
    if not _may(request):
        raise HTTPException(404)
    text: Lately[bytes] = request.app.state.metrics
    return Response(text(), media_type=MEDIA_TYPE)


def _may(request: Request) -> bool:
    """Whoever has the token that is configured; without one this machine alone, asking for itself."""
    web = site_of(request).config.web
    if token := web.metrics_token if web else "":
        said = f"Bearer {token}".encode()
        return hmac.compare_digest(request.headers.get("Authorization", "").encode(), said)
    peer = request.client.host if request.client else ""
    forwarded = any(name in request.headers for name in _FORWARDED)
    return is_loopback(peer) and is_loopback(request.url.hostname or "") and not forwarded
