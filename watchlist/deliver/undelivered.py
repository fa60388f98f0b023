"""What the keeper is told of deliveries themselves: messages that were given up, templates of the
council that failed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from watchlist.deliver.content import MOST_ITEMS
from watchlist.deliver.headlines import Kind, headline
from watchlist.deliver.names import Names
from watchlist.model.acts import WATCHLIST
from watchlist.model.calendar import local_date
from watchlist.model.message import Item, Notice, Purpose, Rest, Tally
from watchlist.model.people import Directory
from watchlist.register.routing import addressed
from watchlist.store.mailroom import DEAD_LETTER
from watchlist.store.reads import Reads
from watchlist.store.results import Delivery, DeliveryDeed, DeliverySaid, MessageState
from watchlist.store.transaction import Transaction

#: What is told of a template begins so.
TEMPLATE = "template:"


@dataclass(frozen=True)
class Undelivered:
    """What a message to the keeper says."""

    headline: str
    items: tuple[Item, ...]
    rest: Rest | None


def tell_dead_letters(
    tx: Transaction, dead: Iterable[Delivery], directory: Directory, now: datetime, zone: str
) -> None:
    """Notices of messages that were given up, to the keeper, of each once."""
    subjects = (f"{DEAD_LETTER}{delivery.message}" for delivery in dead)
    tx.notify(_to_keeper(subjects, Purpose.DEAD_LETTERS, directory, now, zone))


def tell_template(
    tx: Transaction, known_by: str, sentence: str, directory: Directory, now: datetime, zone: str
) -> bool:
    """A notice that a template of the council failed, to the keeper, once (whether this is it): another
    fault, or the same one after the template was edited, has another ``known_by``."""
    subject = f"{TEMPLATE}{known_by}"
    deed = DeliveryDeed.TEMPLATE_FAILED
    if not tx.log_delivery(DeliverySaid(now, WATCHLIST, None, deed, subject, sentence), once=True):
        return False
    tx.notify(_to_keeper([subject], Purpose.TEMPLATES, directory, now, zone))
    return True


def is_told(reads: Reads, known_by: str) -> bool:
    """Whether the keeper was told of a template's failure."""
    subject = f"{TEMPLATE}{known_by}"
    return subject in reads.failures([subject])


def undelivered(
    purpose: Purpose, told: Sequence[Notice], reads: Reads, names: Names
) -> Undelivered | None:
    """What is said of it; None where none of it is so any more."""
    if purpose is Purpose.TEMPLATES:
        failed = reads.failures({notice.subject for notice in told})
        items = [_of_template(failed[one.subject]) for one in told if one.subject in failed]
    else:
        items = list(_of_dead_letters(told, reads, names))
    if not items:
        return None
    counted = headline(purpose, [Kind.OTHER] * len(items), ())
    return Undelivered(counted, tuple(items[:MOST_ITEMS]), _rest(len(items) - MOST_ITEMS))


def _to_keeper(
    subjects: Iterable[str], purpose: Purpose, directory: Directory, now: datetime, zone: str
) -> list[Notice]:
    day, keeper = local_date(now, zone), directory.keeper
    return [
        notice
        for subject in subjects
        for notice in addressed(Notice(subject, keeper, "", purpose, now), directory, day)
    ]


def _of_dead_letters(told: Iterable[Notice], reads: Reads, names: Names) -> Iterator[Item]:
    for notice in told:
        delivery = reads.delivery(notice.subject.removeprefix(DEAD_LETTER))
        if delivery and delivery.state is MessageState.DEAD:
            yield _of_dead_letter(delivery, names)


def _of_dead_letter(delivery: Delivery, names: Names) -> Item:
    said = [f"It was for {names.post(delivery.post)}, by {delivery.channel}.", delivery.detail]
    if delivery.replaced_by:
        said.append("It went another way instead; nothing need be done for it.")
    else:
        said.append(
            "When that is mended, send it again with: watchlist deliveries retry "
            f"{delivery.message} --as PERSON"
        )
    return Item("", delivery.headline, "", "", delivery.reason, tuple(filter(None, said)))


def _of_template(sentence: str) -> Item:
    place, _, said = sentence.partition(": ")
    return Item(
        "", place, "", "", "failed",
        (
            f"It failed with: {said}.",
            "Messages are written with the shipped template instead; none is lost. Until this is "
            "mended, see: watchlist check",
        ),
    )  # fmt: skip


def _rest(many: int) -> Rest | None:
    if many <= 0:
        return None
    tallies = (Tally("Messages that could not be delivered", other=many),)
    where = "All of them: watchlist deliveries list --state dead"
    return Rest(many, f"And {many:,} more", tallies, where)
