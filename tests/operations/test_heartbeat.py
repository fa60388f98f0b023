"""The dead man's switch: somebody elsewhere hears of each cycle, and raises the alarm at silence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from tests.notifiers.servers import WebServer, free_port, web_server
from tests.top.test_config import GOOD, config_of, faults_of
from watchlist import heartbeat
from watchlist.heartbeat import HeartbeatSettings, beat

SECRET = "5f2a-do-not-show-me"


def settings_for(port: int) -> HeartbeatSettings:
    here = f"http://127.0.0.1:{port}/ping/{SECRET}"
    return HeartbeatSettings(url=SecretStr(here), failure_url=SecretStr(f"{here}/fail"))


@pytest.fixture
def switch() -> Iterator[WebServer]:
    with web_server(WebServer([(200, {}, b"OK")])) as server:
        yield server


def test_a_cycle_that_finished_is_heard_of_and_so_is_one_that_failed(switch: WebServer) -> None:
    """Each at its own address, once, and nothing is logged of it."""
    with capture_logs() as said:
        beat(settings_for(switch.port))
        beat(settings_for(switch.port), well=False)
    assert [path for path, _ in switch.requests] == [f"/ping/{SECRET}", f"/ping/{SECRET}/fail"]
    assert said == []


def test_a_council_without_a_switch_asks_nobody(switch: WebServer) -> None:
    """Neither where none is configured nor, at a failure, where no address is said for it."""
    beat(None)
    beat(None, well=False)
    url = settings_for(switch.port).url
    beat(HeartbeatSettings(url=url), well=False)
    assert switch.requests == []


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((404, {}, b""), "the other side answered 404"),
        ((500, {}, b""), "the other side answered 500"),
        ((302, {"Location": "http://127.0.0.1/elsewhere"}, b""), "the other side answered 302"),
    ],
)
def test_what_is_not_heard_is_one_line_of_the_log(
    switch: WebServer, answer: tuple[int, dict[str, str], bytes], said: str
) -> None:
    """No redirect is followed, and the address, which is a secret, is in no line."""
    switch.answers[:] = [answer]
    with capture_logs() as lines:
        beat(settings_for(switch.port))
    assert len(switch.requests) == 1
    assert lines == [{"event": "heartbeat not heard", "log_level": "warning", "error": said}]


def test_nobody_there_and_somebody_who_never_answers_hold_up_no_cycle(
    switch: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a while it is given up, with a sentence and without the address."""
    monkeypatch.setattr(heartbeat, "_PATIENCE", 0.2)
    switch.answers[:] = [(-1, {}, b"")]
    with capture_logs() as lines:
        beat(settings_for(free_port()))
        beat(settings_for(switch.port))
    assert [line["error"].partition(":")[0] for line in lines] == [
        "the other side cannot be reached",
        "the other side did not answer in time",
    ]
    assert SECRET not in str(lines)


def test_the_address_stands_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the environment or in a file, and is not shown with the configuration."""
    monkeypatch.setenv("WATCHLIST_HEARTBEAT", f"https://switch.example/{SECRET}")
    (tmp_path / "fail").write_text(f"https://switch.example/{SECRET}/fail\n", encoding="utf-8")
    config = config_of(
        tmp_path,
        f"{GOOD}heartbeat: {{url: {{env: WATCHLIST_HEARTBEAT}}, failure_url: {{file: fail}}}}\n",
    )
    assert config.heartbeat is not None
    assert config.heartbeat.url.get_secret_value() == f"https://switch.example/{SECRET}"
    assert config.heartbeat.failure_url is not None
    assert config.heartbeat.failure_url.get_secret_value().endswith("/fail")
    assert SECRET not in repr(config)


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        (f"{{url: http://switch.example/{SECRET}}}", "the address must begin with https://"),
        (
            "{url: {env: NOT_SET_ANYWHERE}}",
            'the environment variable "NOT_SET_ANYWHERE" is not set',
        ),
        ("{urls: https://switch.example}", '"urls" is not known here'),
        ("{failure_url: https://switch.example}", "url is missing"),
    ],
)
def test_what_is_wrong_with_it_is_said(tmp_path: Path, written: str, fault: str) -> None:
    """With its line and what to write, never with the address."""
    faults = faults_of(tmp_path, f"{GOOD}heartbeat: {written}\n")
    assert any(fault in each for each in faults), faults
    assert SECRET not in str(faults)
