"""What every channel promises, held against each of them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from pydantic import ValidationError

from notifiers.mailbox import Mailbox
from notifiers.teams import Teams
from tests.notifiers.samples import environment, message
from tests.notifiers.servers import MailServer, WebServer, free_port, mail_server, web_server
from tests.notifiers.test_email import channel as email
from tests.notifiers.test_teams import channel as teams
from watchlist.model.message import Channel, Result

TO = "officer@saltmarsh.example"
KINDS = ("mailbox", "mailbox of cards", "email", "teams")


def _mailbox(folder: Path, form: str) -> Channel:
    return Mailbox(Mailbox.Settings.model_validate({"folder": folder, "format": form}))  # type: ignore[arg-type]


@pytest.fixture(params=KINDS)
def working(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Channel]:
    """A channel with a counterpart that takes everything."""
    with mail_server(MailServer()) as post, web_server(WebServer([(202, {}, b"")])) as web:
        made: dict[str, Channel] = {
            "mailbox": _mailbox(tmp_path, "email"),
            "mailbox of cards": _mailbox(tmp_path, "card"),
            "email": email(post.port),
            "teams": teams(web.url),
        }
        yield made[request.param]
        made[request.param].close()


@pytest.fixture(params=KINDS)
def broken(request: pytest.FixtureRequest, tmp_path: Path) -> Channel:
    """A channel whose counterpart is not there."""
    (tmp_path / "file").touch()
    made: dict[str, Channel] = {
        "mailbox": _mailbox(tmp_path / "file", "email"),
        "mailbox of cards": _mailbox(tmp_path / "file", "card"),
        "email": email(free_port()),
        "teams": teams(f"http://127.0.0.1:{free_port()}/?sig=secret"),
    }
    return made[request.param]


def test_rendering_is_pure(working: Channel) -> None:
    """The same message is the same bytes, whenever and however often it is rendered."""
    assert len({working.render(message(), environment()) for _ in range(3)}) == 1


def test_another_message_is_other_bytes(working: Channel) -> None:
    """Two messages are never mistaken for one another."""
    other = message(id="other@saltmarsh.example", headline="2 new on your watch list")
    assert working.render(message(), environment()) != working.render(other, environment())


def test_a_working_counterpart_takes_responsibility_each_time(working: Channel) -> None:
    """Delivered, or for Teams accepted; also after being closed and used again."""
    payload = working.render(message(), environment())
    taken = Result.DELIVERED if working.addressed else Result.ACCEPTED
    assert working.send(payload, TO).result is taken
    working.close()
    working.close()
    assert working.send(payload, TO).result is taken
    assert working.examine() == []


def test_a_counterpart_that_is_not_there_is_an_outcome_and_no_error(broken: Channel) -> None:
    """Nothing was handed over: later, with a sentence that says what to look at, and no secret."""
    outcome = broken.send(broken.render(message(), environment()), TO)
    assert outcome.result is Result.LATER
    assert outcome.detail.endswith(".")
    assert "secret" not in outcome.detail
    broken.close()


def test_a_channel_is_found_by_its_entry_point() -> None:
    """The core finds channels by name and never imports one."""
    found = {entry.name: entry.load() for entry in entry_points(group="watchlist.notifiers")}
    for name in ("mailbox", "email", "teams"):
        assert found[name].name == name
        assert found[name].addressed is (found[name] is not Teams)
        with pytest.raises(ValidationError):
            found[name].Settings.model_validate({"no_such_key": 1})
