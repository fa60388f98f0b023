"""A committee's calendar is watched with the rules that name it, and kept with them."""

from __future__ import annotations

from pathlib import Path

from watchlist.going_live import FolderWatch, known_by
from watchlist.rule_files import rule_files
from watchlist.rulebook.load import check_rulebook_text

COUNCIL = "committees: {c: {title: C, meetings_from: calendar.ics}}\n"
CALENDAR = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:{day}\nEND:VEVENT\nEND:VCALENDAR\n"


def _folder(path: Path) -> Path:
    (path / "council.yaml").write_text(COUNCIL)
    (path / "calendar.ics").write_text(CALENDAR.format(day="20260915"))
    return path


def test_a_meeting_that_was_moved_is_a_change_of_the_rules(tmp_path: Path) -> None:
    """A clerk saves the calendar anew beside rules that stay as they are: it is taken once it was
    the same at two looks, as a rule file is."""
    folder = _folder(tmp_path)
    eye = FolderWatch([folder])
    assert eye.changed() is None
    files = eye.changed()
    assert files is not None
    eye.done(files)
    assert eye.changed() is None
    (folder / "calendar.ics").write_text(CALENDAR.format(day="20260922"))
    assert eye.changed() is None
    moved = eye.changed()
    assert moved is not None
    book, _ = check_rulebook_text(moved.texts, moved.faults)
    assert book is not None
    assert [str(day) for day in book.committees["c"].meetings] == ["2026-09-22"]


def test_a_calendar_that_went_away_is_told_once(tmp_path: Path) -> None:
    """However often the folder is looked at, it is the same fault at the same place."""
    folder = _folder(tmp_path)
    (folder / "calendar.ics").unlink()
    looks = [rule_files([folder]) for _ in range(3)]
    assert looks[0] == looks[1] == looks[2]
    assert len(looks[0].faults) == 1
    assert len(known_by(looks[0])) == 1
    assert check_rulebook_text(looks[0].texts, looks[0].faults)[1] == looks[0].faults
