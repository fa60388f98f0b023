"""The page about sources: its examples are what the program takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import placed
from watchlist.config import read_config
from watchlist.sources.offers import KINDS

PAGE = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")


def examples() -> Iterator[str]:
    """The parts of a configuration that the page shows, as one would write them below `sources:`."""
    yield from re.findall(r"^```yaml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("example", [*examples()])
def test_every_example_is_taken(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copied into a configuration, with its secrets in the environment, it has no fault."""
    for name in re.findall(r"env: (\w+)", example):
        monkeypatch.setenv(name, "postgresql://reader:secret@server/name")
    config = placed("config.example.yaml", tmp_path)
    text = re.sub(r"^sources:\n(  .*\n)+", f"sources:\n{example}\n", config.read_text(), flags=re.M)
    config.write_text(text, encoding="utf-8")
    read, faults = read_config(config)
    assert not faults
    assert {one.name for one in read.sources} == set(yaml.safe_load(f"x:\n{example}")["x"])


def test_every_kind_is_explained() -> None:
    """A kind that is added is on the page, with an example."""
    shown = {
        part.get("kind", "csv")
        for example in examples()
        for part in yaml.safe_load(f"x:\n{example}")["x"].values()
    }
    assert shown == set(KINDS)
    assert all(f"`{kind}`" in PAGE for kind in KINDS)
