"""A message as the bytes of a channel: by the council's own templates, by those that are shipped where
they fail."""

from __future__ import annotations

from datetime import datetime

import structlog

from watchlist.deliver.desk import Desk
from watchlist.deliver.environment import known_by, located
from watchlist.deliver.stumbling import stumbles_over
from watchlist.deliver.undelivered import is_told, tell_template
from watchlist.model.errors import Fault, Mark
from watchlist.model.message import Channel, Message
from watchlist.rulebook.wording import listed
from watchlist.store.transaction import Transaction

log = structlog.get_logger("watchlist")


def rendered(
    message: Message, by: str, desk: Desk, tx: Transaction, now: datetime
) -> tuple[bytes, bool]:
    """The bytes, and whether the keeper is told, by a notice, of a template that failed."""
    channel = desk.channels[by]
    if desk.shipped is None or desk.own_templates is None:
        return channel.render(message, desk.environment), False
    try:
        return channel.render(message, desk.environment), False
    except Exception as error:
        payload = channel.render(message, desk.shipped)
        fault = located(error, desk.own_templates)
        fault = fault or Fault(Mark(str(desk.own_templates)), str(error))
        return payload, _tell(fault, message, channel, desk, tx, now)


def _tell(
    fault: Fault, message: Message, channel: Channel, desk: Desk, tx: Transaction, now: datetime
) -> bool:
    """A fault that is new is looked for entry by entry: that takes its time."""
    known = known_by(fault)
    told = is_told(tx, known)
    over = () if told else stumbles_over(message, lambda one: channel.render(one, desk.environment))
    log.error("template failed", error=str(fault), message=message.id, entries=list(over))
    if told:
        return False
    said = f"{fault}, for {listed(over, last='and')}" if over else str(fault)
    return tell_template(tx, known, said, desk.directory, now, desk.zone)
