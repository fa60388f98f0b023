"""Disks without room."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.clock import needs_faketime
from tests.acceptance.here import Here

pytestmark = [needs_faketime, pytest.mark.long]

_NO_BOUND = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


@pytest.fixture
def small_disk(here: Here) -> Iterator[Path]:
    """A disk of a quarter of a megabyte where the folder of messages is."""
    folder = here.town.folder / "messages"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk is made by root only")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_database_without_room(here: Here) -> None:
    """No byte more fits into the database's files when a return comes. The daemon says so in sentences,
    nothing is half-written, the return stays where it is; when there is room it is told, once."""
    start = here.clock.now()
    daemon = here.start("machine")
    before = here.books.say()
    largest = max(each.stat().st_size for each in here.town.folder.glob("town.db*"))
    resource.prlimit(daemon.number, resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))
    here.town.reports(1, visits=70)
    daemon.says('"failed"', times=3, meanwhile=here.a_tick_passes)
    assert here.books.say() == before
    resource.prlimit(daemon.number, resource.RLIMIT_FSIZE, _NO_BOUND)
    here.waits(lambda: here.is_told("visits"), "the head is told")
    here.nothing_else_came(start, visits="Too late")
    assert "Traceback" not in daemon.log


def test_a_folder_of_messages_without_room(here: Here, small_disk: Path) -> None:
    """The letter waits, with the reason on record and without a scrap of it in the folder; when there
    is room it is there, once."""
    daemon = here.start("machine", channel="mailbox")
    filling = small_disk / "filling"
    _fill(filling)
    here.town.reports(1, visits=70)
    daemon.says('"reason": "cannot write"', meanwhile=here.a_tick_passes)
    assert [each.name for each in small_disk.iterdir()] == ["filling"]
    (waiting,) = here.store.deliveries()
    assert "no space left on device" in waiting.detail
    filling.unlink()
    here.waits(here.books.is_quiet, "the letter is written")
    for _ in range(3):
        here.a_tick_passes()
    assert len(list(small_disk.iterdir())) == 1
    assert daemon.stops() == 0


def _fill(file: Path) -> None:
    """To the last byte."""
    with file.open("wb", buffering=0) as new:
        try:
            while True:
                new.write(b"x" * 512)
        except OSError:
            return
