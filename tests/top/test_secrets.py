"""Secrets stand elsewhere, and whoever leaves one lying about is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import placed
from watchlist.app import examine
from watchlist.config import read_config
from watchlist.exposed import open_to_all
from watchlist.model.errors import FaultsError

URL = "postgresql://watchlist:hunter2-is-long@db.saltmarsh.example/watchlist"
TYPED = "a password stands in the configuration"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """That of the invented borough, in a folder that nobody else enters."""
    tmp_path.chmod(0o700)
    return placed("config.example.yaml", tmp_path)


def with_database(config: Path, written: str) -> Path:
    text = re.sub("^database:.*", f"database: {written}", config.read_text("utf-8"), flags=re.M)
    config.write_text(text, "utf-8")
    return config


def warnings(config: Path) -> list[str]:
    return [str(fault) for fault in examine(config)[3]]


def test_the_database_may_stand_in_the_environment(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its address holds a password, so it is one more secret."""
    monkeypatch.setenv("WATCHLIST_DATABASE", URL)
    read, faults = read_config(with_database(config, "{env: WATCHLIST_DATABASE}"))
    assert read.database == URL.replace("postgresql:", "postgresql+psycopg:")
    assert not faults
    assert "hunter2" not in repr(read)


def test_the_database_may_stand_in_a_file(config: Path) -> None:
    """As container platforms and systemd hand secrets over; the last line break is not meant."""
    (config.parent / "database.url").write_text(f"{URL}\n", "utf-8")
    read, _ = read_config(with_database(config, "{file: database.url}"))
    assert read.database.endswith("hunter2-is-long@db.saltmarsh.example/watchlist")


@pytest.mark.parametrize(
    ("written", "said"),
    [("{env: NO_SUCH_NAME}", '"NO_SUCH_NAME" is not set'), ("{file: none}", '"none" cannot be read'),
     ("{path: x}", "this is not a database"),
     ("mysql://watchlist:hunter2-is-long@db/x", "this is not a database")],
)  # fmt: skip
def test_an_address_that_is_none_is_said_without_a_word_of_it(
    config: Path, written: str, said: str
) -> None:
    """A fault goes into terminals, logs and editors: no password is in it."""
    with pytest.raises(FaultsError) as refused:
        read_config(with_database(config, written))
    assert said in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_a_password_that_is_typed_is_warned_of(config: Path) -> None:
    """It works, and lies in every copy of the configuration; without a password nothing is said."""
    assert any(TYPED in said for said in warnings(with_database(config, URL)))
    assert not any(TYPED in said for said in warnings(with_database(config, "postgresql://w@db/x")))


CHANNEL = """\
  hook:
    kind: webhook
    url: {env: HOOK}
    secret: 0123456789abcdef
    allow_hosts: [hooks.saltmarsh.example]
"""
HEADERS = """\
sources:
  extract: {kind: web, url: https://data.saltmarsh.example/x.csv, headers: {Authorization: Bearer x}}
"""


def test_every_other_secret_that_is_typed_is_warned_of(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of channels and of sources, at their places; one that stands elsewhere is not named."""
    monkeypatch.setenv("HOOK", "https://hooks.saltmarsh.example/x")
    text = config.read_text("utf-8").replace("channels:\n", f"channels:\n{CHANNEL}", 1)
    config.write_text(text.replace("sources:\n", HEADERS, 1), "utf-8")
    said = [one for one in warnings(config) if "a secret stands in the configuration" in one]
    assert [one.partition("warning: ")[2].partition(": a secret")[0] for one in said] == [
        'source "extract": headers.Authorization',
        'channel "hook": secret',
    ]
    assert not any("0123456789" in one for one in said)


def test_a_secret_that_everybody_may_read_is_warned_of(tmp_path: Path, config: Path) -> None:
    """Not where a folder above it keeps everybody out."""
    secret = tmp_path / "database.url"
    secret.write_text(URL, "utf-8")
    secret.chmod(0o644)
    assert not open_to_all(secret)  # the folder is the owner's alone
    with_database(config, "{file: database.url}")
    assert not warnings(config)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == tmp_path.stat().st_uid and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o001)
    assert open_to_all(secret)
    assert any('everybody on this machine may read the file "database.url"' in one
               for one in warnings(config))  # fmt: skip
    secret.chmod(0o640)
    assert not open_to_all(secret)
    assert not open_to_all(tmp_path / "none")


@pytest.mark.parametrize(
    ("web", "warned"),
    [("address: https://watchlist.saltmarsh.example", True),
     ("address: https://watchlist.saltmarsh.example}\nsecret_key: {env: KEY", False),
     ("address: http://127.0.0.1:8080", False)],
)  # fmt: skip
def test_in_service_the_key_of_links_is_kept_elsewhere(
    config: Path, monkeypatch: pytest.MonkeyPatch, web: str, warned: bool
) -> None:
    """In the database it would lie beside the links that it signs; on a trial that does not matter."""
    monkeypatch.setenv("KEY", "k" * 40)
    text = re.sub(r"^web:\n(  .*\n)+", f"web: {{listen: '127.0.0.1:8080', {web}}}\n",
                  config.read_text("utf-8"), flags=re.M)  # fmt: skip
    config.write_text(text, "utf-8")
    assert any("give another: secret_key" in one for one in warnings(config)) is warned
