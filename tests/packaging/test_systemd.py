"""The units that a server runs the service by: systemd understands them, and they confine it."""

from __future__ import annotations

import calendar
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import placed

UNITS = Path(__file__).parents[2] / "examples" / "operations" / "systemd"

analyze = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze here"
)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The units as on a server, with a program in the place of ours, which is not installed here."""
    for unit in UNITS.glob("watchlist*"):
        text = unit.read_text("utf-8").replace("/opt/watchlist/bin/watchlist", sys.executable)
        (tmp_path / unit.name).write_text(text, "utf-8")
    return tmp_path


def examined(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *words], capture_output=True, text=True, check=False, timeout=60
    )


def settings(unit: str) -> dict[str, str]:
    lines = (UNITS / unit).read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if re.match(r"\w+=", line))


@analyze
@pytest.mark.parametrize(
    "unit", ["watchlist.service", "watchlist-backup.service", "watchlist-backup.timer"]
)
def test_systemd_understands_the_unit(installed: Path, unit: str) -> None:
    """A word that it does not know would be passed over in service, and what it confines not be."""
    checked = examined("verify", str(installed / unit))
    assert (checked.returncode, checked.stderr) == (0, "")


@analyze
@pytest.mark.parametrize(
    ("unit", "most"), [("watchlist.service", 1.5), ("watchlist-backup.service", 4.0)]
)
def test_the_service_is_confined(installed: Path, unit: str, most: float) -> None:
    """systemd's own mark, from 0 (confined) to 10 (nothing kept from it), stays as it is documented."""
    marked = examined("security", "--offline=true", str(installed / unit))
    exposure = re.search(r"Overall exposure level for \S+: ([\d.]+)", marked.stdout)
    assert exposure, marked.stderr
    assert float(exposure[1]) <= most


def test_the_daemon_has_the_time_to_end_what_is_in_hand() -> None:
    """The daemon alone is told, and waits for its pages, which have ten seconds; a configuration that
    is at fault (1, 2) is not tried again and again, a database that is away (3) is."""
    unit = settings("watchlist.service")
    assert unit["KillMode"] == "mixed"
    assert int(unit["TimeoutStopSec"]) > 60
    assert unit["Restart"] == "on-failure"
    assert unit["RestartPreventExitStatus"] == "1 2"
    assert unit["Type"] == "exec"


@pytest.mark.long
def test_the_nightly_backup_is_one_for_each_day_of_the_week(tmp_path: Path) -> None:
    """The command of the unit, as systemd gives it to a shell: taken twice in a night, it is one file,
    whole, and its owner's alone."""
    config = placed("config.example.yaml", tmp_path)
    command = settings("watchlist-backup.service")["ExecStart"].replace("%%", "%")
    command = command.replace("/opt/watchlist/bin/watchlist", f"{sys.executable} -m watchlist")
    command = command.replace("/etc/watchlist/config.yaml", str(config))
    kept = tmp_path / "backups"
    kept.mkdir()
    for _ in range(2):
        ended = subprocess.run(
            shlex.split(command), env={**os.environ, "STATE_DIRECTORY": str(kept)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ended.returncode == 0, ended.stderr
    (file,) = kept.iterdir()
    assert file.name in calendar.day_name
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_no_secret_stands_in_a_unit() -> None:
    """Every account of a machine reads its units."""
    for unit in UNITS.iterdir():
        text = unit.read_text("utf-8")
        assert not re.search(r"^Environment=.*(PASSWORD|SECRET|KEY|TOKEN)", text, re.MULTILINE)
    assert settings("watchlist.service")["UMask"] == "0027"
    assert settings("watchlist-backup.service")["StateDirectoryMode"] == "0700"
