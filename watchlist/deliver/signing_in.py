"""The message with the link by which somebody signs in."""

from __future__ import annotations

from watchlist.deliver.links import Links
from watchlist.model.message import Item, Notice
from watchlist.model.people import Directory, Recipient
from watchlist.model.sign_in import LINK_LASTS, SignInLink
from watchlist.store.reads import Reads
from watchlist.store.sessions import SIGN_IN

HEADLINE = "Sign in to the scrutiny watch list"

#: Written at the foot, for whoever asked for nothing.
CLOSING = (
    "Somebody asked for it on the sign-in page and gave your address. If that was not you there is "
    "nothing to do: without this link nobody can sign in. Do not pass it on."
)


def link_of(notice: Notice, reads: Reads) -> SignInLink | None:
    """The link that a notice ("sign in:3f9ab456ad") is about; None where it was used meanwhile."""
    link = _known(notice, reads)
    return link if link and link.used_at is None else None


def signs_in(notice: Notice, reads: Reads, directory: Directory) -> Recipient | None:
    """The person himself, whoever is told for his post."""
    link = _known(notice, reads)
    person = directory.people.get(link.person) if link else None
    if person is None:
        return None
    return Recipient(notice.post, person.name, person.address, (), person.id)


def sign_in_item(link: SignInLink, links: Links) -> Item:
    """What the message says."""
    minutes = int(LINK_LASTS.total_seconds() // 60)
    return Item(
        reference="",
        title="Your link to sign in",
        area="",
        level="",
        what="",
        sentences=(
            f"To sign in, open {links.sign_in(link.id)} and press the button there.",
            f"The link is good once, and for {minutes} minutes from when you asked for it. If it came "
            "too late, ask for another one on the sign-in page.",
        ),
    )


def _known(notice: Notice, reads: Reads) -> SignInLink | None:
    return reads.sign_in_link(notice.subject.removeprefix(SIGN_IN))
