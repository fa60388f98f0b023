"""What a committee agrees to take off the list stays off, whatever becomes of old figures."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.acting.council import NOW, RULES, Council
from tests.cycle.town import Reading
from watchlist.model.acts import ActKind
from watchlist.model.errors import UsageError
from watchlist.model.reading import Marker
from watchlist.model.register import Reason, State
from watchlist.store.store import Store

MARCH = datetime(2014, 3, 20, 9, tzinfo=UTC)
APRIL = datetime(2014, 4, 20, 9, tzinfo=UTC)


@pytest.fixture
def council(store: Store) -> Council:
    """Assessments were late, have been in time for three months, and wait for the committee."""
    council = Council.founded(store)
    council.reads("2013-09", 90, 80, 90, 90, 90, now=datetime(2014, 2, 20, 9, tzinfo=UTC))
    return council


def agreed(council: Council, now: datetime = MARCH) -> None:
    council.does("p4", ActKind.REMOVAL_AGREED, now=now, committee="children", minute="Minute 14")


def test_the_committee_takes_it_off_the_list(council: Council) -> None:
    """It was proposed; the committee agreed: history says when, by whom and by which minute, and the
    owner is told."""
    assert council.entry().left_at is None
    agreed(council)
    assert council.entry().left_at == MARCH
    assert council.story() == ["already so", "removal agreed", "removal agreed"]
    (breach,) = council.store.breaches_of(1)
    assert (breach.track.state, breach.closed_for) == (State.CLEARED, Reason.AGREED)
    act, move = council.store.story(1)[1:]
    assert (act.who, move.who) == ("p4", "p4")
    (notice,) = council.notices(act)  # type: ignore[arg-type]
    assert notice.post == "head"


def test_it_stays_off_in_every_later_cycle(council: Council) -> None:
    """The register is a function of the figures, and of what was let go of."""
    agreed(council)
    council.reads("2014-02", 90, now=MARCH)
    council.reads("2014-03", 90, now=APRIL)
    assert council.listed() == []


def test_old_figures_do_not_bring_it_back(council: Council) -> None:
    """Every figure that the committee had seen is restated for the worse: that is no reading after
    the decision."""
    agreed(council)
    report = council.reads("2013-09", 60, 60, 60, 60, 60, now=APRIL)
    assert report.moved.total() == 0
    assert council.listed() == []


def test_a_changed_rule_does_not_bring_it_back(council: Council) -> None:
    """Tighter words look at old figures anew; what was let go of stays so."""
    agreed(council)
    stricter = Council(council.town.under(RULES.replace("target: 85,", "target: 99,")))
    stricter.reads("2014-02", 99, now=MARCH)
    assert stricter.listed() == []


def test_a_rule_that_is_renamed_does_not_bring_it_back(council: Council) -> None:
    """The decision goes with the rule to its new name."""
    agreed(council)
    with council.store.begin(MARCH) as tx:
        tx.rename_rules({"on-time": "in-time"})
    renamed = Council(council.town.under(RULES.replace("  on-time:", "  in-time:")))
    renamed.reads("2013-09", 60, 60, 60, 60, 60, now=APRIL)
    assert renamed.listed() == []


def test_the_next_bad_month_opens_it_again(council: Council) -> None:
    """A reading after the decision that is bad is a new breach that names the earlier one, on a new
    line that follows the old one."""
    agreed(council)
    report = council.reads("2014-02", 80, now=MARCH)
    assert list(report.moved.elements()) == [Reason.OPENED_AGAIN]
    (line,) = council.store.watch_list()
    assert (line.entry.id, line.entry.follows) == (2, 1)
    assert line.breaches[0].follows == 1
    assert line.breaches[0].track.good == 0


def test_it_is_let_go_of_a_second_time(council: Council) -> None:
    """Back, well again, and agreed again: the newest decision counts."""
    agreed(council)
    council.reads("2014-02", 80, 90, 90, 90, now=datetime(2014, 6, 15, tzinfo=UTC))
    council.does("p3", ActKind.REMOVAL_AGREED, "WL-0002", now=datetime(2014, 6, 18, tzinfo=UTC))
    june = datetime(2014, 6, 20, tzinfo=UTC)
    council.reads("2013-09", *[60] * 9, now=june)
    assert council.listed() == []


def test_a_figure_that_is_taken_back_does_not_bring_it_back(council: Council) -> None:
    """The last month that the committee saw is withdrawn, and so the list ends a month sooner."""
    agreed(council)
    council.town.takes_in([Reading("assessments", "2014-01", None, marker=Marker.MISSING)], MARCH)
    council.reads("2013-12", 60, now=MARCH)
    assert council.listed() == []


def test_what_is_not_proposed_is_not_removed(store: Store) -> None:
    """An amber that has not recovered would be back next month: the committee is told so."""
    council = Council.founded(store)
    council.reads("2013-10", 90, 80)
    with pytest.raises(UsageError, match="next reading"):
        council.does("p3", ActKind.REMOVAL_AGREED, now=NOW)
    assert council.listed() == ["WL-0001"]


def test_only_what_is_proposed_leaves(store: Store) -> None:
    """Of two breaches of one line the one that has recovered is let go of; the other keeps it."""
    rules = RULES + (
        "  slow:\n    title: Assessments are far too slow\n    indicator: assessments\n"
        "    red: {worse_than: 50}\n    leaves: when the committee agrees\n"
    )
    council = Council.founded(store, rules)
    council.reads("2013-10", 90, 40, 80, 80, 80, now=MARCH)
    agreed(council)
    assert council.entry().left_at is None
    (line,) = council.store.watch_list()
    assert [breach.rule for breach in line.breaches] == ["on-time"]
    assert line.entry.level == line.breaches[0].track.level


def test_a_committee_that_refuses_keeps_it(council: Council) -> None:
    """Refused: the owner hears of it, and nothing moves."""
    refused = council.does(
        "p3", ActKind.REMOVAL_REFUSED, now=MARCH, text="Not until June", committee="children"
    )
    assert [notice.post for notice in council.notices(refused)] == ["head"]
    assert council.listed() == ["WL-0001"]
    assert [decision.verdict for decision in council.record().decisions] == ["refused"]


def test_the_committee_lets_go_for_everybody_if_it_says_so(council: Council) -> None:
    """A member holds it too: the committee's word is for its own hold, unless it says for all."""
    council.does("p5", ActKind.HOLDS)
    council.does("p4", ActKind.HOLDS, committee="children")
    agreed(council)
    assert council.entry().left_at is None
    council.does("p4", ActKind.REMOVAL_AGREED, now=APRIL, minute="Minute 20", people_too=True)
    assert council.entry().left_at == APRIL
    assert council.store.verify().broken == ()
