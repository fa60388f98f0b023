"""The page about the API: its examples are run as they stand, one after the other."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.visitors import copied, filled
from watchlist.app import open_app
from watchlist.pages import application
from watchlist.serving import Web
from watchlist.web.api.application import description, make_api
from watchlist.web.listening import listening
from watchlist.web.server import served

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^```sh\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
(PROBLEM,) = re.findall(r"^```json\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
(POSTED,) = re.findall(r'`(\{"added".*?\})`', PAGE)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Where a borough is answered, and its configuration."""
    (tmp_path / "first").mkdir()
    config = copied(filled(tmp_path / "first"), tmp_path / "borough")
    app = open_app(config)
    with listening(Web("127.0.0.1", 0, "")) as at, served(application(app), at) as address:
        yield address, config
    app.close()


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl")
def test_every_example_does_what_it_says(place: tuple[str, Path]) -> None:
    """Read, posted and refused as the page has it."""
    address, config = place
    script = "echo '\x1e'\n".join(COMMANDS)
    for said, here in (
        ("ADDRESS=http://127.0.0.1:8080", f"ADDRESS={address}"),
        ("WATCHLIST_CONFIG=config.example.yaml", f"WATCHLIST_CONFIG={config}"),
    ):
        assert said in script
        script = script.replace(said, here)
    ran = subprocess.run(
        ["bash", "-euc", script], capture_output=True, text=True, check=True, timeout=120,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
    )  # fmt: skip
    read, findings, posted, file, refused = ran.stdout.split("\x1e\n")
    assert len(json.loads(read)["entries"]) == 2
    assert findings.splitlines()[0].startswith("rule,indicator,area")
    assert json.loads(posted) == json.loads(POSTED)
    assert json.loads(file)["indicators"] == ["re-referrals"]
    assert json.loads(refused) == json.loads(PROBLEM)


def test_every_address_is_on_the_page() -> None:
    """As the description has them, with the names of examples in place of parameters."""
    from starlette.datastructures import State

    for path in description(make_api(State()))["paths"]:
        known = path.removeprefix("/api/v1")
        named = re.escape(known).replace(r"\{reference\}", "WL-0001").replace(r"\{id\}", r"\w+")
        assert re.search(rf"`(\$ADDRESS/api/v1)?{named}`|ADDRESS/api/v1{named}", PAGE), path
