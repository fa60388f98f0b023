"""Whatever the description allows, and whatever it does not, is asked of the API: it answers as it is
described, never fails, and refuses what it says it refuses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from schemathesis.engine import events, from_schema

from tests.web.api.programs import (
    EXEMPT,
    EXEMPT_ENTRY,
    READ,
    SEEN,
    SEEN_ENTRY,
    SEEN_RULE,
    V1,
    Offices,
    a_token,
)
from watchlist.model.sign_in import Scope
from watchlist.web.gate import Gate
from watchlist.web.limits import Window

#: What there is in the borough: half of the time it is asked for by its name.
KNOWN: Mapping[str, list[str | int]] = {
    "path.reference": [SEEN_ENTRY, EXEMPT_ENTRY, "WL-0012", "7"],
    "path.id": [SEEN, EXEMPT, 1, 2, 3],
    "query.committee": ["children-and-families"],
    "query.owner": ["head-of-assessment", "performance-team"],
    "query.indicator": [SEEN, EXEMPT, "referrals"],
    "query.area": ["Saltmarsh", "England"],
    "query.rule": [SEEN_RULE],
    "query.from": ["2026-01", "2025/26", "2026-10"],
    "query.to": ["2026-10", "2025/26 Q2", "2025-12"],
    "query.cursor": ["WL-0003", 2],
    "body.source": ["feed"],
    "body.readings[*].indicator": [SEEN, "referrals"],
    "body.readings[*].area": ["Saltmarsh", "England"],
    "body.readings[*].period": ["2026-10", "2026-11"],
    "body.readings[*].breakdown": ["sex=girls"],
    "body.readings[*].published": ["2026-11-20"],
}

#: What a schema cannot say: a name that is known, a period that is one, a parameter that another asks
#: for. So what a schema allows may be refused by 400 and 422, and by nothing else.
_MAY_ANSWER = ["2xx", "400", "401", "403", "404", "422"]


@dataclass
class Asked:
    """How often what was answered to each operation, and what was wrong with it."""

    wrong: list[str] = field(default_factory=list)
    answers: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))


def asked(offices: Offices, most: int) -> Asked:
    """Every operation asked by examples, by what is at the edges of its schema, at random (``most``
    times by what it allows and by what it does not) and one after the other."""
    config = schemathesis.Config.from_dict(_config(offices, most))
    program = offices.program(Scope.LIST_READ)
    document = schemathesis.openapi.from_asgi(
        f"{V1}/openapi.json", offices.web, config=config, headers=program.headers
    )
    found = Asked()
    for event in from_schema(document).execute():
        if isinstance(event, events.NonFatalError):
            found.wrong.append(f"{event.label}: {event.value}")
        elif isinstance(event, events.FatalError):
            raise event.exception
        elif isinstance(event, events.ScenarioFinished):
            _note(event.recorder, found)
    return found


def _config(offices: Offices, most: int) -> dict[str, Any]:
    token = a_token(offices.app, *Scope)
    return {
        "headers": {"Authorization": f"Bearer {token}"},
        "generation": {"max-examples": most, "deterministic": True},
        "continue-on-failure": True,
        "dictionaries": {_called(name): {"values": values} for name, values in KNOWN.items()},
        "parameters": {
            name: {"dictionary": _called(name), "probability": 0.5} for name in KNOWN
        },
        "checks": {"positive_data_acceptance": {"expected-statuses": _MAY_ANSWER}},
    }  # fmt: skip


def _called(name: str) -> str:
    """What a dictionary of ours is called."""
    return "-".join(word.strip("[]*") for word in name.split("."))


def _note(recorder: Any, found: Asked) -> None:
    for nodes in recorder.checks.values():
        for node in nodes:
            if node.failure_info is not None:
                failure = node.failure_info.failure
                asked_by = node.failure_info.code_sample
                found.wrong.append(f"{node.name}: {failure.title}\n{failure.message}\n{asked_by}")
    for case, one in recorder.interactions.items():
        if one.response is not None:
            found.answers[_operation(recorder, case)][one.response.status_code] += 1


def _operation(recorder: Any, case: str) -> str:
    return str(recorder.cases[case].value.operation.label)


@pytest.fixture
def untiring(offices: Offices) -> Offices:
    """A borough that counts nobody's questions."""
    never = timedelta(0)
    offices.web.state.gate = Gate(bad_tokens=Window(10**9, never))
    offices.web.state.calls = Window(10**9, never)
    return offices


def test_it_answers_as_it_is_described(untiring: Offices) -> None:
    """By every check there is: no fault of ours; the statuses, headers, kinds and shapes that are
    described; what is wrong refused; no answer without a token. And each operation was both answered
    and refused, so that something was tried."""
    found = asked(untiring, 20)
    assert found.wrong == []
    operations = [name for name in found.answers if name.split()[0] in ("GET", "POST")]
    assert len(operations) >= len(READ) + 1
    for name in operations:
        assert {200, 401, 422} <= found.answers[name].keys(), name


@pytest.mark.long
def test_it_answers_so_very_often(untiring: Offices) -> None:
    """The same with very many questions."""
    assert asked(untiring, 300).wrong == []
