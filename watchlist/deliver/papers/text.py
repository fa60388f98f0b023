"""A digest as plain text: what its mail says to those who read no HTML."""

from __future__ import annotations

from watchlist.deliver.environment import make_environment
from watchlist.model.digest import Digest
from watchlist.model.message import Message
from watchlist.shipped import shipped


def text_page(digest: Digest) -> str:
    """The digest on a screen, 72 letters wide."""
    message = Message(
        id="", to_name="", to_address="", headline=digest.title, items=(), council=digest.council,
        made_at=digest.made_at, digest=digest,
    )  # fmt: skip
    template = make_environment(shipped("templates")).get_template("email/digest.txt.j2")
    return template.render(message=message, pictures={}).rstrip() + "\n"
