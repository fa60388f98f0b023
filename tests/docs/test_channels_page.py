"""The page about channels: its receiver and its channel work."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from notifiers.webhook import signature
from tests.cli.conftest import placed
from tests.docs.blocks import blocks
from watchlist.app import examine

KEY = "key-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
PAGE = "docs/channels.md"


def shown(language: str) -> list[str]:
    """The page's blocks of a language."""
    return [block.text for block in blocks(PAGE) if block.language == language]


def _with(text: str, example: str) -> str:
    """The example in place of a channel of the same name."""
    if "  mailbox:" in example:
        text = re.sub(r"^  mailbox: .*\n", "", text, flags=re.MULTILINE)
    return text.replace("\nchannels:\n", f"\nchannels:\n{example}", 1)


def test_the_page_tells_a_genuine_request_from_others() -> None:
    """The receiver's few lines take what the program signs, and nothing else or older."""
    given: dict[str, Any] = {}
    exec(shown("python")[0], given)
    now, genuine = int(time.time()), given["is_genuine"]
    assert genuine("secret", signature("secret", b"{}", now), b"{}")
    assert not genuine("secret", signature("secret", b"{}", now), b"{ }")
    assert not genuine("other", signature("secret", b"{}", now), b"{}")
    assert not genuine("secret", signature("secret", b"{}", now - 900), b"{}")


@pytest.mark.parametrize(
    ("example", "extra"),
    [
        (
            "  email: {host: h, from: a@b.example, username: u,"
            " oauth: {tenant: t, client_id: c, client_secret: s}}\n",
            "microsoft",
        ),
        (f"  govuk-notify: {{api_key: {KEY}, template_id: {KEY[-36:]}}}\n", "notify"),
        ("  apprise: {url: 'json://127.0.0.1'}\n", "apprise"),
    ],
)
def test_a_missing_library_is_a_fault_at_its_line(
    example: str, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What only some councils need is told with how to install it."""
    monkeypatch.setattr("notifiers.extras.find_spec", lambda name: None)
    config = placed("config.example.yaml", tmp_path)
    text = _with(config.read_text(encoding="utf-8"), example)
    config.write_text(text, encoding="utf-8")
    (fault,) = examine(config)[3]
    assert fault.mark.line == 1 + text[: text.index(example)].count("\n")
    assert f"pip install 'scrutiny-watchlist[{extra}]'" in fault.sentence


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page's own channel, installed as a package is, without asking an index for anything."""
    source, place = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("site")
    (source / "pyproject.toml").write_text(shown("toml")[0], encoding="utf-8")
    (source / "noticeboard.py").write_text(shown("python")[1], encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    alone = ["--no-index", "--no-deps", "--no-build-isolation", "--target", str(place)]
    subprocess.run([*pip, *alone, str(source)], check=True, capture_output=True)
    return place


def run(config: Path, site: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "watchlist", *words, "-c", str(config)],
        cwd=config.parent,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )


def council(folder: Path) -> Path:
    """The invented borough, where the head of SEND is told on the noticeboard."""
    config = placed("config.example.yaml", folder)
    text = config.read_text(encoding="utf-8").replace(
        "held_by: [{person: p4}], deputy: director, channels: [mailbox]",
        "held_by: [{person: p4}], deputy: director, channels: [noticeboard]",
    )
    config.write_text(_with(text, "  noticeboard: {file: board.txt}\n"), encoding="utf-8")
    return config


def test_a_channel_that_somebody_else_wrote_delivers(site: Path, tmp_path: Path) -> None:
    """Installed beside the program and named in the configuration; nothing else is needed."""
    config = council(tmp_path)
    ended = run(config, site, "run", "--once")
    assert ended.returncode == 0, ended.stderr
    said = [json.loads(line) for line in (tmp_path / "board.txt").read_text().splitlines()]
    assert said
    assert all(line["id"] and line["said"] for line in said)
    listed = run(config, site, "deliveries", "list", "--post", "head-of-send")
    assert "noticeboard" in listed.stdout
    assert "delivered" in listed.stdout
    again = run(config, site, "run", "--once")
    assert again.returncode == 0
    assert len((tmp_path / "board.txt").read_text().splitlines()) == len(said)


def test_a_channel_that_is_not_installed_is_a_fault_at_its_line(tmp_path: Path) -> None:
    """The configuration says more than is there."""
    ended = run(council(tmp_path), tmp_path, "check")
    assert ended.returncode == 1
    assert 'there is no kind of channel "noticeboard"' in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_channel_that_is_broken_is_a_fault_at_its_line(site: Path, tmp_path: Path) -> None:
    """Somebody else's mistake is a sentence of ours and no traceback."""
    broken = tmp_path / "broken"
    (broken / "noticeboard-1.dist-info").mkdir(parents=True)
    (broken / "noticeboard-1.dist-info" / "METADATA").write_text("Name: noticeboard\nVersion: 1\n")
    points = "[watchlist.notifiers]\nnoticeboard = noticebored:Noticeboard\nemail = evil:Email\n"
    (broken / "noticeboard-1.dist-info" / "entry_points.txt").write_text(points)
    config = council(tmp_path)
    mail = "  email: {host: mail.saltmarsh.example, from: watchlist@saltmarsh.example}\n"
    config.write_text(_with(config.read_text(encoding="utf-8"), mail), encoding="utf-8")
    ended = run(config, broken, "check")
    assert ended.returncode == 1
    said = ended.stdout + ended.stderr
    assert "config.yaml:" in said
    assert 'the kind of channel "noticeboard" cannot be used (ModuleNotFoundError' in said
    assert "evil" not in said
    assert "Traceback" not in said
