"""What the site needs besides the pages in docs/: pages that lie outside of it, and links to them.

MkDocs calls the functions whose names begin with `on_` (mkdocs.yml: `hooks`).
"""

from __future__ import annotations

import re
from os.path import relpath
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"

#: Pages that the site has besides, below `project/`.
OUTSIDE = (
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "examples/borough/README.md",
    "examples/lait/README.md",
    "examples/minutes/README.md",
    "templates/paper/README.md",
)

_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\((?!\w+:)([^)#\s]+)(#[^)\s]+)?\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The pages of the site, with those that lie outside docs/."""
    for name in OUTSIDE:
        files.append(File.generated(config, f"project/{name}", abs_src_path=str(ROOT / name)))
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """The page with links that lead to where things are on the site, and Markdown read in `details`."""
    source = Path(str(page.file.abs_src_path)).parent
    markdown = markdown.replace("<details>", '<details markdown="1">')
    return _LINK.sub(lambda link: _led(link, source, page.file.src_uri), markdown)


def _led(link: re.Match[str], source: Path, page: str) -> str:
    """A link as it has to be on the site; of a file that the site has not, its place in the project."""
    picture, words, target, place = link.groups(default="")
    file = (source / target).resolve()
    if not file.exists():
        return link[0]  # said by MkDocs
    if there := _on_the_site(file):
        return f"{picture}[{words}]({relpath(there, Path(page).parent)}{place})"
    return f"{words} (`{file.relative_to(ROOT).as_posix()}`)"


def _on_the_site(file: Path) -> str | None:
    name = file.relative_to(ROOT).as_posix()
    if file.is_relative_to(DOCS) and file.is_file():
        return file.relative_to(DOCS).as_posix()
    return f"project/{name}" if name in OUTSIDE else None
