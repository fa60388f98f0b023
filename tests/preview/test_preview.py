"""What a preview says of single edits."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from tests.cycle.town import MONTH, Reading, monthly
from tests.preview.council import RULES, Council, council
from watchlist.behaviour import Sending
from watchlist.model.finding import Evidence
from watchlist.model.reading import Series
from watchlist.model.rule import Level
from watchlist.preview import Edited, Move, Preview
from watchlist.rulebook.edits import Edit
from watchlist.rulebook.load import load_rulebook_text

_NOW = datetime(2013, 11, 25, 9, tzinfo=UTC)
#: Below target from July on, beyond the tolerance in July only.
_YEAR = monthly("assessments", "2013-04", 90, 88, 86, 79, 84, 82, 83)
_LONGER = ("amber: {worse_than: target}", "amber: {worse_than: target, for: 6}")


def change(town: Council, *edits: tuple[str, str], now: datetime = _NOW) -> Preview:
    rules = RULES
    for before, after in edits:
        assert before in rules
        rules = rules.replace(before, after)
    return town.previews(town.under(rules), now)


def only(found: Preview) -> Edited:
    (edited,) = found.edits
    return edited


def figures(evidence: Evidence | None) -> tuple[str, float | None]:
    assert evidence
    return MONTH.label(evidence.cells[-1].period), evidence.cells[-1].value


def test_the_same_words_change_nothing() -> None:
    """Comments and the order of lines are not words: nothing is compared, all three rules are named as
    unchanged."""
    with council() as town:
        town.learns(_YEAR, _NOW)
        found = change(town, ("rules:\n", "# for officers\nrules:\n"))
        assert (found.edits, found.unchanged, found.more) == ((), 3, 0)


def test_a_level_that_is_taken_away() -> None:
    """Without its red level the rule has at amber what stands at red since July, by the figures of
    August."""
    with council() as town:
        now = datetime(2013, 9, 25, 9, tzinfo=UTC)
        town.learns(_YEAR[:5], now)
        edited = only(change(town, ("    red: {worse_than: tolerance}\n", ""), now=now))
        (moved,) = edited.moved
        assert (edited.edit, moved.move) == (Edit.CHANGED, Move.LEVEL)
        assert moved.before
        assert moved.after
        assert (moved.before.level, moved.after.level) == (Level.RED, Level.AMBER)
        assert MONTH.label(moved.after.since or 0) == "2013-07"
        assert figures(moved.after.evidence) == ("2013-08", 84)


def test_what_leaves_is_shown_by_its_latest_reading() -> None:
    """Under a rule that waits six months the series is off the list; the reading of October is there
    to say why."""
    with council() as town:
        town.learns(_YEAR, _NOW)
        found = change(town, ("    red: {worse_than: tolerance}\n", ""), _LONGER)
        (moved,) = only(found).moved
        assert moved.move is Move.REMOVED
        assert moved.after
        assert figures(moved.after.evidence) == ("2013-10", 83)
        assert (found.messages_before, found.messages_after, found.more) == (1, 0, -1)


def test_a_rule_by_another_name_is_the_same() -> None:
    """``was:`` renames a rule: nothing moves, and it is not two edits."""
    with council() as town:
        town.learns(_YEAR, _NOW)
        edited = only(change(town, ("  on-time:\n", "  in-time:\n    was: on-time\n")))
        assert (edited.edit, edited.rule.id, edited.moved) == (Edit.RENAMED, "in-time", ())
        without = change(town, ("  on-time:\n", "  in-time:\n"))
        assert [edit.edit for edit in without.edits] == [Edit.NEW, Edit.REMOVED]
        assert (without.count(Move.ADDED), without.count(Move.REMOVED)) == (1, 1)
        assert without.more == 0


def test_a_rule_that_looks_away() -> None:
    """A rule that no longer looks at an area lets go of what it held there; there is no reading by its
    new words."""
    with council() as town:
        low = [Reading("assessments", "2013-10", 60, area="Barnet")]
        town.learns([*_YEAR, *low], _NOW)
        narrowed = ("indicator: assessments\n", "indicator: assessments\n    areas: [Harrow]\n")
        (moved,) = only(change(town, narrowed)).moved
        assert (moved.series, moved.after) == (Series("assessments", "Barnet"), None)


def test_a_target_touches_every_rule_that_looks_at_it() -> None:
    """A lower target changes the words of both rules about assessments, and of those about reviews."""
    with council() as town:
        town.learns(_YEAR, _NOW)
        found = change(town, ("target: 85", "target: 82"))
        assert {edit.rule.id for edit in found.edits} == {"on-time", "reviews-late"}
        assert found.unchanged == 1


def test_figures_too_old_to_judge_move_nothing() -> None:
    """Years later the figures of 2013 open nothing and clear nothing; a rule that goes takes what it
    held with it."""
    with council() as town:
        town.learns(_YEAR, _NOW)
        later = _NOW + timedelta(days=1000)
        assert only(change(town, _LONGER, now=later)).moved == ()
        gone = RULES[RULES.index("  on-time:") : RULES.index("  fewer-visits:")]
        (moved,) = only(change(town, (gone, ""), now=later)).moved
        assert moved.move is Move.REMOVED


def test_news_of_one_day_is_one_message() -> None:
    """Two series that open in the same month tell the head once; the keeper, who has two channels, is
    told of visits in two messages."""
    with council() as town:
        low = [Reading("assessments", "2013-07", 60, area="Barnet")]
        town.learns([*_YEAR, *low, *monthly("visits", "2013-06", 100, 80)], _NOW)
        found = town.previews(None, _NOW)
        by_rule = {edit.rule.id: edit.after for edit in found.edits}
        assert found.unchanged == 0
        on_time, visits = by_rule["on-time"], by_rule["fewer-visits"]
        assert on_time
        assert visits
        day = date(2013, 8, 21)
        assert on_time.behaviour.messages == {Sending("head", "mailbox", day)}
        assert on_time.behaviour.opened == 2
        keeper = {Sending("keeper", channel, day) for channel in ("mailbox", "second")}
        assert visits.behaviour.messages == on_time.behaviour.messages | keeper


def test_only_the_years_asked_for_count() -> None:
    """What was sent in 2013 is not among the messages of the three years up to 2017, and is among those
    of five."""
    with council() as town:
        town.learns(_YEAR, _NOW)
        later = datetime(2017, 3, 1, 9, tzinfo=UTC)
        assert town.previews(None, later, years=3).messages_after == 0
        assert town.previews(None, later, years=5).messages_after == 2


def test_never_and_always() -> None:
    """A rule held against 10 never speaks, one held against 100 always does; of one without figures
    neither is said."""
    rules = RULES.replace("amber: {worse_than: target}", "amber: {below: 10}").replace(
        "    red: {worse_than: tolerance}\n", ""
    )
    rules = rules.replace("red: {worse_than: target, in: 2 of 3}", "red: {below: 100}")
    with council(rules) as town:
        town.learns(_YEAR, _NOW)
        did = {edit.rule.id: edit.after for edit in town.previews(None, _NOW).edits}
        said = {
            name: (after.behaviour.never, after.behaviour.always)
            for name, after in did.items()
            if after
        }
        assert said == {
            "on-time": (True, False),
            "reviews-late": (False, True),
            "fewer-visits": (False, False),
        }


def test_time_on_the_list_is_counted_in_days() -> None:
    """On from the first of May 2013 to the first of August, when a second good month cleared it, and
    from the first of October to the end of the latest month."""
    with council() as town:
        figures = monthly("assessments", "2013-04", 90, 84, 90, 90, 90, 90, 84)
        town.learns(figures, _NOW)
        did = next(edit for edit in town.previews(None, _NOW).edits if edit.rule.id == "on-time")
        assert did.after
        assert did.after.behaviour.days == (61, 31)
        assert did.after.behaviour.median_days == 46


def test_places_are_part_of_every_rule() -> None:
    """A council that takes another area for its own judges everything again."""
    first = load_rulebook_text({"a.yaml": RULES})
    other = RULES.replace("Barnet: {level: authority, own: true}", "Barnet: {level: authority}")
    with council() as town:
        low = [Reading("assessments", "2013-10", 60, area="Barnet")]
        town.learns(low, _NOW)
        found = town.previews(town.under(other), _NOW)
        assert len(found.edits) == len(first.rules)
        assert found.count(Move.REMOVED) == 1
