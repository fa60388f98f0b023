"""Links in messages: what they ask for, whom they were written to, signed. They never expire; but for
those by which somebody signs in, which are good once (`watchlist.model.sign_in`)."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from itsdangerous import BadData, URLSafeSerializer

from watchlist.model.people import Recipient
from watchlist.model.subscription import Subscription

#: A token is never as long; what is, is not looked at.
_LONGEST = 400


class Intent(StrEnum):
    """What a link asks for; its name in the address."""

    UNSUBSCRIBE = "unsubscribe"
    CONFIRM = "confirm"


@dataclass(frozen=True)
class Followed:
    """What a link says: which subscription, and who was written to (a person's number; "" where the
    message went to an address without a person)."""

    subscription: str
    reader: str


@dataclass(frozen=True)
class Links:
    """``address`` is where they are answered ("": nowhere). The last of ``keys`` signs, and what the
    earlier ones signed is good as well."""

    address: str = ""
    keys: Sequence[str] = field(default=(), repr=False)

    def unsubscribe(self, to: Subscription, reader: Recipient) -> str:
        """The address of the page that ends a subscription by one click; "" where there is none."""
        return self._link(Intent.UNSUBSCRIBE, to, reader)

    def confirm(self, to: Subscription, reader: Recipient) -> str:
        """The address of the page that confirms a subscription; "" where there is none."""
        return self._link(Intent.CONFIRM, to, reader)

    def token(self, intent: Intent, to: Subscription, reader: Recipient) -> str:
        """Only whoever has the key can make one; it is good for this intent alone."""
        return str(self._signer(intent).dumps([to.id, reader.person or ""]))

    def followed(self, intent: Intent, token: str) -> Followed | None:
        """What a token says; None where it is not one of ours for this."""
        if not self.keys or len(token) > _LONGEST:
            return None
        try:
            subscription, reader = self._signer(intent).loads(token)
        except (BadData, ValueError, TypeError):
            return None
        return Followed(str(subscription), str(reader))

    def sign_in(self, id: str) -> str:
        """The address of the page by which somebody signs in once; "" where there is none."""
        return f"{self.address}/sign-in/{self.sign_in_token(id)}" if self.address else ""

    def sign_in_token(self, id: str) -> str:
        """The secret of a link, of what is no secret of it: so it need not be kept until its message
        is written."""
        said = f"watchlist sign in {id}".encode()
        digest = hmac.new(self.keys[-1].encode(), said, hashlib.sha256).digest()
        return urlsafe_b64encode(digest).rstrip(b"=").decode()

    def _link(self, intent: Intent, to: Subscription, reader: Recipient) -> str:
        if not self.address or not self.keys:
            return ""
        return f"{self.address}/{intent}/{self.token(intent, to, reader)}"

    def _signer(self, intent: Intent) -> URLSafeSerializer:
        return URLSafeSerializer(
            list(self.keys),
            salt=f"watchlist {intent}",
            signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
        )
