"""How posts, people and committees are called where people read of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from watchlist.model.acts import Due
from watchlist.model.people import Directory
from watchlist.model.record import Said
from watchlist.model.rule import Rulebook


@dataclass(frozen=True)
class Names:
    """Titles by id. History keeps ids; who is called how is looked up when it is told."""

    posts: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    committees: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, directory: Directory, book: Rulebook) -> Names:
        return cls(
            {name: post.title for name, post in directory.posts.items()},
            {name: person.name for name, person in directory.people.items()},
            {name: committee.title for name, committee in book.committees.items()},
        )

    def post(self, post: str | None) -> str:
        return self.posts.get(post or "", post or "somebody")

    def committee(self, committee: str | None) -> str:
        return self.committees.get(committee or "", committee or "the committee")

    def by(self, who: str, acting_for: str | None) -> str:
        """Who did something: the post he did it for, or himself where it was for none."""
        return self.post(acting_for) if acting_for else self.person(who)

    def person(self, who: str) -> str:
        """A person by name; one whose name is not there any more by his number."""
        return self.people.get(who) or f"somebody whose name was erased ({who})"

    def who(self, who: str, acting_for: str | None) -> str:
        """Who did something, with his number: "Performance (p9)"."""
        return f"{self.post(acting_for)} ({who})" if acting_for else self.person(who)

    def said_by(self, said: Said) -> str:
        return self.by(said.who, said.acting_for)

    def due(self, due: Due | None) -> str:
        """ "by 4 March 2014", "at the meeting of Children on 19 March 2014", "once …"; "" for none."""
        if due is None:
            return ""
        if due.day is None:
            return f"once {due.event}"
        day = f"{due.day.day} {due.day:%B %Y}"
        if due.committee is None:
            return f"by {day}"
        return f"at the meeting of {self.committee(due.committee)} on {day}"
