"""A folder of wheels, and a server that was installed from it: made once, for they take a minute."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
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
    lines = re.findall(r"^    (.+)$", text, re.MULTILINE)
    here = [re.sub(r"^python3", sys.executable, line) for line in lines]
    return [line.replace("/opt/watchlist", str(place)).split() for line in here]


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """With no index to ask, whatever this machine's pip is told."""
    alone = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    alone |= {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
    return subprocess.run(
        command, cwd=folder, env=alone, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="session")
def server(wheelhouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What lies in /opt/watchlist of a server on which the commands of INSTALL.txt were given."""
    place = tmp_path_factory.mktemp("server") / "watchlist"
    for command in told(wheelhouse, place):
        ended = run(command, wheelhouse)
        assert ended.returncode == 0, ended.stderr
    return place
