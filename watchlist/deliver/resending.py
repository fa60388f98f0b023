"""What somebody does to deliveries by hand: a dead letter sent again, delivery held or let go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from watchlist.capacity import post_in_role
from watchlist.deliver.composing import compose_anew
from watchlist.deliver.desk import Desk
from watchlist.model.calendar import local_date
from watchlist.model.errors import UsageError
from watchlist.model.message import Silence
from watchlist.rulebook.wording import quote
from watchlist.store.results import Delivery, DeliveryDeed, DeliverySaid, MessageState
from watchlist.store.store import Store

#: Who may.
_MAY = frozenset({"officer", "administrator", "keeper"})

_HELD_BY_HAND = "somebody held it back"

_NOTHING = {
    Silence.GONE: "what it told of is no longer so: there is nothing left to send",
    Silence.NOBODY: "nobody can be told: the post has no holder, deputy or keeper with an address "
    "that a channel reaches",
}


@dataclass(frozen=True)
class By:
    """Who acts: a person's number, and the post he acts for where he says which."""

    who: str
    acting_for: str | None = None


@dataclass(frozen=True)
class Sent:
    """What will be sent: the dead letter itself, or (``anew``) another message in its place."""

    message: str
    anew: bool
    to: str


def send_again(store: Store, desk: Desk, message: str, by: By, now: datetime) -> Sent:
    """A dead letter once more. Where its address is no longer that of its post (somebody left, or his
    name was erased) it is not sent there: what it told is composed anew for whoever holds the post now.

    Raises :class:`UsageError`, and writes nothing, where somebody may not or nothing can be sent.
    """
    acting_for = _post(desk, by, now, "send a message again")
    delivery = _dead_letter(store, message)
    if delivery.channel in desk.channels and desk.reaches(delivery, now):
        said = DeliverySaid(now, by.who, acting_for, DeliveryDeed.SENT_AGAIN, message)
        if not store.retry(message, now, said):
            raise UsageError(f"{message} is no dead letter any more; somebody was quicker")
        return Sent(message, anew=False, to=delivery.address)
    with store.begin(now) as tx:
        made = compose_anew(tx, desk, delivery, now)
        if made is None or isinstance(made, Silence):
            raise UsageError(_refusal(delivery, made))
        anew, detail = tx.delivery(made), f"in its place: {made}"
        deed = DeliveryDeed.COMPOSED_ANEW
        tx.log_delivery(DeliverySaid(now, by.who, acting_for, deed, message, detail))
    return Sent(made, anew=True, to=anew.address if anew else "")


def lift(store: Store, desk: Desk, by: By, now: datetime) -> str:
    """Let held deliveries go; why they were held. Raises :class:`UsageError`."""
    acting_for, held = _post(desk, by, now, "let deliveries go"), store.held()
    deed = DeliverySaid(now, by.who, acting_for, DeliveryDeed.LIFTED, detail=held or "")
    if held is None or not store.lift(deed):
        raise UsageError("delivery is not held: there is nothing to lift")
    return held


def hold(store: Store, desk: Desk, by: By, reason: str, now: datetime) -> str:
    """Send nothing until it is lifted; the reason as it is kept. Raises :class:`UsageError`."""
    acting_for = _post(desk, by, now, "hold deliveries back")
    why = " ".join(reason.split()) or _HELD_BY_HAND
    store.hold(why, DeliverySaid(now, by.who, acting_for, DeliveryDeed.HELD, detail=why))
    return why


def may_resend(desk: Desk, who: str, now: datetime) -> bool:
    """Whether one of somebody's posts lets him do any of this."""
    try:
        _post(desk, By(who), now, "see to deliveries")
    except UsageError:
        return False
    return True


def _post(desk: Desk, by: By, now: datetime, doing: str) -> str:
    day = local_date(now, desk.zone)
    return post_in_role(desk.directory, desk.book, by.who, day, by.acting_for, _MAY, doing)


def _dead_letter(store: Store, message: str) -> Delivery:
    delivery = store.delivery(message)
    if delivery is None:
        raise UsageError(f"there is no message {quote(message)}; see: watchlist deliveries list")
    if delivery.state is not MessageState.DEAD:
        raise UsageError(
            f"{message} was not given up, it is {delivery.state}: only a dead letter is sent again"
        )
    if delivery.replaced_by:
        raise UsageError(f"{message} was replaced by {delivery.replaced_by}: see to that one")
    return delivery


def _refusal(delivery: Delivery, made: Silence | None) -> str:
    why = _NOTHING.get(made) if made else None
    why = why or "what it tells of could not be written again; the log says why"
    return (
        f"{delivery.message} is not sent again: {delivery.address} is no longer the address of "
        f"{quote(delivery.post)}, and {why}"
    )
