"""The web server before the pages: nginx itself, with the site of the examples, and ours behind it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import placed

SITE = Path(__file__).parents[2] / "examples" / "operations" / "nginx" / "watchlist.conf"
NAME = "watchlist.saltmarsh.example"

pytestmark = pytest.mark.skipif(
    shutil.which("nginx") is None or shutil.which("openssl") is None,
    reason="nginx or openssl is not installed here",
)


def a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@dataclass(frozen=True)
class Front:
    """nginx with the site in a folder of its own: where it listens, and what it leads to."""

    folder: Path
    plain: int
    secure: int
    pages: int

    def lay_out(self) -> None:
        make = (
            f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={NAME} "
            "-keyout privkey.pem -out fullchain.pem"
        )
        subprocess.run(make.split(), cwd=self.folder, check=True, capture_output=True)
        text = SITE.read_text("utf-8")
        for here, there in {
            r"listen (80|443 ssl|\[::\]:.*);": "",
            r"server_name ": f"listen 127.0.0.1:{self.secure} ssl; server_name ",
            "/etc/ssl/watchlist": str(self.folder),
            "/var/log/nginx": str(self.folder),
            "127.0.0.1:8080": f"127.0.0.1:{self.pages}",
        }.items():
            text = re.sub(here, there, text)
        text = text.replace(f"127.0.0.1:{self.secure} ssl", f"127.0.0.1:{self.plain}", 1)
        (self.folder / "site.conf").write_text(text, "utf-8")
        user = "user root;" if os.getuid() == 0 else ""
        kept = "".join(
            f"{kind}_temp_path {self.folder / kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (self.folder / "nginx.conf").write_text(
            f"{user} daemon off; pid {self.folder / 'pid'}; events {{}}"
            f" http {{ {kept} include {self.folder / 'site.conf'}; }}",
            "utf-8",
        )

    @property
    def command(self) -> list[str]:
        errors = str(self.folder / "errors.log")
        return [
            "nginx",
            "-p",
            str(self.folder),
            "-e",
            errors,
            "-c",
            str(self.folder / "nginx.conf"),
        ]

    def log(self) -> str:
        return (self.folder / "watchlist.log").read_text("utf-8")


@pytest.fixture
def front(tmp_path: Path) -> Front:
    made = Front(tmp_path, a_free_port(), a_free_port(), a_free_port())
    made.lay_out()
    return made


def test_nginx_understands_the_site(front: Front) -> None:
    """As it stands in the example, but for places and ports."""
    checked = subprocess.run([*front.command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """A program, from when it listens."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture
def site(front: Front) -> Iterator[httpx.Client]:
    """A browser before the site, with our pages behind it."""
    config = placed("config.example.yaml", front.folder)
    web = f"web: {{listen: 127.0.0.1:{front.pages}, address: https://{NAME}, proxy: 127.0.0.1}}\n"
    text = re.sub(r"^web:\n(  .*\n)+", web, config.read_text("utf-8"), flags=re.M)
    config.write_text(text, "utf-8")
    ours = [sys.executable, "-m", "watchlist", "pages", "--config", str(config)]
    browser = httpx.Client(
        base_url=f"https://127.0.0.1:{front.secure}", headers={"Host": NAME}, verify=False
    )
    with running(ours, front.pages), running(front.command, front.secure), browser:
        yield browser


@pytest.mark.long
def test_the_pages_are_answered_through_it(front: Front, site: httpx.Client) -> None:
    """By https alone and for ever; what carries a key is in no log; those who try too often are told
    apart by their own addresses, whatever they say of themselves; what is for the administrators is
    not there."""
    plain = httpx.get(f"http://127.0.0.1:{front.plain}/x", headers={"Host": NAME})
    assert (plain.status_code, plain.headers["Location"]) == (308, f"https://{NAME}/x")
    page = site.get("/sign-in")
    assert page.status_code == 200
    assert "max-age" in page.headers["Strict-Transport-Security"]
    for at in range(25):
        liar = {"X-Forwarded-For": f"203.0.113.{at}", "Referer": f"https://{NAME}/confirm/a-key"}
        last = site.get(f"/sign-in/a-key-{at}", headers=liar)
    assert last.status_code == 429
    assert [site.get(path).status_code for path in ("/metrics", "/readyz")] == [404, 404]
    assert "GET /sign-in/- 404" in front.log()
    assert "a-key" not in front.log()
