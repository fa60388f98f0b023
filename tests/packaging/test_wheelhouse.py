"""A server without a way to a package registry is installed from a folder of wheels."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("wheelhouse")]


@pytest.fixture(scope="module")
def wheelhouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make wheelhouse` makes. Skipped where no registry can be asked."""
    folder = tmp_path_factory.mktemp("made") / "wheelhouse"
    made = subprocess.run(
        ["sh", "requirements/wheelhouse.sh", sys.executable, str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if re.search("NewConnectionError|ConnectTimeout|NameResolution", made.stderr):
        pytest.skip("no package registry can be reached")
    assert made.returncode == 0, made.stderr
    return folder


def told(wheelhouse: Path, place: Path) -> list[list[str]]:
    """The commands of its INSTALL.txt, for another place."""
    text = (wheelhouse / "INSTALL.txt").read_text("utf-8")
    commands = re.findall(r"^    (.+)$", text, re.MULTILINE)
    python = [sys.executable, "-m", "venv"]
    return [
        [part.replace("/opt/watchlist", str(place)) for part in line.split()]
        if not line.startswith("python3 -m venv")
        else [*python, str(place)]
        for line in commands
    ]


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """With no index to ask, whatever this machine's pip is told."""
    alone = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    alone |= {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
    return subprocess.run(
        command, cwd=folder, env=alone, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def server(wheelhouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A server on which the commands of INSTALL.txt were given."""
    place = tmp_path_factory.mktemp("server") / "watchlist"
    for command in told(wheelhouse, place):
        ended = run(command, wheelhouse)
        assert ended.returncode == 0, ended.stderr
    return place


def test_the_example_runs_on_the_server(server: Path, tmp_path: Path) -> None:
    """Installed as the folder itself tells, the program takes the figures of the example in and shows
    its list, and finds nothing wrong with itself."""
    (shipped,) = server.glob("lib/python*/site-packages/watchlist/_shipped")
    shutil.copytree(shipped, tmp_path / "example")
    program = str(server / "bin" / "watchlist")
    ended = run([program, "run", "--once", "-c", "config.example.yaml"], tmp_path / "example")
    assert ended.returncode == 0, ended.stderr
    assert "WL-0001" in ended.stdout
    ended = run([program, "doctor", "-c", "config.example.yaml"], tmp_path / "example")
    assert ended.returncode == 0, ended.stdout


def test_what_servers_use_is_all_there(server: Path) -> None:
    """PostgreSQL, papers, Microsoft 365, GOV.UK Notify and the council's own accounts; and nothing
    that is at odds with another."""
    python = str(server / "bin" / "python")
    names = "psycopg, docxtpl, typst, msal, notifications_python_client, authlib, joserfc"
    ended = run([python, "-c", f"import {names}"], server)
    assert ended.returncode == 0, ended.stderr
    ended = run([python, "-m", "pip", "check"], server)
    assert ended.returncode == 0, ended.stdout


def test_a_wheel_that_was_changed_on_the_way_is_refused(wheelhouse: Path, tmp_path: Path) -> None:
    """Each is named with its hash."""
    changed = tmp_path / "wheelhouse"
    shutil.copytree(wheelhouse, changed)
    (ours,) = changed.glob("scrutiny_watchlist-*.whl")
    with ours.open("ab") as file:
        file.write(b"\0")
    make, install, *_ = told(changed, tmp_path / "server")
    assert run(make, changed).returncode == 0
    ended = run(install, changed)
    assert ended.returncode != 0
    assert "DO NOT MATCH THE HASHES" in ended.stderr
