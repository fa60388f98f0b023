"""What people come for, done by keyboard alone in a browser that runs no script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browser.chromium import visit
from tests.web.browser.stage import Stage

#: How often somebody presses Tab before he gives up.
_PATIENCE = 120

_FOCUSED = (
    "() => { const e = document.activeElement; return [e.tagName, e.id, e.textContent.trim()]; }"
)

_SEEN = """() => {
  const how = getComputedStyle(document.activeElement);
  return how.boxShadow !== 'none' || how.outlineStyle !== 'none';
}"""


def tabs_to(page: Page, *, id: str = "", text: str = "") -> None:
    """Press Tab until that has the focus, which is seen wherever it is on the way."""
    for _ in range(_PATIENCE):
        page.keyboard.press("Tab")
        tag, at, said = page.evaluate(_FOCUSED)
        if tag == "BODY":
            continue
        assert page.evaluate(_SEEN), f"nobody sees that {tag} “{said}” has the focus"
        if (id and at == id) or (text and said == text):
            return
    raise AssertionError(f"Tab never comes to {id or text}")


def follows(page: Page, text: str) -> None:
    """Come to a link or a button, and press Enter."""
    tabs_to(page, text=text)
    enters(page)


def enters(page: Page) -> None:
    """Press Enter, and have the page that comes of it."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def writes(page: Page, id: str, text: str) -> None:
    tabs_to(page, id=id)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def test_somebody_signs_in_by_a_link(browser: Browser, stage: Stage) -> None:
    """He gives his address, opens the link that was mailed and says that it is he."""
    with visit(browser, stage) as page:
        page.goto("/")
        writes(page, "address", "head.of.send@saltmarsh.example")
        enters(page)
        expect(page.locator("h1")).to_have_text("Look into your mail")
        page.goto(stage.link("p4"))
        follows(page, page.locator("main button").inner_text())
        expect(page.locator("h1")).to_have_text("Watch list")
        follows(page, "Sign out")
        expect(page.locator("h1")).to_have_text("Sign in")


def test_the_first_thing_is_a_way_past_the_navigation(browser: Browser, stage: Stage) -> None:
    """It is seen once it has the focus, and the next Tab is beyond the links of every page."""
    with visit(browser, stage, "chair") as page:
        page.goto("/")
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to main content")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("() => !!document.activeElement.closest('main')")


def test_an_owner_acknowledges_and_notes(browser: Browser, stage: Stage) -> None:
    """From the list to the entry, and from there to what he may do."""
    with visit(browser, stage, "owner") as page:
        page.goto("/")
        title = page.locator("a[href='/entries/WL-0001']").inner_text()
        follows(page, title)
        expect(page.locator("h1")).to_have_text(title)
        follows(page, "Add a note")
        writes(page, "text", "The new assessors began on Monday.")
        follows(page, "Add the note")
        expect(page.get_by_role("status")).to_contain_text("The note is added.")
        expect(page.locator("main")).to_contain_text("The new assessors began on Monday.")


def test_a_mistake_is_said_and_mended(browser: Browser, stage: Stage) -> None:
    """A day that is none: the summary says so, what was written stays, and then it is right."""
    with visit(browser, stage, "officer") as page:
        page.goto("/entries/WL-0004")
        follows(page, "Set an action")
        writes(page, "text", "Cases are looked at every Monday.")
        writes(page, "day", "31 February 2027")
        follows(page, "Set the action")
        summary = page.get_by_role("alert")
        expect(summary).to_contain_text("There is a problem")
        expect(page.locator("#day")).to_have_attribute("aria-invalid", "true")
        assert summary.locator("a").get_attribute("href") == "#day"
        assert page.title().startswith(("Problem", "Error"))
        expect(page.locator("#text")).to_have_value("Cases are looked at every Monday.")
        writes(page, "day", "28 February 2027")
        follows(page, "Set the action")
        expect(page.get_by_role("status")).to_contain_text("The action is set.")


def test_the_list_is_chosen_among(browser: Browser, stage: Stage) -> None:
    """By the arrow keys in a choice, and the button beside it."""
    with visit(browser, stage, "chair") as page:
        page.goto("/")
        many = page.locator("ol.list > li").count()
        tabs_to(page, id="level")
        page.keyboard.type("amb")
        follows(page, "Show")
        assert 0 < page.locator("ol.list > li").count() < many
        expect(page.locator("ol.list .tag.red")).to_have_count(0)
        follows(page, "Show all")
        expect(page.locator("ol.list > li")).to_have_count(many)


def test_somebody_subscribes_and_thinks_better_of_it(browser: Browser, stage: Stage) -> None:
    with visit(browser, stage, "member") as page:
        page.goto("/")
        follows(page, "My digests")
        follows(page, "Subscribe to a digest")
        tabs_to(page, id="topic")
        page.keyboard.type("The whole")
        follows(page, "Subscribe")
        expect(page.get_by_role("status")).to_contain_text("The digest will be sent.")
        writes(page, "until", "1 March 2027")
        follows(page, "Pause it")
        expect(page.locator("main")).to_contain_text("paused up to and with 1 March 2027")
        follows(page, "Unsubscribe")
        expect(page.locator("main")).to_contain_text("It is not sent any more.")


def test_an_edit_of_the_rules_is_tried(browser: Browser, stage: Stage) -> None:
    """A fault leads to its line; nothing of it is kept."""
    with visit(browser, stage, "officer") as page:
        page.goto("/rules")
        name = page.locator("tbody a").first.inner_text()
        follows(page, name)
        tabs_to(page, id="text")
        page.keyboard.press("Control+Home")
        page.keyboard.type("rulse: {}\n")
        follows(page, "Check")
        summary = page.get_by_role("alert")
        expect(summary).to_contain_text("Line 1")
        tabs_to(page, text=summary.locator("a").first.inner_text())
        enters(page)
        assert page.url.endswith("#fault-1")


@pytest.mark.parametrize("role", ["chair", "auditor"])
def test_nothing_needs_a_script(browser: Browser, stage: Stage, role: str) -> None:
    """Every page of the navigation is whole without one, and has none."""
    with visit(browser, stage, role) as page:
        page.goto("/")
        for text in page.locator("nav[aria-label=Main] a").all_inner_texts():
            page.get_by_role("navigation", name="Main").get_by_role("link", name=text).click()
            expect(page.locator("h1")).to_be_visible()
            assert page.locator("script").count() == 0
            assert page.locator("[style]").count() == 0


def test_a_digest_is_released(browser: Browser, stage: Stage) -> None:
    """By an officer, before it would go unconfirmed."""
    with visit(browser, stage, "officer") as page:
        page.goto("/meetings")
        follows(page, "8 December 2026, Children and Families Scrutiny")
        tabs_to(page, text=page.get_by_role("button", name="elease").first.inner_text())
        enters(page)
        expect(page.locator("main")).to_contain_text("eleased")
