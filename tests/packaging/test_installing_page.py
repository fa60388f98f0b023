"""docs/installing.md is walked through: its commands are given, in their order."""

from __future__ import annotations

import re
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import psycopg
import pytest
from sqlalchemy import create_engine, make_url

from tests.conftest import PostgresServer
from tests.docs.blocks import blocks
from tests.docs.settings import configuration
from watchlist.model.errors import WorldError
from watchlist.store.open import open_store

PAGE = "docs/installing.md"

#: What a test cannot let loose on its machine; each writes down that it was called.
STUBS = ("systemd-sysusers", "systemctl", "journalctl", "nginx", "make", "podman", "chgrp")

#: Of which the words that name an account are left out: there is none here.
FORWARDS = {
    "install": r'exec /usr/bin/install $(echo "$@" | sed -E "s/-[og] watchlist//g")',
    "sudo": 'shift 3; exec "$@"',
}


def shown(language: str) -> list[str]:
    return [block.text for block in blocks(PAGE) if block.language == language]


@dataclass(frozen=True)
class Machine:
    """A folder that stands for the root of a server."""

    root: Path

    def path(self, name: str) -> Path:
        return self.root / name.lstrip("/")

    def lay_out(self) -> None:
        for folder in ("bin", "etc/sysusers.d", "etc/systemd/system", "etc/nginx/conf.d", "opt"):
            self.path(folder).mkdir(parents=True)
        for name in STUBS:
            self._program(name, f'echo "{name} $*" >> {self.path("called")}')
        for name, text in FORWARDS.items():
            self._program(name, text)

    def _program(self, name: str, text: str) -> None:
        path = self.path(f"bin/{name}")
        path.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
        path.chmod(0o755)

    def give(self, block: str, folder: Path) -> subprocess.CompletedProcess[str]:
        """The commands of a block, with our folder before every path of a server's own."""
        here = re.sub(r"(?<![\w.])/(opt|etc|var)/", f"{self.root}/\\1/", block)
        start = f'set -e; export PATH="{self.path("bin")}:$PATH"\n'
        return subprocess.run(
            ["bash", "-c", start + here], cwd=folder, capture_output=True, text=True, check=False
        )


@pytest.fixture
def machine(tmp_path: Path, server: Path) -> Machine:
    tmp_path.chmod(0o700)
    made = Machine(tmp_path)
    made.lay_out()
    made.path("opt/watchlist").symlink_to(server)
    return made


@pytest.mark.long
@pytest.mark.xdist_group("wheelhouse")
def test_the_page_leads_to_a_service(machine: Machine, wheelhouse: Path, postgres_url: str) -> None:
    """Whoever gives its commands has a program without a fault, secrets for the service alone, its
    units in their place; and what it says of the configuration is a configuration."""
    for block in shown("sh"):
        if block == _told(wheelhouse):
            continue  # done for all tests of this folder
        if "bin/watchlist check" in block:
            _configured(machine, postgres_url)
        ended = machine.give(block, wheelhouse)
        if "bin/watchlist doctor" in block:  # no mail server is there
            assert (ended.returncode, "mail.saltmarsh.example" in ended.stdout) == (3, True)
            assert not re.search(r"✗ +(installation|configuration|database)", ended.stdout)
        else:
            assert ended.returncode == 0, f"{block}\n{ended.stdout}{ended.stderr}"
    modes = {
        path.name: stat.S_IMODE(path.stat().st_mode)
        for path in machine.path("etc/watchlist/secrets").iterdir()
    }
    assert modes == dict.fromkeys(("signing.key", "database", "mail"), 0o640)
    units = {path.name for path in machine.path("etc/systemd/system").iterdir()}
    assert units == {"watchlist.service", "watchlist-backup.service", "watchlist-backup.timer"}
    called = machine.path("called").read_text("utf-8")
    assert "systemctl enable --now watchlist.service watchlist-backup.timer" in called


def _told(wheelhouse: Path) -> str:
    """The commands of INSTALL.txt."""
    text = (wheelhouse / "INSTALL.txt").read_text("utf-8")
    return dedent("".join(re.findall(r"^    .+\n", text, re.MULTILINE)))


def _configured(machine: Machine, url: str) -> None:
    """The configuration as the page has it, over a database that is there."""
    (yaml,) = shown("yaml")
    folder, example = machine.path("etc/watchlist"), Path(__file__).parents[2] / "examples"
    text = configuration(yaml).replace("/var/lib", str(machine.path("var/lib")))
    text = re.sub("examples/borough", str(example / "borough"), text)
    text = text.replace("rules: [rules]", f"rules: [rules, {example}/borough/rulebook]")
    (folder / "config.yaml").write_text(re.sub("^rehearse_at.*", "", text, flags=re.M), "utf-8")
    (folder / "secrets" / "database").write_text(url, "utf-8")


@pytest.fixture
def owner(postgres_server: PostgresServer, postgres_url: str) -> Iterator[str]:
    """The address for the login that the page tells to make, under a name of this test's own."""
    name = f"owner_of_{make_url(postgres_url).database}"
    (sql,) = shown("sql")
    for statement in filter(None, map(str.strip, sql.replace(" watchlist", f" {name}").split(";"))):
        postgres_server.run(statement)
    url = make_url(postgres_url).set(username=name, password="a long password", database=name)
    yield url.render_as_string(hide_password=False)
    postgres_server.run(f"DROP DATABASE {name} WITH (FORCE)")
    postgres_server.run(f"DROP ROLE {name}")


def test_its_login_makes_the_tables_and_is_nobody_else(owner: str, postgres_url: str) -> None:
    """It owns its database; it makes no others and no logins, and nobody else comes in."""
    open_store(owner).close()
    engine = create_engine(make_url(owner).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        said = connection.exec_driver_sql(
            "SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )
        assert said.scalar() is False
        with pytest.raises(Exception, match="permission denied to create"):
            connection.exec_driver_sql("CREATE ROLE another")
    engine.dispose()
    stranger = f"{make_url(owner).username}_stranger"
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute(f"CREATE ROLE {stranger} LOGIN PASSWORD 'x'")
        try:
            with pytest.raises(WorldError):
                open_store(
                    make_url(owner).set(username=stranger, password="x").render_as_string(False)
                )
        finally:
            server.execute(f"DROP ROLE {stranger}")


def test_the_folder_of_wheels_tells_the_same() -> None:
    """INSTALL.txt goes along with it, and the page does not."""
    assert _told(Path(__file__).parents[2] / "examples" / "operations") in shown("sh")


def test_what_it_says_of_the_unit_is_a_unit() -> None:
    """The drop-in names the section and the word that the unit itself has."""
    (dropped,) = shown("ini")
    assert re.fullmatch(r"\[Service\]\nReadWritePaths=/\S+\n", dropped)
