"""What is said to those who are not let in, or not just now."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from watchlist.web.answering import page, see
from watchlist.web.gate import (
    ApiRefusedError,
    ForbiddenError,
    NotSignedInError,
    TooManyError,
    seconds,
)

_ASKS = ("GET", "HEAD")


def with_refusals(app: FastAPI) -> None:
    """Have the application answer them."""
    app.add_exception_handler(NotSignedInError, _sent_to_sign_in)
    app.add_exception_handler(ForbiddenError, _forbidden)
    app.add_exception_handler(TooManyError, _has_to_wait)
    app.add_exception_handler(ApiRefusedError, _program_refused)


def said(
    request: Request, title: str, *sentences: str, status: int = 200, again: bool = False
) -> Response:
    """A page that says one thing; ``again``: with the way to the sign-in page."""
    return page(request, "said", None, status, title=title, sentences=sentences, again=again)


def _sent_to_sign_in(request: Request, _error: Exception) -> Response:
    """Whoever looks signs in first and then sees it; what a form wanted is not done."""
    if request.method in _ASKS:
        wanted = quote(request.url.path)
        wanted += f"?{request.url.query}" if request.url.query else ""
        return see("/sign-in" if wanted == "/" else f"/sign-in?{urlencode({'next': wanted})}")
    sentence = "You are not signed in any more, or hold no post. Nothing was changed."
    return said(request, "Please sign in again", sentence, status=403, again=True)


def _forbidden(request: Request, error: Exception) -> Response:
    sentences = (str(error), "Nothing was changed.")
    return said(request, "This cannot be done here", *sentences, status=403)


def _has_to_wait(request: Request, error: Exception) -> Response:
    assert isinstance(error, TooManyError)
    minutes = int(error.wait.total_seconds() // 60) + 1
    sentence = f"Please wait {minutes} minute{'s' if minutes > 1 else ''}, then try again."
    answer = said(request, "That was too often", sentence, status=429)
    answer.headers["Retry-After"] = seconds(error.wait)
    return answer


def _program_refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, ApiRefusedError)
    return JSONResponse({"error": str(error)}, error.status, headers=error.headers)
