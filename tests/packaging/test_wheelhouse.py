"""A server without a way to a package registry is installed from a folder of wheels."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.packaging.conftest import run, told

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("wheelhouse")]


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
