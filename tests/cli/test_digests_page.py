"""The page about digests, tried out on the invented borough."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

from tests.cli.conftest import ROOT, Program
from watchlist.config import read_config
from watchlist.register.editions import Timing

PAGE = (ROOT / "docs" / "digests.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("## Subscribing\n")[2].partition("\n## ")[0]


def test_every_command_about_subscribing_works_in_its_order(
    watchlist: Program, borough: Path
) -> None:
    """Whoever types what the page says gets what the page promises; the ID is his own."""
    assert watchlist("run", "--once", "-c", borough).status == 0
    blocks = re.findall(r"```sh\n(.*?)```", SECTION, re.S)
    lines = [line for block in blocks for line in block.split("\n") if line]
    done, own = set(), ""
    for line in lines:
        words = [own if word == "3f9ab456ad" else word for word in shlex.split(line)[1:]]
        said = watchlist(*words, "-c", borough)
        assert said.status == 0, f"{line}\n{said.err}"
        done.add(words[0])
        if words[0] == "subscriptions":
            told = watchlist(*words, "-c", borough, "--format", "json").out
            own = next(one["id"] for one in json.loads(told) if one["when"] != "weekly")
    assert done == {
        "subscribe", "subscriptions", "confirm", "change", "pause", "resume", "unsubscribe",
    }  # fmt: skip


def test_what_the_page_configures_is_what_is_usual(borough: Path) -> None:
    """The times on the page are those that hold where nothing is said, and its server is one."""
    text = borough.read_text(encoding="utf-8")
    written = "".join(re.findall(r"```yaml\n(.*?)```", SECTION, re.S))
    borough.write_text(text + written, encoding="utf-8")
    config, warnings = read_config(borough)
    assert config.digests == Timing()
    assert config.web is not None
    assert [fault for fault in warnings if "web" in fault.sentence] == []
