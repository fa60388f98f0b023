"""What an administrator installs: one wheel that holds everything, found wherever it lies."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from watchlist.shipped import shipped

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this tree without asking an index for anything."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_in_a_checkout_the_shipped_files_lie_beside_the_package() -> None:
    """Officers who work in a clone edit the rules that run."""
    assert shipped("rules") == ROOT / "rules"
    assert shipped("config.example.yaml").is_file()


def test_the_wheel_holds_templates_rules_examples_and_migrations(wheel: Path) -> None:
    """Nothing that the program reads at run time is left behind."""
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "watchlist/_shipped/config.example.yaml" in names
    assert "watchlist/_shipped/templates/email/news.html.j2" in names
    assert "watchlist/_shipped/rules/social-care.yaml" in names
    assert any(name.startswith("watchlist/store/migrations/versions/") for name in names)
    assert not any(name.startswith(("tests/", "docs/")) for name in names)


def test_installed_from_the_wheel_the_example_runs_anywhere(wheel: Path, tmp_path: Path) -> None:
    """Unpacked in another place and started from another folder, the example shows its list."""
    place = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(place)
    program = [sys.executable, "-m", "watchlist", "run", "--once"]
    config = place / "watchlist" / "_shipped" / "config.example.yaml"
    ended = subprocess.run(
        [*program, "-c", str(config)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(place)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert "WL-0001" in ended.stdout
