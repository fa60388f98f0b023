"""When digests come, where links are answered, and the secret that signs them, in the configuration."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from tests.top.test_config import GOOD, config_of, faults_of
from watchlist.config import read_config
from watchlist.register.editions import Before, Monthly, Timing, Weekly
from watchlist.serving import Web

KEY = "k" * 32


def test_without_a_word_digests_come_as_usual(tmp_path: Path) -> None:
    """Drafted ten working days before a meeting, sent six before at nine; Mondays and first working
    days at eight, drafted one and two working days before; and no link in any message."""
    config = config_of(tmp_path, GOOD)
    assert config.digests == Timing()
    assert config.web is None
    assert config.secret_key == ""


def test_digests_come_when_the_council_wants_them(tmp_path: Path) -> None:
    """Each of the times, in words."""
    timing = config_of(
        tmp_path,
        f"{GOOD}digests: {{drafted: 2 weeks before, sent: 5 working days before at 12:00,"
        " weekly: Friday at 16:30, monthly: last working day at 07:00,"
        " weekly_drafted: 2 days before at 10:00, monthly_drafted: 1 week before}\n",
    ).digests
    assert timing.drafted == Before(2, "week")
    assert timing.sent == Before(5, "working day", time(12))
    assert timing.weekly == Weekly(4, time(16, 30))
    assert timing.monthly == Monthly(-1, time(7))
    assert timing.weekly_drafted == Before(2, "day", time(10))
    assert timing.monthly_drafted == Before(1, "week")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("digests: {weekly: Mondays}", 'weekly: "Mondays" is not a time of the week; write it like'),
        ("digests: {sent: at once}", 'sent: "at once" is not a time before a meeting'),
        ("digests: {monthly: 1st}", 'monthly: "1st" is not a time of the month'),
        ("digests: {weekly_drafted: Friday}", 'weekly_drafted: "Friday" is not a time before it goes'),
        ("digests: {daily: at 08:00}", '"daily" is not known here'),
        ("digests: {drafted: 5 working days before}", "sent before they are drafted"),
        ("digests: {sent: 11 working days before at 09:00}", "sent before they are drafted"),
        ("web: {listen: 127.0.0.1:8080}", "address is missing"),
        ("web: {listen: 8080, address: https://w.example}", "write it like 127.0.0.1:8080"),
        ("web: {listen: 127.0.0.1:65536, address: https://w.example}", "write it like 127.0.0.1"),
        ("web: {listen: 127.0.0.1:8080, address: w.example}", "write it like https://"),
        ("web: {listen: 127.0.0.1:8080, address: https://a@w.example}", "write it like https://"),
        ("secret_key: written-here-for-all-to-see-and-read", "a secret does not stand here"),
        ("secret_key: {env: NO_SUCH_VARIABLE_ANYWHERE}", "is not set"),
        ("secret_key: {file: short.key}", "shorter than 32 letters"),
        ("secret_key: {key: x}", "is not {env: NAME} or {file: path}"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_a_fault_at_its_line(tmp_path: Path, text: str, fault: str) -> None:
    """Misspelt, half given, turned round, or a secret in plain sight."""
    (tmp_path / "short.key").write_text("short")
    line = GOOD.count("\n") + 1
    (said,) = faults_of(tmp_path, f"{GOOD}{text}\n")
    assert said.startswith(f"{line}: ")
    assert fault in said
    assert "to-see" not in said


def test_the_small_server_listens_where_it_is_told(tmp_path: Path) -> None:
    """Its address is the one that people see; a slash at the end makes no difference."""
    text = f"{GOOD}web: {{listen: '[::1]:8080', address: https://council.example/watchlist/}}\n"
    assert config_of(tmp_path, text).web == Web("::1", 8080, "https://council.example/watchlist")


def test_an_address_without_a_lock_is_warned_of(tmp_path: Path) -> None:
    """One click works at https addresses alone."""
    config_of(tmp_path, f"{GOOD}web: {{listen: 127.0.0.1:0, address: http://w.example}}\n")
    (warning,) = read_config(tmp_path / "config.yaml")[1]
    assert "only at an https address" in warning.sentence


def test_the_secret_is_read_and_never_shown(tmp_path: Path) -> None:
    """It is not in what a log or an error would write of the configuration."""
    (tmp_path / "signing.key").write_text(f"{KEY}\n")
    config = config_of(tmp_path, f"{GOOD}secret_key: {{file: signing.key}}\n")
    assert config.secret_key == KEY
    assert KEY not in repr(config)
