"""A message as an e-mail: text and HTML side by side, the same bytes for the same message."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime, parseaddr
from functools import cache

from css_inline import CSSInliner
from jinja2 import Environment

from notifiers.addresses import one_line, written_address
from notifiers.calendar_file import calendar_file
from notifiers.pictures import attach, placed
from watchlist.model.letters import with_whole_letters
from watchlist.model.message import Message

_LONG = SMTP.clone(max_line_length=900)  # 998 are allowed
_PAGE = re.compile(r"https?://[!-;=?-~]+")


@dataclass(frozen=True)
class Sender:
    """Whom a mail comes from, as people write it; where answers go, and where a mail ends a
    subscription (both may be "")."""

    address: str
    reply_to: str = ""
    unsubscribe_to: str = ""


def render_mail(message: Message, environment: Environment, sender: Sender) -> bytes:
    """The e-mail's bytes (CRLF, 7 bit).

    A pure function: the date is the message's own, and the boundaries are made from its id.
    """
    message = with_whole_letters(message)
    mail = EmailMessage(policy=SMTP)
    _head(mail, message, sender)
    text, html = _bodies(message, environment)
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    if message.pictures:
        attach(_last(mail), message)
    if message.calendar:
        _add_calendar(mail, message, sender)
    _bound(mail, message)
    return mail.as_bytes(policy=_Folding())


def _head(mail: EmailMessage, message: Message, sender: Sender) -> None:
    mail["Message-ID"] = f"<{one_line(message.id)}>"
    if message.references:
        mail["References"] = " ".join(f"<{one_line(earlier)}>" for earlier in message.references)
    mail["Date"] = format_datetime(message.made_at)
    mail["From"] = written_address(*parseaddr(sender.address))
    mail["To"] = written_address(message.to_name, message.to_address)
    mail["Subject"] = one_line(message.headline)
    if sender.reply_to:
        mail["Reply-To"] = written_address(*parseaddr(sender.reply_to))
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    if message.unsubscribe:
        _add_unsubscribing(mail, message.unsubscribe, sender.unsubscribe_to)


def _add_unsubscribing(mail: EmailMessage, page: str, to: str) -> None:
    """One click is for pages under https alone (RFC 8058)."""
    ways = [f"<{page}>"] if _PAGE.fullmatch(page) else []
    if to:
        ways.append(f"<mailto:{parseaddr(to)[1]}?subject=unsubscribe>")
    if ways:
        mail["List-Unsubscribe"] = ", ".join(ways)
    if page.startswith("https://") and _PAGE.fullmatch(page):
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _add_calendar(mail: EmailMessage, message: Message, sender: Sender) -> None:
    events = calendar_file(message.calendar, message.made_at, parseaddr(sender.address)[1])
    mail.add_attachment(events.decode(), subtype="calendar", filename="actions.ics", cte="base64")
    _last(mail).set_param("method", "PUBLISH")


def _last(mail: EmailMessage) -> EmailMessage:
    *_, last = mail.iter_parts()
    assert isinstance(last, EmailMessage)
    return last


def _bound(mail: EmailMessage, message: Message) -> None:
    """Boundaries that are the same each time, and in no text by chance."""
    several = [part for part in mail.walk() if part.is_multipart()]
    for number, part in enumerate(several):
        seed = f"{message.id} {number}".encode()
        part.set_boundary("=_" + hashlib.sha256(seed).hexdigest()[:32])


class _Folding(EmailPolicy):
    """Plain headers stay on one line (Python may fold right behind "Subject:", which some servers
    show as a blank, and would encode a long address); others are folded, as an encoded word may not
    be long."""

    linesep = "\r\n"

    def fold_binary(self, name: str, value: str) -> bytes:
        return (_LONG if str(value).isascii() else SMTP).fold_binary(name, value)


def _bodies(message: Message, environment: Environment) -> tuple[str, str]:
    """By the templates ``email/digest`` or ``email/news``: they are given the message, and its
    pictures by the reference of the item they belong to."""
    name = "email/digest" if message.digest else "email/news"
    words = {"message": message, "pictures": placed(message)}
    text = environment.get_template(f"{name}.txt.j2").render(words)
    html = environment.get_template(f"{name}.html.j2").render(words)
    return text, _inliner().inline(html)


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(load_remote_stylesheets=False, keep_style_tags=False)
