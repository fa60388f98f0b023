from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from tests.acting.council import MEETING, Council, later
from watchlist.asked import About
from watchlist.model.acts import ActKind, Due
from watchlist.model.errors import UsageError
from watchlist.model.message import Purpose
from watchlist.store.store import Store


@pytest.fixture
def council(store: Store) -> Council:
    return Council.founded(store)


@pytest.fixture
def listed(council: Council) -> Council:
    """A council with late assessments on its list."""
    council.reads("2013-10", 90, 80, 80)
    return council


def test_the_chair_puts_something_on_the_list(council: Council) -> None:
    """What no figure shows is on the list because the Chair asked; the owner of the indicator hears
    of it, and it stays until the Chair lets go."""
    added = council.does(
        "p3", ActKind.ADDED, None, about=About(indicator="assessments"), text="Parents complain"
    )
    entry = council.entry()
    assert (entry.title, entry.level, entry.kept) == ("Assessments on time", None, True)
    assert (entry.owner, entry.committee) == ("head", "children")
    assert council.record().asked_by == "chair"
    (notice,) = council.notices(added)
    assert (notice.subject, notice.post, notice.purpose) == ("act:1", "head", Purpose.ACTS)
    council.does("p3", ActKind.LET_GO, now=later(1))
    assert council.entry().left_at == later(1)
    assert council.listed() == []
    assert council.story() == ["added", "let go"]


def test_breaches_gather_under_what_people_put_on_the_list(council: Council) -> None:
    """A figure that goes wrong afterwards is no second line, and when it is well again the line
    stays: the Chair still holds it."""
    council.does("p3", ActKind.ADDED, None, about=About(indicator="visits"), text="Seen at panel")
    council.does("p3", ActKind.ADDED, None, about=About(theme="Visiting"), text="Seen at panel")
    council.reads("2013-09", 90, 80, name="visits")
    assert [line.breaches != () for line in council.store.watch_list()] == [True, False]
    visiting = council.entry(2)
    assert (visiting.title, visiting.level is None) == ("Visiting", False)
    council.reads("2013-11", 90, 90, name="visits")
    assert council.entry(2).left_at is None
    assert council.entry(2).level is None
    assert council.story(2) == ["added", "already so", "recovering", "cleared"]
    council.does("p3", ActKind.LET_GO, "WL-0002", now=later(2))
    assert council.entry(2).left_at == later(2)


def test_a_request_that_is_no_indicator(council: Council) -> None:
    """ "A breakdown of the £0.815m": it has a title of its own, gathers nothing, and two of them are
    two lines."""
    for _ in range(2):
        about = About(title="A breakdown of the £0.815m")
        council.does("p5", ActKind.ADDED, None, about=about, text="Members ask")
    council.reads("2013-10", 90, 80)
    assert council.listed() == ["WL-0003", "WL-0001", "WL-0002"]
    assert council.entry().title == "A breakdown of the £0.815m"


def test_what_is_on_the_list_already_gets_one_more_holder(listed: Council) -> None:
    """The Chair asks for what a figure has put there: the same line, held by the Chair too."""
    listed.does("p3", ActKind.ADDED, None, about=About(indicator="assessments"), text="Why?")
    assert listed.listed() == ["WL-0001"]
    assert listed.entry().kept
    with pytest.raises(UsageError, match="on the list already, held by chair"):
        listed.does("p3", ActKind.ADDED, None, about=About(indicator="assessments"), text="Why?")


def test_what_comes_back_names_the_earlier_line(council: Council) -> None:
    """Asked for again after it left, it is a new line that follows the old one."""
    for number in (1, 2):
        reference = f"WL-{number:04d}"
        council.does("p3", ActKind.ADDED, None, about=About(indicator="visits"), text="Again")
        council.does("p3", ActKind.LET_GO, reference)
    assert council.entry(2).follows == 1


def test_an_action_is_told_to_whoever_is_to_do_it(listed: Council) -> None:
    """The clerk writes down an action point; the post that is to act hears of it, by when."""
    asked = listed.does(
        "p4", ActKind.ACTION_SET, text="More detail on each red", due=MEETING, post="director"
    )
    assert [notice.post for notice in listed.notices(asked)] == ["director"]
    done = listed.does("p7", ActKind.ACTION_DONE, number=1, text="Sent")
    assert listed.notices(done) == []
    assert not listed.record().actions[0].open


def test_an_answer_reverts_to_whoever_asked(listed: Council) -> None:
    """A member asks the owner; the answer is told to the member's post."""
    asked = listed.does("p5", ActKind.REQUEST_MADE, text="How many teams?")
    assert [notice.post for notice in listed.notices(asked)] == ["head"]
    answered = listed.does("p1", ActKind.REQUEST_ANSWERED, number=1, text="Four")
    assert [notice.post for notice in listed.notices(answered)] == ["north"]


def test_a_new_owner_hears_of_everything_from_now_on(listed: Council) -> None:
    """Reassigned to the director: he is told so, and of the next bad month in place of the head."""
    told = listed.does("p2", ActKind.REASSIGNED, post="director")
    assert [notice.post for notice in listed.notices(told)] == ["director"]
    assert listed.entry().owner == "director"
    before = len(listed.town.told())
    listed.reads("2014-01", 90, now=later(20))
    listed.reads("2014-02", 60, now=later(45))
    assert ("director", Purpose.NEWS) in listed.town.told()
    assert len(listed.town.told()) == before + 1


def test_nobody_is_told_what_he_did_himself(listed: Council) -> None:
    """The owner who sets himself an action needs no message."""
    own = listed.does("p1", ActKind.ACTION_SET, text="Ask again", due=MEETING)
    assert listed.notices(own) == []


def test_who_acts_is_kept_by_number_and_post(listed: Council) -> None:
    """History has the person's number and the post, and no name."""
    done = listed.does("p1", ActKind.CAUSE, text="Staff left")
    assert (done.who, done.acting_for) == ("p1", "head")
    (kept,) = listed.store.acts_of([1])[1]
    assert kept == done


def test_a_deputy_acts_for_the_chair(listed: Council) -> None:
    """Who stands in for a post acts with its roles, and history says for which post."""
    listed.does("p8", ActKind.HOLDS)
    assert listed.record().holds[0].post == "chair"
    listed.does("p3", ActKind.LET_GO)
    assert not listed.entry().kept


REFUSED = [
    ({"who": "p9"}, 'there is no person "p9"'),
    ({"who": "p1", "acting_for": "chair"}, "neither holds the post"),
    ({"who": "p6"}, '"noted" is for these roles'),
    ({"reference": "WL-0009"}, 'there is no entry "WL-0009"'),
    ({"reference": "nonsense"}, 'there is no entry "nonsense"'),
    ({"reference": None}, "say which entry is meant"),
    ({"post": "heads"}, 'there is no post "heads"; did you mean "head"?'),
    ({"committee": "child"}, 'there is no committee "child"; did you mean "children"?'),
    ({"due": Due(date(2014, 3, 20), "children")}, "it meets on 18 June 2014"),
    ({"text": "  "}, "say what is noted"),
    ({"text": "a\x00b"}, "no other characters"),
    ({"text": "a\ud800b"}, "no other characters"),
    ({"version": 9}, "was changed meanwhile; look at it again"),
]


@pytest.mark.parametrize(("fields", "says"), REFUSED)
def test_what_may_not_be_done_writes_nothing(
    listed: Council, fields: dict[str, object], says: str
) -> None:
    """One sentence says why, and nothing is written and nobody is told."""
    before = listed.store.counts()
    known: dict[str, object] = {"who": "p1", "kind": ActKind.NOTED, "text": "Seen"}
    with pytest.raises(UsageError, match=says.replace("?", r"\?")):
        listed.does(**{**known, **fields})  # type: ignore[arg-type]
    assert listed.store.counts() == before


ABOUT = [
    (About(), "say what it is about"),
    (About(indicator="visits", title="Visits"), "say what it is about"),
    (About(indicator="visit"), 'did you mean "visits"?'),
    (About(indicator="visits", area="Barrow"), 'did you mean "Harrow"?'),
    (About(theme="Visits"), 'did you mean "Visiting"?'),
    (About(title="x" * 201), "one line of up to 200"),
    (About(title="a\x1b[2Jb"), "one line of up to 200"),
]


@pytest.mark.parametrize(("about", "says"), ABOUT)
def test_a_new_line_is_about_something(council: Council, about: About, says: str) -> None:
    """What the rulebook does not have is named, with the nearest word."""
    with pytest.raises(UsageError, match=says.replace("?", r"\?")):
        council.does("p3", ActKind.ADDED, None, about=about, text="Why not")


def test_two_who_act_at_once_do_not_lose_each_other(listed: Council) -> None:
    """Ten people write at the same moment: ten notes, one chain."""
    people = ["p1", "p2", "p3", "p4", "p5"] * 2

    def note(who: str) -> None:
        listed.does(who, ActKind.NOTED, text=f"Seen by {who}")

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(note, people))
    assert sorted(note.who for note in listed.record().notes) == sorted(people)
    assert listed.store.verify().broken == ()


def test_who_saw_an_older_state_is_told(listed: Council) -> None:
    """Two look at the same page; the one who is slower is asked to look again."""
    seen = listed.entry().version
    listed.does("p1", ActKind.CAUSE, text="Staff left", version=seen)
    with pytest.raises(UsageError, match="changed meanwhile"):
        listed.does("p2", ActKind.CAUSE, text="An IT fault", version=seen)
    listed.does("p2", ActKind.CAUSE, text="An IT fault", version=listed.entry().version)


def test_a_cycle_does_not_take_away_what_people_hold(listed: Council) -> None:
    """A line that a member holds stays through every cycle, and the chain of its history holds."""
    listed.does("p5", ActKind.HOLDS)
    listed.reads("2014-01", 90, 90, 90, now=later(60))
    listed.does("p3", ActKind.REMOVAL_AGREED, now=later(60), minute="Minute 14")
    assert listed.entry().left_at is None
    listed.does("p5", ActKind.LET_GO, now=later(61))
    assert listed.entry().left_at == later(61)
    assert listed.store.verify().broken == ()


def test_nothing_is_begun_on_what_has_left(listed: Council) -> None:
    """After it left, an answer may still come and no cause."""
    listed.does("p5", ActKind.REQUEST_MADE, text="How many?")
    listed.reads("2014-01", 90, 90, 90, now=later(60))
    listed.does("p4", ActKind.REMOVAL_AGREED, now=later(60))
    listed.does("p1", ActKind.REQUEST_ANSWERED, number=1, text="Four", now=later(61))
    with pytest.raises(UsageError, match="has left the list"):
        listed.does("p1", ActKind.CAUSE, text="Late", now=later(61))
