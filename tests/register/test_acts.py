from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.register.deeds import ACTS, MEETING, NOW, day, done
from watchlist.model.acts import ActKind, Due
from watchlist.model.record import Hold, Record, Verdict
from watchlist.register.acts import fold, kept, replay

ADDED = done(
    ActKind.ADDED, "p9", acting_for="clerk", post="chair", minute="Minute 7",
    text="Performance of the YOT",
)  # fmt: skip


def test_the_chair_asks_for_the_yot() -> None:
    """ "The Chair requested that performance of the YOT be added to the Scrutiny Watch list": the
    clerk writes it down, the Chair's post asked and holds it."""
    record = replay([ADDED])
    assert record.reason
    assert (record.reason.text, record.reason.who) == ("Performance of the YOT", "p9")
    assert (record.asked_by, record.minute) == ("chair", "Minute 7")
    assert record.holds == (Hold(NOW, post="chair"),)
    assert kept(record)


def test_an_it_fault_with_its_remedy() -> None:
    """Cause, remedy, overseer and the expected recovery stand beside each other, the latest word of
    each; doubt about data is kept apart from performance."""
    record = replay(
        [
            done(ActKind.CAUSE, text="Staff left"),
            done(ActKind.CAUSE, text="An IT fault hid completed plans"),
            done(ActKind.REMEDY, text="Entered by hand"),
            done(ActKind.OVERSIGHT, post="director"),
            done(ActKind.RECOVERY, text="the autumn", due=Due(date(2014, 11, 30))),
            done(ActKind.DATA_IN_DOUBT, text="December is not complete"),
        ]
    )
    assert record.cause
    assert record.remedy
    assert (record.cause.text, record.remedy.text) == (
        "An IT fault hid completed plans",
        "Entered by hand",
    )
    assert record.overseer == "director"
    assert record.back_on_track
    assert (record.back_on_track.words, record.back_on_track.due.day) == (
        "the autumn",
        date(2014, 11, 30),
    )
    assert record.data_in_doubt
    assert fold(record, done(ActKind.DATA_WELL_AGAIN)).data_in_doubt is None


def test_actions_are_numbered_and_done() -> None:
    """Each action point has a number within its entry, an owner and the meeting at which it is due."""
    record = replay(
        [
            done(ActKind.ACTION_SET, text="More detail on each red", post="head", due=MEETING),
            done(ActKind.ACTION_SET, text="A breakdown by team", post="head", due=MEETING),
            done(ActKind.ACTION_DONE, text="Sent to members", number=2),
        ]
    )
    assert [(task.number, task.open) for task in record.actions] == [(1, True), (2, False)]
    assert record.actions[0].due == MEETING


def test_a_request_is_answered_once() -> None:
    """The answer that was given first is the answer."""
    record = replay(
        [
            done(ActKind.REQUEST_MADE, text="A breakdown of the £0.815m"),
            done(ActKind.REQUEST_ANSWERED, text="In the note of 3 March", number=1),
            done(ActKind.REQUEST_ANSWERED, text="Another", number=1),
        ]
    )
    (request,) = record.requests
    assert request.done
    assert request.done.text == "In the note of 3 March"


def test_it_is_held_until_everybody_has_let_go() -> None:
    """A member and the committee hold an entry: it is kept until both have let go."""
    member, committee = {"acting_for": "member-north"}, {"committee": "children"}
    record = replay([done(ActKind.HOLDS, **member), done(ActKind.HOLDS, **committee)])
    record = fold(record, done(ActKind.LET_GO, **member))
    assert kept(record)
    assert not kept(fold(record, done(ActKind.LET_GO, **committee)))


def test_the_next_chair_lets_go_of_what_the_last_one_held() -> None:
    """A hold belongs to the post, not to whoever held it then."""
    record = replay([done(ActKind.HOLDS, "p1", acting_for="chair")])
    assert not kept(fold(record, done(ActKind.LET_GO, "p2", acting_for="chair")))
    assert kept(fold(record, done(ActKind.LET_GO, "p2", acting_for="member-north")))


def test_the_committee_decides() -> None:
    """What was proposed and agreed is on record with its minute; the committee that agrees does not
    hold it any more, others do unless it says that they let go too."""
    record = replay(
        [
            ADDED,
            done(ActKind.HOLDS, committee="children"),
            done(ActKind.REMOVAL_PROPOSED, text="Three good months"),
        ]
    )
    assert record.proposed
    agreed = done(ActKind.REMOVAL_AGREED, committee="children", minute="Minute 14")
    decided = fold(record, agreed)
    assert not decided.proposed
    assert [decision.verdict for decision in decided.decisions] == [
        Verdict.PROPOSED,
        Verdict.AGREED,
    ]
    assert decided.holds == (Hold(NOW, post="chair"),)
    assert not kept(fold(record, done(ActKind.REMOVAL_AGREED, people_too=True)))


def test_a_mute_ends() -> None:
    """News is held back up to and with the day that was named."""
    record = replay([done(ActKind.MUTED, text="Restructuring", until=day(10))])
    assert [record.muted(day(later)) for later in (0, 10, 11)] == [True, True, False]
    assert not fold(record, done(ActKind.UNMUTED)).muted(day(0))


def test_asked_for_twice_it_keeps_its_first_reason() -> None:
    """Who asks for what is on the list already holds it too, and what he says is noted."""
    record = replay([ADDED, done(ActKind.ADDED, acting_for="member-north", text="Parents ask")])
    assert record.reason
    assert (record.reason.text, [note.text for note in record.notes]) == (
        "Performance of the YOT",
        ["Parents ask"],
    )
    assert len(record.holds) == 2


def test_text_is_not_public_unless_somebody_says_so() -> None:
    """What people write stays inside the council."""
    assert not replay([done(ActKind.CAUSE, text="Staff left")]).cause.public  # type: ignore[union-attr]
    assert replay([done(ActKind.CAUSE, text="x", public=True)]).cause.public  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "given_", [{}, {"committee": "children"}, {"day": day(1), "event": "report"}, {"event": " "}]
)
def test_by_when_is_one_thing(given_: dict[str, object]) -> None:
    """A day, a meeting or an outside event; nothing, or two of them, is no answer."""
    with pytest.raises(ValueError, match=r"day|meeting|event"):
        Due(**given_)  # type: ignore[arg-type]


@given(st.lists(ACTS, max_size=12))
def test_replaying_gives_the_same_record(acts: list) -> None:  # type: ignore[type-arg]
    """The record of an entry is what its acts make, whether they come one by one or all at once,
    and from wherever somebody goes on."""
    record = Record()
    for place, act in enumerate(acts, 1):
        record = fold(record, act)
        assert record == replay(acts[:place])
    assert replay(acts) == record


@given(st.lists(ACTS, max_size=12))
def test_nothing_that_was_done_is_lost(acts: list) -> None:  # type: ignore[type-arg]
    """Every note, review, action, request, report and decision is there, and nobody holds twice."""
    record = replay(acts)
    many = {kind: sum(act.kind is kind for act in acts) for kind in ActKind}
    added_again = max(many[ActKind.ADDED] - 1, 0)
    assert len(record.notes) == many[ActKind.NOTED] + added_again
    assert len(record.actions) == many[ActKind.ACTION_SET]
    assert len(record.reviews) == many[ActKind.REVIEW_SET]
    assert len(record.requests) == many[ActKind.REQUEST_MADE]
    assert len(record.reports) == many[ActKind.REPORT_LINKED]
    decided = (ActKind.REMOVAL_PROPOSED, ActKind.REMOVAL_AGREED, ActKind.REMOVAL_REFUSED)
    assert len(record.decisions) == sum(many[kind] for kind in decided)
    holders = [(hold.committee, hold.post, hold.person) for hold in record.holds]
    assert len(set(holders)) == len(holders)
