"""What tries the pages would notice: a trial that lets everything pass proves nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.blocks import Block
from tests.docs.commands import commands, is_answer, shows
from tests.docs.settings import configuration, rulebook
from watchlist.app import examine
from watchlist.model.errors import FaultsError
from watchlist.rulebook.load import load_rulebook_text


def test_an_answer_is_compared_line_by_line_in_its_order() -> None:
    """Other lines may stand between and blanks do not count; another figure does."""
    said = "WL-0001   red\nsince March\nWL-0002   amber\n"
    assert shows("WL-0001 red\n\nWL-0002  amber\n", said)
    assert shows("WL-0001 …\nsince …\n", said)
    assert not shows("WL-0002 amber\nWL-0001 red\n", said)
    assert not shows("WL-0001 amber\n", said)
    assert not shows('[{"line": 3}]', '[{"line": 2}]')


def test_comments_are_no_commands_and_a_long_line_is_one() -> None:
    """As a shell reads them."""
    text = "watchlist list  # today's\n# nothing\nwatchlist show \\\n  WL-0001\n"
    assert [*commands(Block("page.md", 1, "sh", text))] == [
        "watchlist list",
        "watchlist show WL-0001",
    ]


def test_an_answer_stands_right_below() -> None:
    """A text further down the page belongs to something else."""
    asked = Block("page.md", 10, "sh", "watchlist list\n")
    assert is_answer(asked, Block("page.md", 14, "text", "WL-0001\n"))
    assert not is_answer(asked, Block("page.md", 16, "text", "WL-0001\n"))


def test_a_wrong_piece_of_a_rulebook_is_refused() -> None:
    """A word that there is none of, in the place of a rule of the borough."""
    wrong = "rules:\n  yot-dip: {title: A dip, indicator: referrals, amber: {wrose_than: target}}\n"
    with pytest.raises(FaultsError, match="wrose_than"):
        load_rulebook_text(rulebook(wrong))


def test_a_wrong_piece_of_a_configuration_is_refused(tmp_path: Path) -> None:
    """A channel that lacks what it cannot do without."""
    config = tmp_path / "config.yaml"
    config.write_text(configuration("channels:\n  email: {host: mail.example}\n"), encoding="utf-8")
    assert any('"email"' in fault.sentence for fault in examine(config)[3])
