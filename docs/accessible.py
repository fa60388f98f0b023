"""What the theme of the site leaves out for people who use a keyboard or a screen reader.

MkDocs calls the functions whose names begin with `on_` (mkdocs.yml: `hooks`).
"""

from __future__ import annotations

import re


def on_page_content(html: str, **_: object) -> str:
    """Wide tables can be scrolled by keyboard, and a heading cell without words is none."""
    html = html.replace(
        "<table>",
        '<div class="wide" role="group" aria-label="Table" tabindex="0"><table class="cells">',
    )
    html = html.replace("</table>", "</table></div>")
    return re.sub(r"<th([^>]*)></th>", r"<td\1></td>", html)


def on_post_page(output: str, **_: object) -> str:
    """The search says what it is."""
    return output.replace('role="dialog"', 'role="dialog" aria-label="Search"')
