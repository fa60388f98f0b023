"""Every reason for a move, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.evaluate.build import OWN, book, indicator, month, panel, rule, worse_than
from tests.register.build import NOW
from watchlist.deliver.moves import told
from watchlist.evaluate.engine import evaluate
from watchlist.evaluate.evidence import evidence
from watchlist.model.reading import Series
from watchlist.model.register import Breach, Reason, State, Track, Transition
from watchlist.model.rule import Leaves, Level, Rule

FIRST = month(2013, 10)
RULE = rule("on-time", amber=worse_than("target"), title="Assessments are taking too long.")
WATCHED = indicator(target=85)
BREACH = Breach(
    id=1,
    rule="on-time",
    rule_hash="on-time",
    series=Series("assessments", OWN),
    calendar=WATCHED.calendar,
    track=Track(State.OPEN, Level.AMBER, opened=FIRST),
    judged_to=FIRST + 1,
    figure="84",
    opened_at=NOW,
)


def said(
    reason: Reason,
    figures: Sequence[float] = (84, 84),
    *,
    of: Rule = RULE,
    breach: Breach = BREACH,
    **more: Any,
) -> str:
    """What is told of a move at the latest of the figures, without the rule's title."""
    words = book(WATCHED, of)
    own = panel({"assessments": list(figures)}, first=FIRST)
    (found,) = evaluate([of], words, {own.calendar: own}, date(2014, 1, 20))
    last = len(figures) - 1
    move = Transition(
        id=1,
        breach=1,
        entry=1,
        at=NOW,
        reason=reason,
        period=FIRST + last,
        level_before=None,
        level=Level.AMBER,
        state=breach.track.state,
        rule=of.id,
        rule_hash=of.hash,
        evidence=evidence(found, 0, last),
    )
    title, *sentences = told(replace(move, **more), breach, words)
    assert title == "Assessments are taking too long."
    return " ".join(sentences)


WORSE = "84% in November 2013. That is worse than the target of 85%."
BETTER = "90% in November 2013. That is better than the target of 85%."


@pytest.mark.parametrize(
    ("reason", "more", "sentences"),
    [
        (Reason.OPENED, {}, f"{WORSE} It began in October 2013."),
        (
            Reason.ALREADY_SO,
            {},
            f"{WORSE} It was already so when this rule was first judged, since October 2013.",
        ),
        (Reason.OPENED_AGAIN, {}, f"{WORSE} It was on the list before, had left it, and is back."),
        (
            Reason.WORSENED,
            {"level": Level.RED, "level_before": Level.AMBER},
            f"{WORSE} It was amber before and is red now.",
        ),
        (
            Reason.EASED,
            {"level_before": Level.RED},
            f"{WORSE} It was red before and is amber now.",
        ),
        (Reason.RELAPSED, {}, f"{WORSE} It was recovering and has slipped back to amber."),
        (
            Reason.CORRECTED,
            {"before": "70", "after": "84"},
            f"{WORSE} The figure for November 2013 was corrected: 70% before, 84% now.",
        ),
        (
            Reason.CORRECTED,
            {"before": "withheld", "after": "84"},
            f"{WORSE} The figure for November 2013 was corrected: withheld before, 84% now.",
        ),
        (
            Reason.RULE_CHANGED,
            {"level_before": Level.RED},
            f"{WORSE} The rule was changed; by its new words this goes to amber.",
        ),
        (
            Reason.RULE_CHANGED,
            {"level_before": Level.AMBER},
            f"{WORSE} The rule was changed; this was judged again by its new words.",
        ),
        (
            Reason.RULE_CHANGED,
            {"state": State.CLOSED},
            f"{WORSE} The rule was changed; by its new words this is no longer on the list.",
        ),
        (
            Reason.RULE_REMOVED,
            {"evidence": None},
            "The rule was removed, or no longer looks at this, so it is off the list.",
        ),
        (
            Reason.UNMEASURED,
            {"evidence": None, "period": None},
            "For longer than usual no figure has come that can be judged; "
            "it was last known to be amber.",
        ),
    ],
)
def test_a_bad_reading_and_what_it_means(
    reason: Reason, more: dict[str, Any], sentences: str
) -> None:
    """The figure against its target first, then what that does to the entry."""
    assert said(reason, **more) == sentences


@pytest.mark.parametrize(
    ("reason", "good", "sentences"),
    [
        (
            Reason.RECOVERING,
            1,
            "That is one good reading of the 3 it needs to leave the list.",
        ),
        (
            Reason.RECOVERING,
            2,
            "That is two good readings of the 3 it needs to leave the list.",
        ),
        (Reason.RECOVERING, 0, "That is a good reading: it is recovering."),
        (
            Reason.PROPOSED,
            3,
            "After three good readings in a row the committee may take it off the list.",
        ),
        (Reason.CLEARED, 3, "After three good readings in a row it has left the list."),
        (
            Reason.NO_LONGER_SIGNALLED,
            0,
            "The rule is no longer met, but the reading is not good yet: it stays listed.",
        ),
        (Reason.WITHDRAWN, 0, "So this no longer stands, and it is off the list."),
    ],
)
def test_a_good_reading_and_what_it_means(reason: Reason, good: int, sentences: str) -> None:
    """A reading that is better than the target is never called worse, whatever rule it belongs to."""
    track = replace(BREACH.track, state=State.RECOVERING, good=good)
    now = said(reason, (84, 90), breach=replace(BREACH, track=track))
    assert now == f"{BETTER} {sentences}"


def test_news_that_comes_after_good_readings_says_so() -> None:
    """What opened some months ago and has begun to recover is not told as if nothing had happened."""
    track = replace(BREACH.track, state=State.RECOVERING, good=2)
    now = replace(BREACH, track=track, judged_to=FIRST + 3)
    assert said(Reason.ALREADY_SO, breach=now).endswith(
        "Since then it has had two good readings of the 3 it needs to leave the list."
    )


def test_a_rule_that_asks_for_one_good_reading_says_one() -> None:
    """Plurals fit."""
    once = replace(RULE, leaves=Leaves(1))
    assert said(Reason.CLEARED, (84, 90), of=once) == (
        f"{BETTER} After one good reading it has left the list."
    )


@pytest.mark.parametrize("reason", list(Reason))
def test_an_indicator_that_has_left_the_rulebook_still_has_its_sentence(reason: Reason) -> None:
    """History can be told when neither the rule nor the indicator is there any more."""
    move = Transition(
        1, 1, 1, NOW, reason, FIRST, Level.RED, Level.AMBER, State.OPEN, "gone", "x",
        before="70", after="84",
    )  # fmt: skip
    sentences = told(move, BREACH, book())
    assert "The figure for October 2013 was corrected: 70 before, 84 now." in sentences
    assert all(sentence.endswith(".") for sentence in sentences)
