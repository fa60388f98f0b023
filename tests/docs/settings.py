"""What a piece of a file has to stand in so that the program takes it: the example borough."""

from __future__ import annotations

import re
from textwrap import indent

import yaml

from tests.cli.conftest import ROOT

#: Sections of a configuration of which a page shows only a few members.
_NAMED = ("channels", "people", "posts", "sources")

_RULEBOOK = (
    *sorted((ROOT / "rules").glob("*[!t].yaml")),
    ROOT / "examples/borough/rulebook/saltmarsh.yaml",
)

#: Names that the pages use and the borough has not.
_BESIDE = """\
people:
  p13: {name: M. Member (invented), address: member@saltmarsh.example}
"""


def configuration(shown: str) -> str:
    """The borough's configuration with what a page shows in it, to the letter, in place of its own."""
    said, own = (
        yaml.safe_load(shown),
        yaml.safe_load((ROOT / "config.example.yaml").read_text("utf-8")),
    )
    own["people"] |= yaml.safe_load(_BESIDE)["people"]
    for section in set(said) & set(_NAMED):
        others = {name: one for name, one in own[section].items() if name not in said[section]}
        shown += indent(yaml.safe_dump(others), "  ") if others else ""
    return shown + yaml.safe_dump({key: value for key, value in own.items() if key not in said})


def rulebook(shown: str) -> dict[str, str]:
    """The starter rulebook and the borough's own, file by file, with what a page shows in a file of its
    own in place of what they call the same."""
    names = {name for part in (yaml.safe_load(shown) or {}).values() for name in part}
    names |= set(re.findall(r"was: (\S+)", shown))
    files = {path.name: _without(names, path.read_text(encoding="utf-8")) for path in _RULEBOOK}
    return {**files, "shown.yaml": shown}


def _without(names: set[str], text: str) -> str:
    """A rule file without some of its members."""
    for name in names:
        text = re.sub(rf"^  {re.escape(name)}:.*\n(?:(?:    .*)?\n)*", "", text, flags=re.M)
    return text
