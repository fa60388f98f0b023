"""Every fault of a rulebook, with its sentence and its exact place."""

from __future__ import annotations

import pytest

from tests.rulebook.books import COUNCIL, INDICATOR, faults, load, rule_faults, with_rule
from watchlist.model.errors import FaultsError
from watchlist.rulebook.load import check_rulebook_text

#: Two figures for the same thing, the second of which has a slip.
VARIANTS = [
    (
        "z: {title: Z, unit: percent, better: higher, every: month, variant_of: y}",
        'variant_of: "y" is a variant itself; name "x" here, so that all of them stand side by side',
    ),
    (
        "z: {title: Z, unit: count, better: higher, every: month, variant_of: x}",
        'variant_of: the unit of "x" is percent and not count; '
        "two figures for the same thing have one unit",
    ),
    (
        "z: {title: Z, unit: percent, better: higher, every: quarter, variant_of: x}",
        'variant_of: "x" has other periods; '
        "two figures for the same thing stand side by side period by period",
    ),
    (
        "z: {title: Z, unit: days, better: higher, every: month, adds_up: [sex]}",
        "adds_up: the parts of figures in days do not add up; it is for counts, and for the counts "
        "behind percentages and rates",
    ),
]

INDICATORS = [
    (
        "target: 85%}",
        '2:70: indicator "x": target: "85%" is not a number; write 85',
    ),
    (
        "tolerance: 10 percent}",
        '2:73: indicator "x": tolerance: which is meant by "10 percent": 10 points, or 10% of it?',
    ),
    (
        "tolerance: 10%}",
        '2:73: indicator "x": tolerance: which is meant by "10%": 10 points, or 10% of it?',
    ),
    (
        "tolerance: 0}",
        '2:73: indicator "x": tolerance: a gap must be more than 0; leave it out if there is none',
    ),
    (
        "target: [{value: 1}, {value: 2}]}",
        '2:83: indicator "x": from is missing',
    ),
    (
        "target: [{from: 2013-04, value: 1}, {from: 2012-04, value: 2}]}",
        '2:70: indicator "x": target: the steps must follow each other in time, '
        "each from a later one",
    ),
    (
        "target: []}",
        '2:70: indicator "x": target: names no target; leave it out if there is none',
    ),
    (
        "ends: march}",
        '2:68: indicator "x": ends is for every: reporting-year only; leave it out',
    ),
    ("taget: 85}", '2:62: indicator "x": "taget" is not known here; did you mean "target"?'),
    (
        "retired: 2018-19}",
        '2:71: indicator "x": retired: "2018-19" is not a month: write it like 2013-12',
    ),
    (
        "candidate: perhaps}",
        '2:73: indicator "x": candidate: "perhaps" is not true or false; '
        "write one of these two words",
    ),
    (
        "variant_of: y}",
        '2:74: indicator "x": there is no indicator "y"',
    ),
    (
        "variant_of: x}",
        '2:74: indicator "x": variant_of: it cannot be a variant of itself; '
        "name the other indicator",
    ),
    (
        "due: 15 wrking days}",
        '2:67: indicator "x": due: "15 wrking days" is not a stretch of time; '
        "write it like 15 working days, 2 weeks or 3 months",
    ),
    (
        "publication: exempt}",
        '2:75: indicator "x": publication: "exempt" is not public, internal, '
        "or exempt, paragraph N (1 to 7)",
    ),
    (
        "small_numbers: {withhold: 5}}",
        '2:88: indicator "x": withhold: "5" is not a range; '
        "write it like 0 to 100, the smaller number first",
    ),
    (
        "checks: {parts: no}}",
        '2:78: indicator "x": parts: "no" is not off',
    ),
    (
        "stale_after: 0}",
        '2:75: indicator "x": stale_after: "0" is not a whole number from 1 to 1,000',
    ),
]


@pytest.mark.parametrize(("words", "sentence"), VARIANTS)
def test_figures_that_cannot_stand_together_are_faults(words: str, sentence: str) -> None:
    """A variant is one figure beside another of the same kind; what adds up is counted."""
    both = (
        "indicators:\n"
        "  x: {title: X, unit: percent, better: higher, every: month}\n"
        "  y: {title: Y, unit: percent, better: higher, every: month, variant_of: x}\n"
        f"  {words}\n"
    )
    (fault,) = faults(both)
    assert fault.startswith("rules/a.yaml:4:")
    assert fault.endswith(f'indicator "z": {sentence}')


@pytest.mark.parametrize(("words", "sentence"), INDICATORS)
def test_faults_of_an_indicator(words: str, sentence: str) -> None:
    """A slip in an indicator is said at its place, with what to write instead."""
    assert faults(INDICATOR + words) == [f"rules/a.yaml:{sentence}"]


def test_a_gap_in_points_of_a_count_is_a_fault() -> None:
    """Points are for percentages; a count has its own unit."""
    text = (
        "indicators:\n  x: {title: X, unit: count, better: lower, every: week, tolerance: 5 points}"
    )
    assert faults(text) == [
        'rules/a.yaml:2:69: indicator "x": tolerance: "5 points" is for percentages, '
        "and the unit here is count; write 5 or 5% of it"
    ]


def test_a_title_cut_short_is_a_fault() -> None:
    """`title: Reviews #late` says less than the officer wrote."""
    keys = ("title: Reviews#late", "unit: count", "better: lower", "every: week")
    text = "indicators:\n  x:\n" + "".join(f"    {key}\n" for key in keys)
    assert faults(text) == []
    assert faults(text.replace("#", " #")) == [
        'rules/a.yaml:3:12: indicator "x": title is cut short at " #"; '
        "put the text in quotes, or the comment on a line of its own"
    ]


def test_what_an_indicator_must_say() -> None:
    """All that is missing is said at once, at the indicator's id."""
    assert faults("indicators:\n  x: {unit: rate, every: reporting-year}\n") == [
        'rules/a.yaml:2:3: indicator "x": better is missing',
        'rules/a.yaml:2:3: indicator "x": title is missing',
        'rules/a.yaml:2:13: indicator "x": unit: a rate per how many? write it like rate per 10000',
        'rules/a.yaml:2:26: indicator "x": every: reporting-year needs the month it ends in, '
        "like ends: march",
    ]


RULES = [
    ("indicator: assesments\namber: {above: 3}",
     '4:16: rule "late": there is no indicator "assesments"; did you mean "assessments"?'),
    ("indicators: {tags: [demnd]}\namber: {above: 3}",
     '4:25: rule "late": tags: no indicator has the tag "demnd"; did you mean "demand"?'),
    ("indicators: []\namber: {above: 3}",
     '4:17: rule "late": indicators: names none, so the rule stands for nothing'),
    ("indicators:\namber: {above: 3}",
     '4:16: rule "late": indicators: names none, so the rule stands for nothing'),
    ("indicators: {tags: []}\namber: {above: 3}",
     '4:24: rule "late": tags: names none, so the rule stands for nothing'),
    ("indicator: referrals\nindicators: all\namber: {above: 3}",
     '5:5: rule "late": "indicator" and "indicators" cannot stand together'),
    ("amber: {above: 3}", '2:3: rule "late": indicator is missing: which one does it look at?'),
    ("indicator: referrals",
     '2:3: rule "late": red, amber and info are all missing; a rule needs one of them'),
    ("indicator: vacancies\namber: {worse_than: tolerance}",
     '5:25: rule "late": worse_than: indicator "vacancies" has no tolerance'),
    ("indicators: [assessments, exclusions]\namber: {worse_than: target}",
     '5:25: rule "late": worse_than: indicator "exclusions" has no target'),
    ("indicator: referrals\namber: {worse_than: previous}",
     '5:13: rule "late": "worse_than" needs a better side, and indicator "referrals" says '
     "better: neither; use above or below"),
    ("indicators: [assessments, exclusions]\namber: {worse_than: previous, for: 2}",
     '5:35: rule "late": "for: 2" would count months and years alike; '
     "make a rule for each of them"),
    ("indicator: referrals\namber: {above: 3}\ntell: []",
     '6:11: rule "late": tell: names nobody; write tell: [owner], or leave it out'),
    ("indicator: referrals\namber: {above: 3}\nareas: [Englnd]",
     '6:13: rule "late": there is no area "Englnd"; did you mean "England"?'),
    ("indicator: referrals\namber: {above: 3}\nareas: Harrow",
     '6:12: rule "late": areas: "Harrow" is not own, all, or a list of areas like '
     "[Barnet, Harrow]"),
    ("indicator: referrals\namber: {above: 3}\nbreakdowns: {sex: []}",
     '6:17: rule "late": breakdowns: sex names no value, so the rule stands for nothing'),
    ("indicator: referrals\namber: {above: 3}\nleaves: soon",
     '6:13: rule "late": leaves: "soon" is not a way to leave; write at once, '
     "after 3 good readings, or when the committee agrees"),
    ("indicator: referrals\namber: {above: 3}\nif_not_acknowledged_in: {soon: director}",
     '6:30: rule "late": "soon" is not a stretch of time; '
     "write it like 15 working days, 2 weeks or 3 months"),
    ("indicator: referrals\namber: {above: 3}\nlevels: 3",
     '6:5: rule "late": "levels" is not known here; did you mean "leaves"?'),
]  # fmt: skip


@pytest.mark.parametrize(("words", "sentence"), RULES)
def test_faults_of_a_rule(words: str, sentence: str) -> None:
    """What can be known without data is said before any data comes."""
    assert rule_faults(words) == [sentence]


def test_a_rule_that_would_tell_nobody_is_a_fault() -> None:
    """Owners are told; where an indicator has no owner, a rule must name posts. A level that is
    only shown needs nobody."""
    text = COUNCIL.replace("owner: head-of-assessment, ", "") + with_rule(
        "title: Late\nindicator: referrals\nred: {above: 3}"
    )
    assert faults(text) == [
        'rules/a.yaml:15:3: rule "late": would tell nobody: indicator "referrals" has no owner; '
        "give it one, or name posts in tell:"
    ]
    assert faults(text + "    tell: [director]\n") == []
    assert faults(text.replace("red:", "info:")) == []


PLACES = [
    ("areas: {Harrow: {neighbours: {2021-04: [Barnit]}}, Barnet: {}}",
     '1:41: area "Harrow": there is no area "Barnit"; did you mean "Barnet"?'),
    ("areas: {Harrow: {neighbours: {2021-13: [Barnet]}}, Barnet: {}}",
     '1:40: area "Harrow": neighbours: "2021-13" is not a month or a day; write it like 2021-04'),
    ("areas: {Harrow: {neighbours: {2021-04: [Harrow]}}}",
     '1:40: area "Harrow": neighbours: Harrow cannot be a neighbour of its own'),
    ("areas: {Harrow: {own: yes}}",
     '1:23: area "Harrow": own: "yes" is not true or false; write one of these two words'),
    ("committees: {c: {title: C, meetings: [4 March 2014]}}",
     '1:39: committee "c": meetings: "4 March 2014" is not a date; write it like 2014-02-04'),
    ("committees: {c: {title: C, meetings_from: c.ics}}",
     '1:43: committee "c": meetings_from: there is no calendar "c.ics" beside this file'),
    ("ruels: {}", '1:1: "ruels" is not known here; did you mean "rules"?'),
    ("rules: [a]", "1:8: rules: a list is not a mapping; write it as key: value"),
    ("- rules", "1:1: a list is not a mapping; write it as key: value"),
    ("defaults: {title: X}", '1:12: defaults: "title" cannot be the same for all'),
    ("defaults: {ower: x}", '1:12: defaults: "ower" is not known here; did you mean "owner"?'),
    ("committees: {'a b': {title: C}}",
     '1:14: committee "a b": cannot be called that; write one word of letters, digits and -'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), PLACES)
def test_faults_of_places_and_sections(text: str, sentence: str) -> None:
    """Areas, committees, defaults and the sections themselves are looked at as closely as rules."""
    assert faults(text) == [f"rules/a.yaml:{sentence}"]


def test_an_unknown_committee_is_a_fault_where_committees_are_known() -> None:
    """A rulebook without any committee may be merged over one that has them."""
    text = INDICATOR + "committee: childrn}\n"
    assert faults(text) == []
    assert faults(text, council=True) == [
        'rules/a.yaml:2:73: indicator "x": there is no committee "childrn"; '
        'did you mean "children"?'
    ]


def test_rules_without_an_own_area_stand_for_nothing() -> None:
    """A rulebook that has areas says which one is the council's own; one without any is a part of
    a rulebook, and only warned."""
    text = (
        INDICATOR
        + "owner: head, due: 3 days}\n"
        + with_rule("title: Late\nindicator: x\nred: {above: 3}")
    )
    said = 'rule "late" would match no series: no area says own: true'
    assert faults(text + "areas: {Barnet: {}}\n") == [f"rules/a.yaml:4:3: {said}"]
    assert faults(text, warnings=True) == [f"rules/a.yaml:4:3: warning: {said}"]


def test_no_due_is_a_warning() -> None:
    """Without `due` there is no overdue check, and that is said; unless it was switched off."""
    assert faults(INDICATOR + "}\n", warnings=True) == [
        'rules/a.yaml:2:3: warning: indicator "x": due is missing, '
        "so nobody will be told when its return is late"
    ]
    assert faults(INDICATOR + "checks: {overdue: off}}\n", warnings=True) == []


def test_one_fault_does_not_bring_a_second_one() -> None:
    """A rule that looks at a faulty indicator is not said to look at one that is not there, nor
    at an area in a file that could not be read."""
    rule = with_rule("title: Late\nindicator: x\nred: {worse_than: {area: England}}")
    said = faults("indicators:\n  x: {title: X}\n" + rule)
    assert [one for one in said if "late" in one] == []
    assert len(said) == 3
    with pytest.raises(FaultsError) as raised:
        load(rule, b="areas: {England: {}, Harrow: {own: true}}\nindicators: [1, 2\n")
    assert [fault.mark.path for fault in raised.value.faults] == ["rules/b.yaml"]


def test_all_faults_come_at_once_and_in_order() -> None:
    """The officer mends a file once, not once for every fault."""
    with pytest.raises(FaultsError) as raised:
        load("areas: {A: {own: 1}}\nrules: {r: {}}\n", b="ruels: {}", c="a: [")
    assert [str(fault.mark) for fault in raised.value.faults] == [
        "rules/a.yaml:1:18",
        "rules/a.yaml:2:9",
        "rules/a.yaml:2:9",
        "rules/a.yaml:2:9",
        "rules/b.yaml:1:1",
        "rules/c.yaml:1:5",
    ]
    assert str(raised.value).count("\n") == 5


@pytest.mark.parametrize(
    "text", ["\ufeff" * 4 + "\t\t", "\ufeff" * 3 + "\u2028\ufeff}\u2028\ufeff@"]
)
def test_a_character_that_cannot_be_seen_is_told_by_its_code(text: str) -> None:
    """Byte order marks left over from four files that were joined."""
    _, faults = check_rulebook_text({"joined.yaml": text})
    assert any("<U+FEFF>" in fault.sentence for fault in faults)
