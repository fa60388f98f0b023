"""Edits of the rules while things are on the list, by the program itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Program, Said
from tests.cli.village import COUNCIL, READINGS, RULES, Letter, Village
from watchlist.app import open_app
from watchlist.going_live import tell_faults

NOTHING = "Moves: 0. Messages: 0 sent."


#: What the store has a part of its own in is tried on both kinds of database.
on_each = pytest.mark.parametrize("database", ["sqlite_url", "postgres_url"], indirect=True)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """SQLite, unless a test asks for each kind."""
    return str(request.getfixturevalue(getattr(request, "param", "sqlite_url")))


@pytest.fixture
def village(tmp_path: Path, database: str) -> Village:
    return Village.founded(tmp_path, database)


@pytest.fixture
def quiet_village(tmp_path: Path, database: str) -> Village:
    return Village.founded(tmp_path, database, quiet=True)


class Officer:
    """Somebody who runs the program in a village."""

    def __init__(self, village: Village, watchlist: Program) -> None:
        self.village, self._watchlist = village, watchlist

    def __call__(self, *words: str) -> Said:
        return self._watchlist(*words, "-c", self.village.config)

    def runs(self, status: int = 0) -> str:
        said = self("run", "--once")
        assert said.status == status, said.err
        assert "Traceback" not in said.err
        return said.out

    def asks(self, *words: str) -> Any:
        said = self(*words, "--format", "json")
        assert said.status == 0, said.err
        return json.loads(said.out)

    def listed(self) -> dict[str, tuple[str, str | None]]:
        """Reference -> the rule that holds it on the list, and its level."""
        return {
            entry["reference"]: (entry["breaches"][0]["rule"], entry["level"])
            for entry in self.asks("list")["watch_list"]
        }

    def moves(self, reference: str) -> list[str]:
        return [move["reason"] for move in self.asks("history", reference)["history"]]


@pytest.fixture
def officer(village: Village, watchlist: Program) -> Officer:
    """After a first round: WL-0001 and WL-0002 are on the list, and the owner was told."""
    there = Officer(village, watchlist)
    there.runs()
    assert there.listed() == {"WL-0001": ("on-time", "amber"), "WL-0002": ("fewer-visits", "amber")}
    assert {letter.to for letter in village.letters()} == {"head"}
    return there


@on_each
def test_a_rule_that_takes_another_name_goes_on_as_it_was(officer: Officer) -> None:
    """Renamed with `was:`, and again, and with `was:` left in for good: no move and no message."""
    village = officer.village
    for name, was in (("in-time", "on-time"), ("timely", "in-time")):
        village.writes(RULES.replace("  on-time:\n", f"  {name}:\n    was: {was}\n"))
        for _ in range(2):
            assert NOTHING in officer.runs()
        assert officer.listed()["WL-0001"] == (name, "amber")
    assert officer.moves("WL-0001") == ["already so"]
    assert "Assessments are taking too long" in officer("list").out
    assert village.letters() == []


def test_history_keeps_the_name_and_the_words_of_its_day(officer: Officer) -> None:
    """What happened under the old name is told in the old words, by their hash."""
    officer.village.writes(
        RULES.replace("  on-time:\n", "  in-time:\n    was: on-time\n").replace(
            "Assessments are taking too long", "Assessments come late"
        )
    )
    assert NOTHING in officer.runs()
    assert "Assessments come late" in officer("list").out
    shown = " ".join(officer("history", "WL-0001").out.split())
    assert "Assessments are taking too long" in shown
    (move,) = officer.asks("history", "WL-0001")["history"]
    assert move["rule"] == "on-time"


@on_each
def test_two_rules_change_places_without_noise(officer: Officer) -> None:
    """A swap of two names moves nothing, though both are on the list, and stays done."""
    swapped = RULES.replace("  on-time:\n", "  X:\n    was: fewer\n")
    swapped = swapped.replace("  fewer-visits:\n", "  on-time:\n    was: fewer-visits\n")
    swapped = swapped.replace("  X:\n    was: fewer\n", "  fewer-visits:\n    was: on-time\n")
    officer.village.writes(swapped)
    for _ in range(2):
        assert NOTHING in officer.runs()
        assert officer.listed() == {
            "WL-0001": ("fewer-visits", "amber"), "WL-0002": ("on-time", "amber"),
        }  # fmt: skip
    officer.village.edits("worse_than: tolerance", "worse_than: 70")
    assert NOTHING in officer.runs()
    assert officer.village.letters() == []


def test_stricter_words_are_told_to_the_keeper_and_not_to_the_owner(officer: Officer) -> None:
    """From amber to red by an edit of the rule is no news of performance."""
    officer.village.edits("red: {worse_than: tolerance}", "red: {worse_than: 84}")
    officer.runs()
    assert officer.moves("WL-0001") == ["already so", "rule changed"]
    assert officer.listed()["WL-0001"] == ("on-time", "red")
    (letter,) = officer.village.letters()
    assert letter.to == "keeper"
    assert "by its new words this goes to red" in letter.text


def test_milder_words_take_it_off_the_list(officer: Officer) -> None:
    """An edit by which the figure is well again closes the breach, and the keeper is told."""
    officer.village.edits("amber: {worse_than: target}", "amber: {worse_than: 50}")
    officer.village.edits("red: {worse_than: tolerance}", "red: {worse_than: 40}")
    officer.runs()
    assert "WL-0001" not in officer.listed()
    assert officer.moves("WL-0001") == ["already so", "rule changed"]
    assert {letter.to for letter in officer.village.letters()} == {"keeper"}


@on_each
def test_a_rule_that_is_taken_out_closes_what_it_held(officer: Officer) -> None:
    """Removed: off the list, told to the keeper; its words still explain why it was there."""
    officer.village.writes(RULES[: RULES.index("  fewer-visits:")])
    officer.runs()
    assert officer.listed() == {"WL-0001": ("on-time", "amber")}
    assert officer.moves("WL-0002")[-1] == "rule removed"
    (letter,) = officer.village.letters()
    assert letter.to == "keeper"
    said = officer("explain", "WL-0002").out
    assert "amber: {worse_than: previous, by: 10% of it}" in said
    assert "not in the rulebook any more" in said
    assert NOTHING in officer.runs()


def test_an_indicator_that_is_taken_out_with_its_rule_leaves_its_history(officer: Officer) -> None:
    """Neither the rule nor the indicator is known any more; what was there can still be asked for."""
    officer.village.writes(RULES[: RULES.index("  fewer-visits:")])
    officer.village.writes(COUNCIL[: COUNCIL.index("  visits:")], "council.yaml")
    officer.village.reports({"assessments": READINGS["assessments"]})
    officer.runs()
    assert officer.moves("WL-0002")[-1] == "rule removed"
    for command in ("show", "explain", "history"):
        assert officer(command, "WL-0002").status == 0


def test_a_rule_that_no_longer_looks_at_a_series_lets_it_go(officer: Officer) -> None:
    """Its words name another area: what it held is closed as removed, and told to the keeper."""
    officer.village.edits(
        "    indicator: visits\n", "    indicator: visits\n    areas: [England]\n"
    )
    officer.runs()
    assert officer.moves("WL-0002")[-1] == "rule removed"
    assert {letter.to for letter in officer.village.letters()} == {"keeper"}


def test_an_area_that_is_ones_own_no_longer_is_let_go(officer: Officer) -> None:
    """No word of the rule changed: the areas did, and with them what it stands for."""
    officer.village.edits("Thorpe: {level: authority, own: true}", "Thorpe: {}", "council.yaml")
    officer.village.edits("England: {", "England: {own: true, ", "council.yaml")
    officer.runs()
    assert officer.listed() == {}
    assert officer.moves("WL-0001")[-1] == "rule removed"


@pytest.mark.parametrize(
    ("old", "new", "level"),
    [
        ("target: 85", "target: 95", "red"),
        ("tolerance: 5 points", "tolerance: 1 point", "red"),
        ("target: 85", "target: 80", None),
        ("better: higher", "better: lower", "amber"),
    ],
)
def test_an_indicators_words_are_part_of_its_rules(
    officer: Officer, old: str, new: str, level: str | None
) -> None:
    """A target that is moved changes what the rule says: judged again, for the keeper alone."""
    officer.village.edits(old, new, "council.yaml")
    officer.runs()
    assert officer.listed().get("WL-0001", ("", None))[1] == level
    assert officer.moves("WL-0001")[-1] == "rule changed"
    assert {letter.to for letter in officer.village.letters()} == {"keeper"}
    assert new in "".join(officer.asks("explain", "WL-0001")["explained"][0]["changed_since"])


def test_a_new_title_moves_nothing_and_is_shown_beside_the_old_one(officer: Officer) -> None:
    """Words that people read are part of the rule; nobody is told, and `explain` shows both."""
    officer.village.edits("Assessments are taking too long", "Assessments come late")
    assert NOTHING in officer.runs()
    said = " ".join(officer("explain", "WL-0001").out.split())
    assert "title: Assessments are taking too long" in said
    assert "+ title: Assessments come late" in said
    assert officer.village.letters() == []


def _faulty(village: Village) -> None:
    village.edits("amber: {worse_than: target}", "amber: {wrose_than: target}")


def _mended(village: Village) -> None:
    village.edits("wrose_than", "worse_than")


@on_each
def test_rules_with_a_fault_are_not_taken_and_the_last_good_ones_hold(officer: Officer) -> None:
    """After a restart too: the round is made by the rules that were in force, and says so."""
    officer.village.edits("Fewer visits are made", "Visits are fewer")
    _faulty(officer.village)
    officer.village.reports({**READINGS, "assessments": {"2013-12": 83, "2014-01": 70}})
    said = officer("run", "--once")
    assert said.status == 1
    assert 'rules.yaml:5:13: rule "on-time": "wrose_than" is not a condition' in said.err
    assert "it stays with 2 rules, in force since 4 February 2014" in said.err
    assert officer.listed()["WL-0001"] == ("on-time", "red")
    assert "Fewer visits are made" in officer("list").out


def test_what_reads_the_rules_shows_their_faults(officer: Officer) -> None:
    """`list` and its like answer by the rules in force and say so; `check` and `backtest` refuse."""
    _faulty(officer.village)
    for words in (["list"], ["show", "WL-0001"], ["explain", "WL-0001"], ["history", "WL-0001"]):
        said = officer(*words)
        assert said.status == 0
        assert "wrose_than" in said.err
    assert officer("deliveries").status == 0
    for command in ("check", "backtest"):
        said = officer(command)
        assert said.status == 1
        assert "wrose_than" in said.err + said.out


def test_rules_that_name_an_unknown_post_are_not_taken(officer: Officer) -> None:
    """A slip in a post's name is a fault like any other."""
    officer.village.edits("    indicator: visits\n", "    indicator: visits\n    tell: [haed]\n")
    said = officer("run", "--once")
    assert said.status == 1
    assert 'there is no post "haed"' in said.err


def test_a_first_start_with_faulty_rules_is_refused(village: Village, watchlist: Program) -> None:
    """With no good rulebook ever there is nothing to run on: the faults are shown."""
    _faulty(village)
    for command in ("run", "list"):
        said = watchlist(command, "-c", village.config)
        assert said.status == 1
        assert 'rules.yaml:5:13: rule "on-time"' in said.err


@on_each
def test_the_keeper_is_told_of_a_fault_once(officer: Officer) -> None:
    """Not again at each round, nor where the line has moved; again when it was mended and came
    back; and that all is well again."""
    village = officer.village
    _faulty(village)
    officer.runs(1)
    (letter,) = village.letters()
    assert letter.to == "keeper"
    assert letter.subject.startswith("Changed rules were not taken: ")
    assert 'rules.yaml:5:13: rule "on-time": "wrose_than" is not a condition' in letter.text
    assert 'did you mean "worse_than"?' in letter.text
    officer.runs(1)
    village.edits("rules:\n", "# said in June\nrules:\n")
    officer.runs(1)
    assert village.letters() == []
    _mended(village)
    officer.runs()
    (letter,) = village.letters()
    assert (letter.to, letter.subject.partition(":")[0]) == (
        "keeper", "The rule files are well again",
    )  # fmt: skip
    officer.runs()
    assert village.letters() == []
    village.edits("worse_than: target", "wrose_than: target")
    officer.runs(1)
    assert [letter.to for letter in village.letters()] == ["keeper"]


def test_all_faults_of_an_edit_are_one_message(officer: Officer) -> None:
    """Two slips in two files: one message, both places; mending one of them is not yet well."""
    village = officer.village
    _faulty(village)
    village.edits(
        "better: higher, every: month, target", "better: up, every: month, target", "council.yaml"
    )
    officer.runs(1)
    (letter,) = village.letters()
    assert "rules.yaml:5:13" in letter.text
    assert "council.yaml:" in letter.text
    village.edits("better: up", "better: higher", "council.yaml")
    officer.runs(1)
    assert village.letters() == []
    _mended(village)
    officer.runs()
    assert len(village.letters()) == 1


def test_a_fault_that_is_mended_before_anybody_was_told_is_never_told(
    village: Village, watchlist: Program
) -> None:
    """While news settles in a running daemon an officer may save half an edit: nobody hears of it."""
    officer = Officer(village, watchlist)
    officer.runs()
    village.letters()
    _faulty(village)
    app = open_app(village.config, last_good=True)
    tell_faults(app, app.clock())
    assert app.store.waiting_notices(app.clock())
    app.close()
    _mended(village)
    officer.runs()
    assert village.letters() == []


def _kept_back(village: Village, watchlist: Program) -> Officer:
    officer = Officer(village, watchlist)
    officer.runs()
    (letter,) = village.letters()
    assert (letter.to, letter.subject.partition(":")[0]) == (
        "keeper", "The watch list starts with 2 entries",
    )  # fmt: skip
    return officer


@on_each
def test_the_keeper_releases_a_quiet_start(quiet_village: Village, watchlist: Program) -> None:
    """What only the keeper knew is told to the owners, once."""
    officer = _kept_back(quiet_village, watchlist)
    said = officer("release", "quiet-start")
    assert "Released: 2 breaches, to be told to Head of Assessment" in said.out
    officer.runs()
    (letter,) = quiet_village.letters()
    assert (letter.to, letter.subject.partition(":")[0]) == ("head", "2 new on your watch list")
    assert "Nothing is kept back" in officer("release", "quiet-start").out
    officer.runs()
    assert quiet_village.letters() == []


#: What the keeper hears of any correction: that is a matter of data, not of performance.
CORRECTED = ("keeper", "1 thing to look at in the data")


def _withdrawn(village: Village) -> None:
    village.hours_later()
    village.reports({**READINGS, "assessments": {"2013-12": 88}})


def _subjects(letters: list[Letter]) -> list[tuple[str, str]]:
    return [(letter.to, letter.subject.partition(":")[0]) for letter in letters]


@on_each
def test_what_an_owner_never_knew_is_withdrawn_for_the_keeper_alone(
    quiet_village: Village, watchlist: Program
) -> None:
    """A correction takes an entry of the quiet start back: no owner hears of either."""
    officer = _kept_back(quiet_village, watchlist)
    _withdrawn(quiet_village)
    officer.runs()
    assert officer.moves("WL-0001") == ["already so", "withdrawn"]
    assert _subjects(quiet_village.letters()) == [
        ("keeper", "1 entry of the start withdrawn"),
        CORRECTED,
    ]
    assert "Released: 1 breach," in officer("release", "quiet-start").out


def test_what_was_released_is_withdrawn_for_the_owner(
    quiet_village: Village, watchlist: Program
) -> None:
    """Whoever was told that it is on the list is told that it was not so."""
    officer = _kept_back(quiet_village, watchlist)
    officer("release", "quiet-start")
    officer.runs()
    quiet_village.letters()
    _withdrawn(quiet_village)
    officer.runs()
    assert _subjects(quiet_village.letters()) == [
        ("head", "1 withdrawn on your watch list"),
        CORRECTED,
    ]


def test_doctor_says_which_rules_are_in_force(officer: Officer) -> None:
    """How many rules, and since when; an edit is in force from the next cycle on."""
    assert "2 rules, in force since 4 February 2014, 09:00" in officer("doctor").out
    assert "2 rules, in force since 4 February 2014, 09:00" in officer.runs()
    officer.village.edits("Fewer visits are made", "Visits are fewer")
    assert "2 rules, in force from the next cycle on" in officer("doctor").out
