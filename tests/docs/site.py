"""The site, built as `make site` builds it, and what stands on its pages."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from tests.docs.blocks import ROOT

#: Elements that fetch what they show or run.
_FETCH = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}


def build(folder: Path) -> Path:
    """The whole site in a folder of its own. Whatever MkDocs warns of is a failure, with its words."""
    ran = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder


@dataclass
class Built(HTMLParser):
    """One page: where its links lead, what it fetches, the places that it can be entered at, and how
    many elements of each kind its own text has."""

    text: str
    links: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    elements: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        super().__init__()
        self._within = False
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element of the page."""
        given = {name: value or "" for name, value in attrs}
        self._within = self._within or tag == "article"
        self.elements[tag] += self._within
        self.places |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if given.get(_FETCH.get(tag, "")):
            self.fetched.append(given[_FETCH[tag]])

    def handle_endtag(self, tag: str) -> None:
        """The page's own text ends with its article."""
        self._within = self._within and tag != "article"
