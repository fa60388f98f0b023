from __future__ import annotations

from pathlib import Path

import pytest

from tests.rulebook.books import COUNCIL, load, with_rule
from watchlist.model.errors import FaultsError
from watchlist.model.rule import Rule, Rulebook
from watchlist.rulebook.load import check_rulebook, load_rulebook, load_rulebook_text

RULE = with_rule("title: Too late\nindicator: assessments\nred: {worse_than: target}")


def rule(text: str = RULE, council: str = COUNCIL) -> Rule:
    (found,) = load_rulebook_text({"a": text, "b": council}).rules.values()
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "rules"
    made.mkdir()
    (made / "council.yaml").write_text(COUNCIL, encoding="utf-8")
    (made / "late.yaml").write_text(RULE, encoding="utf-8-sig")
    return made


def test_every_yaml_file_of_every_folder_is_merged(folder: Path, tmp_path: Path) -> None:
    """A rulebook is its folders; file names carry no meaning, and tests are no rules."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "more.yaml").write_text("areas: {Ealing: {}}\n", encoding="utf-8")
    (folder / "late.test.yaml").write_text("tests: []\n", encoding="utf-8")
    (folder / "._late.yaml").write_bytes(b"\x00\x05")
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    book = load_rulebook([folder, other, Path("rules")])
    assert set(book.areas) == {"Harrow", "Barnet", "England", "Ealing"}
    assert set(book.files) == {"rules/council.yaml", "rules/late.yaml", "other/more.yaml"}
    assert str(book.rules["late"].mark) == "rules/late.yaml:2:3"


def test_an_edit_may_be_tried_without_writing_it(folder: Path) -> None:
    """What is given beside the folders goes before what is on the disk."""
    edited = RULE.replace("Too late", "Much too late")
    book = load_rulebook([folder], extra={"rules/late.yaml": edited})
    assert book.rules["late"].title == "Much too late"


def test_a_rulebook_that_was_kept_loads_without_a_disk(folder: Path) -> None:
    """The last good rulebook stays in force from the words that were kept."""
    book = load_rulebook([folder])
    assert load_rulebook_text(book.files) == book


def test_a_folder_that_is_not_there_is_a_fault(folder: Path) -> None:
    """A folder that is missing or empty is said, and so is a file that nobody reads."""
    (folder.parent / "empty").mkdir()
    (folder / "old.yml").write_text("", encoding="utf-8")
    book, faults = check_rulebook([folder, Path("gone"), Path("empty")])
    assert book is None
    assert list(map(str, faults)) == [
        "empty: this folder holds no *.yaml file",
        "gone: this folder of rules does not exist",
        "rules/old.yml: warning: this file is not read; call it .yaml if it is to be part of "
        "the rulebook",
    ]


def test_a_file_that_is_no_text_is_a_fault(folder: Path) -> None:
    """A spreadsheet saved over a rule file is named, and nothing is taken."""
    (folder / "late.yaml").write_bytes(b"\xff\xfer\x00")
    with pytest.raises(FaultsError, match=r"rules/late.yaml:1:1: this file is UTF-16"):
        load_rulebook([folder])


def test_warnings_do_not_keep_a_rulebook_from_being_taken() -> None:
    """A warning is said by `watchlist check`; the rules are in force all the same."""
    book = load("indicators: {x: {title: X, unit: count, better: lower, every: week}}")
    assert book.indicators


def test_an_id_given_twice_names_both_places() -> None:
    """In two files or in one: whoever reads the fault sees where the other one is."""
    with pytest.raises(FaultsError) as raised:
        load(RULE, b=RULE, c="areas:\n  A: {}\n  A: {}\n")
    assert [str(fault) for fault in raised.value.faults] == [
        'rules/a.yaml:4:16: rule "late": there is no indicator "assessments"',
        'rules/b.yaml:2:3: rule "late" is already defined at rules/a.yaml:2:3',
        'rules/c.yaml:3:3: "A" is given twice; it is already there at rules/c.yaml:2:3',
    ]


def test_a_default_given_twice_names_both_places() -> None:
    """Two files cannot both say what holds for all."""
    with pytest.raises(FaultsError) as raised:
        load("defaults: {owner: a}", b="defaults: {owner: b}")
    assert str(raised.value) == (
        'rules/b.yaml:1:12: default "owner" is already given at rules/a.yaml:1:12'
    )


def test_a_rules_hash_is_of_its_words_and_of_its_indicators() -> None:
    """It changes with any word of the rule, of an indicator it looks at, or of a default."""
    plain = rule()
    assert rule(RULE.replace("Too late", "Late")).hash != plain.hash
    assert rule(council=COUNCIL.replace("target: 85", "target: 86")).hash != plain.hash
    assert rule(council=COUNCIL.replace("owner: head-of", "owner: deputy-of")).hash != plain.hash
    assert rule(council=COUNCIL.replace("target: 10", "target: 11")).hash == plain.hash


def test_a_rules_hash_is_of_the_areas() -> None:
    """Other neighbours, or another area of one's own, and every rule is judged again."""
    plain = rule()
    assert rule(council=COUNCIL.replace("[Barnet]", "[England]")).hash != plain.hash
    assert rule(council=COUNCIL.replace("Barnet: {}", "Barnet: {own: true}")).hash != plain.hash


def test_a_rules_hash_is_not_of_how_or_where_it_is_written() -> None:
    """Comments, order, quotes, files and the rule's own name change nothing that it says."""
    plain = rule()
    assert rule("# said in June\n" + RULE.replace("Too late", "'Too late'")).hash == plain.hash
    assert rule(RULE.replace("late:", "tardy:") + "    was: late\n").hash == plain.hash
    assert rule(COUNCIL, RULE).hash == plain.hash
    title, *others = [line for line in RULE.splitlines(keepends=True) if line.startswith("    ")]
    assert rule("rules:\n  late:\n" + "".join([*others, title])).hash == plain.hash


def test_a_rulebooks_hash_changes_with_any_word_of_any_file() -> None:
    """And not with where the files lie."""

    def book(**files: str) -> Rulebook:
        return load_rulebook_text(files)

    plain = book(a=RULE, b=COUNCIL)
    assert book(c=RULE, d=COUNCIL).hash == plain.hash
    assert book(a=RULE, b=COUNCIL + "# checked\n").hash != plain.hash
