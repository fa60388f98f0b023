"""A digest with everything in it, about an invented borough and invented people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from watchlist.model.digest import (
    Asked,
    ChainHead,
    Digest,
    DigestItem,
    Merit,
    Part,
    Spark,
    Trend,
)

EXEMPTION = (
    "NOT FOR PUBLICATION by virtue of paragraph 2 of Part 1 of Schedule 12A of the Local "
    "Government Act 1972"
)

REPORT = "https://saltmarsh.example/reports/7"

ASSESSMENTS = DigestItem(
    reference="WL-0042",
    title="Assessments completed within 45 working days, Saltmarsh",
    level="red",
    change="new",
    lasting="red for 1 month",
    figure="70.0% in December 2013 (84 of 120)",
    target="85%",
    gaps=(
        "15.0 points short of the target of 85%",
        "6.0 points worse than the statistical neighbours (76.0% in 2012-13)",
        "9.0 points worse than England (79.0% in 2012-13)",
    ),
    last_period=Trend(Merit.WORSE, "worse than the month before (84.0%)", up=False),
    last_year=Trend(Merit.WORSE, "worse than a year earlier (88.0%)", up=False),
    spark=Spark(
        (88.0, 90.0, 91.0, 90.0, None, 84.0, 70.0),
        ("", "", "", "", "", "amber", "red"),
        85.0,
        "From 88.0% in June 2013 to 70.0% in December 2013; no figure for October 2013.",
    ),
    why=("Assessments take too long",),
    cause="Two social workers left in October and a third was away; agency cover came in December.",
    remedy="Two posts are filled from February. Cases over 35 days are looked at each Monday.",
    owner="Head of Assessment (E. Invented)",
    overseer="Director of Children's Services (F. Invented)",
    back_on_track="March 2014",
    reports=(f"Report to the committee of 12 November 2013, {REPORT}",),
    due=("The review of 31 January 2014 is due.",),
)

CARE_LEAVERS = DigestItem(
    reference="WL-0007",
    title="Care leavers in suitable accommodation, Saltmarsh",
    level="amber",
    change="worse",
    lasting="amber for 2 quarters",
    figure="75.0% in quarter 3 of 2013-14 (36 of 48)",
    target="80%",
    gaps=("5.0 points short of the target of 80%", "2.0 points better than England (73.0%)"),
    last_period=Trend(Merit.WORSE, "worse than the quarter before (78.0%)", up=False),
    last_year=Trend(Merit.BETTER, "better than a year earlier (71.0%)", up=True),
    spark=Spark((71.0, 74.0, 78.0, 75.0), ("",) * 4, 80.0, "From 71.0% to 75.0% in a year."),
    why=("Too few care leavers have somewhere suitable to live",),
    cause="One provider closed.",
    owner="Head of Leaving Care (G. Invented)",
    back_on_track="quarter 1 of 2014-15",
)

VACANCIES = DigestItem(
    reference="WL-0011",
    title="Social worker vacancy rate, Saltmarsh",
    level="red",
    change="still red",
    lasting="red for 4 quarters",
    figure="24.7% in quarter 3 of 2013-14 (42 of 170)",
    target="12%",
    gaps=("12.7 points over the target of 12%",),
    last_period=Trend(Merit.SAME, "the same as the quarter before (24.7%)"),
    last_year=Trend(Merit.WORSE, "worse than a year earlier (19.0%)", up=True),
    spark=Spark((19.0, 22.0, 24.7, 24.7), ("",) * 4, 12.0, "From 19.0% to 24.7% in a year."),
    why=("More posts are empty than the council wants",),
    owner="Principal Social Worker (H. Invented)",
    unsaid=True,
)

EXCLUSIONS = DigestItem(
    reference="WL-0013",
    title="Permanent exclusions from secondary schools, Saltmarsh",
    level="red",
    change="still red",
    lasting="red for 2 academic years",
    figure="62 in 2012/13",
    last_year=Trend(Merit.WORSE, "worse than the year before (51)", up=True),
    spark=Spark(
        (44.0, 51.0, 62.0), ("",) * 3, None, "44 in 2010/11, 51 in 2011/12, 62 in 2012/13."
    ),
    why=("Exclusions rose two years running",),
    cause="Three academies changed their behaviour policies.",
    remedy="Heads meet the council each half-term; a fair access panel began in January.",
    owner="Head of School Improvement (I. Invented)",
    overseer="Director of Education (J. Invented)",
)

DENTAL = DigestItem(
    reference="WL-0002",
    title="Dental checks of children looked after, Saltmarsh",
    level="amber",
    change="recovering",
    lasting="recovering for 2 quarters",
    figure="89.0% in quarter 3 of 2013-14 (97 of 109)",
    target="90%",
    gaps=("1.0 point short of the target of 90%",),
    last_period=Trend(Merit.BETTER, "better than the quarter before (83.3%)", up=True),
    last_year=Trend(Merit.BETTER, "better than a year earlier (75.0%)", up=True),
    spark=Spark((75.0, 79.0, 83.3, 89.0), ("",) * 4, 90.0, "From 75.0% to 89.0% in a year."),
    owner="Designated Nurse (K. Invented)",
)

REVIEWS = DigestItem(
    reference="WL-0003",
    title="Reviews of children looked after held on time, Saltmarsh",
    change="left",
    figure="96.0% in December 2013 (240 of 250)",
    target="95%",
    last_period=Trend(Merit.BETTER, "better than the month before (95.0%)", up=True),
    owner="Head of Children Looked After (L. Invented)",
)

HIDDEN = DigestItem(
    reference="WL-0099",
    title="A title that nobody may read here",
    level="red",
    change="worse",
    figure="3 of 4",
    cause="A cause that nobody may read here",
    exempt=True,
)


def digest(**changes: Any) -> Digest:
    """What the members of a committee read before a meeting, unless said otherwise."""
    return replace(_FULL, **changes)


def empty() -> Digest:
    """Nothing new, nothing asked, nothing red."""
    return Digest(
        name="children-and-families",
        title="Scrutiny watch list: Children and Families",
        council="Borough of Saltmarsh (invented)",
        made_at=datetime(2014, 2, 4, 9, tzinfo=UTC),
        part=Part.PUBLIC,
        lead="Nothing is on your list; nothing is new.",
    )


def exempt() -> Digest:
    """The part behind closed doors."""
    return digest(
        part=Part.EXEMPT, exemption=EXEMPTION, new=(VACANCIES,), still=(), recovering=(), left=(),
        success="", overdue=(), changed=(), held_back=(), asked=(),
        lead="1 on your list: 1 worse.",
    )  # fmt: skip


def crowded(many: int, **changes: Any) -> Digest:
    """So many entries under each heading that they are not all written out."""
    return digest(
        **{
            name: tuple(replace(one, reference=f"WL-{n:04}") for n in range(start, start + many))
            for name, one, start in (
                ("new", ASSESSMENTS, 1000),
                ("still", EXCLUSIONS, 3000),
                ("recovering", DENTAL, 5000),
                ("left", REVIEWS, 7000),
            )
        },
        **changes,
    )


_FULL = Digest(
    name="children-and-families",
    title="Scrutiny watch list: Children and Families",
    council="Borough of Saltmarsh (invented)",
    committee="Children and Families Scrutiny Committee",
    made_at=datetime(2014, 3, 13, 9, tzinfo=UTC),
    since=date(2014, 2, 4),
    meeting=date(2014, 3, 27),
    papers_by=date(2014, 3, 19),
    part=Part.MEMBERS,
    lead=(
        "6 on your list: 1 new, 1 worse, 1 recovering, 1 off. You asked for 3 things; 1 is "
        "unanswered. One target was changed since your last meeting."
    ),
    asked=(
        Asked("WL-0042", "How many cases are older than 60 days? (Minute 81)", "Head of Assessment",
              "24 March 2014", "overdue since 24 March 2014", answered=False),
        Asked("WL-0011", "What does agency cover cost?", "Principal Social Worker", "the meeting of "
              "27 March 2014", "answered", answered=True, answer="£0.815m in 2013-14, by team: "
              "https://saltmarsh.example/reports/9"),
        Asked("WL-0013", "Visit to the fair access panel", "Head of School Improvement",
              "28 February 2014", "done", answered=True),
    ),
    new=(ASSESSMENTS, CARE_LEAVERS),
    still=(EXCLUSIONS, VACANCIES),
    recovering=(DENTAL,),
    left=(REVIEWS,),
    success="Reviews of children looked after held on time has left the list: 96.0% in December 2013.",
    overdue=("Initial health checks: nothing has come for January 2014; it was due on 14 February.",),
    changed=(
        "The target of “Care leavers in suitable accommodation” was lowered from 85% to 80%: it is "
        "easier to meet.",
        "The rule “More posts are empty than the council wants” is new.",
    ),
    held_back=("1 entry is exempt and not in this digest; sign in to read of it.",),
    heads=tuple(
        ChainHead(f"WL-{number:04}", f"{number * 7919:08x}d2c4b6a8")
        for number in (2, 3, 7, 11, 13, 42)
    ),
)  # fmt: skip

#: Texts that would break out of, or run as commands of, HTML, Word, Typst and Jinja.
NASTY = (
    "<script>alert(1)</script> & <b>bold</b>",
    '#panic("run") #include "/etc/hosts" $x^2$ *b* _i_ `c` @label <label> = heading',
    "{{ 7 * 7 }} {% for %} {# no #} {_{ }_}",
    "\x00\x01\x1b[31m\x7f\u0085\u2028 \ud83d lone",
    "\u202edezilaer\u202c \u200b\u200d\ufe0f\ufeff \ufffe\uffff \ue000",
    "🙂👩‍👩‍👧🏴󠁧󠁢󠁥󠁮󠁧󠁿 中文 ঢাকা العربية ﷽ é e\u0301\u0301\u0301",
    "'\"\\ \\u{1} // /* */ -- --- ... ~ ]]> <!-- -->",
    "W" * 10_000,
    "one two " * 1_250,
    "",
)


def nasty(text: str) -> Digest:
    """Everything that people write is this text."""
    told = replace(
        ASSESSMENTS, title=text, lasting=text, figure=text, target=text, gaps=(text, text),
        last_period=Trend(Merit.WORSE, text, up=False), why=(text,), cause=text, remedy=text,
        owner=text, overseer=text, back_on_track=text, reports=(text,), due=(text,),
        spark=Spark((1.0, None, 2.0), ("", "", ""), None, text),
    )  # fmt: skip
    return digest(
        title=text, council=text, committee=text, lead=text, confirmed_by=text, success=text,
        overdue=(text,), changed=(text,), held_back=(text,), new=(told,), still=(), recovering=(),
        left=(), asked=(Asked(told.reference, text, text, text, text, answered=True, answer=text),),
    )  # fmt: skip
