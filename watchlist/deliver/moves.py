"""Transitions → sentences: what moved, on which figures, and what that means."""

from __future__ import annotations

from dataclasses import dataclass

from watchlist.deliver.figures import before_and_now, several
from watchlist.deliver.sentences import because
from watchlist.model.indicator import Indicator, usual_good_readings
from watchlist.model.pooled import spoken
from watchlist.model.register import Breach, Reason, State, Transition
from watchlist.model.rule import Level, Rulebook

#: Where the figures of a transition are those that meet the rule.
_MET = frozenset(
    {
        Reason.OPENED,
        Reason.ALREADY_SO,
        Reason.OPENED_AGAIN,
        Reason.WORSENED,
        Reason.EASED,
        Reason.RELAPSED,
    }
)


def told(
    transition: Transition, breach: Breach, book: Rulebook, by_hand: str = ""
) -> tuple[str, ...]:
    """What moved, for a reader: the rule's title, the figures, and what the move means; ``by_hand``
    says who put a figure right."""
    rule = book.rules.get(transition.rule or "") or book.rules.get(breach.rule)
    indicator = book.indicators.get(breach.series.indicator)
    figures: tuple[str, ...] = ()
    if transition.evidence and indicator:
        met = transition.reason in _MET
        figures = because(transition.evidence, indicator, book.indicators, holds=met)
    move = _Move(transition, breach, book)
    said = (
        rule.title.rstrip(". ") + "." if rule else "",
        *figures,
        move.correction(indicator),
        by_hand,
        move.meaning(),
        move.since() if transition.reason in _MET else "",
    )
    return tuple(sentence for sentence in said if sentence)


@dataclass(frozen=True)
class _Move:
    transition: Transition
    breach: Breach
    book: Rulebook

    def correction(self, indicator: Indicator | None) -> str:
        """Which figure was restated, where one was."""
        move = self.transition
        if move.before is None or move.after is None or move.period is None:
            return ""
        before, after = move.before, move.after
        if indicator:
            before, after = before_and_now(before, after, indicator.unit)
        when = self._spoken(move.period)
        return f"The figure for {when} was corrected: {before} before, {after} now."

    def meaning(self) -> str:
        """A total table: one sentence (or none, where the figures say it all) for each reason."""
        match self.transition.reason:
            case Reason.OPENED:
                return f"It began in {began}." if (began := self._began()) else ""
            case Reason.ALREADY_SO:
                since = f", since {began}" if (began := self._began()) else ""
                return f"It was already so when this rule was first judged{since}."
            case Reason.OPENED_AGAIN:
                return "It was on the list before, had left it, and is back."
            case Reason.WORSENED | Reason.EASED | Reason.CORRECTED:
                return self._levels()
            case Reason.NO_LONGER_SIGNALLED:
                return (
                    "The rule is no longer met, but the reading is not good yet: it stays listed."
                )
            case Reason.RECOVERING:
                return self._recovering()
            case Reason.RELAPSED:
                return f"It was recovering and has slipped back{_to(self.transition.level)}."
            case Reason.PROPOSED:
                return f"After {self._good()} the committee may take it off the list."
            case Reason.CLEARED:
                return f"After {self._good()} it has left the list."
            case Reason.AGREED:
                return "The committee agreed that it leaves the list."
            case Reason.UNMEASURED:
                return self._unmeasured()
            case Reason.RETIRED:
                return self._retired()
            case Reason.WITHDRAWN:
                return "So this no longer stands, and it is off the list."
            case Reason.RULE_CHANGED:
                return self._rule_changed()
            case Reason.RULE_REMOVED:
                return "The rule was removed, or no longer looks at this, so it is off the list."

    def _began(self) -> str:
        """When it began, where that was before the period that shows it."""
        opened, shown = self.breach.track.opened, self.transition.period
        if opened is None or shown is None or opened >= shown:
            return ""
        return self._spoken(opened)

    def _spoken(self, period: int) -> str:
        indicator = self.book.indicators.get(self.breach.series.indicator)
        return spoken(self.breach.calendar, period, indicator.pooled if indicator else 1)

    def _levels(self) -> str:
        before, level = self.transition.level_before, self.transition.level
        if before is None or level is None or before == level:
            return ""
        return f"It was {before.word} before and is {level.word} now."

    def _recovering(self) -> str:
        good = self.breach.track.good
        if self.breach.judged_to != self.transition.period or not good:
            return "That is a good reading: it is recovering."
        needed = self._needed()
        return (
            f"That is {several(good, 'good reading')} of the {needed} it needs to leave the list."
        )

    def since(self) -> str:
        """That it has begun to recover, where the news of its opening comes after good readings."""
        track, shown = self.breach.track, self.transition.period
        if track.state is not State.RECOVERING or shown is None or self.breach.judged_to <= shown:
            return ""
        had = several(track.good, "good reading")
        return f"Since then it has had {had} of the {self._needed()} it needs to leave the list."

    def _unmeasured(self) -> str:
        level = self.breach.track.level
        known = f"; it was last known to be {level.word}" if level else ""
        return f"For longer than usual no figure has come that can be judged{known}."

    def _retired(self) -> str:
        indicator = self.book.indicators.get(self.breach.series.indicator)
        if indicator is None or indicator.retired is None:
            return "No figure comes any more: the committee may take it off the list."
        return f"{given_up(indicator)} The committee may take it off the list."

    def _rule_changed(self) -> str:
        move = self.transition
        if not move.state.live:
            return "The rule was changed; by its new words this is no longer on the list."
        if move.level == move.level_before:
            return "The rule was changed; this was judged again by its new words."
        return f"The rule was changed; by its new words this goes{_to(move.level)}."

    def _good(self) -> str:
        needed = self._needed()
        return several(needed, "good reading") + (" in a row" if needed > 1 else "")

    def _needed(self) -> int:
        """How many good readings the breach needs before it may leave."""
        rule, usual = self.book.rules.get(self.breach.rule), self.breach.calendar.frequency
        asked = rule.leaves.after if rule else None
        return max(1, usual_good_readings(usual) if asked is None else asked)


def given_up(indicator: Indicator) -> str:
    """That an indicator was retired, and when."""
    last = spoken(indicator.calendar, indicator.retired or 0, indicator.pooled)
    return f"This figure was given up after {last}: no other will come by which it could recover."


def _to(level: Level | None) -> str:
    return f" to {level.word}" if level else ""
