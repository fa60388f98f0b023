"""/metrics: what Prometheus is told of an installation, and who may ask for it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update

from tests.cli.conftest import placed
from tests.operations.signs import ALPHA, BETA, heard_of
from tests.web.visitors import Borough, borough_at, copied
from watchlist.model.message import Outcome, Result
from watchlist.pages import application
from watchlist.rounds import cycle_once, deliver_round
from watchlist.store.failing import note_sources
from watchlist.store.results import MessageState
from watchlist.store.store import Store
from watchlist.store.tables import messages
from watchlist.views.measured import measure
from watchlist.views.metrics import METRICS, metrics_text

LOCAL = ("127.0.0.1", 50000)
TOKEN = "a-token-that-nobody-guesses"

Figures = dict[str, dict[tuple[str, ...], float]]


def figures(text: str) -> Figures:
    """Metric -> values of its labels -> figure."""
    return {
        family.name: {tuple(one.labels.values()): one.value for one in family.samples}
        for family in text_string_to_metric_families(text)
    }


def measured(borough: Borough) -> Figures:
    return figures(metrics_text(measure(borough.app)).decode())


def asks(borough: Borough, client: tuple[str, int] = LOCAL, **headers: str) -> tuple[int, str]:
    """Somebody at a machine asks for them."""
    application_ = application(borough.app)
    with TestClient(application_, "http://127.0.0.1:8080", client=client) as machine:
        answer = machine.get(
            "/metrics", headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
    return answer.status_code, answer.text


@pytest.fixture
def with_token(filled_borough: Path, tmp_path: Path) -> Iterator[Borough]:
    """The borough with a token for its metrics."""
    config = copied(filled_borough, tmp_path / "borough")
    (config.parent / "token").write_text(TOKEN, encoding="utf-8")
    text = config.read_text(encoding="utf-8")
    line = "  metrics: {token: {file: token}}\n"
    config.write_text(text.replace("web:\n", f"web:\n{line}"), encoding="utf-8")
    with borough_at(config) as opened:
        yield opened


def test_prometheus_finds_nothing_to_say_about_our_metrics(borough: Borough) -> None:
    """Names, units and kinds follow its rules."""
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not here: apt-get install prometheus")
    heard_of(borough.app.store)
    status, text = asks(borough)
    assert status == 200
    found = subprocess.run(
        [promtool, "check", "metrics"], input=text, text=True, capture_output=True
    )
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")


def test_a_filled_list_is_counted_as_it_stands(borough: Borough) -> None:
    """Entries by level as the list has them, messages by where they stand, rules and series."""
    found, store = measured(borough), borough.app.store
    levels = store.levels_listed()
    said = found["watchlist_entries"]
    assert {word[0]: many for word, many in said.items() if many} == {
        level.word: many for level, many in levels.items() if level
    }
    sent = len(store.deliveries(limit=1000))
    assert sum(found["watchlist_messages"].values()) == sent
    assert found["watchlist_messages"]["mailbox", "delivered"] == sent
    assert found["watchlist_rules"][()] == len(borough.app.book.rules)
    assert found["watchlist_series"][()] == store.counts()["series"]
    assert found["watchlist_data_checks"][()] == len(store.current_checks())
    assert found["watchlist_judged_timestamp_seconds"][()] > 0
    assert found["watchlist_rehearsal"][()] == 1
    assert found["watchlist_schedule_interval_seconds"]["cycle",] == 15 * 60
    assert found["watchlist_source_last_import_timestamp_seconds"]["scorecard",] > 0
    assert found["watchlist_source_failing"] == {("scorecard",): 0}


def test_every_metric_has_a_figure_where_everything_happened(borough: Borough) -> None:
    """So none is listed that is never said."""
    store = borough.app.store
    _everything_happens(borough)
    found = measured(borough)
    assert [metric.name for metric in METRICS if not found.get(metric.name)] == []
    assert found["watchlist_dead_letters"][()] == 1
    assert found["watchlist_attempts_unknown"][()] == 1
    assert found["watchlist_delivery_held"][()] == 1
    assert found["watchlist_source_failing"] == {("scorecard",): 1}
    assert found["watchlist_daemon_rules_current"] == {("alpha:1",): 1, ("beta:1",): 0}
    assert len(found["watchlist_daemon_last_seen_timestamp_seconds"]) == 2
    assert found["watchlist_daemon_resident_memory_bytes"]["alpha:1",] == ALPHA.memory
    assert found["watchlist_lease_held"] == {("alpha:1", "cycle"): 1}
    waiting = [one.made_at.timestamp() for one in store.deliveries(MessageState.WAITING)]
    assert found["watchlist_messages"]["mailbox", "waiting"] == len(waiting) == 2
    assert found["watchlist_messages_oldest_waiting_timestamp_seconds"][()] == min(waiting)


def test_a_daemon_that_starts_again_and_again_makes_no_series_without_end(
    borough: Borough,
) -> None:
    """It has another name each time: the last thirty are told."""
    for number in range(40):
        ago = timedelta(minutes=40 - number)
        heard_of(borough.app.store, replace(ALPHA, name=f"alpha:{number}"), ago)
    seen = measured(borough)["watchlist_daemon_last_seen_timestamp_seconds"]
    assert {name for name, _ in seen} == {f"alpha:{number}" for number in range(10, 40)}


def test_nobody_is_named(borough: Borough) -> None:
    """Neither a person nor an address: metrics go where many look at them."""
    _everything_happens(borough)
    text = metrics_text(measure(borough.app)).decode()
    for person in borough.app.config.directory.people.values():
        assert person.name not in text
        assert person.address not in text
    assert "@" not in text


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_new_installation_is_measured_before_its_first_figure(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """On both kinds of database, and again after the first cycle."""
    config = placed("config.example.yaml", tmp_path)
    if kind == "postgresql":
        url = request.getfixturevalue("postgres_url")
        text = config.read_text(encoding="utf-8")
        config.write_text(text.replace("sqlite:///watchlist.db", url), encoding="utf-8")
    with borough_at(config) as new:
        before = measured(new)
        cycle_once(new.app, new.app.clock())
        deliver_round(new.app)
        after = measured(new)
    assert before["watchlist_series"][()] == 0
    assert sum(before["watchlist_entries"].values()) == 0
    assert before["watchlist_judged_timestamp_seconds"] == {}
    assert before["watchlist_database_size_bytes"][()] > 0
    assert abs(before["watchlist_clock_skew_seconds"][()]) < 60
    assert sum(after["watchlist_entries"].values()) > 0
    assert after["watchlist_messages"]["mailbox", "delivered"] > 0


def test_without_a_token_they_are_for_this_machine_alone(borough: Borough) -> None:
    """Not for another machine, and not for one that a web server here asks for."""
    assert asks(borough)[0] == 200
    assert asks(borough, ("::1", 50000))[0] == 200
    assert asks(borough, ("10.0.0.7", 50000))[0] == 404
    for name in ("X_Forwarded_For", "Forwarded", "X_Real_IP", "Via"):
        assert asks(borough, LOCAL, **{name: "192.0.2.1"})[0] == 404
    assert asks(borough, Host="watchlist.council.example")[0] == 404


def test_with_a_token_they_are_for_whoever_has_it(with_token: Borough) -> None:
    """From anywhere; without it not even from this machine. To others the page is not there."""
    elsewhere = ("10.0.0.7", 50000)
    assert asks(with_token, elsewhere, Authorization=f"Bearer {TOKEN}")[0] == 200
    for said in ("", f"Bearer {TOKEN}x", TOKEN, f"Basic {TOKEN}", "Bearer "):
        status, text = asks(with_token, Authorization=said)
        assert status == 404
        assert "watchlist_" not in text


def test_metrics_are_worked_out_now_and_then_however_many_ask(borough: Borough) -> None:
    """Two Prometheus servers and a curious person cost the database no more than one."""
    app = application(borough.app)
    with TestClient(app, "http://127.0.0.1:8080", client=LOCAL) as machine:
        first = machine.get("/metrics").text
        borough.app.store.hold("for a moment")
        assert machine.get("/metrics").text == first
    assert re.search(r"^watchlist_delivery_held 1\.0$", asks(borough)[1], re.MULTILINE)


def _everything_happens(borough: Borough) -> None:
    """A dead letter, an attempt without answer, a message that waits, two daemons of which one judges
    by other rules, a source that fails, delivery held."""
    store, now = borough.app.store, borough.app.clock()
    store.lift()  # it is a copy
    _some_are_not_delivered(store, now)
    store.hold("the mail server is moved")
    note_sources(store, {"scorecard": "there is no file"}, now)
    for job in borough.app.config.schedules:
        store.done(job, "2026-11-20T09:00Z", now)
    heard_of(store, replace(ALPHA, book=store.last_rulebook() or ""))
    heard_of(store, BETA)
    assert store.take_lease("cycle", ALPHA.name, timedelta(minutes=1))
    store.backed_up(store.database_now())


def _some_are_not_delivered(store: Store, now: datetime) -> None:
    """Of three one waits, one was refused, and of one nobody knows whether it arrived."""
    three = [one.message for one in store.deliveries(limit=3)]
    with store.writing() as connection:
        chosen = update(messages).where(messages.c.id.in_(three))
        connection.execute(chosen.values(state=MessageState.WAITING, next_try=now))
    refused, unknown = store.claim_many("w", now, timedelta(hours=1), most=2)
    store.record(refused, Outcome(Result.REFUSED, "rejected", "No."), None, now)
    store.record(unknown, Outcome(Result.UNKNOWN, "timed out", "Who knows."), now, now)
