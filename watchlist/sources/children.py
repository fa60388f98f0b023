"""Aggregates only: a file with a row per child is refused, whatever else is in it."""

from __future__ import annotations

import re

from watchlist.sources.sheet import Sheet

#: Names of columns that mark a row as one child's, in lower case and letters only.
_CHILD_LEVEL = re.compile(
    r"(la)?child(la)?(id|no|number|ref|reference|s?name|dob)?|nameofchild|"
    r"(former)?upn|uniquepupilnumber|uln|pupil(id|name)|nameofpupil|nhs(no|number)|"
    r"dob|dateofbirth|(person)?birthdate|birthday|forename|firstname|surname|lastname|familyname"
)


def refuse_children(sheet: Sheet) -> None:
    """Raises :class:`FaultsError` naming the columns, never what stands in them."""
    found = [
        name for name in sheet.header if _CHILD_LEVEL.fullmatch(re.sub(r"[^a-z]", "", name.lower()))
    ]
    if found:
        names = ", ".join(f'"{name}"' for name in found)
        raise sheet.refused(
            f"has figures of single children (the column{'s'[: len(found) - 1]} {names}): only "
            "totals may be imported; nothing was read"
        )
