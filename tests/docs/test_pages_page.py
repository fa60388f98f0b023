"""The page about the pages: what it shows of a configuration is what the program takes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.top.test_config import GOOD, config_of

PAGE = (Path(__file__).parents[2] / "docs" / "pages.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(web:.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_taken(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a fault."""
    monkeypatch.setenv("WATCHLIST_OIDC_SECRET", "s3cret")
    assert config_of(tmp_path, f"{GOOD}{example}").web is not None
