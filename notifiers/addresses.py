"""Addresses and headers of e-mail: what may stand in them."""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.utils import parseaddr

from watchlist.model.letters import whole_letters

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_BREAKS = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
_LONGEST_ADDRESS = 254


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
    """Text that can stand in a header: no line breaks, no control characters, no half of a letter."""
    return whole_letters(_BREAKS.sub(" ", text)).strip()


def written_address(name: str, address: str) -> Address:
    """For a header. Raises ValueError for what is no address."""
    if not is_address(address):
        raise ValueError(f'"{one_line(address)}" is not an e-mail address')
    return Address(display_name=one_line(name), addr_spec=address)
