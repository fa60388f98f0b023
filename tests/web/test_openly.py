"""What everybody may read, without signing in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.web.visitors import CLERK, OFFICER, Borough, borough_at, copied
from watchlist.publishing import look, publish
from watchlist.store.store import Store


@pytest.fixture
def open_borough(filled_borough: Path, tmp_path: Path) -> Iterator[Borough]:
    """The borough with a public page."""
    config = copied(filled_borough, tmp_path / "open")
    _says(config, "public: true")
    with borough_at(config) as opened:
        yield opened


@pytest.fixture
def stranger(open_borough: Borough) -> TestClient:
    return open_borough.visits(None)


def test_the_statement_is_for_everybody(borough: Borough) -> None:
    """By the model of the regulations, with whom to ask and who enforces."""
    page = borough.visits(None).get("/accessibility")
    assert page.status_code == 200
    for said in (
        "Accessibility statement", "Compliance status", "Tell the clerk of the committee",
        "Equality and Human Rights Commission", "Borough of Saltmarsh (invented)",
    ):  # fmt: skip
        assert said in page.text


def test_the_council_says_in_it_whom_to_ask(filled_borough: Path, tmp_path: Path) -> None:
    config = copied(filled_borough, tmp_path / "says")
    _says(config, "accessibility: {contact: web@saltmarsh.example, prepared: 1 May 2026}")
    with borough_at(config) as opened:
        page = opened.visits(None).get("/accessibility").text
    assert "Tell us: web@saltmarsh.example." in page
    assert "prepared on 1 May 2026" in page


def test_without_a_word_in_the_configuration_there_is_no_public_page(borough: Borough) -> None:
    assert borough.visits(None).get("/public").status_code == 404


def test_looking_publishes_nothing(open_borough: Borough, stranger: TestClient) -> None:
    """However often somebody looks, nothing is remembered as told."""
    before = _told(open_borough.app.store)
    for _ in range(3):
        page = stranger.get("/public")
    assert page.status_code == 200
    assert "Nothing has been published yet." in page.text
    assert _told(open_borough.app.store) == before


def test_it_shows_what_was_published(open_borough: Borough, stranger: TestClient) -> None:
    """With its pictures; what moves afterwards is not there until it is published as well."""
    app = open_borough.app
    listed = publish(app, OFFICER, None, app.clock())
    assert listed.entries
    page = stranger.get("/public")
    for entry in listed.entries:
        assert entry.title in page.text
    assert "as published on 20 November 2026" in page.text
    pictures = [word for word in page.text.split('"') if word.startswith("/public/")]
    for picture in pictures:
        assert stranger.get(picture).headers["content-type"] == "image/svg+xml"
    app.book.indicators.clear()  # type: ignore[attr-defined]
    assert not look(app, app.clock()).entries
    assert stranger.get("/public").text == page.text


def test_it_may_be_kept_by_others_and_knows_nobody(
    open_borough: Borough, stranger: TestClient
) -> None:
    """The same bytes for all, whoever is signed in; no cookie is set."""
    app = open_borough.app
    publish(app, OFFICER, None, app.clock())
    page = stranger.get("/public")
    assert page.headers["cache-control"] == "public, max-age=300"
    assert "set-cookie" not in page.headers
    assert open_borough.visits(CLERK).get("/public").content == page.content
    again = stranger.get("/public", headers={"If-None-Match": page.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["x/1-1.svg", "20260101000000/1-1.svg", "20260101000000/99-1.svg"])
def test_no_other_picture_is_there(open_borough: Borough, stranger: TestClient, path: str) -> None:
    app = open_borough.app
    publish(app, OFFICER, None, app.clock())
    assert stranger.get(f"/public/{path}").status_code == 404


def _told(store: Store) -> tuple[object, ...]:
    return tuple(store.publications())


def _says(config: Path, line: str) -> None:
    """One more line under ``web:``."""
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("\nweb:\n", f"\nweb:\n  {line}\n"), encoding="utf-8")
