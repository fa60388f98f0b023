"""What somebody who is signed in may see: by his posts, today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.web.council import Council
from watchlist.app import examine
from watchlist.cycle import Setting
from watchlist.model.indicator import Committee, Publication
from watchlist.model.people import Directory, Holding, Person, Post
from watchlist.model.rule import Rulebook
from watchlist.model.visitor import OPEN_TO, Page, Visitor, may_open, may_see
from watchlist.visiting import onlooker, person_at, visitor_of

TODAY = date(2014, 2, 4)
CHILDREN, SCHOOLS = Committee("children", "Children", "chair", "clerk"), Committee("schools", "S")
POSTS = {
    "chair": Post("chair", "Chair", (Holding("p1", until=TODAY),), roles=frozenset({"chair"})),
    "clerk": Post("clerk", "Clerk", (Holding("p2"),), roles=frozenset({"clerk"})),
    "member": Post("member", "Member", (Holding("p3"),), roles=frozenset({"member"})),
    "head": Post("head", "Head", (Holding("p4"),), deputy="clerk", roles=frozenset({"owner"})),
    "audit": Post("audit", "Audit", (Holding("p5"),), roles=frozenset({"auditor"})),
    "team": Post("team", "Team", (Holding("p6"),)),
    "nothing": Post("nothing", "Nothing", (Holding("p7"),)),
}
PEOPLE = {
    number: Person(number, f"Person {number}", f"{number}@village.example")
    for number in ("p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8")
}


def setting(*committees: Committee, **changes: Post) -> Setting:
    known = {one.id: one for one in committees or (CHILDREN,)}
    book = Rulebook({}, {}, {}, known, "", {})
    directory = Directory({**POSTS, **changes}, PEOPLE, "team", frozenset({"p9"}))
    return Setting(book, directory, "Europe/London", False)


def visitor(person: str, *committees: Committee, **changes: Post) -> Visitor:
    found = visitor_of(setting(*committees, **changes), person, TODAY)
    assert found is not None
    return found


def test_a_visitor_is_what_his_posts_are() -> None:
    """Those that he holds and those that he stands in for, with what comes with them in the rules."""
    clerk = visitor("p2")
    assert (clerk.name, clerk.posts) == ("Person p2", ("clerk", "head"))
    assert clerk.roles == {"clerk", "owner"}
    assert clerk.committees == {"children"}
    assert not clerk.reads_only
    assert visitor("p6").roles == {"keeper"}


def test_whoever_left_his_post_or_was_erased_sees_nothing() -> None:
    """From the day after: he is no visitor at all, and neither is one whom nobody knows."""
    today = setting()
    assert visitor_of(today, "p1", TODAY) is not None
    for person, day in (("p1", date(2014, 2, 5)), ("p8", TODAY), ("p9", TODAY), ("x", TODAY)):
        assert visitor_of(today, person, day) is None


def test_a_role_of_his_organisation_lets_him_look() -> None:
    """Beside his own ones; without a post he only looks; without a number he is nobody in history."""
    today = setting()
    chair = visitor_of(today, "p1", TODAY, ("auditor",))
    assert chair is not None
    assert (set(chair.roles), chair.reads_only) == ({"chair", "auditor"}, False)
    former = visitor_of(today, "p8", TODAY, ("officer",))
    assert former is not None
    assert (former.person, former.reads_only) == ("p8", True)
    stranger = onlooker("S. Tranger", ("officer",))
    assert stranger == Visitor(
        None, "S. Tranger", (), frozenset({"officer"}), frozenset(), reads_only=True
    )
    assert onlooker("S. Tranger", ()) is None


def test_auditors_and_posts_without_a_role_only_look() -> None:
    """There is nothing that they could change."""
    assert {visitor(number).reads_only for number in ("p5", "p7")} == {True}


def test_a_member_serves_the_committees_that_are_named() -> None:
    """Where there is but one, that one; where there are several and none is named, none."""
    assert visitor("p3").committees == {"children"}
    assert visitor("p3", CHILDREN, SCHOOLS).committees == frozenset()
    named = replace(POSTS["member"], committees=("schools",))
    assert visitor("p3", CHILDREN, SCHOOLS, member=named).committees == {"schools"}


@pytest.mark.parametrize(
    ("person", "sees"),
    [("p1", True), ("p2", True), ("p3", True), ("p4", True), ("p5", True), ("p6", True),
     ("p7", False)],
)  # fmt: skip
def test_exempt_material_is_for_those_whom_it_concerns(person: str, sees: bool) -> None:
    """Its committee's chair, clerk and member, its owner, the auditor and the keeper."""
    assert may_see(visitor(person), Publication.EXEMPT, "children", "head") is sees
    assert may_see(visitor(person), Publication.INTERNAL, None, None)


def test_another_committees_exempt_material_is_not() -> None:
    """Nor that of no committee; an officer sees it all."""
    both = (CHILDREN, SCHOOLS)
    for person in ("p1", "p3", "p7"):
        for committee in ("schools", None):
            assert not may_see(visitor(person, *both), Publication.EXEMPT, committee, None)
    officer = onlooker("Officer", ("officer",))
    assert officer is not None
    assert may_see(officer, Publication.EXEMPT, "schools", None)
    assert not may_see(replace(officer, roles=frozenset({"administrator"})), Publication.EXEMPT,
                       "schools", None)  # fmt: skip


def test_who_may_open_which_page() -> None:
    """The list is everybody's; the workshop is not a member's; health is not an officer's."""
    opened = {
        person: {page for page in Page if may_open(visitor(person), page)}
        for person in ("p3", "p5", "p6")
    }
    assert opened["p5"] == opened["p6"] == set(Page)
    assert opened["p3"] == {page for page in Page if OPEN_TO[page] is None}
    officer = onlooker("Officer", ("officer",))
    assert officer is not None
    assert {page for page in Page if not may_open(officer, page)} == {Page.HEALTH}


def test_an_address_is_somebodys_however_it_is_written() -> None:
    """An address that two share, or nobody has, is nobody's."""
    directory = setting().directory
    found = person_at(directory, " P1@Village.Example ")
    assert found is not None
    assert found.id == "p1"
    assert person_at(directory, "") is person_at(directory, "x@village.example") is None
    shared = {**PEOPLE, "p8": Person("p8", "Another", "P1@village.example")}
    assert person_at(replace(directory, people=shared), "p1@village.example") is None


def test_a_committee_that_nobody_knows_is_warned_of(tmp_path: Path) -> None:
    """At the post that names it, with the name that was meant."""
    council = Council.founded(tmp_path)
    text = council.config.read_text().replace("roles: [member]", "roles: [member], committees: [C]")
    council.config.write_text(text.replace("committees: [C]", "committees: [schools, childen]"))
    *_, faults = examine(council.config)
    (warned,) = [str(fault) for fault in faults if "there is no" in str(fault)]
    assert 'warning: post "member": there is no committee "childen"' in warned
    assert '"children"' in warned
