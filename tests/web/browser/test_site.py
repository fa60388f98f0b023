"""The documentation as a site, opened as files: for everybody to read, and by nobody seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.docs.site import build
from tests.web.browser.chromium import NARROW, WIDE, sticks_out, violations

#: A page for each way in which pages are laid out: the start, tables, rules with pictures, commands.
PAGES = ("index", "for/officers", "reference/rules", "people", "catalogue")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("site"))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=WIDE)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def _wrong_with(page: Page, file: Path, colours: Literal["light", "dark"]) -> list[str]:
    """What axe finds by WCAG 2.2 AA, and what runs off a narrow screen."""
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.emulate_media(color_scheme=colours)
    page.goto(file.as_uri())
    found = violations(page)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    return [f"{file.name}: {one}" for one in (*found, *sticks_out(page))]


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_fits(
    site: Path, page: Page, name: str, colours: Literal["light", "dark"]
) -> None:
    """For whoever needs large letters, a keyboard or a screen reader."""
    assert _wrong_with(page, site / f"{name}.html", colours) == []


@pytest.mark.long
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_page_is_accessible_and_fits(
    site: Path, page: Page, colours: Literal["light", "dark"]
) -> None:
    """The site is held to what the service's own pages are held to."""
    files = [file for file in sorted(site.rglob("*.html")) if file.name != "404.html"]
    assert [one for file in files for one in _wrong_with(page, file, colours)] == []


def test_the_search_works_without_a_network(site: Path, page: Page) -> None:
    """What is looked for is found, and nothing is asked of anybody."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "index.html").as_uri())
    page.get_by_placeholder("Search").first.press_sequentially("statistical neighbours")
    found = page.locator(".md-search-result__link").first
    found.wait_for()
    found.click()
    page.wait_for_load_state()
    assert "neighbours" in page.locator("article").inner_text()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
