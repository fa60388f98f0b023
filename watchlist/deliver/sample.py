"""Messages in which everything occurs that can: by them templates are tried. Nothing in them is so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from watchlist.deliver.papers.charts import pictures_of
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
from watchlist.model.message import CalendarItem, Item, Message, Rest, Row, Tally

_MADE = datetime(2014, 3, 4, 9, 0, tzinfo=UTC)
_COUNCIL = "Borough of Saltmarsh (invented)"


def sample_messages() -> tuple[Message, ...]:
    """News with everything, a message of one bare sentence, and a digest with everything."""
    full = Message(
        id="sample-1@saltmarsh.example",
        to_name="A. Officer (invented)",
        to_address="officer@saltmarsh.example",
        headline="2 new on your watch list: Assessments completed within 45 working days and 1 more",
        items=(_red(), _amber(), _exempt()),
        council=_COUNCIL,
        made_at=_MADE,
        closing="You receive this as Head of Assessment.",
        rest=Rest(
            items=1_100,
            sentence="And 1,215 more: 12 red, 1,200 amber",
            tallies=(
                Tally("Assessments take too long", red=12, amber=1_200),
                Tally("Figures that are missing", other=3),
            ),
            where="The whole list is on the screen with: watchlist list",
        ),
        calendar=(
            CalendarItem("action-1", date(2014, 4, 1), "Fill the three posts", "WL-0042, action 1"),
        ),
        references=("sample-0@saltmarsh.example",),
    )
    bare = replace(
        full,
        id="sample-2@saltmarsh.example",
        items=(Item("", "rules/own.yaml", "", "", "well again", ("All is well again.",)),),
        closing="",
        rest=None,
        calendar=(),
        references=(),
    )
    digest = sample_digest()
    edition = replace(
        bare,
        id="sample-3@saltmarsh.example",
        headline="Children and Families Scrutiny: 4 on your list: 1 new, 1 worse, 1 off",
        items=(),
        closing=full.closing,
        digest=digest,
        pictures=pictures_of(digest),
        unsubscribe="https://watchlist.saltmarsh.example/unsubscribe/sample",
    )
    return full, bare, edition


def sample_digest() -> Digest:
    """A digest to a member, with something in each of its parts."""
    return Digest(
        name="children-and-families",
        title="Scrutiny watch list: Children and Families Scrutiny",
        council=_COUNCIL,
        made_at=_MADE,
        part=Part.MEMBERS,
        lead="4 on your list: 1 new, 1 worse, 1 off. You asked for 2 things; 1 is unanswered.",
        since=date(2014, 1, 15),
        committee="Children and Families Scrutiny",
        meeting=date(2014, 3, 19),
        confirmed_by="Head of Performance",
        asked=(
            Asked("WL-0042", "A plan", "Head of Assessment", "by 4 March 2014", "answered", True,
                  "Report of June https://saltmarsh.example/june"),
            Asked("WL-0043", "The figures by ward", "Head of SEND", "by 1 March 2014",
                  "overdue since 2 March 2014", False),
        ),
        new=(_digest_item("WL-0042", "new"), _digest_item("WL-0043", "worse")),
        still=(replace(_digest_item("WL-0007", "still red"), lasting="red for 7 months",
                       unsaid=True, cause="", remedy=""),),
        recovering=(_digest_item("WL-0011", "recovering"),),
        left=(_digest_item("WL-0012", "left"), DigestItem("WL-0013", "", exempt=True)),
        success="Reviews held on time have been good for a year.",
        overdue=("Visits within 20 days: the return for January 2014 was due on 10 February 2014.",),
        changed=("The target of Assessments is 80% from April 2014 on; it was 85%.",),
        held_back=("1 exempt item is not named here.",),
        heads=(ChainHead("WL-0042", "0123456789ab"),),
        papers_by=date(2014, 3, 11),
    )  # fmt: skip


def _red() -> Item:
    return Item(
        reference="WL-0042",
        title="Assessments completed within 45 working days",
        area="Saltmarsh",
        level="red",
        what="opened",
        sentences=(
            "70% in December 2013 (84 of 120).",
            "That is worse than the target of 85% & worse than <last> year.",
        ),
        rows=(
            Row("November 2013", "84%", "84 of 100", "85%"),
            Row("December 2013", "70%", "84 of 120", "85%"),
        ),
    )


def _amber() -> Item:
    return Item(
        "WL-0043", "Reviews held on time", "", "amber", "worsened", ("93% in December 2013.",),
        (Row("November 2013", "95%"), Row("December 2013", "93%")),
    )  # fmt: skip


def _exempt() -> Item:
    return Item("WL-0044", "An exempt item has moved; sign in to read it", "", "", "", ())


def _digest_item(reference: str, change: str) -> DigestItem:
    return DigestItem(
        reference=reference,
        title="Assessments completed within 45 working days",
        level="red",
        change=change,
        lasting="red for 2 months",
        figure="70% in December 2013 (84 of 120)",
        target="85%",
        gaps=("15 points worse than the target", "12 points worse than England (2012-13)"),
        last_period=Trend(Merit.WORSE, "worse than the month before (84%)", up=False),
        last_year=Trend(Merit.BETTER, "better than a year before (68%)", up=True),
        spark=Spark(
            (85.0, 84.0, None, 70.0), ("", "amber", "", "red"), 85.0, "It fell from 85% to 70%."
        ),
        why=("That is worse than the target of 85%.",),
        cause="Two teams were one for the summer",
        remedy="They are two again",
        owner="Head of Assessment",
        overseer="Director",
        back_on_track="the spring",
        reports=("Report of June https://saltmarsh.example/june",),
        due=("The action 1 is overdue since 1 March 2014.",),
    )
