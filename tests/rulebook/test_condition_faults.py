"""Faults of conditions and levels, each with its sentence and its exact place."""

from __future__ import annotations

import pytest

from tests.rulebook.books import INDICATOR, faults, rule_faults, with_rule

CONDITIONS = [
    (
        "amber: {wrose_than: target}",
        '5:13: rule "late": "wrose_than" is not a condition; did you mean "worse_than"?',
    ),
    (
        "amber: {worse_than: targt}",
        '5:25: rule "late": worse_than: "targt" is not something to compare with; '
        'did you mean "target"?',
    ),
    (
        "amber: {worse_than: last year}",
        '5:25: rule "late": worse_than: "last year" is not something to compare with; '
        'did you mean "a year ago"?',
    ),
    (
        "amber: {worse_than: xyz}",
        '5:25: rule "late": worse_than: "xyz" is not something to compare with; write '
        "a number, target, tolerance, previous, a year ago, average of last 12, "
        "average of 2012-13, best of last 12, worst of last 12, "
        "{area: …}, {neighbours: …} or {indicator: …}",
    ),
    (
        "amber: {worse_than: 85%}",
        '5:25: rule "late": worse_than: "85%" is not a number; write 85',
    ),
    (
        "amber: {worse_than: target, above: 3}",
        '5:33: rule "late": "worse_than" and "above" cannot stand in one condition; '
        "make a list of them under any: or all:",
    ),
    (
        "amber: {for: 3}",
        '5:12: rule "late": a condition begins with worse_than, better_than, above, below, '
        "outside, unusual, against_target, heading, outlier, rank, all, any or not",
    ),
    (
        "amber: {worse_than: target, fro: 3}",
        '5:33: rule "late": "fro" is not known beside "worse_than"; did you mean "for"?',
    ),
    (
        "amber: {any: [{worse_than: target}], for: 3}",
        '5:42: rule "late": "for" cannot stand beside "any"; write it inside, with a comparison',
    ),
    (
        "amber: {any: [{unusual: worse}], signals: [shift]}",
        '5:38: rule "late": "signals" cannot stand beside "any"; write it inside, with unusual',
    ),
    (
        "amber: {unusual: worse, for: 2}",
        '5:29: rule "late": "for" cannot stand beside "unusual"; it belongs with a comparison',
    ),
    (
        "amber: {worse_than: target, among: neighbours}",
        '5:33: rule "late": "among" cannot stand beside "worse_than"; '
        "it belongs with outlier or rank",
    ),
    (
        "amber: {worse_than: target, for: 2, in: 2 of 3}",
        '5:41: rule "late": "for" and "in" cannot stand together; say one of them',
    ),
    (
        "amber: {worse_than: target, for: 0}",
        '5:38: rule "late": for: "0" is not a whole number from 1 to 1,000',
    ),
    (
        "amber: {worse_than: target, in: 3 of 2}",
        '5:37: rule "late": in: "3 of 2" is not a share of periods; write it like 2 of 3',
    ),
    (
        "amber: {worse_than: target, by: 10 percent}",
        '5:37: rule "late": by: which is meant by "10 percent": 10 points, or 10% of it?',
    ),
    (
        "amber: {above: 3, of: numerator, by: 5 points}",
        '5:42: rule "late": by: "5 points" is for percentages, and the unit here is count; '
        "write 5 or 5% of it",
    ),
    (
        "amber: {worse_than: target, of: numerator}",
        '5:25: rule "late": worse_than: a target is of the value, not of its numerator',
    ),
    (
        "amber: {outside: 100 to 0}",
        '5:22: rule "late": outside: "100 to 0" is not a range; '
        "write it like 0 to 100, the smaller number first",
    ),
    (
        "amber: {worse_than: {area: Englund}}",
        '5:32: rule "late": there is no area "Englund"; did you mean "England"?',
    ),
    (
        "amber: {worse_than: {indicator: vacancy}}",
        '5:37: rule "late": there is no indicator "vacancy"; did you mean "vacancies"?',
    ),
    (
        "amber: {worse_than: {neighbours: mean}}",
        '5:38: rule "late": neighbours: "mean" is not average or median; did you mean "median"?',
    ),
    (
        "amber: {worse_than: {area: England, neighbours: average}}",
        '5:25: rule "late": worse_than: area and neighbours cannot stand together; '
        "name one of them",
    ),
    (
        "areas: [Barnet]\namber: {worse_than: {neighbours: average}}",
        '6:38: rule "late": neighbours: Barnet has no neighbours: in areas:',
    ),
    (
        "amber: {worse_than: target, indicator: vacancies}",
        '5:33: rule "late": "indicator" stands beside red: and amber:, '
        "or inside of all, any and not",
    ),
    ("amber: {any: []}", '5:18: rule "late": any: names no condition; write a list of them'),
    ("amber: {any: }", '5:18: rule "late": any: names no condition; write a list of them'),
    (
        "amber: worse_than target",
        '5:12: rule "late": amber: "worse_than target" is not a condition; '
        "write it like {worse_than: target}",
    ),
    (
        "amber:\n  any:\n    - {wrose_than: target}\n    - {above: x}",
        '7:12: rule "late": "wrose_than" is not a condition; did you mean "worse_than"?\n'
        '8:19: rule "late": above: "x" is not something to compare with; write '
        "a number, target, tolerance, previous, a year ago, average of last 12, "
        "average of 2012-13, best of last 12, worst of last 12, "
        "{area: …}, {neighbours: …} or {indicator: …}",
    ),
]


@pytest.mark.parametrize(("words", "sentence"), CONDITIONS)
def test_faults_of_a_condition(words: str, sentence: str) -> None:
    """What is wrong in a condition is said at the word itself."""
    assert rule_faults(f"indicator: assessments\n{words}") == sentence.split("\n")


#: Of statistical words: which indicator the rule looks at, its amber, and what is said.
STATISTICAL = [
    ("assessments", "{unusual: wrose}",
     '22: rule "late": unusual: "wrose" is not worse, better or either; did you mean "worse"?'),
    ("assessments", "{unusual: worse, baseline: 24}",
     '39: rule "late": baseline: "24" is not a beginning; write first 24'),
    ("assessments", "{unusual: worse, baseline: first 11}",
     '39: rule "late": baseline: "first 11" is too short; to tell what is usual takes 12 periods '
     "or more"),
    ("assessments", "{unusual: worse, rebase: 2023-04}",
     '37: rule "late": rebase: "2023-04" is not a list; write it like [2023-04]'),
    ("referrals", "{against_target: passing}",
     '29: rule "late": against_target: "passing" needs a better side, and indicator "referrals" '
     "says better: neither"),
    ("assessments", "{heading: {worse_than: a year ago}}",
     '35: rule "late": worse_than: a forecast is held against a number, target or tolerance, not '
     'against "a year ago"'),
    ("assessments", "{heading: {above: many}}",
     '30: rule "late": above: "many" is not a number, target or tolerance'),
    ("assessments", "{heading: {worse_than: target, method: damped}}",
     '43: rule "late": "method" stands beside "heading", not inside of it'),
    ("exclusions", "{outlier: worse}",
     '13: rule "late": outlier is for percentages and rates, and the unit of indicator '
     '"exclusions" is count; rank takes any unit'),
    ("exclusions", "{worse_than: previous, significantly: 95%}",
     '35: rule "late": significantly is for percentages and rates, and the unit of indicator '
     '"exclusions" is count; leave it out'),
    ("assessments", "{above: 3, of: denominator, significantly: 95%}",
     '40: rule "late": significantly is for percentages and rates themselves, not for '
     '"of: denominator"; leave one of them out'),
    ("assessments", "{rank: worst}",
     '19: rule "late": rank: "worst" is not a place; write it like worst 25%'),
    ("assessments", "{rank: best 99.95%}",
     '19: rule "late": rank: "best 99.95%" is not a place; a share of the areas is from 1% to '
     "99.9%"),
    ("assessments", "{rank: bset 12.50%}",
     '19: rule "late": rank: "bset 12.50%" is not a place; write best 12.5%'),
    ("assessments", "{rank: top 10%}",
     '19: rule "late": rank: "top 10%" is not a place; write worst 10% or best 10%'),
]  # fmt: skip


@pytest.mark.parametrize(("indicator", "amber", "sentence"), STATISTICAL)
def test_faults_of_a_statistical_word(indicator: str, amber: str, sentence: str) -> None:
    """An officer is told what to write, and never a word of statistics."""
    assert rule_faults(f"indicator: {indicator}\namber: {amber}") == [f"5:{sentence}"]


@pytest.mark.parametrize("words", ["outlier: worse", "rank: worst 25%"])
def test_neighbours_must_be_there_to_be_placed_among(words: str) -> None:
    """For one of the rule's areas at least; where the rulebook leaves areas out they may be merged
    over it."""
    rule = with_rule(
        f"title: Late\nindicator: x\ntell: [head]\nareas: [Barnet, Ealing]\n"
        f"amber: {{{words}, among: neighbours}}"
    )
    text = f"{INDICATOR}due: 3 days}}\n{rule}"
    ealing = "areas: {Harrow: {own: true}, Barnet: {}, Ealing: {neighbours: {2021-04: [Barnet]}}}"
    assert faults(f"{text}{ealing}") == faults(text) == []
    (fault,) = faults(f"{text}areas: {{Harrow: {{own: true}}, Barnet: {{}}, Ealing: {{}}}}")
    assert fault.endswith(
        "among: Barnet and Ealing have no neighbours; add them in areas:, or write all areas"
    )


NEVER = [
    ("{worse_than: target}", "{worse_than: target}"),
    ("{worse_than: tolerance, for: 2}", "{worse_than: target, for: 2}"),
    ("{worse_than: target, for: 3}", "{worse_than: target, for: 2}"),
    ("{worse_than: target, by: 10 points}", "{worse_than: target, by: 5 points}"),
    ("{worse_than: 70}", "{worse_than: 80}"),
    ("{below: 70}", "{below: 80}"),
    ("{above: 90}", "{above: 80}"),
    ("{any: [{above: 90}]}", "{any: [{above: 90}]}"),
]


@pytest.mark.parametrize(("amber", "red"), NEVER)
def test_a_level_that_can_never_hold_is_a_fault(amber: str, red: str) -> None:
    """Where red holds whenever amber would, amber is never seen."""
    words = "indicator: assessments\namber: {}\nred: {}"
    said = rule_faults(
        words.replace("amber: {}", f"amber: {amber}").replace("red: {}", f"red: {red}")
    )
    assert said == ['2:3: rule "late": amber can never hold, because red always does when it would']


SOUND = [
    ("{worse_than: target}", "{worse_than: tolerance}"),
    ("{worse_than: target, for: 2}", "{worse_than: target, for: 3}"),
    ("{worse_than: target, for: 3}", "{worse_than: tolerance, for: 2}"),
    ("{worse_than: 80}", "{worse_than: 70}"),
    ("{above: 80}", "{above: 90}"),
    ("{outside: 0 to 90}", "{outside: 0 to 95}"),
    ("{above: 80}", "{below: 80}"),
    ("{worse_than: previous}", "{worse_than: a year ago}"),
    ("{worse_than: target, only_if_out_of: 30}", "{worse_than: target}"),
]


@pytest.mark.parametrize(("amber", "red"), SOUND)
def test_a_level_that_may_hold_alone_is_none(amber: str, red: str) -> None:
    """Only what is plain to see is called a fault."""
    assert rule_faults(f"indicator: assessments\namber: {amber}\nred: {red}") == []
