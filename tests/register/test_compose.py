from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.evaluate.build import MONTH
from tests.register.build import FIRST, NOW, SERIES
from watchlist.model.message import Notice, Purpose, Silence
from watchlist.model.register import Breach, Reason, State, Track
from watchlist.model.rule import Level
from watchlist.register.compose import ALONE, AT_ONCE, Composed, compose

HALF_HOUR = timedelta(minutes=30)


def notice(
    number: int,
    breach: int | None = 1,
    *,
    age: int = 60,
    post: str = "head",
    channel: str = "mailbox",
    purpose: Purpose = Purpose.NEWS,
) -> Notice:
    """A notice that has waited for so many minutes."""
    made = NOW - timedelta(minutes=age)
    transition = number if breach else None
    return Notice(
        f"transition:{number}", post, channel, purpose, made, transition, breach, 1, id=number
    )


def breach(number: int, state: State = State.OPEN, *, age: int = 60) -> Breach:
    opened = NOW - timedelta(minutes=age)
    held = Breach(
        number, "rule", "h", SERIES, MONTH, Track(State.OPEN, Level.RED, FIRST), FIRST, "50", opened
    )
    return held if state.live else held.ended(state, Reason.WITHDRAWN, NOW)


def composed(notices: list[Notice], *breaches: Breach) -> Composed:
    known = {breach.id: breach for breach in breaches}
    return compose(notices, known, settle=HALF_HOUR, now=NOW)


def test_a_recipient_gets_one_message() -> None:
    """What one post is told through one channel is one message: what moved, what people did and what
    fell due. What is for the keeper of the rules is apart from it."""
    due = notice(4, None, purpose=Purpose.REMINDERS)
    deed, rules = (notice(n, None, purpose=p) for n, p in ((5, Purpose.ACTS), (6, Purpose.KEEPER)))
    result = composed([due, deed, notice(1, 1), notice(2, 2), notice(3, 3, post="teams"), rules])
    assert [(d.post, d.purpose, d.notices) for d in result.drafts] == [
        ("head", Purpose.NEWS, (1, 2, 4, 5)),
        ("head", Purpose.KEEPER, (6,)),
        ("teams", Purpose.NEWS, (3,)),
    ]
    assert [d.purpose for d in composed([due, deed]).drafts] == [Purpose.ACTS]


def test_news_settles_first() -> None:
    """What happened a moment ago waits: the file may be corrected before anybody is told."""
    result = composed([notice(1, 1, age=29), notice(2, 2, age=30)])
    assert [draft.notices for draft in result.drafts] == [(2,)]
    assert result.silences == {}


def test_no_settling_time_means_now() -> None:
    """Under `--once` nothing waits."""
    result = compose([notice(1, age=0)], {}, settle=timedelta(0), now=NOW)
    assert [draft.notices for draft in result.drafts] == [(1,)]


def test_later_news_of_the_same_breach_overtakes() -> None:
    """What got worse before the first message left is told once, as it is now."""
    result = composed([notice(1), notice(2)], breach(1))
    assert result.silences == {1: Silence.OVERTAKEN}
    assert [draft.notices for draft in result.drafts] == [(2,)]


def test_a_breach_withdrawn_before_anybody_was_told_is_not_told() -> None:
    """A corrected file is never mailed as news: neither the opening nor its withdrawal goes out."""
    waiting = [notice(1, age=31), notice(2, age=1)]
    result = composed(waiting, breach(1, State.WITHDRAWN, age=31))
    assert result.silences == {1: Silence.WITHDRAWN, 2: Silence.WITHDRAWN}
    assert result.drafts == ()


def test_a_withdrawal_is_told_to_whom_the_breach_was_told() -> None:
    """Where the opening went out long ago, its withdrawal must go out too."""
    result = composed([notice(8), notice(9)], breach(1, State.WITHDRAWN, age=90))
    assert result.silences == {8: Silence.OVERTAKEN}
    assert [draft.notices for draft in result.drafts] == [(9,)]


def test_the_opening_of_a_breach_that_its_rule_let_go_is_not_told() -> None:
    """A rule taken out within the settling time leaves the owners in peace; the keeper hears it."""
    waiting = [notice(1), notice(2, post="keeper", purpose=Purpose.KEEPER)]
    result = composed(waiting, breach(1, State.CLOSED))
    assert result.silences == {1: Silence.WITHDRAWN}
    assert [draft.post for draft in result.drafts] == ["keeper"]


def test_where_nobody_can_be_told_that_is_stated() -> None:
    """A notice without a channel is silenced with its reason."""
    assert composed([notice(1, channel="")]).silences == {1: Silence.NOBODY}


def test_findings_about_data_do_not_overtake_each_other() -> None:
    """Each finding about data is told."""
    result = composed([notice(1, None), notice(2, None)])
    assert [draft.notices for draft in result.drafts] == [(1, 2)]


NOTICES = st.lists(
    st.tuples(
        st.sampled_from([None, 1, 2, 3]),
        st.integers(0, 60),
        st.sampled_from(["head", "teams"]),
        st.sampled_from(["", "mailbox", "email"]),
        st.sampled_from(list(Purpose)),
    )
)


@given(NOTICES, st.lists(st.sampled_from([State.OPEN, State.WITHDRAWN, State.CLOSED]), max_size=3))
def test_no_notice_without_a_message_or_a_stated_silence(
    told: list[tuple[int | None, int, str, str, Purpose]], states: list[State]
) -> None:
    """Every notice that has settled is in exactly one message or silenced for one reason; one that
    is silenced is in no message."""
    notices = [
        notice(number, about, age=age, post=post, channel=channel, purpose=purpose)
        for number, (about, age, post, channel, purpose) in enumerate(told, 1)
    ]
    result = composed(notices, *(breach(n, state) for n, state in enumerate(states, 1)))
    drafted = [number for draft in result.drafts for number in draft.notices]
    assert len(drafted) == len(set(drafted))
    assert not set(drafted) & set(result.silences)
    settled = {
        each.id for each in notices if each.created_at + HALF_HOUR <= NOW or each.purpose in AT_ONCE
    }
    assert settled <= set(drafted) | set(result.silences)
    assert set(drafted) <= settled
    groups = [
        (draft.post, draft.channel, draft.purpose)
        for draft in result.drafts
        if draft.purpose not in ALONE
    ]
    assert len(groups) == len(set(groups))


def test_a_digest_is_a_message_of_its_own_and_goes_at_its_time() -> None:
    """Two digests for one reader are two messages, and neither has to settle first."""
    two = [notice(n, None, purpose=Purpose.DIGEST, age=0) for n in (1, 2)]
    assert [draft.notices for draft in composed(two).drafts] == [(1,), (2,)]
