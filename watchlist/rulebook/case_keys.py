"""The words of ``*.test.yaml``, in tables as those of rule files are."""

from __future__ import annotations

from watchlist.rulebook.keys import Key, Keys
from watchlist.rulebook.shapes import (
    DAY,
    PERIOD,
    TEXT,
    WORD,
    by_name,
    choice,
    mapping,
    one_of,
    several,
)

#: The one verdict of a period, and with it what may stand beside it.
VERDICTS = ("clear", "unknown", "not judged", "amber", "red")
SAID = (*VERDICTS, "info", "stale")

#: Where a series stands on the watch list; one that recovers or is proposed for removal is on it.
LISTED = ("on", "off", "recovering", "proposed")

#: The data checks that a test can expect.
FOUND = ("overdue", "missing", "inconsistent", "impossible", "parts", "retired")


_FROM = Key("from", PERIOD, "The period of the first value", "2013-10", needed=True)
_VALUES = Key(
    "values",
    several(WORD, "figures as a table gives them, one for each period"),
    "The readings, period after period: 84.5; 90/108 from its two counts; 84 (90/108) with them; "
    "_ missing; or a symbol (c, z, x, low, u)",
    "[90, 84, _, c, 90/108]",
    needed=True,
)
_AREA = Key("area", WORD, "The area that they are of", "England", "the council's own")
_BREAKDOWN = Key("breakdown", WORD, "The part of the total that they are of", "sex=girls")

_TARGETS = Key(
    "targets",
    several(WORD, "figures, one for each period; _ where none is given"),
    "The targets that come with the readings, for `target: in the data`",
    "[85, 85, 90]",
)

_ALSO = Key(
    "also",
    by_name("figures by what they cover", WORD),
    "Figures over several periods or over the first months of a year, and forecasts, which are not "
    "judged: 2019 (forecast)",
    "{2013-04/2013-05: 34}",
)

GIVEN = Keys("The readings that are judged", (_FROM, _VALUES, _ALSO, _TARGETS, _AREA, _BREAKDOWN))

BESIDE = Keys(
    "Readings of another area or indicator, that the rule holds these against",
    (
        Key("indicator", WORD, "The indicator that they are of", "vacancies", "the one tested"),
        _AREA,
        Key("neighbour", WORD, "A statistical neighbour that they are of, by any name", "Barnet"),
        _FROM,
        _VALUES,
        _ALSO,
        _BREAKDOWN,
    ),
    apart=(("area", "neighbour"),),
)

CASE = Keys(
    "A test: readings, and what is to be said of them",
    (
        Key("name", TEXT, "What it shows, one sentence", "one bad month is clear", needed=True),
        Key("rule", WORD, "The rule that is tested", "assessments-on-time"),
        Key(
            "indicator",
            WORD,
            "The indicator, where the rule looks at several, or where the data are tested",
            "assessments-45-days",
        ),
        Key(
            "readings",
            mapping(GIVEN),
            "The readings that are judged",
            "{from: 2013-10, values: [90, 84, 83]}",
            needed=True,
        ),
        Key(
            "beside",
            several(mapping(BESIDE), "readings of other areas and indicators", least=0),
            "What they are held against",
            "[{area: England, from: 2013-10, values: [88, 88, 88]}]",
        ),
        Key("today", DAY, "The day on which this is judged", "2014-02-04", "all is in on time"),
        Key(
            "expect",
            by_name(
                "verdicts by their periods",
                one_of("one or more", choice(*SAID), several(choice(*SAID), "several words")),
            ),
            "What the rule says of these periods; others are not looked at",
            "{2013-11: clear, 2013-12: [amber, info]}",
        ),
        Key(
            "list",
            by_name("words by their periods", choice(*LISTED)),
            "Whether the series is on the watch list once these periods are in",
            "{2013-11: off, 2013-12: on}",
        ),
        Key(
            "checks",
            by_name(
                "data checks by their periods",
                one_of("one or more", choice(*FOUND), several(choice(*FOUND), "several words")),
            ),
            "Everything that is found in the data; {} where nothing is",
            "{2013-11: inconsistent}",
        ),
    ),
    apart=(("rule", "checks"),),
)

TESTS = Keys(
    "One file of rule tests",
    (
        Key(
            "tests",
            several(mapping(CASE), "a list of tests", least=0),
            "The tests",
            "[]",
            needed=True,
        ),
    ),
)
