"""Signing in at Microsoft 365 without a password: a token by client credentials, given as XOAUTH2.

Microsoft's own library keeps the token until it runs out. Neither token nor secret stands in an
outcome, a log or a representation.
"""

from __future__ import annotations

import re
import smtplib
from typing import Annotated, Any

import requests
from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, model_validator

from notifiers.extras import need

_Https = Annotated[str, StringConstraints(pattern=r"^https://\S+$")]
_Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.-]+$")]


class OAuthSettings(BaseModel):
    """An application registered with Microsoft Entra that may send mail for ``username``."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    tenant: _Name
    client_id: _Name
    client_secret: SecretStr = Field(min_length=1)
    authority: _Https = "https://login.microsoftonline.com"
    scope: _Https = "https://outlook.office365.com/.default"

    @model_validator(mode="before")
    @classmethod
    def _library_is_there(cls, written: Any) -> Any:
        need("msal", "microsoft")
        return written


class NoTokenError(Exception):
    """Its text is a sentence for people; ``reason`` as in an outcome."""

    def __init__(self, reason: str, sentence: str) -> None:
        self.reason = reason
        super().__init__(sentence)


class Tokens:
    """Tokens of one application; the first is asked for when it is needed."""

    def __init__(self, settings: OAuthSettings, timeout: float) -> None:
        self._settings, self._timeout = settings, timeout
        self._application: Any = None

    def sign_in(self, server: smtplib.SMTP, username: str) -> None:
        """Raises :class:`NoTokenError`, and SMTPAuthenticationError where the mail server does not
        take the token, which is then forgotten."""
        words = f"user={username}\x01auth=Bearer {self._token()}\x01\x01"
        try:
            # To a refusal with its reason the answer is an empty line.
            server.auth("XOAUTH2", lambda challenge=None: words if challenge is None else "")
        except smtplib.SMTPAuthenticationError:
            self._application.remove_tokens_for_client()
            raise

    def _token(self) -> str:
        try:
            answer = self._asked().acquire_token_for_client(scopes=[self._settings.scope])
        except requests.RequestException:
            raise NoTokenError("unreachable", self._unreachable()) from None
        except ValueError:
            raise NoTokenError("sign-in refused", self._unknown_tenant()) from None
        if "access_token" not in answer:
            raise NoTokenError("sign-in refused", self._refused(answer))
        return str(answer["access_token"])

    def _asked(self) -> Any:
        if self._application is None:
            from msal import ConfidentialClientApplication

            settings = self._settings
            self._application = ConfidentialClientApplication(
                settings.client_id,
                authority=f"{settings.authority.rstrip('/')}/{settings.tenant}",
                client_credential=settings.client_secret.get_secret_value(),
                instance_discovery=False,
                timeout=self._timeout,
            )
        return self._application

    def _unreachable(self) -> str:
        return (
            f"The sign-in service {self._settings.authority} could not be reached; check the "
            "network, the proxy and `authority`."
        )

    def _unknown_tenant(self) -> str:
        return (
            f"The sign-in service {self._settings.authority} does not know the tenant; check "
            "`tenant` and `authority`."
        )

    def _refused(self, answer: dict[str, Any]) -> str:
        """With the service's own word for it ("invalid_client"), which is no secret."""
        code = str(answer.get("error", ""))
        word = f" ({code})" if re.fullmatch(r"[a-z_]{1,40}", code) else ""
        return (
            f"Microsoft gave no token for sending mail{word}; check `client_id` and "
            "`client_secret`, and that the secret has not run out."
        )
