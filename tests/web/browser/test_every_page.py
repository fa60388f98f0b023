"""Every page that each role comes to, held against WCAG 2.2 AA and against narrow screens."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.web.browser.chromium import NARROW, WIDE, sticks_out, violations, visit
from tests.web.browser.stage import ROLES, Stage
from tests.web.browser.walk import kind_of, pages_for, pages_of

#: Addresses that are no pages to be come to by a link: pictures, files, and where links in mail lead.
_NO_PAGES = (
    ".svg",
    ".csv",
    "{file}",
    "{token}",
    "/style-",
    "/healthz",
    "/readyz",
    "/metrics",
    "/sign-in/oidc",
)


def found_wrong(page: Page, addresses: list[str], *, dark: bool = True) -> list[str]:
    """What is wrong with these pages, each with its address."""
    wrong = []
    for address in addresses:
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        page.emulate_media(color_scheme="light")
        page.goto(address)
        wrong += [f"{address}: {one}" for one in violations(page)]
        if dark:
            page.emulate_media(color_scheme="dark")
            wrong += [f"{address}, dark: {one}" for one in violations(page)]
        wrong += [f"{address}, wide: {one}" for one in sticks_out(page)]
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        wrong += [f"{address}, narrow: {one}" for one in sticks_out(page)]
    return wrong


def test_every_page_is_accessible_and_fits(browser: Browser, stage: Stage) -> None:
    """As an officer, who may open all of them: axe finds nothing, and nothing runs off the screen."""
    pages = pages_for(stage, "officer")
    with visit(browser, stage, "officer", script=True) as page:
        wrong = found_wrong(page, pages, dark=False)
    assert not wrong, "\n".join(wrong)


@pytest.mark.long
def test_no_page_is_forgotten(stage: Stage) -> None:
    """Whatever page there is, somebody comes to it from another: what is added is looked at here."""
    seen = {kind_of(stage, address) for role in ROLES for address in pages_for(stage, role)}
    known = {str(kind[0]) for kind in seen if isinstance(kind, tuple)}
    missed = {path for path in pages_of(stage) - known if not any(no in path for no in _NO_PAGES)}
    assert not missed


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_every_role(browser: Browser, stage: Stage, role: str) -> None:
    """In light and in dark."""
    with visit(browser, stage, role, script=True) as page:
        wrong = found_wrong(page, pages_for(stage, role))
    assert not wrong, "\n".join(wrong)


@pytest.mark.long
def test_every_page_can_be_printed(browser: Browser, stage: Stage, tmp_path: Path) -> None:
    """Without what is for doing: navigation, forms, buttons."""
    with visit(browser, stage, "officer", script=True) as page:
        for address in pages_for(stage, "officer"):
            page.goto(address)
            page.emulate_media(media="print")
            for hidden in ("nav", "form", ".skip"):
                shown = [one.is_visible() for one in page.locator(hidden).all()]
                assert not any(shown), f"{address} prints {hidden}"
            assert page.locator("h1").first.is_visible()
        page.goto("/")
        assert page.pdf(path=str(tmp_path / "list.pdf"), format="A4").startswith(b"%PDF")


@pytest.mark.long
def test_nothing_is_lost_at_four_times_the_size(browser: Browser, stage: Stage) -> None:
    """A screen of 1280 pixels at 400% is one of 320, four pixels for each: every link and button can
    still be come to."""
    for address in pages_for(stage, "officer"):
        with visit(browser, stage, "officer", script=True) as page:
            page.goto(address)
            there = page.locator("a:visible, button:visible").count()
            page.set_viewport_size({"width": 320, "height": 225})
            assert page.locator("a:visible, button:visible").count() == there, address
            assert not sticks_out(page), address
