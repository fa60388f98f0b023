"""Signing in by the council's own accounts (OpenID Connect, authorization code with PKCE). What is said
over there is believed only as far as its signature, its receiver and our nonce go."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from itsdangerous import BadData, URLSafeTimedSerializer
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from watchlist.serving import Oidc
from watchlist.web.cookies import AWAY_SECONDS

#: Signatures that only their maker can make; with the others whoever checks could make them as well.
_SIGNATURES = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
)

#: Seconds for each answer, and by which its clock may go otherwise than ours.
_PATIENCE, _LEEWAY = 10, 60

_SCOPE = "openid email profile"


class OidcError(Exception):
    """It did not work: its text is a few words for the log, without anything that was sent."""


@dataclass(frozen=True)
class Away:
    """What is noted while somebody is over there: only who has it can come back."""

    state: str
    nonce: str
    verifier: str
    goes_to: str


@dataclass(frozen=True)
class Account:
    """Somebody as the council's accounts know him. ``address`` is "" where nobody vouches for it;
    ``roles`` are ours."""

    address: str
    name: str
    roles: tuple[str, ...]


def away_to(goes_to: str) -> Away:
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return Away(state, nonce, verifier, goes_to)


def noted(away: Away, key: str) -> str:
    """What his browser keeps meanwhile, signed."""
    return _signer(key).dumps(asdict(away))


def away_of(noted: str, key: str) -> Away | None:
    """What was noted; None where it is not ours or too old."""
    try:
        return Away(**_signer(key).loads(noted, max_age=AWAY_SECONDS))
    except (BadData, TypeError):
        return None


def address_over_there(oidc: Oidc, away: Away, back: str) -> str:
    """Where he signs in. Raises OidcError."""
    found, session = _metadata(oidc), _session(oidc, back)
    try:
        url, _ = session.create_authorization_url(
            found["authorization_endpoint"],
            state=away.state,
            nonce=away.nonce,
            code_verifier=away.verifier,
        )
    except KeyError:
        raise OidcError("its metadata name no authorization endpoint") from None
    return str(url)


def account(oidc: Oidc, away: Away, code: str, back: str) -> Account:
    """Who came back with a code. Raises OidcError."""
    found, session = _metadata(oidc), _session(oidc, back)
    session.token_endpoint_auth_method = _way(found)
    try:
        token = session.fetch_token(
            found["token_endpoint"], code=code, code_verifier=away.verifier, timeout=_PATIENCE
        )
        claims = _claims(oidc, found, token, away.nonce)
        if oidc.claim not in claims and "userinfo_endpoint" in found:
            claims = {**_more(session, found["userinfo_endpoint"], claims["sub"]), **claims}
    except (requests.RequestException, AuthlibBaseError, JoseError) as error:
        raise OidcError(type(error).__name__) from None
    except (KeyError, TypeError, ValueError) as error:
        raise OidcError(f"an answer that is none ({type(error).__name__})") from None
    return account_of(oidc, claims)


def account_of(oidc: Oidc, claims: Mapping[str, Any]) -> Account:
    """What claims say of somebody. An e-mail address counts only where it is said to be verified."""
    said = claims.get(oidc.claim)
    vouched = oidc.claim != "email" or claims.get("email_verified") is True
    address = said if isinstance(said, str) and vouched else ""
    given = claims.get("roles", [])
    theirs = [given] if isinstance(given, str) else given if isinstance(given, list) else []
    ours = {oidc.app_roles[role] for role in map(str, theirs) if role in oidc.app_roles}
    name = str(claims.get("name") or said or "somebody")
    return Account(address, name[:80], tuple(sorted(ours)))


def unreachable(oidc: Oidc) -> str:
    """Why nobody could sign in there now; "" where people can."""
    try:
        _metadata(oidc)
    except OidcError as error:
        return f"{oidc.issuer} does not say how one signs in there ({error}): see `issuer`"
    return ""


def _signer(key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt="watchlist oidc")


def _session(oidc: Oidc, back: str) -> OAuth2Session:
    return OAuth2Session(
        oidc.client_id,
        oidc.client_secret,
        scope=_SCOPE,
        redirect_uri=back,
        code_challenge_method="S256",
    )


def _metadata(oidc: Oidc) -> dict[str, Any]:
    """What the issuer says of itself; it must be the one that we asked."""
    found = _got(f"{oidc.issuer}/.well-known/openid-configuration")
    if str(found.get("issuer", "")).rstrip("/") != oidc.issuer:
        raise OidcError("its metadata name another issuer")
    return found


def _got(address: str) -> dict[str, Any]:
    try:
        answer = requests.get(address, timeout=_PATIENCE)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise OidcError(type(error).__name__) from None
    if not isinstance(found, dict):
        raise OidcError("an answer that is none")
    return found


def _way(metadata: Mapping[str, Any]) -> str:
    """How we say who we are; by the header unless it takes the form alone."""
    known = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    basic = "client_secret_basic" in known or "client_secret_post" not in known
    return "client_secret_basic" if basic else "client_secret_post"


def _claims(
    oidc: Oidc, metadata: Mapping[str, Any], token: Mapping[str, Any], nonce: str
) -> dict[str, Any]:
    """What the signed token says, where it is from the issuer, for us, of this time, and of the one
    whom we sent."""
    said = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    signatures = [name for name in _SIGNATURES if name in said]
    keys = KeySet.import_key_set(_got(str(metadata["jwks_uri"])))  # type: ignore[arg-type]
    registry = JWSRegistry(algorithms=signatures, strict_check_header=False)
    decoded = jwt.decode(str(token["id_token"]), keys, registry=registry)
    options = {
        "iss": {"essential": True, "value": metadata["issuer"]},
        "aud": {"essential": True, "value": oidc.client_id},
        "nonce": {"essential": True, "value": nonce},
    }
    given = {"nonce": nonce, "client_id": oidc.client_id, "access_token": token.get("access_token")}
    claims = CodeIDToken(decoded.claims, decoded.header, options, given)
    claims.validate(leeway=_LEEWAY)
    return dict(claims)


def _more(session: OAuth2Session, address: str, sub: str) -> dict[str, Any]:
    """What the issuer says of him when asked, where it is of the same."""
    answer = session.get(address, timeout=_PATIENCE)
    answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict) or found.get("sub") != sub:
        raise OidcError("it speaks of somebody else")
    return found
