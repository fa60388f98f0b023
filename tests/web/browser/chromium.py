"""The browser, and what is asked of a page in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.web.browser.stage import Stage

#: What axe holds a page against.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

#: The narrowest screen, which is also one of 1280 pixels at 400%, and a wide one.
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 900}

_AXE = Axe()

#: What sticks out of the page to the right, but what scrolls by itself.
_STICKS_OUT = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const scrolls = (e) => {
    for (; e && e !== document.body; e = e.parentElement) {
      const how = getComputedStyle(e).overflowX;
      if (how === 'auto' || how === 'scroll') return true;
    }
    return false;
  };
  const out = [...document.body.querySelectorAll('*')]
    .filter(e => e.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(e.parentElement))
    .map(e => `${e.tagName}.${e.className}: ${(e.textContent || '').trim().slice(0, 40)}`);
  return out.length ? out.slice(0, 5) : [`the page is ${root.scrollWidth} wide`];
}"""


def where_it_is() -> str | None:
    """Chromium, where it is installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def visit(
    browser: Browser, stage: Stage, role: str | None = None, *, script: bool = False,
    dark: bool = False, narrow: bool = False,
) -> Iterator[Page]:  # fmt: skip
    """A new browser in which somebody is signed in, or nobody. Without ``script`` none is run."""
    context: BrowserContext = browser.new_context(
        base_url=stage.at,
        java_script_enabled=script,
        color_scheme="dark" if dark else "light",
        viewport=NARROW if narrow else WIDE,  # type: ignore[arg-type]
    )
    try:
        if role:
            cookie = {"name": "watchlist", "value": stage.key(role), "url": stage.at}
            context.add_cookies([cookie])  # type: ignore[list-item]
        yield context.new_page()
    finally:
        context.close()


def violations(page: Page) -> list[str]:
    """What axe finds, a line each."""
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found = _AXE.run(page, options=options).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:160]} {node['failureSummary']}"
        for one in found
        for node in one["nodes"][:3]
    ]


def sticks_out(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    found: list[str] = page.evaluate(_STICKS_OUT)
    return found
