"""A calendar lies beside the rule file that names it, and is part of the rulebook."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.rulebook.test_calendars import COUNCIL, OUTLOOK, PLACE, calendar, days
from watchlist.model.errors import Fault, FaultsError
from watchlist.rulebook.calendars import read_calendars
from watchlist.rulebook.load import (
    check_rulebook,
    check_rulebook_text,
    load_rulebook,
    load_rulebook_text,
    read_files,
    readable_rulebook,
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of rules with a committee that names its calendar, which is not there yet."""
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "rules"
    made.mkdir()
    (made / "council.yaml").write_text(COUNCIL, encoding="utf-8")
    return made


def said(folder: Path) -> list[str]:
    return [str(fault) for fault in check_rulebook([folder])[1]]


def test_a_calendar_is_read_with_the_rules(folder: Path) -> None:
    """Its text is one of the rulebook's files: kept with them, and read again without a disk."""
    (folder / "calendar.ics").write_bytes(OUTLOOK.replace("\n", "\r\n").encode("utf-8-sig"))
    book = load_rulebook([folder])
    assert len(book.committees["c"].meetings) == 5
    assert set(book.files) == {"rules/council.yaml", "rules/calendar.ics"}
    assert book.files["rules/calendar.ics"].startswith("BEGIN:VCALENDAR\r\n")
    (folder / "calendar.ics").unlink()
    assert load_rulebook_text(book.files) == book
    assert readable_rulebook(book.files) == book


def test_a_calendar_that_changes_is_another_rulebook(folder: Path) -> None:
    """Whoever watches the folder sees that a meeting was added; one that no committee names is not
    looked at."""
    (folder / "calendar.ics").write_text(calendar("DTSTART:20260915"), encoding="utf-8")
    (folder / "holidays.ics").write_text("no calendar", encoding="utf-8")
    before, (seen, _) = load_rulebook([folder]), read_files([folder])
    assert read_files([folder])[0] == seen
    (folder / "calendar.ics").write_text(
        calendar("DTSTART:20260915", "DTSTART:20261208"), encoding="utf-8"
    )
    after = load_rulebook([folder])
    assert read_files([folder])[0] != seen
    assert after.hash != before.hash
    assert after.committees["c"].meetings == days("2026-09-15", "2026-12-08")


def test_two_committees_may_share_a_calendar_in_a_folder_of_its_own(folder: Path) -> None:
    """A joint committee; the calendar lies beneath the file that names it."""
    (folder / "calendars").mkdir()
    (folder / "calendars" / "joint 2026.ICS").write_text(calendar("DTSTART:20260915"))
    (folder / "council.yaml").write_text(
        "committees:\n"
        "  a: {title: A, meetings_from: calendars/joint 2026.ICS}\n"
        "  b: {title: B, meetings_from: calendars/joint 2026.ICS}\n"
    )
    book = load_rulebook([folder])
    assert [one.meetings for one in book.committees.values()] == [days("2026-09-15")] * 2


def test_a_calendar_lies_beside_the_file_that_names_it(folder: Path, tmp_path: Path) -> None:
    """Two folders of rules may each have one of the same name."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "more.yaml").write_text("committees: {d: {title: D, meetings_from: calendar.ics}}\n")
    (folder / "calendar.ics").write_text(calendar("DTSTART:20260915"))
    (other / "calendar.ics").write_text(calendar("DTSTART:20261208"))
    book = load_rulebook([folder, Path("other")])
    assert book.committees["c"].meetings == days("2026-09-15")
    assert book.committees["d"].meetings == days("2026-12-08")


def test_letters_of_another_encoding_do_no_harm(folder: Path) -> None:
    """A title in Latin-1 has no say in when the meeting is."""
    text = calendar("SUMMARY:Café, £5\nDTSTART:20260915").encode("latin-1")
    (folder / "calendar.ics").write_bytes(text)
    assert load_rulebook([folder]).committees["c"].meetings == days("2026-09-15")


def test_an_edit_may_name_another_calendar(folder: Path) -> None:
    """What is tried without writing it finds the calendar on the disk, or brings its own."""
    (folder / "calendar.ics").write_text(calendar("DTSTART:20260915"))
    (folder / "new.ics").write_text(calendar("DTSTART:20261208"))
    edited = {"rules/council.yaml": COUNCIL.replace("calendar.ics", "new.ics")}
    book = load_rulebook([folder], extra=edited)
    assert book.committees["c"].meetings == days("2026-12-08")
    edited |= {"rules/new.ics": calendar("DTSTART:20270202")}
    book = load_rulebook([folder], extra=edited)
    assert book.committees["c"].meetings == days("2027-02-02")


def test_a_calendar_that_is_not_there_is_said_once(folder: Path) -> None:
    """At the place that names it, whether the disk was asked or the words are all there is."""
    sentence = f'{PLACE}there is no calendar "calendar.ics" beside this file'
    assert said(folder) == [sentence]
    faults = check_rulebook_text({"rules/council.yaml": COUNCIL})[1]
    assert list(map(str, faults)) == [sentence]


def test_a_folder_is_no_calendar(folder: Path) -> None:
    """Nor is a pipe, which is never waited for."""
    (folder / "calendar.ics").mkdir()
    assert said(folder) == [f'{PLACE}"calendar.ics" cannot be read: it is a folder']
    (folder / "calendar.ics").rmdir()
    os.mkfifo(folder / "calendar.ics")
    assert said(folder) == [f'{PLACE}"calendar.ics" cannot be read: it is not an ordinary file']


def test_a_calendar_that_is_too_large_is_not_read(folder: Path) -> None:
    """The whole council's calendar of a century is no committee's."""
    text = calendar(*[f"UID:{n}\nDTSTART:20260915T183000Z" for n in range(100_000)])
    (folder / "calendar.ics").write_text(text)
    assert said(folder) == [
        f'{PLACE}"calendar.ics" is larger than 5 MB; keep to one committee\'s meetings'
    ]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("../calendar.ics", "must lie beside this file or in a folder beneath it"),
        ("a/../../calendar.ics", "must lie beside this file or in a folder beneath it"),
        ("/etc/calendar.ics", "must lie beside this file or in a folder beneath it"),
        ("C:/calendar.ics", "must lie beside this file or in a folder beneath it"),
        ("a\\calendar.ics", "must lie beside this file or in a folder beneath it"),
        ("https://saltmarsh.example/calendar.ics",
         "is not fetched; save the calendar beside this file"),
        ("calendar.txt", "is not a calendar file; write it like calendar.ics"),
        (".ics", "is not a calendar file; write it like calendar.ics"),
        ("a//calendar.ics", "is not a calendar file; write it like calendar.ics"),
    ],
)  # fmt: skip
def test_a_calendar_is_named_where_it_can_lie(folder: Path, name: str, sentence: str) -> None:
    """No name leads out of the folder of the rules, whatever lies there, and nothing is fetched."""
    (folder.parent / "calendar.ics").write_text(calendar("DTSTART:20260915"))
    (folder / "council.yaml").write_text(COUNCIL.replace("calendar.ics", name))
    assert said(folder) == [f'{PLACE}"{name}" {sentence}']
    assert set(read_files([folder])[0]) == {"rules/council.yaml"}


def test_a_name_with_a_hidden_character_is_no_calendar(folder: Path) -> None:
    """A zero byte written with an escape is not handed to the disk."""
    (folder / "council.yaml").write_text(COUNCIL.replace("calendar.ics", '"a\\0.ics"'))
    assert said(folder) == [
        f'{PLACE}"a<U+0000>.ics" is not a calendar file; write it like calendar.ics'
    ]


def test_meetings_are_listed_or_taken_from_a_calendar() -> None:
    """Both at once would leave open which of them is right."""
    text = "committees:\n  c: {title: C, meetings: [2026-09-15], meetings_from: calendar.ics}\n"
    files = {"rules/council.yaml": text, "rules/calendar.ics": calendar("DTSTART:20260915")}
    assert [str(fault) for fault in check_rulebook_text(files)[1]] == [
        'rules/council.yaml:2:41: committee "c": "meetings" and "meetings_from" cannot stand together'
    ]


def test_a_file_of_rules_with_a_fault_does_not_hide_its_calendar() -> None:
    """Every fault at once: what the rules have wrong, and what the calendar has."""
    text = f"{COUNCIL}rules: {{late: {{titel: Late}}}}\n"
    files = {"rules/council.yaml": text, "rules/calendar.ics": "x"}
    with pytest.raises(FaultsError) as raised:
        load_rulebook_text(files)
    assert str(raised.value).count("calendar.ics") == 1
    assert "titel" in str(raised.value)


@pytest.mark.parametrize(
    "text",
    ["committees: 5", "committees: [meetings_from]", "meetings_from: [", "# meetings_from",
     "committees: {c: meetings_from}", "- meetings_from", "committees: {c: {meetings_from: [a.ics]}}"],
)  # fmt: skip
def test_words_that_name_no_calendar_lead_to_no_disk(text: str) -> None:
    """Whatever else is wrong with the file is found when it is read."""
    faults: list[Fault] = []
    assert read_calendars({"a.yaml": text}, faults) == {}
    assert faults == []


def test_a_link_that_leads_elsewhere_is_not_followed(folder: Path) -> None:
    """As with a rule file: what it leads to would be kept with the rules, for all to read."""
    (folder.parent / "elsewhere.ics").write_text(calendar("DTSTART:20260915"), encoding="utf-8")
    (folder / "calendar.ics").symlink_to(folder.parent / "elsewhere.ics")
    assert any("is a link that leads elsewhere" in one for one in said(folder))
    assert "rules/calendar.ics" not in read_files([folder])[0]
