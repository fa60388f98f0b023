"""The indicators as people look at them: what is known of each, and what is known to nobody else."""

from __future__ import annotations

import html
import re

import pytest

from tests.web.shire import (
    ADMINISTRATOR,
    AUDITOR,
    CHAIR,
    CLERK,
    EVERYBODY,
    LONG,
    MEMBER,
    NOBODY,
    OFFICER,
    OTHER_CHAIR,
    OWNER,
    SECRET,
)
from tests.web.visitors import Borough
from watchlist.backtest import COUNTS, backtest
from watchlist.correcting import Corrector, Right, correct_figure
from watchlist.model.reading import Series
from watchlist.question import Question
from watchlist.views.backtested import backtested

VISITS = "/indicators/visits"
ZEBRA = "/indicators/zebra-placements"
LATE = f"{VISITS}/backtest/visits-late"

#: Whom the exempt indicator concerns, and whom it does not.
CONCERNED = (OFFICER, OWNER, CHAIR, CLERK, AUDITOR)
OTHERS = (MEMBER, ADMINISTRATOR, OTHER_CHAIR)


def text(page: str) -> str:
    """What a page says, without its marks."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_the_list_has_newest_figure_period_target_and_level(shire: Borough) -> None:
    """And the level leads to the entry that says so."""
    page = shire.visits(MEMBER).get("/indicators").text
    assert "Visits on time 79% (79 of 100, provisional) October 2026 90% ■ red" in text(page)
    assert 'href="/entries/WL-0001"' in page


@pytest.mark.parametrize("person", EVERYBODY)
def test_whoever_is_not_concerned_finds_no_trace_of_what_is_exempt(
    shire: Borough, person: str
) -> None:
    """Neither in lists, options, counts, groups nor rules: an auditor and the committee do."""
    visitor = shire.visits(person)
    concerned = person in CONCERNED
    for path in (
        "/indicators", "/indicators?by=theme", "/indicators?words=zebra", VISITS, LATE, "/checks",
        "/checks?indicator=zebra-placements",
    ):  # fmt: skip
        page = visitor.get(path)
        assert page.status_code == 200
        if not concerned:
            said = page.text.casefold().replace("words=zebra", "").replace('value="zebra"', "")
            for trace in ("zebra", "stripe"):
                assert trace not in said, (path, trace)
    listed = text(visitor.get("/indicators").text)
    assert (SECRET in listed, "5 indicators" in listed) == (concerned, concerned)


@pytest.mark.parametrize("person", EVERYBODY)
def test_an_exempt_indicator_is_not_there_for_others(shire: Borough, person: str) -> None:
    """Its page, its picture and its backtest answer as an address that never was."""
    visitor, expected = shire.visits(person), 200 if person in CONCERNED else 404
    for path in (
        ZEBRA, f"{ZEBRA}/chart.svg", f"{ZEBRA}/backtest/striped?area=Shire",
        f"{ZEBRA}/backtest/striped/chart.svg?area=Shire",
        "/indicators/clinics/backtest/clinics-and-stripes?area=Shire",
    ):  # fmt: skip
        answer = visitor.get(path)
        assert answer.status_code == expected, path
    if expected == 404:
        assert visitor.get(ZEBRA).text == visitor.get("/indicators/never-was").text


def test_words_committee_theme_and_group_choose(shire: Borough) -> None:
    """A search finds by title, owner and theme; what nobody knows finds nothing."""
    visitor = shire.visits(OFFICER)
    for asked, many in (
        ("words=VISITS", "1 indicator as"), ("words=head of children", "2 indicators"),
        ("words=safety", "1 indicator"), ("committee=health", "2 indicators"),
        ("theme=safety", "1 indicator"), ("theme=nothing", "No indicator"),
        ("words=%3Cb%3E", "No indicator"), ("by=owner", "5 indicators"), ("by=x&page=99", "5 indic"),
    ):  # fmt: skip
        page = visitor.get(f"/indicators?{asked}")
        assert page.status_code == 200
        assert many in text(page.text), asked
    assert "<b>" not in visitor.get("/indicators?words=<b>").text


def test_the_chart_and_the_table_beside_it_have_the_same_figures(shire: Borough) -> None:
    """With target, neighbours and England, and marks for what is not final."""
    visitor = shire.visits(CHAIR)
    page = visitor.get(VISITS).text
    said = text(page)
    assert "October 2026 79% 79 of 100 90% 91% 87% provisional" in said
    assert "November 2026 77% forecast" in said
    assert "12 points worse than the statistical neighbours (91% in September 2026)." in said
    source, words = re.findall(r'<img src="([^"]+)" alt="([^"]+)">', page)[0]
    assert "Not final: 1 provisional, 1 forecast." in words
    chart = visitor.get(html.unescape(source))
    assert chart.headers["content-type"] == "image/svg+xml"
    tag = {"If-None-Match": chart.headers["etag"]}
    assert visitor.get(html.unescape(source), headers=tag).status_code == 304


def test_another_area_and_another_part_are_looked_at_too(shire: Borough) -> None:
    """England as well, without comparing it with itself; what is not there is as if not asked."""
    visitor = shire.visits(MEMBER)
    england = text(visitor.get(f"{VISITS}?area=England").text)
    assert "Figures of England" in england
    assert "better than" not in england
    girls = text(visitor.get(f"{VISITS}?area=Shire&breakdown=sex%3Dgirls").text)
    assert "Figures of Shire : sex girls" in girls.replace(": sex", " : sex").replace("  ", " ")
    for asked in ("area=Atlantis", "breakdown=sex%3Dgiants", "area=" + "x" * 3000, "revised=999"):
        page = visitor.get(f"{VISITS}?{asked}")
        assert page.status_code == 200
        assert "79%" in page.text


def test_a_figure_says_what_it_was_before_and_who_put_it_right(shire: Borough) -> None:
    """A source that said otherwise first, and a hand with its reason."""
    app = shire.app
    right = Right("visits", "2026-08", value="83", area="Shire")
    asked = Corrector(OFFICER, None, "The June list was counted twice")
    correct_figure(app.store, app.setting, right, asked, app.clock())
    said = text(shire.visits(MEMBER).get(VISITS).text)
    assert "September 2026 81% (81 of 100) (stands) 20 November 2026 scorecard" in said
    assert "80% 1 November 2026 scorecard" in said
    assert "August 2026 83% (stands) 25 November 2026 by hand It was put right by hand by" in said
    assert "Performance (p1): “The June list was counted twice”." in said


def test_a_withheld_figure_is_called_withheld_everywhere(shire: Borough) -> None:
    """In the list, in the chart's words, in the table; never as a number."""
    visitor = shire.visits(OFFICER)
    assert "Few at a time withheld October 2026" in text(visitor.get("/indicators").text)
    page = visitor.get("/indicators/few").text
    assert "October 2026 (withheld)" in page
    assert "October 2026 withheld" in text(page)


def test_an_indicator_without_figures_and_with_a_very_long_title(shire: Borough) -> None:
    """It is told of all the same."""
    page = shire.visits(OFFICER).get("/indicators/assessments")
    assert page.status_code == 200
    assert LONG.strip() in text(page.text)
    assert "No figure of it has come yet." in page.text
    assert shire.visits(OFFICER).get("/indicators/assessments/chart.svg").status_code == 404


def test_a_backtest_says_the_same_as_the_command(shire: Borough) -> None:
    """Counts, time on the list and what was said of each period."""
    app = shire.app
    page = text(shire.visits(MEMBER).get(f"{LATE}?area=Shire").text)
    (judged,) = backtest(
        app.store, app.setting, Question(("visits-late",), ("visits",), ("Shire",)), app.clock()
    )
    (row,) = [n for n in judged.rows() if judged.found.series(n) == Series("visits", "Shire")]
    numbers = judged.counted(row)
    said = " ".join("–" if name == "info" else str(numbers[name]) for name in COUNTS)
    assert f"How often {said}" in page
    assert "October 2026 79% red 90 85" in page
    made = backtested(app, "visits-late", Series("visits", "Shire"))
    assert made is not None
    assert made.behaved
    assert f"On the list {'; '.join(made.stays)}." in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{VISITS}/backtest/nothing", 404), ("/indicators/clinics/backtest/visits-late", 404),
        (f"{LATE}?area=Atlantis", 200), (f"{LATE}?area=England", 200),
        (f"{LATE}?area=Shire&breakdown=sex%3Dgirls", 200), (f"{LATE}/chart.svg?area=Shire", 200),
        (f"{LATE}/chart.svg?area=Atlantis", 404), (f"{LATE}/chart.svg", 404),
        ("/indicators/assessments", 200), ("/indicators/%2e%2e%2f", 404),
    ],
)  # fmt: skip
def test_every_address_has_an_answer(shire: Borough, path: str, status: int) -> None:
    """Also those that somebody mistyped."""
    assert shire.visits(OFFICER).get(path).status_code == status


def test_before_the_first_figure_the_pages_are_there(empty_shire: Borough) -> None:
    """Indicators with nothing to say, rules with nothing to judge."""
    visitor = empty_shire.visits(OFFICER)
    for path in ("/indicators", VISITS, LATE, "/checks", "/deliveries", "/deliveries/quality"):
        assert visitor.get(path).status_code == 200, path
    assert "There is nothing to judge" in visitor.get(LATE).text


def test_nobody_sees_them_without_signing_in_or_without_a_post(shire: Borough) -> None:
    """They are sent to sign in, whatever they ask for."""
    for path in ("/indicators", VISITS, ZEBRA, LATE, f"{VISITS}/chart.svg"):
        for person in (None, NOBODY):
            answer = shire.visits(person).get(path)
            assert answer.status_code == 303
            assert answer.headers["location"].startswith("/sign-in")
