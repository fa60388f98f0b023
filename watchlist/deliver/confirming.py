"""The message that asks a subscriber whether he wants what was asked for in his name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from watchlist.deliver.links import Intent, Links
from watchlist.deliver.names import Names
from watchlist.model.calendar import local_date
from watchlist.model.message import Item, Notice
from watchlist.model.people import Recipient
from watchlist.model.subscription import Subscription, SubscriptionState, Topic, When
from watchlist.store.reads import Reads

#: Written at the foot, for whoever asked for nothing.
CLOSING = (
    "If you do not want it, there is nothing to do: it is sent to nobody who has not confirmed."
)


@dataclass(frozen=True)
class Confirming:
    """What the message says; None for its items where nothing is left to confirm."""

    headline: str
    items: tuple[Item, ...]


def subscription_of(notice: Notice) -> str:
    """The id of the subscription that a notice is about ("subscription:3f9ab456ad:2")."""
    return notice.subject.split(":")[1]


def confirming(
    told: Sequence[Notice], reads: Reads, links: Links, reader: Recipient, names: Names, zone: str
) -> Confirming | None:
    """An item for each subscription that is still to be confirmed; None where there is none."""
    ids = dict.fromkeys(map(subscription_of, told))
    known = filter(None, map(reads.subscription, ids))
    asked = [one for one in known if one.state is SubscriptionState.ASKED]
    if not asked:
        return None
    first = called(asked[0].topic, asked[0].when, names)
    more = f", and {len(asked) - 1} more" if len(asked) > 1 else ""
    items = tuple(_item(one, reads, links, reader, names, zone) for one in asked)
    return Confirming(f"Please confirm: {first}{more}", items)


def called(topic: Topic, when: When, names: Names) -> str:
    """ "the digest of Children and Families Scrutiny, before each meeting"."""
    return f"the digest {about(topic, names)}, {when}"


def about(topic: Topic, names: Names) -> str:
    """ "of Children and Families Scrutiny", "of what Head of SEND answers for", "of education"."""
    if topic.committee:
        return f"of {names.committee(topic.committee)}"
    if topic.owner:
        return f"of what {names.post(topic.owner)} answers for"
    return f"of {topic.tag}" if topic.tag else "of the whole watch list"


def _item(
    one: Subscription, reads: Reads, links: Links, reader: Recipient, names: Names, zone: str
) -> Item:
    token, link = links.token(Intent.CONFIRM, one, reader), links.confirm(one, reader)
    command = f"watchlist confirm {token}"
    how = (
        (f"To confirm, open {link} and say yes there.", f"Or run this command: {command}")
        if link
        else (f"To confirm, run this command, or ask an officer to do it: {command}",)
    )
    called_so = called(one.topic, one.when, names)
    asked = _asked(one, reads, names, zone)
    return Item(
        reference="",
        title=called_so[0].upper() + called_so[1:],
        area="",
        level="",
        what="to be confirmed",
        sentences=(asked, *how),
    )


def _asked(one: Subscription, reads: Reads, names: Names, zone: str) -> str:
    last = reads.subscription_log(one.id)[-1]
    day = local_date(last.at, zone)
    by = names.by(last.who, last.acting_for) if last.who else "somebody"
    return f"{by} asked on {day.day} {day:%B %Y} that it be sent to {names.post(one.post)}."
