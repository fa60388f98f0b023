"""What pages show and these tests do not try, each with the reason."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.docs.blocks import Block

#: Commands, by what stands in their line.
COMMANDS: Mapping[str, str] = {
    r"^make ": "sets up the whole project and runs all of this",
    r"^apt-get ": "changes the machine",
    r"pip install ": "asks a registry",
    r"benchmarks[/.]": "takes minutes, and what else they compare with",
    r"--engine spark": "needs Java and Spark: tests/scan/test_spark.py",
    r"examples/lait/make.py|OUT_FOLDER": "needs the department's data: tests/lait",
}

#: Text that is no answer of a command, by a line of it.
TEXTS: Mapping[str, str] = {
    "readings ─► panel": "a picture of how it is built",
    '"wrose_than" is not a condition; did you mean "worse_than"?': "as on docs/checking.md",
    "((body))": "a template of GOV.UK Notify",
    "files, databases, services ─1─": "a picture of where trust ends",
    "24 GiB of memory": "the machine of a benchmark",
}

#: Blocks that a test of their page tries, by page and language.
ELSEWHERE: Mapping[tuple[str, str], str] = {
    ("docs/api.md", "sh"): "tests/docs/test_api_page.py",
    ("docs/api.md", "json"): "tests/docs/test_api_page.py",
    ("docs/channels.md", "python"): "tests/docs/test_channels_page.py",
    ("docs/channels.md", "toml"): "tests/docs/test_channels_page.py",
    ("docs/installing.md", "sh"): "tests/packaging/test_installing_page.py",
    ("docs/installing.md", "sql"): "tests/packaging/test_installing_page.py",
    ("docs/installing.md", "ini"): "tests/packaging/test_installing_page.py",
    ("docs/sources.md", "sql"): "tests/sources/test_database.py",
    ("docs/spark.md", "python"): "tests/scan/test_spark.py",
}

#: Pieces of YAML that a test of their page tries, by a word of theirs.
PIECES: Mapping[str, str] = {
    "# a guess: ": "tests/cli/test_getting_started_page.py",
    "noticeboard:": "tests/docs/test_channels_page.py",
}


def stands_in(words: Mapping[str, str], block: Block) -> bool:
    """Whether one of these is in the block."""
    return any(word in block.text for word in words)


def is_elsewhere(block: Block) -> bool:
    return (block.page, block.language) in ELSEWHERE


def is_untried(line: str) -> bool:
    """Whether a command is one of those."""
    return any(re.search(pattern, line) for pattern in COMMANDS)
