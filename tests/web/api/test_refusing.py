"""Who may ask what, and what everybody else is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations

import httpx
import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from tests.web.api.programs import (
    EXEMPT,
    EXEMPT_ENTRY,
    EXEMPT_TITLE,
    READ,
    SEEN,
    V1,
    Offices,
    Program,
    a_token,
)
from watchlist.model.errors import WorldError
from watchlist.model.sign_in import Scope
from watchlist.store.store import Store
from watchlist.web.api.application import description, make_api
from watchlist.web.limits import Window

SCOPES = [some for many in range(len(Scope) + 1) for some in combinations(Scope, many)]

#: All that there is about what is exempt, and where it would be among other things.
HIDDEN = (
    f"/entries/{EXEMPT_ENTRY}", f"/entries/{EXEMPT_ENTRY}/history", f"/indicators/{EXEMPT}/readings",
)  # fmt: skip
AMONG = (
    "/entries", "/checks", "/returns", "/indicators", "/findings?area=Saltmarsh&indicator=" + SEEN,
    "/digests", "/digests/1", "/digests/2", *(path for path in READ if "?" not in path),
)  # fmt: skip


def is_problem(answer: httpx.Response, status: int) -> None:
    """As RFC 9457 and the description have it."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert said["status"] == status
    assert said["detail"]
    assert said["instance"] == answer.request.url.raw_path.partition(b"?")[0].decode()
    Draft202012Validator(PROBLEM).validate(said)


def _problem() -> Iterator[tuple[str, object]]:
    from starlette.datastructures import State

    schemas = description(make_api(State()))["components"]["schemas"]
    yield from {**schemas["Problem"], "components": {"schemas": schemas}}.items()


PROBLEM = dict(_problem())


@pytest.mark.parametrize("scopes", SCOPES, ids=lambda some: " ".join(some) or "none")
def test_a_token_opens_what_its_scopes_say_and_nothing_else(
    offices: Offices, scopes: tuple[Scope, ...]
) -> None:
    """Every address by every set of scopes: what is for it, what is not, and what is exempt."""
    program = offices.program(*scopes)
    for path, scope in READ.items():
        answer = program.asks(path)
        if scope in scopes:
            assert answer.status_code == 200
        else:
            is_problem(answer, 403)
            assert f'scope="{scope}"' in answer.headers["WWW-Authenticate"]
    for path in HIDDEN:
        wanted = 403 if Scope.LIST_READ not in scopes else 200
        if wanted == 200 and Scope.EXEMPT_READ not in scopes:
            is_problem(program.asks(path), 404)
        else:
            assert program.asks(path).status_code == wanted
    reading = {"indicator": SEEN, "area": "Saltmarsh", "period": "2026-11", "value": 91.2}
    posted = program.posts({"source": "feed", "readings": [reading]})
    assert posted.status_code == (200 if Scope.READINGS_WRITE in scopes else 403)


def test_without_the_scope_what_is_exempt_is_nowhere(reader: Program, insider: Program) -> None:
    """Not in a list, not in a guess at a name, not in a digest; with it it is there."""
    for path in AMONG:
        for accept in ("application/json", "text/csv"):
            text = reader.asks(path, Accept=accept).text
            assert EXEMPT not in text
            assert EXEMPT_ENTRY not in text
            assert EXEMPT_TITLE not in text
    for asked in (f"/findings?indicator={EXEMPT}", f"/checks?indicator={EXEMPT}"):
        mistyped = reader.asks(asked[:-1])
        assert reader.asks(asked).json()["detail"] == f'there is no indicator "{EXEMPT}"'
        assert EXEMPT not in mistyped.json()["detail"]
    assert EXEMPT_ENTRY in insider.asks("/entries").text
    assert EXEMPT in insider.asks("/indicators").text
    assert insider.reads(f"/findings?indicator={EXEMPT}")["findings"]
    assert EXEMPT_ENTRY in insider.asks("/digests/2").text


def test_one_that_may_not_be_seen_is_answered_as_one_that_is_not_there(reader: Program) -> None:
    """To the letter, but for the address that was asked for."""
    hidden = reader.asks(f"/entries/{EXEMPT_ENTRY}").text
    missing = reader.asks("/entries/WL-9999").text
    assert hidden.replace(EXEMPT_ENTRY, "WL-9999") == missing


@pytest.mark.parametrize("path", [*READ, "/readings"])
def test_nobody_is_told_anything_without_a_token(offices: Offices, path: str) -> None:
    """None, a wrong one, one that has ended, one in the wrong place; the same for each address."""
    ended = offices.program(*Scope, lasts=timedelta(seconds=-1))
    for one in (offices.nobody(), offices.nobody("swl_wrong"), ended):
        answer = one.posts({}) if path == "/readings" else one.asks(path)
        is_problem(answer, 401)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer ")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/", 404), ("GET", "/api/v1", 404),
        ("GET", "/api/v2/entries", 404), ("GET", "/api/v1/entries/", 404),
        ("GET", "/api/v1/docs", 404), ("GET", "/api/docs", 404),
        ("POST", "/api/v1/entries", 405), ("DELETE", "/api/v1/entries/WL-0001", 405),
        ("GET", "/api/v1/readings", 405), ("PUT", "/api/v1/readings", 405),
        ("TRACE", "/api/v1/entries", 405), ("POST", "/api/v1/openapi.json", 405),
        ("GET", "/api/v1/entries/WL-9999", 404), ("GET", "/api/v1/entries/nothing", 404),
        ("GET", "/api/v1/entries/%00", 404), ("GET", "/api/v1/entries/%0A/history", 404),
        ("GET", "/api/v1/indicators/nothing/readings", 404), ("GET", "/api/v1/digests/999", 404),
        ("GET", "/api/v1/digests/99999999999", 422), ("GET", "/api/v1/digests/one", 422),
    ],
)  # fmt: skip
def test_whatever_goes_wrong_is_told_as_a_problem(
    insider: Program, method: str, path: str, status: int
) -> None:
    """Never a page, whatever the address and the method."""
    is_problem(insider.web.request(method, path, headers=insider.headers), status)


def test_a_busy_database_is_told_as_one(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    """With when to try again; what failed is for the log alone."""

    def fails(*_: object, **__: object) -> None:
        raise WorldError("The database var/watchlist.db is in use")

    monkeypatch.setattr(Store, "current_checks", fails)
    answer = offices.program(Scope.LIST_READ).asks("/checks")
    is_problem(answer, 503)
    assert answer.headers["Retry-After"] == "60"
    assert "database" not in answer.text


def test_a_fault_of_ours_is_told_without_its_words(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody learns from it how the service is built."""

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(Store, "current_checks", fails)
    answer = offices.program(Scope.LIST_READ).asks("/checks")
    is_problem(answer, 500)
    assert "secret" not in answer.text


def test_a_token_is_used_so_often_and_no_more(offices: Offices) -> None:
    """By the token, not by the machine: another program goes on."""
    offices.web.state.calls = Window(3, timedelta(minutes=1))
    program, other = offices.program(Scope.LIST_READ), offices.program(Scope.LIST_READ)
    assert [program.asks("/checks").status_code for _ in range(3)] == [200] * 3
    answer = program.asks("/checks")
    is_problem(answer, 429)
    assert 0 < int(answer.headers["Retry-After"]) <= 61
    assert other.asks("/checks").status_code == 200


def test_the_description_is_for_whoever_has_a_token_and_of_the_api_alone(library: Offices) -> None:
    """No page with scripts, no address that is a page's; each operation says its scope, its problems
    and its examples. To a stranger nothing is described."""
    assert TestClient(library.web).get(f"{V1}/openapi.json").status_code == 401
    answer = library.program(Scope.DIGESTS_READ).asks("/openapi.json")
    assert answer.status_code == 200
    document = answer.json()
    assert document["openapi"] == "3.1.0"
    assert all(path.startswith(V1) for path in document["paths"])
    operations = [one for item in document["paths"].values() for one in item.values()]
    assert len(operations) == len(READ) + 1
    for one in operations:
        assert one["summary"]
        assert one["description"]
        assert one["security"][0]["token"]
        assert {"200", "401", "403", "422", "429", "500", "503"} <= one["responses"].keys()
        for status, said in one["responses"].items():
            kinds = {"application/json", "text/csv"} if status == "200" else set()
            assert said["content"].keys() <= (kinds or {"application/problem+json"})
    assert a_token(library.app) not in answer.text
