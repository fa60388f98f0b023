"""What the site's search finds first: how something is done goes before why it was decided so.

MkDocs calls the functions whose names begin with `on_` (mkdocs.yml: `hooks`).
"""

from __future__ import annotations

from mkdocs.structure.pages import Page

#: Pages for those who want to know why, and when it came.
_BEHIND = ("decisions/", "project/CHANGELOG.md", "performance.md")


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """The page as it is; what is behind it comes later among what is found."""
    if page.file.src_uri.startswith(_BEHIND):
        page.meta["search"] = {"boost": 0.2}
    return markdown
