"""What the configuration says of quiet hours and of templates of the council's own."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from tests.top.test_config import GOOD, config_of, faults_of
from watchlist.config import read_config
from watchlist.register.quiet import Quiet


def test_without_a_word_nothing_is_quiet(tmp_path: Path) -> None:
    """News goes as soon as it has settled, in the shipped words."""
    config = config_of(tmp_path, GOOD)
    assert config.quiet == Quiet()
    assert config.templates is None


def test_quiet_hours_and_days(tmp_path: Path) -> None:
    """A night, weekends and bank holidays, in the council's time zone."""
    config = config_of(
        tmp_path, f"{GOOD}quiet_hours: 20:00 to 07:00\nquiet_days: [weekends, bank holidays]\n"
    )
    assert config.quiet == Quiet((time(20), time(7)), weekends=True, bank_holidays=True)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("quiet_hours: 8pm to 7am", "quiet_hours"),
        ("quiet_hours: 07:00 to 07:00", "is no time at all"),
        ("quiet_days: [sundays]", "sundays"),
    ],
)
def test_other_words_are_faults_at_their_line(tmp_path: Path, line: str, sentence: str) -> None:
    """With the file, the line and how it is written."""
    (fault,) = faults_of(tmp_path, f"{GOOD}{line}\n")
    assert sentence in fault
    assert fault.startswith(f"{len(GOOD.splitlines()) + 1}: ")


def test_a_folder_of_templates(tmp_path: Path) -> None:
    """Beside the configuration; one that is not there is a warning, and messages go as shipped."""
    (tmp_path / "mine").mkdir()
    assert config_of(tmp_path, f"{GOOD}templates: mine\n").templates == tmp_path / "mine"
    path = tmp_path / "config.yaml"
    path.write_text(f"{GOOD}templates: gone\n", encoding="utf-8")
    config, (warning,) = read_config(path)
    assert config.templates is None
    assert "there is no folder" in warning.sentence
    assert warning.warning
