from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.rulebook.books import COUNCIL, condition, load, with_rule
from watchlist.evaluate import words as said
from watchlist.evaluate.combine import Combine
from watchlist.evaluate.compare import Compare
from watchlist.evaluate.heading import Heading
from watchlist.evaluate.position import Outlier, Rank
from watchlist.evaluate.unusual import AgainstTarget, Unusual
from watchlist.model.condition import (
    Among,
    Capability,
    Condition,
    Merit,
    Part,
    Place,
    Reference,
    ReferenceKind,
    Share,
)
from watchlist.model.indicator import (
    Better,
    CheckSettings,
    Interval,
    Margin,
    Publication,
    SmallNumbers,
    TargetStep,
    Unit,
    UnitKind,
)
from watchlist.model.period import Calendar, Frequency
from watchlist.model.rule import Escalation, Leaves, Level, Rule, Rulebook
from watchlist.rulebook.load import load_rulebook_text, posts_named

FULL = """
    indicators:
      assessments-45-days:
        number: 27                     # as on the council's scorecard
        title: Assessments completed within 45 working days
        unit: percent                  # percent | count
        better: higher
        every: month
        target: [{from: 2012-04, value: 80}, {from: 2013-04, value: 85}]
        tolerance: 5 points
        due: 15 working days           # after the period ends
        owner: head-of-assessment
        committee: children-and-families
        tags: [social-care, timeliness]
        publication: exempt, paragraph 2
        small_numbers: {withhold: 1 to 5, round_totals_to: 10}
        stale_after: 3
        retired: 2018-12
        adds_up: [sex, age]
        checks: {overdue: 5 working days, parts: off}
      assessments-with-reason:
        title: Assessments completed within 45 working days, or later for a good reason
        unit: percent
        better: higher
        every: month
        owner: head-of-assessment
        variant_of: assessments-45-days
        candidate: true
    areas:
      Harrow:  {code: E09000015, level: authority, own: true,
                neighbours: {2025-05: [Barnet], 2021-04: [Barnet, Merton]}}
      England: {code: E92000001, level: country}
      Barnet:
      Merton: {}
    committees:
      children-and-families: {title: Children and Families Scrutiny, chair: chair-cyp,
                              clerk: clerk-cyp, meetings: [2014-03-27, 2014-02-04]}
    rules:
      assessments-on-time:
        title: Assessments are taking too long
        indicator: assessments-45-days
        amber: {worse_than: target, for: 2}
        red:   {worse_than: tolerance, for: 2}
        leaves: after 3 good readings
        review_after: 3 months
        theme: Timeliness
        tell: [owner, teams-children]
        if_not_acknowledged_in: {10 working days: director}
        was: assessments-late

    # the next rule is still being written
    """


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load(FULL)


def rule(words: str) -> Rule:
    """A rule over COUNCIL that looks at assessments."""
    files = {"rules/a.yaml": with_rule(f"title: Too late\n{words}"), "rules/council.yaml": COUNCIL}
    return load_rulebook_text(files).rules["late"]


def test_an_indicator_is_read_with_every_word(book: Rulebook) -> None:
    """What the scorecard says of an indicator is what the rulebook holds."""
    one = book.indicators["assessments-45-days"]
    month = Calendar(Frequency.MONTH)
    assert (one.number, one.unit, one.better) == ("27", Unit(UnitKind.PERCENT), Better.HIGHER)
    assert one.calendar == month
    april = 2012 * 12 + 3
    assert one.targets == (TargetStep(80, april), TargetStep(85, april + 12))
    assert one.tolerance == Margin(5)
    assert one.due == Interval(15, "working days")
    assert one.tags == {"social-care", "timeliness"}
    assert (one.publication, one.exempt_paragraph) == (Publication.EXEMPT, 2)
    assert one.small_numbers == SmallNumbers(1, 5, 10)
    assert one.stale_after == 3
    assert one.checks == CheckSettings(Interval(5, "working days"), frozenset({"parts"}))
    assert (one.retired, one.adds_up) == (2018 * 12 + 11, ("sex", "age"))
    assert not one.candidate
    assert str(one.mark) == "rules/a.yaml:3:3"
    other = book.indicators["assessments-with-reason"]
    assert (other.variant_of, other.candidate) == (one.id, True)


def test_areas_and_committees_are_read(book: Rulebook) -> None:
    """Neighbours are kept by the day their set is in force from, the oldest first."""
    harrow = book.areas["Harrow"]
    assert harrow.own
    assert harrow.neighbours == (
        (date(2021, 4, 1), ("Barnet", "Merton")),
        (date(2025, 5, 1), ("Barnet",)),
    )
    assert book.areas["England"].level == "country"
    assert book.areas["Barnet"].level == "authority"
    committee = book.committees["children-and-families"]
    assert committee.meetings == (date(2014, 2, 4), date(2014, 3, 27))


def test_a_rule_is_read_with_every_word(book: Rulebook) -> None:
    """A rule reads aloud as a sentence, and every word of it is understood."""
    one = book.rules["assessments-on-time"]
    target, tolerance = Reference(ReferenceKind.TARGET), Reference(ReferenceKind.TOLERANCE)
    assert one.levels == {
        Level.AMBER: Compare("worse_than", target, periods=2),
        Level.RED: Compare("worse_than", tolerance, periods=2),
    }
    assert one.leaves == Leaves(after=3)
    assert one.review_after == Interval(3, "months")
    assert one.tell == ("owner", "teams-children")
    assert one.escalation == Escalation(Interval(10, "working days"), "director")
    assert (one.theme, one.was) == ("Timeliness", "assessments-late")
    assert one.selects.indicators == ("assessments-45-days",)


def test_a_rule_keeps_its_words_as_written(book: Rulebook) -> None:
    """An entry is explained by the words that put it on the list, without the comment after them."""
    words = book.rules["assessments-on-time"].words
    assert words.startswith("assessments-on-time:\n  title: Assessments are taking too long\n")
    assert words.endswith("\n  was: assessments-late\n")


def test_a_comment_at_the_margin_stays_where_it_is() -> None:
    """What lies inside of a rule is moved along with it, what lies at the margin is not."""
    rule = with_rule("title: Too late\nindicator: assessments\nred: {above: 3}")
    rule = rule.replace("    red:", "# since June\n    red:")
    book = load_rulebook_text({"a.yaml": rule, "b.yaml": COUNCIL})
    assert book.rules["late"].words == (
        "late:\n  title: Too late\n  indicator: assessments\n# since June\n  red: {above: 3}\n"
    )


def test_posts_are_named_with_their_places(book: Rulebook) -> None:
    """Whoever holds the posts is the configuration's business; which there are, the rulebook's."""
    named = [(post, mark.line) for post, mark in posts_named(book)]
    assert named == [
        ("head-of-assessment", 3),
        ("head-of-assessment", 21),
        ("teams-children", 39),
        ("director", 39),
        ("chair-cyp", 36),
        ("clerk-cyp", 36),
    ]


REFERENCES = [
    ("80", Reference(ReferenceKind.NUMBER, 80)),
    ("-1.5", Reference(ReferenceKind.NUMBER, -1.5)),
    ("target", Reference(ReferenceKind.TARGET)),
    ("tolerance", Reference(ReferenceKind.TOLERANCE)),
    ("previous", Reference(ReferenceKind.PREVIOUS)),
    ("a year ago", Reference(ReferenceKind.YEAR_AGO)),
    ("average of last 12", Reference(ReferenceKind.AVERAGE_OF_LAST, 12)),
    ("{area: England}", Reference(ReferenceKind.AREA, name="England")),
    ("{neighbours: average}", Reference(ReferenceKind.NEIGHBOURS, name="average")),
    ("{neighbours: median}", Reference(ReferenceKind.NEIGHBOURS, name="median")),
    ("{indicator: vacancies}", Reference(ReferenceKind.INDICATOR, name="vacancies")),
]


@pytest.mark.parametrize(("words", "reference"), REFERENCES)
def test_a_figure_may_be_held_against_many_things(words: str, reference: Reference) -> None:
    """Numbers, targets, the series' own past, other areas, neighbours, other indicators."""
    assert condition(f"{{worse_than: {words}}}") == Compare("worse_than", reference)
    assert str(reference) == words


def test_a_comparison_takes_its_modifiers() -> None:
    """`by`, `for`, `in`, `only_if_out_of` and `of` say more exactly when it holds."""
    target = Reference(ReferenceKind.TARGET)
    assert condition("{worse_than: target, by: 5 points, for: 3}") == Compare(
        "worse_than", target, by=Margin(5), periods=3
    )
    assert condition("{better_than: target, by: 10% of it, in: 2 of 3}") == Compare(
        "better_than", target, by=Margin(10, relative=True), share=Share(2, 3)
    )
    assert condition("{above: 3, of: denominator, only_if_out_of: 30}") == Compare(
        "above", Reference(ReferenceKind.NUMBER, 3), only_if_out_of=30, of=Part.DENOMINATOR
    )
    assert condition("{outside: 0 to 100}") == Compare("outside", (0, 100))


def test_points_are_for_percentages_and_bare_gaps_for_every_unit() -> None:
    """A gap of 3 referrals is 3; a gap of 3 in a percentage is 3 points."""
    for words in ("3", "10% of it"):
        assert isinstance(condition(f"{{above: 9, by: {words}}}", "referrals"), Compare)
    assert condition("{above: 9, by: 3}") == condition("{above: 9, by: 3 points}")


TARGET = Compare("worse_than", Reference(ReferenceKind.TARGET))
STATISTICAL = [
    ("unusual: worse", Unusual("unusual", Merit.WORSE)),
    (
        "unusual: either, signals: [trend, shift], baseline: first 24, rebase: [2023-04, 2024-06-15], "
        "points: 20",
        Unusual(
            "unusual",
            Merit.EITHER,
            signals=("trend", "shift"),
            baseline=24,
            rebase=(date(2023, 4, 1), date(2024, 6, 15)),
            points=20,
        ),
    ),
    ("against_target: failing", AgainstTarget("against_target", Capability.FAILING)),
    (
        "against_target: hit_and_miss, baseline: first 12, rebase: [2023-04], points: 8",
        AgainstTarget("against_target", Capability.HIT_AND_MISS, 12, (date(2023, 4, 1),), 8),
    ),
    ("heading: {worse_than: target}", Heading("heading", TARGET, within=3, method="linear")),
    (
        "heading: {above: 92.5}, within: 6, method: damped",
        Heading("heading", Compare("above", Reference(ReferenceKind.NUMBER, 92.5)), 6, "damped"),
    ),
    ("outlier: better", Outlier("outlier", Merit.BETTER, Among.ALL_AREAS, 0.998)),
    (
        "outlier: worse, among: neighbours, limits: 95%",
        Outlier("outlier", Merit.WORSE, Among.NEIGHBOURS, 0.95),
    ),
    ("rank: worst 25%", Rank("rank", Place(Merit.WORSE, 25), Among.ALL_AREAS)),
    (
        "rank: best 12.5%, among: neighbours",
        Rank("rank", Place(Merit.BETTER, 12.5), Among.NEIGHBOURS),
    ),
    ("worse_than: target, significantly: 99.8%", replace(TARGET, significantly=0.998)),
]


@pytest.mark.parametrize(("written", "made"), STATISTICAL)
def test_statistical_words_are_read_with_all_that_stands_beside_them(
    written: str, made: Condition
) -> None:
    """What tells a change from chance, and an area from the others; said back as it was written."""
    assert condition(f"{{{written}}}") == made
    assert said.words(made) == written


def test_signals_and_months_are_kept_once_and_months_in_order() -> None:
    """Written twice they say nothing more."""
    twice = condition(
        "{unusual: worse, signals: [shift, shift], rebase: [2023-04, 2021-04, 2023-04]}"
    )
    once = condition("{unusual: worse, signals: [shift], rebase: [2021-04, 2023-04]}")
    assert twice == once


@pytest.mark.parametrize("words", ["unusual: either", "outlier: worse", "rank: worst 10%"])
def test_a_statistical_word_inside_may_look_at_another_indicator(words: str) -> None:
    """Of the same area, like a comparison."""
    made = condition(f"{{all: [{{worse_than: target}}, {{{words}, indicator: vacancies}}]}}")
    assert made.looks_at() == {"vacancies"}


def test_conditions_are_made_of_conditions() -> None:
    """`all`, `any` and `not` hold others, which may look at another indicator."""
    made = condition("""{all: [{worse_than: target}, {not: {above: 12, indicator: vacancies}},
                               {any: [{below: 50}]}]}""")
    assert made == Combine(
        "all",
        (
            Compare("worse_than", Reference(ReferenceKind.TARGET)),
            Combine(
                "not",
                (Compare("above", Reference(ReferenceKind.NUMBER, 12), indicator="vacancies"),),
            ),
            Combine("any", (Compare("below", Reference(ReferenceKind.NUMBER, 50)),)),
        ),
    )


def test_a_rule_selects_indicators_areas_and_breakdowns() -> None:
    """One indicator or several, by name or by tag; the council's own area unless it says others."""
    level = "amber: {above: 3}\n"
    assert rule(f"indicators: [referrals, exclusions]\n{level}").selects.indicators == (
        "referrals",
        "exclusions",
    )
    assert rule(f"indicators: {{tags: [demand, social-care]}}\n{level}").selects.indicators == (
        "assessments",
        "referrals",
    )
    assert len(rule(f"indicators: all\n{level}").selects.indicators) == 4
    one = "indicator: referrals\n" + level
    assert rule(one).selects.areas is None
    assert rule(f"{one}areas: all").selects.areas == ("Harrow", "Barnet", "England")
    assert rule(f"{one}areas: [Barnet]").selects.areas == ("Barnet",)
    assert rule(f"{one}breakdowns: total").selects.breakdowns == ()
    assert rule(f"{one}breakdowns: all").selects.breakdowns is None
    assert rule(f"{one}breakdowns: {{sex: [F, M], age: ['16']}}").selects.breakdowns == (
        ("age", ("16",)),
        ("sex", ("F", "M")),
    )


LEAVES = [
    ("at once", Leaves(after=1)),
    ("after 1 good reading", Leaves(after=1)),
    ("after 3 good readings", Leaves(after=3)),
    ("when the committee agrees", Leaves(committee_agrees=True)),
]


@pytest.mark.parametrize(("words", "leaves"), LEAVES)
def test_a_rule_says_when_a_breach_leaves(words: str, leaves: Leaves) -> None:
    """At once, after so many good readings, or when the committee agrees."""
    assert rule(f"indicator: referrals\namber: {{above: 3}}\nleaves: {words}").leaves == leaves


def test_what_is_left_out_has_its_usual_meaning() -> None:
    """The owner is told; good readings are counted as is usual for the frequency."""
    plain = rule("indicator: referrals\nred: {above: 3}")
    assert plain.tell == ("owner",)
    assert plain.leaves == Leaves(None, committee_agrees=False)
    assert plain.selects.breakdowns == ()


UNITS = [
    ("percent", Unit(UnitKind.PERCENT)),
    ("rate per 10000", Unit(UnitKind.RATE, 10_000)),
    ("rate per 10,000", Unit(UnitKind.RATE, 10_000)),
    ("pounds", Unit(UnitKind.POUNDS)),
]


@pytest.mark.parametrize(("words", "unit"), UNITS)
def test_units(words: str, unit: Unit) -> None:
    """A figure is a percentage, a count, a rate per so many, days, pounds, a score or a number."""
    book = load(f"indicators: {{x: {{title: X, unit: '{words}', better: lower, every: week}}}}")
    assert book.indicators["x"].unit == unit


def test_targets_of_a_year_may_begin_with_a_month() -> None:
    """A yearly target holds from the year in which its month lies; or it stands in the data."""
    book = load("""
        indicators:
          x: {title: X, unit: count, better: lower, every: financial-year,
              target: [{value: 9}, {from: 2013-04, value: 8}, {from: 2014-15, value: 7}]}
          y: {title: Y, unit: count, better: lower, every: reporting-year, ends: march,
              target: in the data}
        """)
    steps = (TargetStep(9), TargetStep(8, 2013), TargetStep(7, 2014))
    assert book.indicators["x"].targets == steps
    assert book.indicators["y"].target_in_data
    assert book.indicators["y"].calendar == Calendar(Frequency.REPORTING_YEAR, 3)


def test_defaults_hold_for_all_that_leave_a_key_out() -> None:
    """Any key of an indicator or a rule may be said once for all."""
    book = load(
        """
        defaults: {unit: percent, every: month, owner: head, leaves: at once, tolerance: 3 points}
        indicators:
          x: {title: X, better: lower}
          y: {title: Y, better: lower, every: week, owner: other}
        rules:
          r: {title: R, indicator: x, red: {above: 3}}
          s: {title: S, indicator: y, red: {above: 3}, leaves: after 2 good readings}
        areas: {Here: {own: true}}
        """
    )
    x, y = book.indicators.values()
    assert (x.owner, x.tolerance) == ("head", Margin(3))
    assert (y.owner, y.calendar.frequency) == ("other", Frequency.WEEK)
    assert [one.leaves.after for one in book.rules.values()] == [1, 2]
