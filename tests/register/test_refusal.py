from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.register.deeds import ACTS, MEETING, NOW, day, done, on_list
from watchlist.model.acts import Act, ActKind, Due
from watchlist.model.record import Record
from watchlist.posts import ROLES
from watchlist.register.acts import fold, kept, replay
from watchlist.register.refusal import MAY, refused

OFFICER = frozenset({"officer"})
CHAIR = frozenset({"chair"})


def why(act: Act, *before: Act, roles: frozenset[str] = OFFICER, proposed: bool = False) -> str:
    """Why an act may not be done, after these; nothing where it may."""
    return refused(act, on_list(), replay(before), roles, NOW, proposed=proposed) or ""


def test_auditors_change_nothing() -> None:
    """Auditors read everything and may do nothing at all; nor may who holds no post."""
    for kind in ActKind:
        assert '"' in why(done(kind), roles=frozenset({"auditor"}))
        assert "yours: none" in why(done(kind), roles=frozenset())


def test_every_role_is_one_of_the_configuration() -> None:
    """The table speaks of roles that a post can have, and of no others."""
    assert frozenset().union(*MAY.values()) == set(ROLES) - {"auditor"}


def test_a_member_puts_on_the_list_and_does_not_explain() -> None:
    """Members ask; the cause is for officers to give, and for the committee to have minuted."""
    assert why(done(ActKind.CAUSE, text="An IT fault"), roles=frozenset({"chair"})) == ""
    member = frozenset({"member"})
    assert why(done(ActKind.ADDED, text="Parents ask"), roles=member) == ""
    assert "officer" in why(done(ActKind.CAUSE, text="Staff left"), roles=member)


@pytest.mark.parametrize(
    ("act", "says"),
    [
        (done(ActKind.NOTED, text=" \n "), "say what is noted"),
        (done(ActKind.MUTED, until=day(5)), "the reason for a mute"),
        (done(ActKind.MUTED, text="Restructuring"), "the last day of a mute"),
        (done(ActKind.MUTED, text="x", until=day(-1)), "03 February 2014 is in the past"),
        (done(ActKind.MUTED, text="x", until=day(400)), "a year at most"),
        (done(ActKind.REVIEW_SET, due=Due(day(-1))), "in the past"),
        (done(ActKind.ACTION_SET, text="x", post="head"), "by when"),
        (done(ActKind.NOTED, text="x" * 5_001), "5,000 characters and this one 5,001"),
        (done(ActKind.REPORT_LINKED, link="x" * 501), "500 characters"),
        (done(ActKind.ACTION_DONE, number=1), "WL-0001 has no action 1; it has none"),
        (done(ActKind.LET_GO), "not held by you"),
        (done(ActKind.UNMUTED), "not muted"),
        (done(ActKind.DATA_WELL_AGAIN), "in doubt"),
        (done(ActKind.REASSIGNED, post="head"), "owns WL-0001 already"),
        (done(ActKind.FOLLOWS, number=1), "earlier entry"),
        (done(ActKind.REMOVAL_AGREED), "which minute"),
        (done(ActKind.REMOVAL_AGREED, minute="Minute 14"), "nothing of WL-0001 is proposed"),
        (done(ActKind.REMOVAL_REFUSED, minute="Minute 14"), "nothing of WL-0001 is proposed"),
    ],
)
def test_it_is_said_why_not(act: Act, says: str) -> None:
    """Whoever is refused reads one sentence that says what is missing or wrong."""
    assert says in why(act)


def test_what_is_done_is_not_done_again() -> None:
    """An action that was done, a review that was held and a request that was answered are over."""
    set_ = done(ActKind.ACTION_SET, text="Detail", post="head", due=MEETING)
    closed = done(ActKind.ACTION_DONE, number=1)
    assert why(closed, set_) == ""
    assert "done already" in why(closed, set_, closed)
    assert "has no action 2; it has 1" in why(done(ActKind.ACTION_DONE, number=2), set_)


def test_today_is_not_past() -> None:
    """What is due today, or muted until tonight, is still to come."""
    assert why(done(ActKind.REVIEW_SET, due=Due(day(0)))) == ""
    assert why(done(ActKind.MUTED, text="Restructuring", until=day(0))) == ""


def test_who_may_agree_to_removal() -> None:
    """The chair or the clerk says that the committee agreed; an officer names the minute."""
    agreed = done(ActKind.REMOVAL_AGREED)
    assert why(agreed, roles=CHAIR, proposed=True) == ""
    assert why(agreed, roles=frozenset({"clerk"}), proposed=True) == ""
    assert "which minute" in why(agreed, proposed=True)
    assert why(done(ActKind.REMOVAL_AGREED, minute="Minute 14"), proposed=True) == ""
    assert "for these roles" in why(agreed, roles=frozenset({"member"}), proposed=True)


def test_a_red_that_has_not_recovered_is_not_removed() -> None:
    """Its next reading would bring it back; only what people hold can be let go of then."""
    held = done(ActKind.HOLDS, committee="children")
    assert "next reading" in why(done(ActKind.REMOVAL_AGREED), held, roles=CHAIR)
    own = done(ActKind.REMOVAL_AGREED, committee="children")
    assert why(own, held, roles=CHAIR) == ""
    assert why(done(ActKind.REMOVAL_AGREED, people_too=True), held, roles=CHAIR) == ""


def test_what_has_left_the_list_is_only_brought_to_its_end() -> None:
    """An unanswered request may still be answered; nothing new is begun."""
    gone = on_list(left_at=NOW)
    asked = replay([done(ActKind.REQUEST_MADE, text="A breakdown")])
    answer = done(ActKind.REQUEST_ANSWERED, text="Attached", number=1)
    assert refused(answer, gone, asked, OFFICER, NOW) is None
    said = refused(done(ActKind.CAUSE, text="Late"), gone, asked, OFFICER, NOW)
    assert said
    assert "has left the list" in said


@given(st.lists(ACTS, max_size=10), ACTS, st.booleans())
def test_what_is_not_refused_has_an_effect_that_holds(
    before: list[Act], act: Act, proposed: bool
) -> None:
    """By everybody's roles together: an act that is let pass is seen in the record, has an end where
    one is asked for, and never names something that is not there."""
    record = replay(before)
    roles = frozenset(ROLES)
    if refused(act, on_list(id=9), record, roles, NOW, proposed=proposed) is not None:
        return
    after = fold(record, act)
    if act.kind is ActKind.MUTED:
        assert after.muted(day(0))
        assert not after.muted(day(400))
    if act.kind is ActKind.LET_GO:
        assert len(after.holds) < len(record.holds)
    if act.kind is ActKind.HOLDS:
        assert kept(after)
    if act.kind not in (ActKind.OVERSIGHT, ActKind.REASSIGNED, ActKind.FOLLOWS, ActKind.UNMUTED):
        assert after != record or act.kind is ActKind.ACKNOWLEDGED or _again(act, record)


def _again(act: Act, record: Record) -> bool:
    """The same words at the same moment, said twice."""
    return any(
        said is not None and (said.text, said.at) == (act.text, act.at)
        for said in (record.cause, record.remedy, record.data_in_doubt)
    ) or (record.mute is not None or record.back_on_track is not None)
