"""The configuration: people, posts, secrets and places, with every fault at its line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import BaseModel, SecretStr

from watchlist.config import Config, read_config
from watchlist.model.errors import Fault, FaultsError, WorldError
from watchlist.rulebook.reader import root_of
from watchlist.settings import settings_of

GOOD = """\
council: Borough of Saltmarsh (invented)
database: sqlite:///var/watchlist.db
rules: [rules]
keeper: performance-team
quiet_start: false
settle: 45 minutes
rehearse_at: 2026-06-20 09:00
people:
  p1: {name: A. Officer (invented), address: a@saltmarsh.example}
posts:
  performance-team: {title: Performance, held_by: [{person: p1, from: 2020-01-01}], roles: [officer]}
  director: {title: Director, address: director@saltmarsh.example, deputy: performance-team}
channels:
  email: {kind: email, host: mail.saltmarsh.example}
"""


def config_of(folder: Path, text: str) -> Config:
    (folder / "rules").mkdir(exist_ok=True)
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return read_config(path)[0]


def faults_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(FaultsError) as caught:
        config_of(folder, text)
    return [f"{fault.mark.line}: {fault.sentence}" for fault in caught.value.faults]


def test_paths_count_from_the_configurations_own_folder(tmp_path: Path) -> None:
    """An officer may start the daemon from anywhere: the database stays where the file says."""
    config = config_of(tmp_path, GOOD)
    assert config.database == f"sqlite:///{tmp_path}/var/watchlist.db"
    assert config.rules == (tmp_path / "rules",)


def test_what_is_written_is_what_holds(tmp_path: Path) -> None:
    """Settling time, quiet start and the rehearsal clock (in the council's own time) are as written."""
    config = config_of(tmp_path, GOOD)
    assert config.settle == timedelta(minutes=45)
    assert not config.quiet_start
    assert config.rehearse_at == datetime(2026, 6, 20, 8, 0, tzinfo=UTC)
    holder = config.directory.holder("performance-team", date(2026, 1, 1))
    assert holder is not None
    assert holder.address == "a@saltmarsh.example"


def test_left_out_a_start_is_quiet_and_corrections_have_time_to_settle(tmp_path: Path) -> None:
    """Whoever writes nothing gets the careful way: no flood of mail, no news from a half-made file."""
    text = GOOD.replace("quiet_start: false\nsettle: 45 minutes\n", "")
    config = config_of(tmp_path, text)
    assert config.quiet_start
    assert config.settle == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("keeper: perf", "keper: perf", '4: "keper" is not known here; did you mean "keeper"?'),
        (
            "keeper: performance-team",
            "keeper: performance-teem",
            '4: there is no post "performance-teem"; did you mean "performance-team"?',
        ),
        ("person: p1", "person: p2", '11: post "performance-team": there is no person "p2"'),
        ("settle: 45 minutes", "settle: soon", '6: settle: "soon" is not a stretch of time'),
        ("a@saltmarsh.example", "nowhere", '9: person "p1": address: "nowhere" is not an e-mail'),
        ("roles: [officer]", "roles: [boss]", '11: post "performance-team": roles: "boss" is not'),
        ("2026-06-20 09:00", "yesterday", '7: rehearse_at: "yesterday" is not a date and time'),
        ("sqlite:///var/watchlist.db", "watch.mdb", "2: database: this is not a database"),
    ],
)
def test_a_slip_is_told_with_its_line(tmp_path: Path, old: str, new: str, fault: str) -> None:
    """A slip in the configuration is one sentence at its line, with the nearest right word."""
    assert old in GOOD
    assert any(said.startswith(fault) for said in faults_of(tmp_path, GOOD.replace(old, new)))


def test_a_folder_of_rules_that_is_gone_is_told_with_its_line(tmp_path: Path) -> None:
    """It may be a share that is not there today, so the rest of the configuration still holds."""
    (tmp_path / "config.yaml").write_text(GOOD.replace("rules: [rules]", "rules: [rulez]"))
    (warning,) = read_config(tmp_path / "config.yaml")[1]
    assert warning.warning
    assert (warning.mark.line, warning.sentence) == (
        3, 'rules: there is no folder "rulez" beside the configuration',
    )  # fmt: skip


def test_every_fault_comes_at_once(tmp_path: Path) -> None:
    """Nobody corrects one slip only to be told of the next."""
    text = GOOD.replace("settle: 45 minutes", "settle: soon").replace("person: p1", "person: p2")
    assert len(faults_of(tmp_path, text)) == 2


def test_a_missing_configuration_says_what_to_do(tmp_path: Path) -> None:
    """Who starts without a configuration is told of --config and of the example."""
    with pytest.raises(WorldError, match=r"--config, or start from config\.example\.yaml"):
        read_config(tmp_path / "config.yaml")


class Within(BaseModel, extra="forbid"):
    secret: SecretStr


class Plug(BaseModel, extra="forbid"):
    host: str
    port: int = 25
    password: SecretStr | None = None
    within: Within | None = None


def plug_of(text: str, folder: Path) -> tuple[Plug | None, list[Fault]]:
    faults: list[Fault] = []
    return settings_of(root_of(text, "config.yaml", faults), Plug, folder), faults


def test_a_secret_may_stand_outside_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A password comes from the environment or from a file, so that none stands in the file."""
    monkeypatch.setenv("MAIL_PASSWORD", "from-environment")
    (tmp_path / "secret").write_text("from-file\n")
    for place, secret in (
        ("env: MAIL_PASSWORD", "from-environment"),
        ("file: secret", "from-file"),
    ):
        plug, faults = plug_of(f"host: mail.example\npassword: {{{place}}}\n", tmp_path)
        assert not faults
        assert plug is not None
        assert plug.password is not None
        assert plug.password.get_secret_value() == secret
        assert secret not in repr(plug)


def test_a_secret_within_a_part_may_stand_outside_too(tmp_path: Path) -> None:
    """However deep it is written; what is not known there is told at its line."""
    (tmp_path / "secret").write_text("from-file\n")
    plug, faults = plug_of("host: x\nwithin:\n  secret: {file: secret}\n", tmp_path)
    assert not faults
    assert plug is not None
    assert plug.within is not None
    assert plug.within.secret.get_secret_value() == "from-file"
    _, faults = plug_of("host: x\nwithin:\n  secret: {file: secret}\n  hots: y\n", tmp_path)
    assert [(f.mark.line, f.sentence) for f in faults] == [(4, "within.hots: is not known here")]


def test_a_plug_ins_faults_stand_at_their_lines(tmp_path: Path) -> None:
    """What a channel's own model refuses is told at the line where it was written."""
    plug, faults = plug_of("host: mail.example\nport: often\nhots: x\n", tmp_path)
    assert plug is None
    assert [(fault.mark.line, fault.sentence.split(";")[0]) for fault in sorted(faults)] == [
        (2, "port: Input should be a valid integer, unable to parse string as an integer"),
        (3, '"hots" is not known here'),
    ]


def test_an_environment_variable_that_is_not_set_is_a_fault(tmp_path: Path) -> None:
    """A forgotten variable is found at the start, not at the first mail."""
    _, faults = plug_of("host: mail.example\npassword: {env: NOT_SET_ANYWHERE}\n", tmp_path)
    assert [fault.sentence for fault in faults] == [
        'password: the environment variable "NOT_SET_ANYWHERE" is not set'
    ]
