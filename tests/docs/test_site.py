"""The site: every page is on it, every link leads somewhere, and nothing is fetched from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from os.path import normpath
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

from docs.outside import OUTSIDE
from tests.docs.blocks import ROOT, pages
from tests.docs.site import Built, build

#: Pages that people read where the project's files are.
_NOT_ON_IT = {"README.md"}

#: What a page must have as many of there as here.
_KINDS = ("table", "tr", "pre", "li", "details", "h2", "h3", "img", "blockquote")


@dataclass(frozen=True)
class Site:
    """The pages by their addresses, and the folder in which they lie."""

    folder: Path
    pages: Mapping[str, Built]

    def leads(self, address: str, link: str) -> bool:
        """Whether a link of a page leads to a file, and to a place on it that is there."""
        target, _, place = unquote(link).partition("#")
        there = normpath((PurePosixPath(address).parent / target).as_posix()) if target else address
        page = self.pages.get(there)
        return (self.folder / there).is_file() and (not place or not page or place in page.places)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = build(tmp_path_factory.mktemp("site"))
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.html")}
    read = {name: Built(path.read_text(encoding="utf-8")) for name, path in found.items()}
    return Site(folder, {name: page for name, page in read.items() if name != "404.html"})


def _is_outward(link: str) -> bool:
    return re.match(r"[a-z]+:|//", link) is not None


def test_every_link_leads_somewhere(site: Site) -> None:
    """To a page that is there, and to the place on it; so do pictures, styles and scripts."""
    dead = [
        f"{address}: {link}"
        for address, page in site.pages.items()
        for link in (*page.links, *page.fetched)
        if not _is_outward(link) and not site.leads(address, link)
    ]
    assert dead == []


def test_nothing_is_fetched_from_elsewhere(site: Site) -> None:
    """Whoever reads it is seen by nobody, and needs no network: no letters, scripts or pictures."""
    assert [one for page in site.pages.values() for one in page.fetched if _is_outward(one)] == []
    styles = [path.read_text(encoding="utf-8") for path in site.folder.rglob("*.css")]
    assert styles
    elsewhere = re.compile(r"(@import|url\()\s*[\"']?(https?:)?//")
    assert not any(elsewhere.search(style) for style in styles)


def _address(page: str) -> str:
    """Where a page is on the site."""
    name = f"project/{page}" if page in OUTSIDE else page.removeprefix("docs/")
    return re.sub(r"README\.md$", "index.md", name).removesuffix(".md") + ".html"


def test_every_page_is_on_it(site: Site) -> None:
    """Nothing is written that nobody finds."""
    assert {_address(page) for page in pages() if page not in _NOT_ON_IT} <= site.pages.keys()


@pytest.mark.parametrize("page", sorted(set(pages()) - _NOT_ON_IT))
def test_a_page_reads_alike_there_and_among_the_files(page: str, site: Site) -> None:
    """A list, a table or an example that is one where the project's files are is one on the site."""
    text = (ROOT / page).read_text(encoding="utf-8")
    here = Built(f"<article>{MarkdownIt().enable('table').render(text)}</article>").elements
    there = site.pages[_address(page)].elements
    assert {kind: there[kind] for kind in _KINDS} == {kind: here[kind] for kind in _KINDS}
