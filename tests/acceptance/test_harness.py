"""What these proofs stand on: expectations that notice, and a network that does as it is told."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from tests.acceptance.expect import Between, expect, nothing_else_than, twice
from tests.acceptance.post import Letter
from tests.acceptance.proxy import Proxy, proxy, to_port
from tests.acceptance.town import NOON

_HOUR = timedelta(hours=1)
_THIS_HOUR = Between(NOON, NOON + _HOUR)


def _letter(to: str, subject: str, hours: float = 0.5) -> Letter:
    content = f"Message-ID: <{to}@town.example>\r\nSubject: {subject}\r\n\r\n"
    return Letter(content.encode(), to, NOON + hours * _HOUR)


def test_what_was_expected_and_came_is_well() -> None:
    """A head hears within the hour that visits are late, as was expected: nothing is amiss."""
    letters = [_letter("visits", "Too late")]
    assert nothing_else_than(letters, expect(_THIS_HOUR, "visits", "Too late")) == []


@pytest.mark.parametrize(
    "letter",
    [_letter("checks", "Too late"), _letter("visits", "Well"), _letter("visits", "Too late", 1)],
    ids=["to somebody else", "of something else", "too late in the day"],
)
def test_another_letter_is_none_of_those_expected(letter: Letter) -> None:
    """A letter to another head, of other news or after the hour: one is missing and one too many."""
    missing, surplus = nothing_else_than([letter], expect(_THIS_HOUR, "visits", "Too late"))
    assert missing.startswith("did not come: to visits between 13 January 11:00 and 13 January 12")
    assert surplus.startswith(f"came: to {letter.to} at 13 January")


def test_a_letter_that_comes_twice_is_one_too_many() -> None:
    """Expected once, it came twice: the second copy is amiss, and known by its number."""
    letters = [_letter("visits", "Too late"), _letter("visits", "Too late")]
    (surplus,) = nothing_else_than(letters, expect(_THIS_HOUR, "visits", "Too late"))
    assert surplus.startswith("came:")
    assert twice(letters) == ["visits@town.example"]


@contextmanager
def _line() -> Iterator[tuple[socket.socket, socket.socket, Proxy]]:
    """Both ends of a connection through a network, and the network."""
    with socket.create_server(("127.0.0.1", 0)) as far_side:
        port: int = far_side.getsockname()[1]
        with proxy(to_port(port)) as way:
            near = socket.create_connection(("127.0.0.1", way.port), timeout=10)
            far, _ = far_side.accept()
            far.settimeout(10)
            with near, far:
                yield near, far, way


def test_a_silent_network_holds_back_what_it_passes_on_afterwards() -> None:
    """Half-open: neither side hears anything, neither is told, and nothing is lost."""
    with _line() as (near, far, way):
        with way.silent():
            near.sendall(b"hello")
            far.settimeout(0.2)
            with pytest.raises(TimeoutError):
                far.recv(5)
        far.settimeout(10)
        assert far.recv(5) == b"hello"


def test_a_network_that_is_cut_ends_both_sides() -> None:
    """Whoever was connected reads the end."""
    with _line() as (near, far, way):
        near.sendall(b"hello")
        assert far.recv(5) == b"hello"
        way.cut()
        assert (near.recv(1), far.recv(1)) == (b"", b"")
