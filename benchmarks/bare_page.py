"""One page as a bare FastAPI route: the template with its values in memory, and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from unittest import mock

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from jinja2 import Template
from starlette.testclient import TestClient

from benchmarks.pages import COOKIE
from watchlist.app import open_app
from watchlist.pages import application
from watchlist.web.listening import listening
from watchlist.web.server import server_of


def main(config: Path, path: str) -> None:
    app = open_app(config)
    template, values = _values(application(app), path)
    bare = FastAPI(openapi_url=None)

    @bare.get("/healthz")
    def well() -> str:
        return "well"

    @bare.get(path)
    def page() -> HTMLResponse:
        return HTMLResponse(template.render(values))

    assert app.config.web
    server_of(bare).run([listening(app.config.web)])


def _values(ours: FastAPI, path: str) -> tuple[Template, dict[str, Any]]:
    """What our own answer is rendered from."""
    rendered: list[tuple[Template, dict[str, Any]]] = []
    render = Template.render

    def spying(template: Template, *args: Any, **values: Any) -> str:
        rendered.append((template, values))
        return render(template, *args, **values)

    with mock.patch.object(Template, "render", spying):
        TestClient(ours).get(path, headers={"Cookie": COOKIE}).raise_for_status()
    return rendered[-1]


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
