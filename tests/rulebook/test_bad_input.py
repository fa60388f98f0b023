"""Whatever lies in a folder of rules is read, or named as a fault; nothing is waited for."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.rulebook.books import COUNCIL, with_rule
from watchlist.model.errors import Fault
from watchlist.rulebook import text as texts
from watchlist.rulebook.load import check_rulebook, load_rulebook, load_rulebook_text
from watchlist.rulebook.nodes import MAX_DEPTH

RULE = with_rule("title: Too late\nindicator: assessments\nred: {worse_than: target}")
NOBODY = 65534


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a sound rulebook in it."""
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "rules"
    made.mkdir()
    (made / "council.yaml").write_text(COUNCIL, encoding="utf-8")
    (made / "late.yaml").write_text(RULE, encoding="utf-8")
    return made


def said(folder: Path) -> list[str]:
    return list(map(str, check_rulebook([folder])[1]))


def sparse(file: Path, size: int) -> None:
    """A file of so many bytes that takes no room."""
    with file.open("wb") as handle:
        handle.truncate(size)


def link_to_itself(file: Path) -> None:
    file.symlink_to(file)


def link_to_nothing(file: Path) -> None:
    file.symlink_to(file.with_name("gone.txt"))


def bytes_of(raw: bytes) -> object:
    return lambda file: file.write_bytes(raw)


BOMB = "\n".join(
    ["t0: &t0 [x, x, x, x, x, x, x, x, x]"]
    + [f"t{n}: &t{n} [{', '.join([f'*t{n - 1}'] * 9)}]" for n in range(1, 40)]
)
TOO_MANY = (
    "this file holds more than 200,000 values (anchors count as written out); split it into several"
)

THINGS = [
    (lambda file: sparse(file, 50_000_000), "this file is larger than 5 MB; split it into several"),
    (os.mkfifo, "this file cannot be read: it is not an ordinary file"),
    (Path.mkdir, "this file cannot be read: it is a folder"),
    (link_to_itself, "this file cannot be read: too many levels of symbolic links"),
    (link_to_nothing, "this file cannot be read: no such file or directory"),
    (bytes_of(BOMB.encode()), f"6:15: {TOO_MANY}"),
    (
        bytes_of(b"[" * 50_000),
        f"1:{MAX_DEPTH + 1}: nested more than {MAX_DEPTH} deep; is a bracket not closed?",
    ),
    (
        bytes_of(b"{a: " * 50_000),
        f"1:{4 * MAX_DEPTH + 1}: nested more than {MAX_DEPTH} deep; is a bracket not closed?",
    ),
    (bytes_of(b"- " * 50_000), "1:81: nested more than 40 deep; is a bracket not closed?"),
    (bytes_of("rules: {}".encode("utf-16")), "1:1: this file is UTF-16; save it as UTF-8"),
    (bytes_of("rules: {}".encode("utf-16-be")), "1:1: this file is UTF-16; save it as UTF-8"),
    (
        bytes_of(b"rules:\n  caf\xe9: {}"),
        '2:6: the character after "caf" is not UTF-8; save the file as UTF-8',
    ),
    (bytes_of(b"\xff" * 100), "1:1: the character after the beginning is not UTF-8; "
     "save the file as UTF-8"),
    (bytes_of(b"rules: %"), '1:8: a text that begins with "%" must be in quotes'),
    (bytes_of(b"PK\x03\x04" + b"\x00" * 99), "1:3: the invisible character U+0003 cannot stand "
     "here; delete it"),
    (bytes_of(b"'" + b"x\n" * 500_000), "1:1: a quotation mark is opened here and never closed"),
    (bytes_of(b"\n" * 4_000_000 + b"\t- x"), "4000001:1: a tab at the beginning of a line; "
     "use spaces"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "fault"), THINGS)
def test_what_is_no_rule_file_is_named(folder: Path, make: object, fault: str) -> None:
    """A film, a pipe, a folder, a link to nowhere, a bomb: each a fault, and nothing else."""
    assert callable(make)
    make(folder / "odd.yaml")
    (one,) = said(folder)
    assert one == f"rules/odd.yaml:{'' if fault[0].isdigit() else ' '}{fault}"


def test_a_folder_that_vanishes_is_a_fault(folder: Path) -> None:
    """Whoever moves the rules while they are read is told that they are gone."""
    shutil.rmtree(folder)
    assert said(Path("rules")) == ["rules: this folder of rules does not exist"]
    folder.write_text("no folder", encoding="utf-8")
    assert said(Path("rules")) == ["rules: this folder of rules does not exist"]
    folder.unlink()
    folder.symlink_to(folder)
    assert said(Path("rules")) == [
        "rules: this folder cannot be read: too many levels of symbolic links"
    ]


@contextmanager
def as_nobody() -> Iterator[None]:
    """As a user who owns nothing; only root can become one, and needs to: root may read all."""
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if os.getuid() == 0:
            os.seteuid(0)


@pytest.fixture
def open_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The same where everybody may go; pytest's own folders are their owner's alone."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        monkeypatch.chdir(place)
        yield Path(shutil.copytree(folder, Path(place) / "rules"))


def test_what_may_not_be_read_is_named(open_folder: Path) -> None:
    """A file or a folder that belongs to somebody else is not a rulebook without it."""
    folder = open_folder
    load_rulebook([folder])  # what Python itself reads lazily (an encoding) nobody may read either
    (folder / "late.yaml").chmod(0)
    with as_nobody():
        assert said(folder) == ["rules/late.yaml: this file cannot be read: permission denied"]
    folder.chmod(0)
    with as_nobody():
        assert said(folder) == ["rules: this folder cannot be read: permission denied"]


def test_a_file_that_changes_while_it_is_read_is_judged_as_it_was_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read once: the words that are kept, their hash and the rules are of one moment."""
    read_text = texts.read_text

    def read_then_saved(file: Path, shown: str, faults: list[Fault]) -> str | None:
        text = read_text(file, shown, faults)
        file.write_text("rules: [half a fil", encoding="utf-8")
        return text

    monkeypatch.setattr("watchlist.rulebook.load.read_text", read_then_saved)
    book = load_rulebook([folder])
    assert book.rules["late"].title == "Too late"
    assert load_rulebook_text(book.files) == book


def test_ten_thousand_rules_are_one_rulebook() -> None:
    """In as many files as it takes; a faulty word in each of them is named in each."""
    one = "  r{}: {{title: Late, indicator: assessments, red: {{worse_than: target}}}}\n"
    files = {
        f"rules/{part}.yaml": "rules:\n" + "".join(one.format(f"{part}-{n}") for n in range(2_000))
        for part in range(5)
    }
    files["rules/council.yaml"] = COUNCIL
    assert len(load_rulebook_text(files).rules) == 10_000


def test_an_id_is_looked_for_among_ten_thousand() -> None:
    """Ten thousand names that are near to each of a thousand wrong ones hold nobody up."""
    ids = "".join(f"  place-{n}: {{}}\n" for n in range(10_000))
    wrong = ", ".join(f"plase-{n}" for n in range(1_000))
    text = f"areas:\n{ids}  Own: {{neighbours: {{2021-04: [{wrong}]}}}}\n"
    faults = check_rulebook([], extra={"rules/a.yaml": text})[1]
    assert len(faults) == 1_000
    assert 'there is no area "plase-7"; did you mean "place-7"?' in str(faults[7])


def test_a_link_that_leads_elsewhere_is_not_followed(folder: Path) -> None:
    """Whoever edits rules would read by one what only the service may read: a fault quotes what it
    finds wrong. A link within the folder is, for some platforms lay files out so."""
    secret = folder.parent / "signing.key"
    secret.write_text("a-key-that-nobody-may-read", encoding="utf-8")
    (folder / "mine.yaml").symlink_to(secret)
    (fault,) = said(folder)
    assert fault.endswith(
        "mine.yaml: this file is a link that leads out of the folders of rules; put the file itself "
        "there"
    )
    (folder / "mine.yaml").unlink()
    (folder / "..data").mkdir()
    (folder / "late.yaml").rename(folder / "..data" / "late.yaml")
    (folder / "late.yaml").symlink_to(folder / "..data" / "late.yaml")
    assert said(folder) == []
