"""What the pages say: asked first, done by a button, and done again without harm."""

from __future__ import annotations

from dataclasses import dataclass

from jinja2 import Environment

from watchlist.deliver.confirming import about, called
from watchlist.deliver.links import Intent
from watchlist.deliver.names import Names
from watchlist.model.subscription import Subscription
from watchlist.subscribing import Standing


@dataclass(frozen=True)
class Page:
    """``button`` is the one thing that can be done on it; "" where there is nothing to do."""

    title: str
    sentences: tuple[str, ...] = ()
    button: str = ""


#: The same for every address that means nothing, whatever is wrong with it.
NOTHING = Page(
    "There is nothing at this address",
    (
        "If you came here by a link in a message, it may have been cut in two: copy the whole of it.",
        "An officer or the clerk of the committee can do what you want as well.",
    ),
)

REMOVED = Page(
    "This entry was removed",
    (
        "It left the watch list, and was kept for as long as the council keeps its papers.",
        "An officer or the clerk of the committee can say when that was.",
    ),
)

LATER = Page("This did not work just now", ("Nothing was changed. Please try again in a minute.",))

REFUSED = Page("This cannot be done here", ("Nothing was changed.",))


def page_of(intent: Intent, one: Subscription, standing: Standing, names: Names) -> Page:
    """How a subscription stands to whoever follows a link to it."""
    digest, post = called(one.topic, one.when, names), names.post(one.post)
    if standing is Standing.NOT_HIS:
        return Page(
            "Nothing of this is sent to you",
            (f"{_upper(digest)}, goes to whoever is {post}, and that has changed since.",),
        )
    if intent is Intent.UNSUBSCRIBE:
        if standing is Standing.DONE:
            again = (
                f"Whoever is {post} can subscribe again at any time: ask an officer or the clerk."
            )
            return Page("You are unsubscribed", (f"{_upper(digest)}, is not sent any more.", again))
        asked = f"{_upper(digest)}, is sent to you as {post}."
        return Page("Unsubscribe?", (asked, "Do you want it no longer?"), "Unsubscribe")
    match standing:
        case Standing.ENDED:
            return Page(
                "This subscription has ended",
                (f"To read the digest {about(one.topic, names)}, subscribe to it anew.",),
            )
        case Standing.DONE:
            return Page("You are subscribed", (f"{_upper(digest)}, is sent to you as {post}.",))
    asked = f"{_upper(digest)}, would be sent to you as {post}."
    return Page("Do you want this digest?", (asked,), "Yes, send it to me")


def drawn(page: Page, council: str, environment: Environment) -> str:
    """The page as HTML."""
    template = environment.get_template("web/page.html.j2")
    return template.render(page=page, council=council)


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]
