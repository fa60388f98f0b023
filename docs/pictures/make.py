"""Takes the README's pictures from the running program: python docs/pictures/make.py

Runs the example of the invented borough in a temporary folder and photographs what it shows, with
a Chromium that is installed.
"""

from __future__ import annotations

import email
import email.policy
import io
import shutil
import subprocess
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME

from tests.cli.conftest import placed
from watchlist.app import App, open_app
from watchlist.cli.watching import print_list
from watchlist.rounds import cycle_once, deliver_round

HERE = Path(__file__).parent


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = open_app(placed("config.example.yaml", folder))
        cycle_once(app, app.clock())
        deliver_round(app)
        _photograph(_watch_list(app), HERE / "watch-list.png", 1180, 1290)
        _photograph(_message(folder / "messages"), HERE / "message.png", 640, 560)
        app.close()


def _watch_list(app: App) -> str:
    """The watch list as a page."""
    console = Console(record=True, width=120, file=io.StringIO(), highlight=False)
    print_list(app, console)
    return console.export_html(theme=DEFAULT_TERMINAL_THEME, inline_styles=True)


def _message(folder: Path) -> str:
    """The HTML part of the message about assessments."""
    for path in sorted(folder.glob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        body = message.get_body(("html",))
        if body and "Assessments" in str(message["Subject"]):
            return str(body.get_content())
    raise SystemExit("no message speaks of assessments")


def _photograph(page: str, picture: Path, width: int, height: int) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("a Chromium is needed to take the pictures")
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "page.html"
        path.write_text(page, encoding="utf-8")
        subprocess.run(
            [
                chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                "--disable-background-networking", f"--screenshot={picture}",
                f"--window-size={width},{height}", str(path),
            ],
            check=True,
            capture_output=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()
