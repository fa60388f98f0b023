"""What a backtest says of each rule: how often it would have told somebody, and for how long things
stay on the list."""

from __future__ import annotations

import json
from pathlib import Path

from tests.backtest.test_backtest import ask
from tests.cli.conftest import Program
from tests.cycle.town import RULES, Reading, Town, monthly
from watchlist.behaviour import behaviour
from watchlist.cli.backtest_table import lines
from watchlist.question import Question
from watchlist.rulebook.load import load_rulebook_text
from watchlist.store.store import Store

#: Red in May, cleared in August (two good months), amber again from October.
_LIFE = monthly("assessments", "2013-04", 90, 70, 84, 90, 91, 90, 82)


def table(store: Store, question: Question) -> str:
    judged = ask(store, question)
    return "\n".join(lines([judged], load_rulebook_text({"rules.yaml": RULES})))


def test_times_on_the_list_and_messages(store: Store) -> None:
    """Three months from May to August and one since October: two months at the median; two messages."""
    Town.founded(store).takes_in(_LIFE)
    said = table(store, Question(rules=("on-time",)))
    assert (
        "on the list 2 times, 2 months at the median, 3 months at the longest; 2 messages" in said
    )


def test_a_window_keeps_the_whole_stay(store: Store) -> None:
    """From July on nothing was told of what opened in May; for how long it stood is said in full."""
    Town.founded(store).takes_in(_LIFE)
    question = Question(rules=("on-time",), first="2013-07", last="2013-09")
    assert "on the list once, 3 months; 0 messages" in table(store, question)


def test_rules_that_tell_nothing_apart(store: Store) -> None:
    """A rule that is red in every month, and one that never is, are named under the table."""
    Town.founded(store).takes_in(monthly("assessments", "2013-04", 50, 60, 70))
    assert "Red or amber in every period judged: on-time" in table(
        store, Question(rules=("on-time",))
    )
    Town.founded(store).takes_in(monthly("visits", "2013-04", 50, 60, 70))
    said = table(store, Question(rules=("fewer-visits",)))
    assert "Never red or amber: fewer-visits" in said


def test_the_news_of_one_day_is_one_message(store: Store) -> None:
    """Two areas that turn red in the same month make two notices and one message to the head."""
    rules = RULES.replace("  England: {level: country}", "  Barnet: {level: authority, own: true}")
    Town.founded(store, rules).takes_in(
        [Reading("assessments", "2013-05", 60, area=area) for area in ("Harrow", "Barnet")]
    )
    (judged,) = ask(store, Question(rules=("on-time",)), rules)
    assert int(judged.counts["told"].sum()) == 2
    assert len(behaviour([judged]).messages) == 1


def test_json_says_it_too(watchlist: Program, borough: Path) -> None:
    """Counts of days and messages, and whether a rule never or always speaks, for programs."""
    watchlist("run", "--once", "-c", borough)
    answer = json.loads(watchlist("backtest", "-c", borough, "--format", "json").out)
    rules = {rule["rule"]: rule for rule in answer["rules"]}
    ours = rules["assessments-on-time"]
    assert (ours["messages"], ours["opened"], ours["never"], ours["always"]) == (1, 1, False, False)
    assert ours["median_days_on_the_list"] == 245  # from the first of March to the end of October
    assert rules["adoption-on-time"]["never"]
