"""The part of the configuration that says where the pages are, who signs in to them how, and the secret
by which links are signed."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from watchlist.posts import ROLES
from watchlist.rulebook.nodes import Mapping
from watchlist.rulebook.reader import Value
from watchlist.settings import fetched

_LISTEN = re.compile(r"(\[[0-9a-fA-F:]+\]|[\w.-]+):(\d{1,5})")

#: A key, a token of fewer letters can be guessed.
_SHORTEST_KEY, _SHORTEST_TOKEN = 32, 16

#: By which of its claims an account is known, unless the configuration says another.
_USUAL_CLAIM = "email"


@dataclass(frozen=True)
class Oidc:
    """The council's own accounts (OpenID Connect): where they are, and as whom we ask there. ``claim``
    says a person's address; ``app_roles`` are roles over there -> ours, for looking."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    app_roles: MappingOf[str, str] = field(default_factory=dict)
    claim: str = _USUAL_CLAIM


@dataclass(frozen=True)
class SignIn:
    """How people sign in: by ``links`` that are mailed to them, by the council's own accounts."""

    links: bool = True
    oidc: Oidc | None = None


@dataclass(frozen=True)
class Accessibility:
    """What the council itself says in the accessibility statement: whom people ask (``contact``), when
    it was ``prepared`` and what the council found in its own tests (``tested``); "": not said."""

    contact: str = ""
    prepared: str = ""
    tested: str = ""


@dataclass(frozen=True)
class Web:
    """``host`` and ``port`` are where the small server listens (port 0: any that is free),
    ``address`` how its pages are reached from outside, without a slash at its end. ``public``: there is
    a page for everybody. ``proxy`` is the address of the web server before it, which is believed when
    it says who asks; "" for none. ``metrics_token`` opens /metrics; "": it is open to this machine
    alone."""

    host: str
    port: int
    address: str
    sign_in: SignIn = SignIn()
    public: bool = False
    proxy: str = ""
    accessibility: Accessibility = Accessibility()
    metrics_token: str = field(default="", repr=False)

    @property
    def loopback(self) -> bool:
        """Whether only this machine itself reaches it."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def read_web(value: Value, folder: Path) -> Web | None:
    """``web:``; None where it is left out: then there are no pages and no message has a link."""
    if not value.given:
        return None
    needs = ("listen", "address")
    may = ("sign_in", "public", "proxy", "accessibility", "metrics")
    fields = value.fields(*needs, *may, needs=needs)
    place, address = _listen(fields["listen"]), _address(fields["address"])
    sign_in, public = _sign_in(fields["sign_in"], folder), fields["public"].truth() or False
    proxy = _proxy(fields["proxy"])
    says, token = _accessibility(fields["accessibility"]), _metrics(fields["metrics"], folder)
    return Web(*place, address, sign_in, public, proxy, says, token) if place and address else None


def _metrics(value: Value, folder: Path) -> str:
    """The token; "" where none is given."""
    if not value.given:
        return ""
    return _unguessable(value.fields("token", needs=("token",))["token"], folder, _SHORTEST_TOKEN)


def _accessibility(value: Value) -> Accessibility:
    if not value.given:
        return Accessibility()
    fields = value.fields("contact", "prepared", "tested")
    contact, prepared, tested = (fields[key].text() for key in ("contact", "prepared", "tested"))
    return Accessibility(contact or "", prepared or "", tested or "")


def _sign_in(value: Value, folder: Path) -> SignIn:
    if not value.given:
        return SignIn()
    fields = value.fields("links", "oidc")
    links, oidc = fields["links"].truth(), _oidc(fields["oidc"], folder)
    if links is False and not fields["oidc"].given:
        value.fault("sign_in: without links and without oidc nobody could sign in")
    return SignIn(True if links is None else links, oidc)


def _oidc(value: Value, folder: Path) -> Oidc | None:
    if not value.given:
        return None
    needs = ("issuer", "client_id", "client_secret")
    fields = value.fields(*needs, "app_roles", "claim", needs=needs)
    issuer, client_id = _issuer(fields["issuer"]), fields["client_id"].word()
    secret = _secret(fields["client_secret"], folder)
    roles = {
        theirs: ours
        for theirs, written in fields["app_roles"].entries()
        if (ours := written.choice(*ROLES))
    }
    claim = fields["claim"].word() or _USUAL_CLAIM
    return Oidc(issuer, client_id, secret, roles, claim) if issuer and client_id else None


def _issuer(value: Value) -> str | None:
    """Whoever could change what it says on the way could sign in as anybody."""
    issuer = _site(value, "the address of an issuer; write it like https://login.council.example")
    parts = urlsplit(issuer or "")
    if issuer and parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        value.fault("issuer: it must be an https address")
        return None
    return issuer


def _proxy(value: Value) -> str:
    written = value.word()
    try:
        return str(ipaddress.ip_address(written)) if written else ""
    except ValueError:
        value.wrong("the address of a machine; write it like 127.0.0.1")
        return ""


def warn_of_own_key(value: Value, web: Web | None, key: str) -> None:
    """In service, a key of the program's own lies with what it guards (``value`` is ``web:``)."""
    if web and web.address.startswith("https://") and web.sign_in.links and not key:
        value.warn(
            "web: the key by which people sign in lies in the database, and whoever reads that could "
            "sign in in their place; give another: secret_key: {file: signing.key}"
        )


def read_secret_key(value: Value, folder: Path) -> str:
    """``secret_key:``, which stands elsewhere; "" where none is given: then the program makes one."""
    return _unguessable(value, folder, _SHORTEST_KEY)


def _unguessable(value: Value, folder: Path, shortest: int) -> str:
    secret = _secret(value, folder)
    if secret and len(secret) < shortest:
        value.fault(f"{value.key}: it is shorter than {shortest} letters and could be guessed")
    return secret


def _secret(value: Value, folder: Path) -> str:
    """What stands elsewhere; "" where nothing is given or it was not found."""
    if not value.given:
        return ""
    if not isinstance(value.node, Mapping):
        value.fault(
            f"{value.key}: a secret does not stand here; write {{env: NAME}} for an environment "
            "variable or {file: path} for a file"
        )
        return ""
    before, key = len(value.faults), fetched(value, value.plain(), folder)
    if not value.sound_since(before):
        return ""
    if not isinstance(key, str):
        value.wrong("{env: NAME} or {file: path}")
        return ""
    if not key:
        value.fault(f"{value.key}: it is empty")
    return key


def _listen(value: Value) -> tuple[str, int] | None:
    written = value.word()
    found = _LISTEN.fullmatch(written or "")
    if found and int(found[2]) < 2**16:
        return found[1].strip("[]"), int(found[2])
    if written is not None:
        value.wrong("a place to listen at; write it like 127.0.0.1:8080")
    return None


def _address(value: Value) -> str | None:
    address = _site(value, "the address of a site; write it like https://watchlist.council.example")
    parts = urlsplit(address or "")
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        value.warn("mail programs offer to unsubscribe by one click only at an https address")
    return address


def _site(value: Value, what: str) -> str | None:
    """An http or https address without its last slash."""
    written = value.word()
    if written is None:
        return None
    try:
        parts = urlsplit(written)
        faultless = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        faultless = False
    if not faultless or "@" in written or "?" in written or "#" in written or " " in written:
        value.wrong(what)
        return None
    return written.rstrip("/")
