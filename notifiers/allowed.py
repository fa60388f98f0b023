"""Where a webhook may lead: hosts that are named, at addresses that are public or named too."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address


def fault_of(url: str, allowed: Sequence[str]) -> str | None:
    """What is wrong with a webhook's address, without repeating it."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "the webhook's address cannot be read; write it like https://host/path"
    if not host or parts.username is not None or not url.isascii() or not url.isprintable():
        return "the webhook's address cannot be used; write it like https://host/path"
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        return "the webhook's address must begin with https:// (http:// on this machine alone)"
    if not _is_named(host, allowed):
        return "the host of the webhook is not in `allow_hosts`; add it there if it is meant"
    return None


def places(host: str, port: int, allowed: Sequence[str]) -> list[str]:
    """The addresses of a host that may be used. Raises OSError where the host is not known."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = dict.fromkeys(str(place[4][0]) for place in found)
    return [one for one in addresses if _may_be_used(ip_address(one), allowed)]


def _is_named(host: str, allowed: Sequence[str]) -> bool:
    address = _address(host)
    if address is None:
        return host in {name.lower() for name in allowed}
    return _is_within(address, allowed)


def _may_be_used(address: Address, allowed: Sequence[str]) -> bool:
    plain = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    seen = plain or address
    return (seen.is_global and not seen.is_multicast) or _is_within(seen, allowed)


def _is_within(address: Address, allowed: Sequence[str]) -> bool:
    return any(address in network for network in map(_network, allowed) if network is not None)


def _is_loopback(host: str) -> bool:
    address = _address(host)
    return host == "localhost" if address is None else address.is_loopback


def _address(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _network(written: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(written)
    except ValueError:
        return None
