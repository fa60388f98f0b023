"""What has fallen due of an entry, and what of it is still to come: the day of a review that its rules
ask for, and by when a breach is to be acknowledged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from watchlist.deliver.deeds import told_occasion
from watchlist.deliver.names import Names
from watchlist.installation import Installation, today_of
from watchlist.model.record import Record
from watchlist.model.register import Breach, Entry
from watchlist.register.falling_due import Fell, Occasion, acknowledge_by, fallen_due
from watchlist.register.leaving import left_behind
from watchlist.register.review_due import review_day, review_due


def fallen(
    here: Installation, entry: Entry, record: Record, breaches: Sequence[Breach]
) -> Iterator[str]:
    """What has fallen due, a sentence each."""
    directory, today = here.config.directory, today_of(here)
    due = (
        *fallen_due(entry, record, breaches, today),
        *review_due(entry, record, breaches, here.book.rules, today, here.config.zone),
        *left_behind(entry, record, directory, today),
    )
    if not due:
        return  # of most of very many nothing has
    names = Names.of(directory, here.book)
    for one in due:
        said = None if one.what is Fell.MUTE_ENDED else told_occasion(one, record, names)
        if said:
            yield said


@dataclass(frozen=True)
class Unseen:
    """That nobody acknowledged a breach yet: the last day for it, the post to which it goes after that,
    and whether it went there."""

    rule: str
    day: date
    post: str
    went: bool

    def sentence(self, today: date, names: Names) -> str:
        post, day = names.post(self.post), day_said(self.day)
        if self.went:
            return f"Not acknowledged by {day}: it went to {post}."
        if self.day < today:
            return f"Not acknowledged by {day}: it goes to {post} with the next round."
        return f"Not acknowledged: after {day} it goes to {post}."


def unseen(here: Installation, record: Record, breaches: Sequence[Breach]) -> list[Unseen]:
    """The live breaches that somebody is still to acknowledge, and by when; none while news of the
    entry is held back."""
    zone, rules = here.config.zone, here.book.rules
    asking = {
        breach.id: rule.escalation
        for breach in breaches
        if (rule := rules.get(breach.rule)) and rule.escalation
    }
    if not asking or record.muted(today_of(here)):
        return []
    found, told = [], here.store.told_since(asking)
    for breach in breaches:
        escalation, known = asking.get(breach.id), told.get(breach.id)
        day = escalation and known and acknowledge_by(breach, escalation, record, known, zone)
        if escalation and day:
            subject = Occasion(Fell.NOT_ACKNOWLEDGED, breach.entry or 0, breach.id, day).subject
            went = bool(here.store.told_subjects({subject}))
            found.append(Unseen(breach.rule, day, escalation.post, went))
    return found


def to_review(
    here: Installation, entry: Entry, record: Record, breaches: Sequence[Breach]
) -> date | None:
    """The day on which rules have an entry looked at again, come or not; None where none does."""
    return review_day(entry, record, breaches, here.book.rules, here.config.zone)


def day_said(day: date) -> str:
    """ "2 February 2027"."""
    return f"{day.day} {day:%B %Y}"
