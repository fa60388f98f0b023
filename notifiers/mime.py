"""A message as an e-mail: text and HTML side by side, the same bytes for the same message."""

from __future__ import annotations

import hashlib
import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime, parseaddr
from functools import cache

from css_inline import CSSInliner
from jinja2 import Environment

from watchlist.model.message import Message

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_BREAKS = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
_LONGEST_ADDRESS = 254
_LONGEST_LINE = 900  # 998 are allowed


def is_address(text: str) -> bool:
    """Whether a mail server can be given this as an address (plain ASCII, one line, one ``@``)."""
    return len(text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def mailbox_address(text: str) -> str:
    """A sender as people write it, checked: ``Scrutiny <scrutiny@saltmarsh.example>``.

    Raises ValueError with a sentence when there is no usable address in it.
    """
    if not is_address(parseaddr(text)[1]) or one_line(text) != text:
        raise ValueError(
            f'"{one_line(text)}" is not an e-mail address; write it like "name@council.example" '
            'or "Scrutiny team <name@council.example>"'
        )
    return text


def one_line(text: str) -> str:
    """Text that can stand in a header: no line breaks, no control characters."""
    return _BREAKS.sub(" ", text).strip()


def render_mail(message: Message, environment: Environment, sender: str, reply_to: str) -> bytes:
    """The e-mail's bytes (CRLF, 7 bit). ``reply_to`` may be empty.

    A pure function: the date is the message's own, and the boundary is made from its id.
    """
    mail = EmailMessage(policy=SMTP)
    mail["Message-ID"] = f"<{one_line(message.id)}>"
    mail["Date"] = format_datetime(message.made_at)
    mail["From"] = _written_address(*parseaddr(sender))
    mail["To"] = _written_address(message.to_name, message.to_address)
    mail["Subject"] = one_line(message.headline)
    if reply_to:
        mail["Reply-To"] = _written_address(*parseaddr(reply_to))
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    text, html = _bodies(message, environment)
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    mail.set_boundary("=_" + hashlib.sha256(message.id.encode()).hexdigest()[:32])
    return mail.as_bytes(policy=_folding(message))


def _folding(message: Message) -> EmailPolicy[EmailMessage]:
    """Plain headers stay on one line (Python may fold right behind "Subject:", which some servers
    show as a blank); others are folded, as an encoded word may not be long."""
    plain = (message.headline + message.to_name).isascii()
    return SMTP.clone(max_line_length=_LONGEST_LINE) if plain else SMTP


def _bodies(message: Message, environment: Environment) -> tuple[str, str]:
    text = environment.get_template("email/news.txt.j2").render(message=message)
    html = environment.get_template("email/news.html.j2").render(message=message)
    return text, _inliner().inline(html)


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(load_remote_stylesheets=False, keep_style_tags=False)


def _written_address(name: str, address: str) -> Address:
    """Raises ValueError for what is no address."""
    if not is_address(address):
        raise ValueError(f'"{one_line(address)}" is not an e-mail address')
    return Address(display_name=one_line(name), addr_spec=address)
