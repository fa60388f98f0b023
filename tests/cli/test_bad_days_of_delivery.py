"""Bad days of mail servers, Teams and clocks: whoever is to be told is told, twice only where nobody
knows whether the first one came, and `watchlist deliveries` says why something is late."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Program
from tests.notifiers.samples import environment, message
from tests.notifiers.servers import MailServer, WebServer, mail_server, web_server
from watchlist.app import open_app

#: Beside the borough's own: teams with an address each, and two that are sent a large body.
TWENTY = [f"reader{number}@saltmarsh.example" for number in range(20)]
LARGE, LARGER = "large@saltmarsh.example", "larger@saltmarsh.example"


def _team(address: str) -> str:
    name = address.partition("@")[0]
    return f"  {name}: {{title: Team {name}, address: {address}, channels: [email]}}\n"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server(MailServer()) as running:
        yield running


@pytest.fixture
def config(borough: Path, server: MailServer) -> Path:
    """The invented borough, which sends its mail by a real server."""
    words = f"host: 127.0.0.1, port: {server.port}, security: none, timeout: 5"
    channel = f"email: {{kind: email, {words}, from: watchlist@saltmarsh.example}}"
    text = borough.read_text(encoding="utf-8")
    text = text.replace("channels:\n", f"channels:\n  {channel}\n")
    text = text.replace("posts:\n", "posts:\n" + "".join(map(_team, [*TWENTY, LARGE, LARGER])))
    borough.write_text(text.replace("channels: [mailbox]", "channels: [email]"), encoding="utf-8")
    return borough


def runs(watchlist: Program, config: Path, at: str = "2026-11-20 09:00") -> None:
    """One round, at that moment by the borough's clock."""
    text = config.read_text(encoding="utf-8")
    text = re.sub("rehearse_at: .*", f"rehearse_at: {at}", text)
    config.write_text(text, encoding="utf-8")
    said = watchlist("run", "--once", "-c", config)
    assert (said.status, "Traceback" in said.err) == (0, False), said


def listed(watchlist: Program, config: Path, *options: str) -> list[dict[str, Any]]:
    said = watchlist("deliveries", "list", "-c", config, "--format", "json", *options)
    assert said.status == 0, said
    return json.loads(said.out)  # type: ignore[no-any-return]


def reasons(watchlist: Program, config: Path) -> Counter[tuple[str, str]]:
    """How many messages are in which state, for which reason."""
    found = listed(watchlist, config, "--most", "100")
    return Counter((one["state"], one["reason"]) for one in found)


def copies(server: MailServer) -> Counter[str]:
    """Message-ID -> how often it was taken; a second copy is the first one's bytes."""
    assert len(set(server.taken)) == len({_number(mail) for mail in server.taken})
    return Counter(map(_number, server.taken))


def _number(mail: bytes) -> str:
    return str(message_from_bytes(mail)["Message-ID"])


def waits(config: Path, *addresses: str, payload: bytes | None = None) -> list[str]:
    """A message for each address is frozen beside those of the borough."""
    with closing(open_app(config)) as app, app.store.begin(app.clock()) as tx:
        channel = app.channels["email"]
        for address in addresses:
            written = message(id=f"mail-to-{address}", to_address=address)
            content = payload or channel.render(written, environment())
            tx.freeze(
                written.id, channel="email", post=address.partition("@")[0], address=address,
                headline="A letter", payload=content, notices=[],
            )  # fmt: skip
    return [f"mail-to-{address}" for address in addresses]


def test_a_mail_server_that_dies_before_it_answers(
    watchlist: Program, config: Path, server: MailServer
) -> None:
    """It took the first mail and said nothing more. That attempt is unknown, and says so; an hour
    later everybody has his mail, and one of them has it twice, the same bytes."""
    server.answers = ["cut"]
    runs(watchlist, config)
    (unknown,) = listed(watchlist, config, "--unknown")
    assert (unknown["state"], unknown["reason"]) == ("waiting", "connection cut")
    assert "it may have arrived" in unknown["detail"]
    runs(watchlist, config, "2026-11-20 10:00")
    found = listed(watchlist, config)
    assert {one["state"] for one in found} == {"delivered"}
    often = copies(server)
    assert len(often) == len(found)
    assert often.pop(f"<{unknown['message']}>") == 2
    assert set(often.values()) == {1}


@pytest.mark.parametrize("said", ["452 4.2.2 mailbox full", "552 5.2.2 mailbox full"])
@pytest.mark.parametrize("where", ["to_recipient", "answers"])
def test_a_full_mailbox(
    watchlist: Program, config: Path, server: MailServer, where: str, said: str
) -> None:
    """Its message waits, and the list says why, whichever of the two codes the server has for it and
    when; everybody else has his. When there is room it comes."""
    setattr(server, where, [said])
    runs(watchlist, config)
    found = reasons(watchlist, config)
    assert found.pop(("waiting", "mailbox full")) == 1
    assert {state for state, _ in found} == {"delivered"}
    runs(watchlist, config, "2026-11-20 10:00")
    assert {state for state, _ in reasons(watchlist, config)} == {"delivered"}
    assert set(copies(server).values()) == {1}


def test_one_bad_address_among_twenty(watchlist: Program, config: Path, server: MailServer) -> None:
    """Nineteen have their mail in the same round. The twentieth is a dead letter with the server's own
    words, is not tried again, and the keeper is told."""
    runs(watchlist, config)
    waits(config, *TWENTY)
    before, server.to_recipient = len(server.taken), ["250 OK"] * 6 + ["550 5.1.1 no such user"]
    runs(watchlist, config, "2026-11-20 10:00")
    (dead,) = listed(watchlist, config, "--state", "dead")
    assert (dead["result"], dead["tries"]) == ("refused", 1)
    assert "550 5.1.1 no such user" in dead["detail"]
    new = {_number(mail).strip("<>") for mail in server.taken[before:]}
    assert new >= {f"mail-to-{each}" for each in TWENTY} - {dead["message"]}
    runs(watchlist, config, "2026-11-23 10:00")
    assert f"<{dead['message']}>" not in copies(server)
    told = [one for one in listed(watchlist, config) if "could not be delivered" in one["headline"]]
    assert [one["post"] for one in told] == ["performance-team"]


@pytest.mark.parametrize(("status", "reason"), [(400, "rejected"), (413, "too large")])
def test_a_teams_flow_that_rejects(
    watchlist: Program, config: Path, server: MailServer, status: int, reason: str
) -> None:
    """The card is a dead letter that says what was wrong, be it too large after all; the news itself
    goes to the post's own address, once."""
    text = config.read_text(encoding="utf-8")
    with web_server(WebServer([(status, {}, b"")])) as web:
        channel = f"teams: {{kind: teams, webhook_url: {web.url}, allow_hosts: [127.0.0.1]}}"
        text = text.replace("channels:\n", f"channels:\n  {channel}\n")
        text = re.sub(r"(head-of-assessment:\n.*)channels: \[email\]", r"\1channels: [teams]", text)
        config.write_text(text, encoding="utf-8")
        for hour in ("09:00", "10:00", "11:00"):
            runs(watchlist, config, f"2026-11-20 {hour}")
    (dead,) = listed(watchlist, config, "--state", "dead")
    assert (dead["channel"], dead["reason"], dead["tries"]) == ("teams", reason, 1)
    assert "do-not-show-me" not in json.dumps(dead)
    (instead,) = (one for one in listed(watchlist, config) if one["instead_of"])
    assert (instead["message"], instead["state"]) == (dead["replaced_by"], "delivered")
    assert instead["address"] == "head.of.assessment@saltmarsh.example"
    assert copies(server)[f"<{instead['message']}>"] == 1


@pytest.mark.parametrize(
    ("first", "then", "at_last"),
    [
        ("2026-11-20 10:00", "2026-11-20 09:00", "2026-11-20 10:30"),
        ("2026-10-25 01:30:00+01:00", "2026-10-25 01:30:00+00:00", "2026-10-25 02:30:00+00:00"),
    ],
    ids=["a clock set back", "the night of 25 October"],
)
def test_an_hour_that_comes_twice(
    watchlist: Program, config: Path, server: MailServer, first: str, then: str, at_last: str
) -> None:
    """One mail was asked to come again in a minute. While the hour comes a second time nothing that was
    sent is sent again, and what waits is not lost: when time has gone on it has come, once."""
    server.to_recipient = ["451 4.7.1 greylisted"]
    runs(watchlist, config, first)
    assert reasons(watchlist, config)["waiting", "greylisted"] == 1
    for moment in (then, then, at_last):
        runs(watchlist, config, moment)
    found = listed(watchlist, config)
    assert {one["state"] for one in found} == {"delivered"}
    often = copies(server)
    assert set(often.values()) == {1}
    assert {f"<{one['message']}>" for one in found} == set(often)


def test_a_body_of_five_megabytes(watchlist: Program, config: Path, server: MailServer) -> None:
    """It arrives as it was frozen, among the others. A server that does not want it says so: it is a
    dead letter at once, with that reason, and holds nobody back."""
    line = b"x" * 76 + b"\r\n"
    large = b"Message-ID: <large@saltmarsh.example>\r\n\r\n" + line * (5_000_000 // len(line))
    runs(watchlist, config)
    waits(config, LARGE, payload=large)
    runs(watchlist, config, "2026-11-20 10:00")
    assert large in server.taken
    server.answers = ["552 5.3.4 message too big"]
    waits(config, LARGER, payload=large)
    runs(watchlist, config, "2026-11-20 11:00")
    (dead,) = listed(watchlist, config, "--state", "dead")
    assert (dead["message"], dead["reason"]) == (f"mail-to-{LARGER}", "too large")
    waits(config, *TWENTY)
    runs(watchlist, config, "2026-11-20 12:00")
    assert len(listed(watchlist, config, "--state", "dead")) == 1
