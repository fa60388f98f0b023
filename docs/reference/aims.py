"""What an officer wants to do, and the words for it: the order of the pages.

A word that stands nowhere here, or twice, fails the tests of the pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docs.reference.words import slug


@dataclass(frozen=True)
class Aim:
    """One thing that somebody wants to do; ``words`` by their names, in the order of the page."""

    title: str
    says: str
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        """Names its place on the page, and its example."""
        return slug(self.title)


@dataclass(frozen=True)
class Page:
    file: str
    title: str
    says: str
    aims: tuple[Aim, ...]

    def words(self) -> Iterator[str]:
        for aim in self.aims:
            yield from aim.words


def _aim(title: str, says: str, kind: str, words: str, *more: str) -> Aim:
    """``words``: those of one kind, parted by blanks; ``more``: whole names."""
    return Aim(title, says, (*(f"{kind}-{word}" for word in words.split()), *more))


FILES = Page(
    "README.md",
    "The words of a rulebook",
    "",
    (
        _aim(
            "Write a file",
            "A rulebook is a folder; every `*.yaml` in it is read as one, whatever the files are "
            "called. An id that is given twice is a fault.",
            "file",
            "indicators rules areas committees defaults",
        ),
    ),
)

MEASURED = Page(
    "indicators.md",
    "Say what is measured",
    "An indicator says once what a figure is, which way is good and who answers for it. Rules then "
    "need not.",
    (
        _aim(
            "Name a figure",
            "What it is called, what it counts and how often it comes.",
            "indicator",
            "title number unit better every ends pooled year tags",
        ),
        _aim(
            "Say what is wanted",
            "The target, its steps over the years, and how near to it is near enough.",
            "indicator",
            "target tolerance",
            "step-value",
            "step-from",
        ),
        _aim(
            "Expect it in time",
            "When the return must be in, and when a series without returns is no longer judged.",
            "indicator",
            "due stale_after retired",
        ),
        _aim(
            "Say who answers for it and who may see it",
            "Posts, never people: who holds a post stands in the configuration.",
            "indicator",
            "owner committee publication small_numbers",
            "small_numbers-withhold",
            "small_numbers-round_totals_to",
        ),
        _aim(
            "Count it in another way",
            "A second figure for the same thing, one that is only tried out, and one that is counted "
            "differently from some year on.",
            "indicator",
            "variant_of candidate definition_changed",
        ),
        _aim(
            "Tune what is checked",
            "What [the checks](checks.md) of the data know of it.",
            "indicator",
            "adds_up checks",
        ),
    ),
)

WATCHED = Page(
    "rules.md",
    "Say what is watched and who is told",
    "A rule says what it looks at, when that is amber or red, when it leaves the list again, and who "
    "is told. [When it speaks](conditions.md) has a page of its own.",
    (
        _aim(
            "Choose what a rule looks at",
            "It stands for each series that it chooses by itself: one that is wrong does not hide "
            "another.",
            "rule",
            "title indicator indicators",
            "indicators-tags",
            "rule-areas",
            "rule-breakdowns",
            "rule-theme",
            "rule-was",
        ),
        _aim(
            "Say how bad it is",
            "At least one of the three. Where several hold, the worst counts.",
            "rule",
            "red amber info",
        ),
        _aim(
            "Say when it leaves the list",
            "A reading is good when it is known and not on the wrong side; a missing or withheld one "
            "never is.",
            "rule",
            "leaves review_after",
        ),
        _aim(
            "Say who is told",
            "Of what opens, gets worse or leaves.",
            "rule",
            "tell if_not_acknowledged_in",
        ),
    ),
)

SPEAKS = Page(
    "conditions.md",
    "Say when a rule speaks",
    "A condition begins with one word, behind which stands what the figure is held against; further "
    "words beside it narrow it. A figure that is missing or withheld is *unknown*: never false and "
    "never zero. Where there is nothing to compare with, the condition is *not judged*.",
    (
        _aim(
            "Compare a figure",
            "Every comparison is strict: a figure that equals the target is not worse than it.",
            "condition",
            "worse_than better_than above below outside",
        ),
        _aim(
            "Hold it against a level",
            "Behind `worse_than`, `better_than`, `above` or `below`.",
            "reference",
            "a-number target tolerance",
        ),
        _aim(
            "Hold it against its own past",
            "A change is good again only when the figure is back where it fell from: 70, 50, 50, 50 "
            "has not recovered.",
            "reference",
            "previous a-year-ago average-of-last-12 average-of-2012-13 best-of-last-12 "
            "worst-of-last-12",
        ),
        _aim(
            "Hold it against others",
            "Their figure for the same period or, where they have none, the latest that they had by "
            "then, at most two years back.",
            "reference",
            "area neighbours indicator",
        ),
        _aim(
            "Wait until it lasts or is large enough",
            "One figure is not yet news, and a share of a handful of children hardly ever is.",
            "modifier",
            "for in by only_if_out_of",
        ),
        _aim(
            "Look at something else",
            "At one of the two counts behind the figure, at the year so far, or at another indicator.",
            "modifier",
            "of indicator",
        ),
        _aim(
            "Tell a change from chance",
            "Figures go up and down without anything having changed. These words ask whether it is "
            "more than that; where there are too few figures to tell, they are not judged. "
            "[How it is worked out](../statistics.md) has a page of its own.",
            "condition",
            "unusual against_target",
            "modifier-signals",
            "modifier-baseline",
            "modifier-rebase",
            "modifier-points",
            "modifier-significantly",
        ),
        _aim(
            "See where it is heading",
            "A projection of what is known, and never a fact.",
            "condition",
            "heading",
            "modifier-within",
            "modifier-method",
        ),
        _aim(
            "Find a place among others",
            "The council's own figure is one of the group.",
            "condition",
            "outlier rank",
            "modifier-among",
            "modifier-limits",
        ),
        _aim(
            "Join conditions",
            "As many as are needed, one inside of another.",
            "condition",
            "all any not",
        ),
    ),
)

COUNCIL = Page(
    "council.md",
    "Say which areas and committees there are",
    "They belong to the council: keep them in a folder of your own, beside the rules.",
    (
        _aim(
            "Name the areas",
            "The council's own, and those that it is compared with.",
            "area",
            "own neighbours code level",
        ),
        _aim(
            "Name the committees",
            "Who looks at which indicator, and when.",
            "committee",
            "title chair clerk meetings meetings_from",
        ),
    ),
)

CHECKED = Page(
    "checks.md",
    "What is checked without a rule",
    "Performance is one thing, data another. These checks are always on; what they find goes to the "
    "keeper of the rulebook and never onto the watch list. They are tuned in `checks:` of an "
    "indicator. [Checks of the data](../checks.md) says more.",
    (
        _aim(
            "Returns that do not come, or come after the end",
            "",
            "check",
            "overdue missing retired",
        ),
        _aim(
            "Figures that cannot be right",
            "",
            "check",
            "inconsistent impossible parts restated",
        ),
    ),
)

PAGES = (FILES, MEASURED, WATCHED, SPEAKS, COUNCIL, CHECKED)
