"""The image: what goes into it, who runs in it, and how it ends. That it is built and runs is tried
by hand before a release (docs/installing.md), for few machines have what builds images."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def instructions() -> list[tuple[str, str]]:
    """Each instruction of the Containerfile with what follows it."""
    text = (ROOT / "Containerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def last_stage() -> dict[str, str]:
    """Of each instruction the last, in what is shipped."""
    found = instructions()
    begins = max(at for at, (word, _) in enumerate(found) if word == "FROM")
    return dict(found[begins:])


def let_in() -> set[str]:
    """What is built from; everything else is kept out."""
    lines = (ROOT / ".containerignore").read_text("utf-8").splitlines()
    said = [line for line in lines if line and not line.startswith("#")]
    assert said[0] == "*"
    return {line[1:] for line in said if line.startswith("!")}


def test_what_the_package_is_made_of_goes_in_and_nothing_else() -> None:
    """No configuration, database or secret of the folder in which the image is built; and nothing of
    the package is left behind."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    about = {"pyproject.toml", "requirements", project["project"]["readme"], "LICENSE"}
    assert let_in() == {*wheel["packages"], *wheel["force-include"], *about}
    assert all((ROOT / name).exists() for name in let_in())


def test_nobody_in_it_is_root() -> None:
    """Whoever breaks out of the program is an account that owns one folder."""
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", last_stage()["USER"])
    assert last_stage()["VOLUME"] == last_stage()["WORKDIR"] == "/var/lib/watchlist"


@pytest.mark.parametrize("word", ["ENTRYPOINT", "CMD"])
def test_the_program_is_process_one(word: str) -> None:
    """No shell stands between it and the signal to stop, which it takes."""
    assert all(isinstance(part, str) for part in json.loads(last_stage()[word]))
    assert last_stage()["STOPSIGNAL"] == "SIGTERM"


def test_the_health_check_is_a_program_that_can_be_read() -> None:
    """It asks for the page that is there for it."""
    command = json.loads(last_stage()["HEALTHCHECK"].partition("CMD ")[2])
    compile(command[-1], "health check", "exec")
    assert "/healthz" in command[-1]


def test_everything_that_is_installed_is_held_to_its_hash() -> None:
    """Nor is a secret built in, nor a base named by more than its short name."""
    ran = " ".join(rest for word, rest in instructions() if word == "RUN")
    assert ran.count("pip install") == ran.count("--require-hashes") == 1
    script = (ROOT / "requirements" / "wheelhouse.sh").read_text("utf-8")
    assert script.count("-r requirements/") == script.count("--require-hashes") == 2
    assert re.fullmatch(r"BASE=python:\d\.\d+-slim", dict(instructions())["ARG"])
    assert not re.search(r"(?i)password|secret|token", str(instructions()))
