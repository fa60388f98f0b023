"""What comes back when a form was sent is as accessible as what can be come to by a link."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.web.browser.chromium import NARROW, sticks_out, violations, visit
from tests.web.browser.stage import Stage


@pytest.fixture
def page(browser: Browser, stage: Stage) -> Iterator[Page]:
    """An officer's."""
    with visit(browser, stage, "officer", script=True) as page:
        yield page


def is_well(page: Page) -> None:
    """In light, in dark, and where the screen is narrow."""
    assert not violations(page)
    page.emulate_media(color_scheme="dark")
    assert not violations(page)
    wide = page.viewport_size
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert not sticks_out(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(wide)  # type: ignore[arg-type]


def test_problems_and_what_was_done(page: Page) -> None:
    """The summary of a form that was refused, and the word that something was done."""
    page.goto("/entries/WL-0005/do/set-an-action")
    page.get_by_label("By which day").fill("never")
    page.get_by_role("button", name="Set the action").click()
    is_well(page)
    page.goto("/entries/WL-0005/do/add-a-note")
    page.get_by_label("Note").fill("word" * 60 + " https://council.example/" + "long/" * 60)
    page.get_by_role("button", name="Add the note").click()
    is_well(page)
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill("nobody")
    page.get_by_role("button", name="Mail me a link").click()
    is_well(page)


def test_what_the_workshop_says(page: Page) -> None:
    """Faults at their lines, a preview, a backtest."""
    page.goto("/rules")
    page.locator("a[href$='social-care.yaml']").click()
    text = page.get_by_label("The file").input_value()
    page.get_by_label("The file").fill(text.replace("title:", "titel:"))
    page.get_by_role("button", name="Check").click()
    is_well(page)
    page.get_by_label("The file").fill(text[: text.index("\nrules:")] + "\n")
    page.get_by_role("button", name="Preview").click()
    assert "The rule no longer looks at it." in page.locator("main").inner_text()
    is_well(page)
    page.get_by_label("The file").fill(text)
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Backtest it").click()
    is_well(page)
