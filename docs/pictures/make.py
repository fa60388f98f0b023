"""Takes the pictures of the documentation from the running program: python docs/pictures/make.py

Runs the example of the invented borough in a temporary folder and photographs what it shows, with
a Chromium that is installed. The charts are drawn by the program itself, from the borough's figures;
`second-plans.csv` adds the counts of invented areas around it, for the funnel.
"""

from __future__ import annotations

import csv
import email
import email.policy
import io
import re
import shutil
import subprocess
import sys
import tempfile
from base64 import b64encode
from pathlib import Path

import pypdfium2
from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME

from notifiers.mime import Sender, render_mail
from tests.cli.conftest import placed
from tests.deliver.papers import sample
from tests.notifiers.samples import environment, message
from tests.web.visitors import OWNER, Borough
from watchlist.app import App, open_app
from watchlist.cli.watching import print_list
from watchlist.deliver.charts.funnel import Funnel
from watchlist.deliver.charts.funnel_making import Counted, funnel
from watchlist.deliver.charts.rendering import png
from watchlist.deliver.papers.charts import pictures_of
from watchlist.deliver.papers.pdf import pdf
from watchlist.model.digest import Part
from watchlist.model.indicator import Better, Unit, UnitKind
from watchlist.rounds import cycle_once, deliver_round

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = open_app(placed("config.example.yaml", folder))
        cycle_once(app, app.clock())
        deliver_round(app)
        _photograph(_watch_list(app), HERE / "watch-list.png", 1180, 1290)
        _photograph(_message(folder / "messages"), HERE / "message.png", 640, 560)
        _photograph(_entry(app), HERE / "entry.png", 1024, 1500)
        app.close()
        (HERE / "xmr.png").write_bytes(_chart(folder))
    (HERE / "funnel.png").write_bytes(png(_funnel()))
    _photograph(_digest_mail(), HERE / "digest-mail.png", 640, 1180)
    _paper(HERE / "digest-paper.png")


def _watch_list(app: App) -> str:
    """The watch list as a page."""
    console = Console(record=True, width=120, file=io.StringIO(), highlight=False)
    print_list(app, console)
    return console.export_html(theme=DEFAULT_TERMINAL_THEME, inline_styles=True)


def _entry(app: App) -> str:
    """An entry as a page, its style and its chart within it."""
    owner = Borough(app).visits(OWNER)
    said = owner.get("/entries/WL-0001").text
    (style,) = re.findall(r'<link rel="stylesheet" href="([^"]+)">', said)
    (chart,) = re.findall(r'<img src="([^"]+)"', said)
    drawn = b64encode(owner.get(chart).content).decode()
    said = re.sub(r'<link rel="stylesheet"[^>]+>', f"<style>{owner.get(style).text}</style>", said)
    return said.replace(chart, f"data:image/svg+xml;base64,{drawn}")


def _message(folder: Path) -> str:
    """The HTML part of the message about assessments."""
    for path in sorted(folder.glob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        body = message.get_body(("html",))
        if body and "Assessments" in str(message["Subject"]):
            return str(body.get_content())
    raise SystemExit("no message speaks of assessments")


def _chart(folder: Path) -> bytes:
    """What `watchlist spc` draws of the borough's re-referrals."""
    name = "Referrals within 12 months of an earlier one, Saltmarsh"
    with (ROOT / "examples" / "borough" / "readings.csv").open(encoding="utf-8") as file:
        rows = [
            f'"{name}",{row["period"]},{row["value"]}'
            for row in csv.DictReader(file)
            if (row["indicator"], row["area"]) == ("re-referrals", "Saltmarsh")
        ]
    figures = folder / "figures.csv"
    figures.write_text("\n".join(["series,date,value", *rows]), encoding="utf-8")
    options = ("--unit", "percent", "--better", "lower", "--target", "20", "--png")
    subprocess.run(
        [sys.executable, "-m", "watchlist", "spc", figures, "--pictures", folder / "charts", *options],
        check=True, cwd=ROOT, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    (picture,) = (folder / "charts").iterdir()
    return picture.read_bytes()


def _funnel() -> Funnel:
    with (HERE / "second-plans.csv").open(encoding="utf-8") as file:
        areas = [
            Counted(row["area"], _count(row["numerator"]), _count(row["denominator"]),
                    own=row["area"] == "Saltmarsh")
            for row in csv.DictReader(file)
        ]  # fmt: skip
    return funnel(
        areas, "Children on a second or later child protection plan, 2025-26 Q4",
        "Saltmarsh and the areas around it, all of them invented", Unit(UnitKind.PERCENT),
        "plans that began", Better.LOWER,
    )  # fmt: skip


def _digest_mail() -> str:
    """The HTML part of a digest with a little of everything, its charts within it."""
    made = sample.digest()
    sent = message(
        headline=made.title, items=(), council=made.council, made_at=made.made_at, digest=made,
        pictures=pictures_of(made),
    )  # fmt: skip
    mail = email.message_from_bytes(
        render_mail(sent, environment(), Sender("watch-list@saltmarsh.example")),
        policy=email.policy.default,
    )
    html = next(part for part in mail.walk() if part.get_content_type() == "text/html")
    page = str(html.get_content())
    for part in mail.walk():
        if part.get_content_maintype() == "image":
            source = b64encode(part.get_payload(decode=True)).decode()
            page = page.replace(
                f"cid:{part['Content-ID'].strip('<>')}", f"data:image/png;base64,{source}"
            )
    return page


def _paper(picture: Path) -> None:
    """The first page of the same digest as a committee paper."""
    page = pypdfium2.PdfDocument(pdf(sample.digest(part=Part.PUBLIC)))[0]
    page.render(scale=1.25).to_pil().quantize(255, method=2).save(picture, optimize=True)


def _count(text: str) -> float | None:
    return float(text) if text else None


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
