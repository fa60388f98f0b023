"""docs/security.md names what there is: no answer to a threat without a module and a test."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.docs.blocks import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")

#: A letter of STRIDE, what could happen, what answers it, where, and the test that proves it.
ROW = re.compile(r"\| ([STRIDE]) \| ([^|]+) \| ([^|]+) \| `([^`|]+)`<br>`([^`|]+)::(\w+)` \|")


def rows() -> Iterator[re.Match[str]]:
    for line in PAGE.splitlines():
        if re.match(r"\| [A-Z] \|", line):
            found = ROW.fullmatch(line)
            assert found, f"not a threat with its answer: {line}"
            yield found


@pytest.mark.parametrize("row", [*rows()], ids=lambda row: row[6])
def test_every_answer_is_there_and_proved(row: re.Match[str]) -> None:
    """The module exists, and so does the test."""
    module, file, test = row[4], row[5], row[6]
    assert (ROOT / module).is_file()
    assert re.search(rf"^def {test}\(", (ROOT / file).read_text("utf-8"), re.MULTILINE)


def test_every_boundary_is_looked_at() -> None:
    """Each that is drawn has a table, and together they ask all six questions."""
    drawn = re.findall(r"─(\d)─", PAGE)
    assert sorted(drawn) == re.findall(r"^### (\d)\. ", PAGE, re.MULTILINE)
    assert {row[1] for row in rows()} == set("STRIDE")
