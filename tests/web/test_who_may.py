"""Every page, every role, everybody's things: who may is answered, and to whoever may not there is no
such page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient

from tests.cli.conftest import placed
from tests.web.door import csrf_in
from tests.web.visitors import Borough, borough_at
from watchlist.app import open_app
from watchlist.model.subscription import Topic
from watchlist.rounds import cycle_once, deliver_round
from watchlist.subscriber import By
from watchlist.subscribing import Wish, subscribe

#: A second committee, whose people have no business with the exempt figure of the first.
SECOND = """\
committees:
  schools: {title: Schools Scrutiny, chair: chair-schools, meetings: [2026-12-09]}
indicators:
  exempt-cases: {title: Cases that are exempt, unit: count, better: lower, every: month,
    owner: head-of-safeguarding, committee: children-and-families, target: 5,
    publication: "exempt, paragraph 2"}
  open-cases: {title: Cases that are open, unit: count, better: lower, every: month,
    owner: head-of-safeguarding, committee: children-and-families}
rules:
  exempt-rule: {title: Exempt and too many, indicator: exempt-cases, red: {worse_than: target}}
  beside-it: {title: More than the others, indicator: open-cases,
    red: {above: {indicator: exempt-cases}}}
"""

FIGURES = """\
indicator,area,period,value
exempt-cases,Saltmarsh,2026-09,41
exempt-cases,Saltmarsh,2026-10,43
open-cases,Saltmarsh,2026-09,50
open-cases,Saltmarsh,2026-10,51
"""

ROLES = {
    "officer and keeper": "p9", "owner of the exempt figure": "p2", "another owner": "p1",
    "chair": "p10", "clerk": "p11", "member": "p20", "chair of another committee": "p21",
    "auditor": "p12", "administrator": "p22", "officer who is not keeper": "p23",
}  # fmt: skip
EVERYBODY = frozenset(ROLES)
KEEPERS = frozenset({"officer and keeper", "officer who is not keeper", "administrator", "auditor"})
EXEMPT = frozenset(
    {
        "officer and keeper", "officer who is not keeper", "auditor", "owner of the exempt figure",
        "chair", "clerk", "member",
    }
)  # fmt: skip
SEES_TO_IT = frozenset(
    {"chair", "clerk", "officer and keeper", "officer who is not keeper", "administrator"}
)
AUDIT = frozenset({"officer and keeper", "officer who is not keeper", "auditor"})
ACTING = EVERYBODY - {"auditor", "administrator"}
OWNERS = frozenset(
    {
        "officer and keeper", "officer who is not keeper", "another owner",
        "owner of the exempt figure",
    }
)  # fmt: skip
BACKTEST = "/indicators/assessments-45-days/backtest/assessments-on-time"
MEETING = "/meetings/children-and-families/2026-12-08"

#: Method and address -> who may. ``{exempt}``, ``{message}`` and ``{subscription}`` (of the chair) are
#: filled in.
MAY: dict[tuple[str, str], frozenset[str]] = {
    ("GET", "/"): EVERYBODY,
    ("GET", "/entries/WL-0001"): EVERYBODY,
    ("GET", "/entries/WL-0001/figures/1.svg"): EVERYBODY,
    ("GET", "/entries/WL-0001/do/add-a-note"): ACTING,
    ("POST", "/entries/WL-0001/do/add-a-note"): ACTING,
    ("GET", "/entries/WL-0001/do/acknowledge"): OWNERS
    | {"another owner", "owner of the exempt figure"},
    ("POST", "/entries/WL-0001/do/acknowledge"): OWNERS
    | {"another owner", "owner of the exempt figure"},
    ("GET", "/entries/{exempt}"): EXEMPT,
    ("GET", "/entries/{resting}"): EXEMPT,  # of an open figure, held against an exempt one
    ("GET", "/entries/{exempt}/figures/{figure}.svg"): EXEMPT,
    ("GET", "/entries/{exempt}/do/add-a-note"): EXEMPT & ACTING,
    ("POST", "/entries/{exempt}/do/add-a-note"): EXEMPT & ACTING,
    ("GET", "/add"): ACTING,
    ("POST", "/add"): ACTING,
    ("GET", "/indicators"): EVERYBODY,
    ("GET", "/indicators/assessments-45-days"): EVERYBODY,
    ("GET", "/indicators/assessments-45-days/chart.svg"): EVERYBODY,
    ("GET", BACKTEST): EVERYBODY,
    (
        "GET",
        "/indicators/assessments-45-days/backtest/assessments-on-time/chart.svg?area=Saltmarsh",
    ): EVERYBODY,
    ("GET", "/indicators/open-cases"): EVERYBODY,
    ("GET", "/indicators/exempt-cases"): EXEMPT,
    ("GET", "/indicators/exempt-cases/chart.svg"): EXEMPT,
    ("GET", "/indicators/exempt-cases/backtest/exempt-rule"): EXEMPT,
    ("GET", "/indicators/exempt-cases/backtest/exempt-rule/chart.svg?area=Saltmarsh"): EXEMPT,
    ("GET", "/meetings"): EVERYBODY,
    ("GET", MEETING): EVERYBODY,
    ("GET", "/checks"): EVERYBODY,
    ("GET", "/deliveries"): KEEPERS,
    ("GET", "/deliveries/quality"): KEEPERS,
    ("GET", "/deliveries/{message}"): KEEPERS,
    ("POST", "/deliveries/{message}/again"): KEEPERS - {"auditor"},
    ("POST", "/deliveries/hold"): KEEPERS - {"auditor"},
    ("POST", "/deliveries/lift"): KEEPERS - {"auditor"},
    ("GET", "/subscriptions"): EVERYBODY,
    ("GET", "/subscriptions/new"): EVERYBODY - {"auditor"},
    ("POST", "/subscriptions/new"): EVERYBODY - {"auditor"},
    ("GET", "/subscriptions/{subscription}"): SEES_TO_IT | {"auditor"},
    ("POST", "/subscriptions/{subscription}/pause"): SEES_TO_IT,
    ("GET", "/audit"): AUDIT,
    ("GET", "/audit.csv"): AUDIT,
    ("GET", "/audit/history"): AUDIT,
    ("GET", "/health"): frozenset({"officer and keeper", "administrator", "auditor"}),
    ("GET", "/rules"): KEEPERS,
    ("GET", "/rules/file?name={file}"): KEEPERS,
    ("POST", "/rules/file?name={file}"): KEEPERS,
}

#: What needs no session; each has tests of its own.
OPEN = (
    "/sign-in", "/sign-in/{token}", "/sign-out", "/healthz", "/readyz", "/metrics",
    "/unsubscribe/{token}",
    "/confirm/{token}", "/accessibility", "/public", "/public/{known}/{entry}-{number}.svg", "/api",
)  # fmt: skip

#: Of a meeting's papers and its release who may is a matter of days: tests/web/test_meetings.py.
BY_DAY = (
    f"{MEETING}/members.html", f"{MEETING}/release", f"{MEETING}/publish",
)  # fmt: skip


@dataclass
class World:
    borough: Borough
    names: dict[str, str]
    browsers: dict[str, TestClient]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with borough_at(_founded(tmp_path_factory.mktemp("who"))) as borough:
        app = borough.app
        wish = Wish(Topic(committee="children-and-families"))
        mine = subscribe(app.store, app.setting, wish, By("p10"), app.clock(), app.channels)
        listed = {one.entry.key.indicator: one for one in app.store.watch_list()}
        exempt = listed["exempt-cases"]
        names = {
            "exempt": exempt.entry.reference,
            "resting": listed["open-cases"].entry.reference,
            "figure": str(exempt.breaches[0].id),
            "message": app.store.deliveries(limit=1)[0].message,
            "subscription": mine.id,
            "file": next(iter(app.book.files)),
        }
        yield World(borough, names, {role: borough.visits(who) for role, who in ROLES.items()})


def _founded(folder: Path) -> Path:
    config = placed("config.example.yaml", folder)
    said: dict[str, Any] = yaml.safe_load(config.read_text(encoding="utf-8"))
    (folder / "second").mkdir()
    (folder / "second" / "second.yaml").write_text(SECOND, encoding="utf-8")
    (folder / "exempt.csv").write_text(FIGURES, encoding="utf-8")
    said["rules"].append("second")
    said["sources"]["exempt"] = {"kind": "csv", "path": "exempt.csv"}
    for number, name in ((20, "M. Member"), (21, "S. Chair"), (22, "T. Admin"), (23, "O. Officer")):
        address = f"p{number}@saltmarsh.example"
        said["people"][f"p{number}"] = {"name": f"{name} (invented)", "address": address}
    for post, title, person, roles in (
        ("member", "Member", "p20", ["member"]), ("chair-schools", "Chair", "p21", ["chair"]),
        ("it", "IT", "p22", ["administrator"]), ("analyst", "Analyst", "p23", ["officer"]),
    ):  # fmt: skip
        said["posts"][post] = {
            "title": title, "held_by": [{"person": person}], "channels": ["mailbox"], "roles": roles,
        }  # fmt: skip
    said["posts"]["member"]["committees"] = ["children-and-families"]
    config.write_text(yaml.safe_dump(said, sort_keys=False), encoding="utf-8")
    app = open_app(config)
    assert not cycle_once(app, app.clock()).intake.problems
    deliver_round(app)
    app.close()
    return config


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("asked", MAY, ids=" ".join)
def test_who_may_and_who_may_not(world: World, asked: tuple[str, str], role: str) -> None:
    """Whoever may is answered (what he sends may be refused with a sentence); to whoever may not it is
    not there, by the very page of an address that means nothing."""
    method, address = asked
    browser = world.browsers[role]
    answer = _asks(browser, method, address.format(**world.names))
    if role in MAY[asked]:
        assert answer.status_code in (200, 303, 409, 422), answer.text
    else:
        assert answer.status_code == 404
        assert answer.text == browser.get("/no-such-page").text


@pytest.mark.parametrize("asked", MAY, ids=" ".join)
def test_a_stranger_is_asked_to_sign_in_and_does_nothing(
    world: World, asked: tuple[str, str]
) -> None:
    """Whatever he asks for, whether it is there or not."""
    method, address = asked
    stranger = world.borough.visits(None)
    answer = stranger.request(method, address.format(**world.names), data={"text": "x"})
    if method == "GET":
        assert (answer.status_code, answer.headers["location"][:8]) == (303, "/sign-in")
    else:
        assert answer.status_code == 403


def test_what_is_exempt_is_nowhere_on_anybodys_pages_who_may_not_see_it(world: World) -> None:
    """Neither its title nor its figure, in no list, count, choice, chart or check."""
    paths = [
        address.format(**world.names)
        for method, address in MAY
        if method == "GET" and "exempt" not in address and not address.startswith("/rules")
    ]
    for role in EVERYBODY - EXEMPT:
        for path in paths:
            text = world.browsers[role].get(path).text
            assert "Cases that are exempt" not in text, (role, path)
            assert "exempt-cases" not in text, (role, path)
    counted = re.findall(
        r"(\d+) entries", world.browsers["chair of another committee"].get("/").text
    )
    assert counted == [str(int(_entries(world, "officer and keeper")) - 2)]


def test_nobody_adds_what_he_may_not_know_of(world: World) -> None:
    """The chair of another committee tries the name of an exempt figure: there is no such thing."""
    browser = world.browsers["chair of another committee"]
    said = {"csrf": csrf_in(browser.get("/add")), "text": "Why?"}
    for name in ("exempt-cases", "no-such-thing"):
        answer = browser.post("/add", data={**said, "indicator": name})
        assert answer.status_code == 422
        assert "There is no indicator" in answer.text


def test_nothing_is_answered_of_which_nobody_said_who_may(world: World) -> None:
    """A new page is not there before the table above has it."""
    known = [address.partition("?")[0].format(**world.names) for _, address in MAY]
    known += [*BY_DAY, *OPEN]
    for path in _routes(world.browsers["chair"].app.routes):  # type: ignore[attr-defined]
        if path.startswith("/style-"):
            continue
        parts = re.split(r"(\{[^}]+\})", path)
        pattern = re.compile(
            "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts)
        )
        assert any(pattern.fullmatch(one) or one == path for one in known), path


def _routes(routes: Any) -> Iterator[str]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from _routes(inner.routes)
        else:
            yield str(route.path)


def _asks(browser: TestClient, method: str, path: str) -> Any:
    if method == "GET":
        return browser.get(path)
    csrf = csrf_in(browser.get("/subscriptions"))
    return browser.post(path, data={"csrf": csrf, "text": ""})


def _entries(world: World, role: str) -> str:
    return str(re.findall(r"(\d+) entries", world.browsers[role].get("/").text)[0])
