from __future__ import annotations

from dataclasses import replace

import pytest

from tests.evaluate.build import MONTH, OWN, book, indicator, rule, worse_than
from tests.register.build import FIRST, NOW
from watchlist.model.message import Notice, Purpose
from watchlist.model.people import Directory, Holding, Person, Post
from watchlist.model.reading import Series
from watchlist.model.register import Breach, DataCheck, Moves, Reason, State, Track, Transition
from watchlist.model.rule import Level, Rulebook
from watchlist.register.routing import TOLD, release, route, route_checks, route_faults


def a_post(name: str, **more: object) -> Post:
    return Post(name, name, channels=("mailbox",), **more)  # type: ignore[arg-type]


PEOPLE = {"p1": Person("p1", "A. Officer (invented)", "a@saltmarsh.example")}
POSTS = [
    a_post("head", address="head@saltmarsh.example"),
    a_post("teams", address="teams@saltmarsh.example"),
    a_post("deputy", held_by=(Holding("p1"),)),
    a_post("vacant", deputy="deputy"),
    a_post("keeper", address="keeper@saltmarsh.example"),
]
DIRECTORY = Directory({post.id: post for post in POSTS}, PEOPLE, "keeper")


def a_book(tell: tuple[str, ...] = ("owner",), owner: str | None = "head") -> Rulebook:
    told = rule("slow", "reviews", amber=worse_than(75), tell=tell)
    return book(indicator("reviews", owner=owner), told)


def moves(*reasons: Reason, state: State = State.OPEN, level: Level = Level.AMBER) -> Moves:
    """One breach that moved for these reasons, in this order."""
    track = Track(state, level, FIRST)
    breach = Breach(7, "slow", "h", Series("reviews", OWN), MONTH, track, FIRST, "70", NOW, entry=3)
    transitions = [
        Transition(n, 7, 3, NOW, reason, FIRST, Level.AMBER, level, state, "slow", "h")
        for n, reason in enumerate(reasons, 1)
    ]
    return Moves((breach,), tuple(transitions))


def told(of: Moves, book: Rulebook | None = None, *, quiet: bool = True) -> list[Notice]:
    return route(of, book or a_book(), DIRECTORY, quiet=quiet, now=NOW)


@pytest.mark.parametrize(
    ("reason", "post"),
    [
        (Reason.OPENED, "head"),
        (Reason.OPENED_AGAIN, "head"),
        (Reason.WORSENED, "head"),
        (Reason.RELAPSED, "head"),
        (Reason.WITHDRAWN, "head"),
        (Reason.ALREADY_SO, "keeper"),
        (Reason.RULE_CHANGED, "keeper"),
        (Reason.RULE_REMOVED, "keeper"),
        (Reason.EASED, None),
        (Reason.NO_LONGER_SIGNALLED, None),
        (Reason.RECOVERING, None),
        (Reason.PROPOSED, None),
        (Reason.CLEARED, None),
        (Reason.UNMEASURED, None),
        (Reason.CORRECTED, None),
    ],
)
def test_who_is_told_of_what(reason: Reason, post: str | None) -> None:
    """Owners hear what is new or worse, the keeper what the rules did; the rest is for a digest."""
    assert [notice.post for notice in told(moves(reason))] == ([post] if post else [])


def test_every_reason_has_its_hearers() -> None:
    """No reason is forgotten when somebody asks who is told."""
    assert set(TOLD) == set(Reason)


def test_a_start_that_is_not_quiet_tells_the_owners() -> None:
    """With `quiet_start: false` what was already so goes to the owners as news."""
    (notice,) = told(moves(Reason.ALREADY_SO), quiet=False)
    assert (notice.post, notice.purpose) == ("head", Purpose.NEWS)
    (notice,) = told(moves(Reason.ALREADY_SO))
    assert notice.purpose is Purpose.QUIET_START


def test_a_correction_for_the_worse_is_news() -> None:
    """A corrected figure that makes it red is told; one that does not is for the digest."""
    assert [n.post for n in told(moves(Reason.CORRECTED, level=Level.RED))] == ["head"]


def test_several_moves_in_one_cycle_are_one_notice() -> None:
    """The last move that is told at all speaks for those before it."""
    (notice,) = told(moves(Reason.OPENED, Reason.WORSENED, Reason.RECOVERING))
    assert notice.subject == "transition:2"
    assert (notice.breach, notice.entry, notice.transition) == (7, 3, 2)


def test_what_came_and_went_in_one_cycle_is_not_told() -> None:
    """An import in which a breach opens and clears again disturbs nobody."""
    assert told(moves(Reason.OPENED, Reason.CLEARED, state=State.CLEARED)) == []


def test_each_post_and_channel_is_told_once() -> None:
    """`tell: [owner, teams, owner]` names the owner twice, and tells the post once a channel."""
    posts = [n.post for n in told(moves(Reason.OPENED), a_book(("owner", "teams", "head")))]
    assert posts == ["head", "teams"]
    head = replace(DIRECTORY.posts["head"], channels=("mailbox", "email"))
    directory = replace(DIRECTORY, posts={**DIRECTORY.posts, "head": head})
    notices = route(moves(Reason.OPENED), a_book(), directory, quiet=True, now=NOW)
    assert [notice.channel for notice in notices] == ["mailbox", "email"]


@pytest.mark.parametrize(
    ("tell", "owner", "post"),
    [
        (("vacant",), "head", "deputy"),
        (("nobody-knows",), "head", "keeper"),
        (("owner",), None, "keeper"),
        ((), "head", "keeper"),
    ],
)
def test_somebody_is_always_told(tell: tuple[str, ...], owner: str | None, post: str) -> None:
    """An empty post falls to its deputy, and everything else that finds nobody to the keeper."""
    assert [notice.post for notice in told(moves(Reason.OPENED), a_book(tell, owner))] == [post]


def test_a_notice_that_reaches_nobody_is_not_lost() -> None:
    """Where not even the keeper can be told the notice is kept, without a channel."""
    (notice,) = route(
        moves(Reason.OPENED), a_book(), Directory({}, {}, "keeper"), quiet=True, now=NOW
    )
    assert (notice.post, notice.channel) == ("head", "")


def test_findings_about_data_go_to_the_keeper() -> None:
    """Owners are told about performance; what is wrong with the data is the keeper's."""
    check = DataCheck("overdue", Series("reviews", OWN), MONTH, FIRST)
    (notice,) = route_checks([check], DIRECTORY, NOW)
    assert (notice.post, notice.purpose, notice.check) == ("keeper", Purpose.CHECKS, check.key)
    assert notice.subject == f"check:{check.key}"


def test_what_only_the_keeper_knew_is_withdrawn_for_the_keeper() -> None:
    """A breach of a quiet start, or one that a changed rule opened, is taken back where it was told."""
    back = moves(Reason.WITHDRAWN, state=State.WITHDRAWN)
    (notice,) = route(back, a_book(), DIRECTORY, quiet=True, kept_back=[7], now=NOW)
    assert (notice.post, notice.purpose) == ("keeper", Purpose.QUIET_START)
    (notice,) = route(back, a_book(), DIRECTORY, quiet=True, kept_back=[8], now=NOW)
    assert (notice.post, notice.purpose) == ("head", Purpose.NEWS)


def test_what_is_worse_is_news_though_the_start_was_quiet() -> None:
    """Kept back is what was there at the start, not what the figures do since."""
    worse = moves(Reason.WORSENED, level=Level.RED)
    (notice,) = route(worse, a_book(), DIRECTORY, quiet=True, kept_back=[7], now=NOW)
    assert (notice.post, notice.purpose) == ("head", Purpose.NEWS)


def test_a_quiet_start_that_is_released_is_news_for_the_owners() -> None:
    """The same move that the keeper heard of, told to whom the rule tells."""
    of = moves(Reason.ALREADY_SO)
    quiet, breaches = told(of), {breach.id: breach for breach in of.breaches}
    (notice,) = release(of.transitions, breaches, a_book(), DIRECTORY, NOW)
    assert [one.post for one in quiet] == ["keeper"]
    assert (notice.post, notice.purpose, notice.subject) == ("head", Purpose.NEWS, quiet[0].subject)


def test_faults_of_the_rules_go_to_the_keeper() -> None:
    """Each fault by its number, and that all is well again."""
    notices = route_faults([4, 5], 3, DIRECTORY, NOW)
    assert [(one.post, one.subject, one.purpose, one.fault) for one in notices] == [
        ("keeper", "fault:4", Purpose.FAULTS, 4),
        ("keeper", "fault:5", Purpose.FAULTS, 5),
        ("keeper", "mended:3", Purpose.MENDED, 3),
    ]
