"""The page about digests, tried out on the invented borough."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cli.conftest import ROOT
from watchlist.config import read_config
from watchlist.register.editions import Timing

PAGE = (ROOT / "docs" / "digests.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("## Subscribing\n")[2].partition("\n## ")[0]


def test_what_the_page_configures_is_what_is_usual(borough: Path) -> None:
    """The times on the page are those that hold where nothing is said, and its server is one."""
    text = borough.read_text(encoding="utf-8").partition("\nweb:\n")[0]  # its own comes after it
    written = "\n" + "".join(re.findall(r"```yaml\n(.*?)```", SECTION, re.S))
    borough.write_text(text + written, encoding="utf-8")
    (borough.parent / "secrets").mkdir()
    (borough.parent / "secrets" / "signing.key").write_text("k" * 48, "utf-8")
    config, warnings = read_config(borough)
    assert config.digests == Timing()
    assert config.web is not None
    assert [fault for fault in warnings if "web" in fault.sentence] == []
