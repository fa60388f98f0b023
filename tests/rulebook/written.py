"""Rulebooks drawn at random, sound by construction, as trees; and single slips in them."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

Tree = Any
Path = tuple[str | int, ...]

OWN, OTHER = "Harrow", "Barnet"
PERCENT, VARIANT, COUNT, YEARLY = "on-time", "on-time-otherwise", "referrals", "plans"


def words(options: list[Tree]) -> st.SearchStrategy[Tree]:
    """One of these."""
    return st.sampled_from(options)


intervals = words(["1 day", "15 working days", "2 weeks", "3 months"])
names = words(["head", "head-of-assessment", "27", 27, "no", True, "größe"])
titles = words(["Too late", "50% are late", 2014, "yes", "Children: late", "Réunions", "#1"])
numbers = words([0, 3, 85, -2.5, "85", "+4", "-.5"])
periods = words(["2012-04", "April 2012", "2013-12"])

#: Any key of an indicator by month, in percent, that is not needed.
INDICATOR_KEYS: dict[str, st.SearchStrategy[Tree]] = {
    "number": names,
    "owner": names,
    "committee": st.just("children"),
    "due": intervals,
    "tags": st.lists(names, max_size=3) | st.none(),
    "publication": words(["public", "internal", "exempt, paragraph 3"]),
    "small_numbers": st.fixed_dictionaries(
        {"withhold": words(["1 to 5", "0 to 4"])}, optional={"round_totals_to": words([5, "10"])}
    ),
    "stale_after": words([1, 2, "3", 1000]),
    "year": words(["financial", "academic", "calendar"]),
    "definition_changed": st.lists(periods, max_size=2) | st.none(),
    "candidate": words([True, "false"]),
    "retired": words(["2018-12", "March 2019"]),
    "adds_up": st.lists(words(["sex", "age"]), max_size=2) | st.none(),
    "checks": st.fixed_dictionaries(
        {},
        optional={
            "overdue": words(["off", "5 working days"]),
            **dict.fromkeys(
                ("missing", "inconsistent", "impossible", "parts", "restated", "retired"),
                st.just("off"),
            ),
        },
    )
    | st.none(),
}

TARGETS = words([85, "85", "in the data", [{"value": 80}, {"from": "2013-04", "value": 85}]])

REFERENCES = words([
    70, "-1.5", "target", "tolerance", "previous", "a year ago", "average of last 2",
    "average of last 12", {"area": "England"}, {"neighbours": "average"}, {"neighbours": "median"},
    {"indicator": PERCENT}, "average of 2012-13", "average of 2012", "best of last 12",
    "worst of last 2",
])  # fmt: skip

#: What a year to date is not held against.
NOT_TO_DATE = [
    "previous", "average of last 2", "average of last 12", "average of 2012-13", "average of 2012",
    "best of last 12", "worst of last 2",
]  # fmt: skip

#: Any modifier of a comparison of percentages, but for those that cannot stand together.
MODIFIERS: dict[str, st.SearchStrategy[Tree]] = {
    "by": words([3, "2.5", "5 points", "1 point", "10% of it", "10 % of it"]),
    "only_if_out_of": words([30, "30", 2.5]),
    "significantly": words(["95%", "99.8%"]),
}

_MERITS = words(["worse", "better", "either"])
_CHARTED: dict[str, st.SearchStrategy[Tree]] = {
    "baseline": words(["first 12", "first 24", "first 9999"]),
    "rebase": words([["2023-04"], ["2021-04", "2023-04-01"]]),
    "points": words([8, "13", 1000]),
}
_AMONG = words(["neighbours", "all areas"])
_LINES = st.builds(
    lambda head, subject: {head: subject},
    words(["worse_than", "better_than", "above", "below"]),
    words(["target", "tolerance", 70, "-1.5"]),
)
_SIGNALS = words(["outside_limits", "shift", "trend", "two_of_three"])

#: What stands behind each statistical word, and beside it.
STATISTICAL: dict[str, tuple[st.SearchStrategy[Tree], dict[str, st.SearchStrategy[Tree]]]] = {
    "unusual": (_MERITS, {"signals": st.lists(_SIGNALS, min_size=1, max_size=2), **_CHARTED}),
    "against_target": (words(["failing", "passing", "hit_and_miss"]), _CHARTED),
    "heading": (_LINES, {"within": words([1, "3", 24]), "method": words(["linear", "damped"])}),
    "outlier": (_MERITS, {"among": _AMONG, "limits": words(["95%", "99.8%"])}),
    "rank": (words(["worst 25%", "best 10%", "worst 33.3%"]), {"among": _AMONG}),
}


@st.composite
def comparisons(draw: st.DrawFn, inner: bool = False) -> Tree:
    head = draw(words(["worse_than", "better_than", "above", "below", "outside"]))
    subject = draw(words(["0 to 100", "-5 to 2.5"]) if head == "outside" else REFERENCES)
    made = {head: subject} | draw(st.fixed_dictionaries({}, optional=MODIFIERS))
    in_a_row = draw(words([{}, {}, {"for": 2}, {"for": "3"}, {"in": "2 of 3"}, {"in": "1 of 1"}]))
    if subject not in ("target", "tolerance") and draw(st.booleans()):
        to_date = ["year to date"] if subject not in NOT_TO_DATE else []
        made |= {"of": draw(words(["numerator", "denominator", *to_date]))}
        made.pop("significantly", None)
        if "by" in made:
            made["by"] = 3
    if inner and draw(st.booleans()):
        made |= {"indicator": PERCENT}
    return made | in_a_row


@st.composite
def statistical(draw: st.DrawFn, inner: bool = False) -> Tree:
    head = draw(words(list(STATISTICAL)))
    subject, modifiers = STATISTICAL[head]
    made = {head: draw(subject)} | draw(st.fixed_dictionaries({}, optional=modifiers))
    if inner and draw(st.booleans()):
        made |= {"indicator": PERCENT}
    return made


def _leaves(inner: bool) -> st.SearchStrategy[Tree]:
    return comparisons(inner=inner) | statistical(inner=inner)


def _combined(conditions: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    several = st.lists(conditions, min_size=1, max_size=2)
    return st.one_of(
        several.map(lambda each: {"all": each}),
        several.map(lambda each: {"any": each}),
        conditions.map(lambda each: {"not": each}),
    )


CONDITIONS = _leaves(inner=False) | st.recursive(
    _leaves(inner=True), _combined, max_leaves=3
).filter(lambda made: "indicator" not in made)

#: Any key of a rule that is not needed, nor a level.
RULE_KEYS: dict[str, st.SearchStrategy[Tree]] = {
    "areas": words(["own", "all", [OWN], [OWN, OTHER]]),
    "breakdowns": words(["total", "all", {"sex": ["Female"]}, {"sex": ["F"], "age": [16, "17"]}]),
    "theme": titles,
    "leaves": words(
        ["at once", "when the committee agrees", "after 1 good reading", "after 12 good readings"]
    ),
    "review_after": intervals,
    "tell": words([["owner"], ["owner", "director"], [27]]),
    "if_not_acknowledged_in": words([{"10 working days": "director"}, {"1 day": 27}]),
    "was": names,
}

SELECTIONS = words([
    {"indicator": PERCENT},
    {"indicators": [PERCENT]},
    {"indicators": {"tags": ["timely"]}},
])  # fmt: skip

AREA_KEYS: dict[str, st.SearchStrategy[Tree]] = {
    "code": names,
    "level": words(["authority", "region"]),
}

COMMITTEE_KEYS: dict[str, st.SearchStrategy[Tree]] = {
    "chair": names,
    "clerk": names,
    "meetings": words([["2014-02-04", "2014-03-27"], [], None]),
    "meetings_from": words(["calendar.ics", "2014 calendars/children.ICS"]),
}


@st.composite
def rulebooks(draw: st.DrawFn) -> dict[str, Tree]:
    """A rulebook without a fault: four indicators, two rules, areas, a committee, defaults."""

    def some(keys: dict[str, st.SearchStrategy[Tree]]) -> dict[str, Tree]:
        made: dict[str, Tree] = draw(st.fixed_dictionaries({}, optional=keys))
        return made

    percent = {
        "title": draw(titles),
        "unit": "percent",
        "better": draw(words(["higher", "lower"])),
        "every": "month",
        "target": draw(TARGETS),
        "tolerance": draw(words([5, "5 points", "10% of it"])),
        **some(INDICATOR_KEYS),
        "tags": ["timely"],
    }
    unit = draw(words(["count", "rate per 10,000", "days", "pounds", "score", "number"]))
    every = draw(words(["week", "quarter", "half-year", "term"]))
    counted = {"title": draw(titles), "unit": unit, "better": "neither", "every": every}
    year = draw(
        words(
            [
                {"every": "academic-year"},
                {"every": "financial-year", "pooled": 3},
                {"every": "calendar-year", "pooled": "10"},
                {"every": "reporting-year", "ends": "march"},
            ]
        )
    )
    level = draw(words(["red", "amber"]))
    committee = {"title": draw(titles), **some(COMMITTEE_KEYS)}
    if "meetings_from" in committee:
        committee.pop("meetings", None)
    return {
        "defaults": {"owner": "head", "due": draw(intervals)},
        "indicators": {
            PERCENT: percent,
            VARIANT: {
                "title": draw(titles),
                **{key: percent[key] for key in ("unit", "better", "every")},
                "variant_of": PERCENT,
            },
            COUNT: {**counted, **some({"tags": INDICATOR_KEYS["tags"]})},
            YEARLY: {"title": "Plans", "unit": "count", "better": "lower", **year},
        },
        "rules": {
            "late": {
                "title": draw(titles),
                **draw(SELECTIONS),
                level: draw(CONDITIONS),
                **some({"info": CONDITIONS}),
                **some(RULE_KEYS),
            },
            "plain": {"title": "Plain", "indicator": COUNT, "red": {"above": draw(numbers)}},
        },
        "areas": {
            OWN: {
                "own": draw(words([True, "true"])),
                "neighbours": {"2021-04": [OTHER], "2025-05-01": [OTHER, "Ealing"]},
                **some(AREA_KEYS),
            },
            OTHER: draw(words([None, {}, {"own": False, "neighbours": {"2020-01": ["Ealing"]}}])),
            "Ealing": None,
            "England": {"level": "country"},
        },
        "committees": {"children": committee},
    }


#: What may come to stand where something else should.
STRANGE = words([
    "zzz", "", None, 0, -1, 1.5, 7, True, [], {}, ["zzz"], [None], {"zzz": 1}, [[]], "a b",
    "5 points", "0 points", "10%", "10 percent", "85%", "£5", "0 to 100", "1 to 5", "2 of 3",
    "0 of 3", "target", "average of last 1", "last year", "month", "rate per 0", "rate", "own",
    "at once", "after 0 good readings", "soon", "2014-02-04", "04/02/2014", "exempt", "off", "no",
    {"above": 3}, {"above": 3, "below": 2}, [{"above": 3}], {"above": 3, "for": 2, "in": "2 of 3"},
    {"any": [{"above": 3}], "for": 2}, {"worse_than": "targt"}, {"wrose_than": 3}, {"for": 2},
    {"above": 3, "fro": 2}, {"above": {"area": "England", "neighbours": "average"}}, {"above": {}},
    {"unusual": "worse"}, {"above": 3, "significantly": "95%"}, {"above": 3, "indicator": PERCENT},
    "worse", "worst", "failing", "first 6", "first 12", "first 012", 24, "worst 0%", "worst 25%",
    "worst 100%", "best 33.33%", "90%", "95%", 0.95, "neighbours", "all areas", "linear", "liner",
    ["shift"], ["shift", "shft"], "shift", "2023-04", ["2023-13"], ["2023-02-30"], [2023],
    {"above": "target"}, {"above": "previous"}, {"above": 3, "within": 3}, {"worse_than": "85%"},
    {"heading": {"above": 3}}, {"heading": {"above": 3, "below": 2}}, {"heading": {}},
    {"heading": {"above": 3}, "within": 25}, {"heading": {"outside": "0 to 100"}},
    {"heading": {"above": {"area": "England"}}}, {"heading": "worse"}, {"unusual": "worst"},
    {"unusual": "worse", "for": 2}, {"unusual": "either", "signals": []},
    {"unusual": "either", "indicator": PERCENT}, {"all": [{"unusual": "worse", "indicator": COUNT}]},
    {"against_target": "failing", "signals": ["shift"]}, {"outlier": "either", "limits": "90%"},
    {"outlier": "either"}, {"rank": "worst 25%"}, {"rank": "25%", "among": "all"},
    {"above": 3, "of": "numerator", "significantly": "95%"},
    {"tags": []}, {"tags": None}, {"all": None}, {"not": [{"above": 3}]}, {"withhold": "5"},
])  # fmt: skip

STRANGE_WORDS = words([
    "zzz", "titel", "title", "indicator", "indicators", "red", "above", "below", "for", "in", "own",
    "was", "definition_changed", "meetings_from", "a b", "x|y", "10 working days", "2021-04",
    "soon", "tags", "unusual", "against_target", "heading", "outlier", "rank", "signals", "baseline",
    "rebase", "points", "within", "method", "among", "limits", "significantly", "of", "by",
])  # fmt: skip


def places(tree: Tree, path: Path = ()) -> list[Path]:
    """The path of every value of a tree."""
    found: list[Path] = [path]
    if isinstance(tree, dict):
        for key, value in tree.items():
            found += places(value, (*path, key))
    elif isinstance(tree, list):
        for number, item in enumerate(tree):
            found += places(item, (*path, number))
    return found


@st.composite
def slipped(draw: st.DrawFn, sound: Tree) -> Tree:
    """A tree in which one thing was replaced, renamed, taken out or added."""
    tree = deepcopy(sound)
    path = draw(words(places(tree)[1:]))
    holder: Tree = tree
    for step in path[:-1]:
        holder = holder[step]
    last = path[-1]
    slip = draw(words(["replace", "rename", "take out", "add"]))
    if slip == "replace" or not isinstance(holder, dict):
        holder[last] = draw(STRANGE)
    elif slip == "take out":
        del holder[last]
    elif slip == "add":
        holder.setdefault(draw(STRANGE_WORDS), draw(STRANGE))
    else:
        holder[draw(STRANGE_WORDS)] = holder.pop(last)
    return tree
