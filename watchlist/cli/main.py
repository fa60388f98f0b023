"""The commands. What a command needs is imported when it runs, so that `--help` is quick."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from watchlist import __version__
from watchlist.cli.backups import backups
from watchlist.cli.deliveries import deliveries
from watchlist.cli.formats import CheckFormat, Format, TableFormat
from watchlist.cli.keeping import keeping
from watchlist.cli.looking import looking
from watchlist.cli.options import (
    CONFIG,
    AsOption,
    ConfigOption,
    FormatOption,
    ForOption,
)
from watchlist.cli.people import people
from watchlist.cli.signing_in import signing_in, tokens
from watchlist.cli.subscribing import subscribing

app = typer.Typer(
    name="watchlist",
    help="Scrutiny Watch List: rules over council indicators, a watch list, and messages.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"watchlist {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    pass


@app.command()
def run(
    config: ConfigOption = CONFIG,
    once: Annotated[
        bool, typer.Option("--once", help="One cycle and delivery, then stop.")
    ] = False,
) -> None:
    """Run the daemon: take readings in, judge them, keep the watch list, tell people."""
    from watchlist.cli.running import run as act

    act(config, once)


@app.command()
def pages(config: ConfigOption = CONFIG) -> None:
    """Answer the pages alone; the daemon does so by itself."""
    from watchlist.cli.running import pages as act

    act(config)


@app.command()
def check(
    config: ConfigOption = CONFIG,
    output: Annotated[
        CheckFormat, typer.Option("--format", help="How the faults are written.")
    ] = CheckFormat.TEXT,
    rules: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FOLDER", help="These rules alone, no configuration; may be given again."
        ),
    ] = None,
) -> None:
    """Every fault in the configuration and the rules, each with its place."""
    from watchlist.cli.checking import check as act

    act(config, output, rules or [])


@app.command()
def schema(
    tests: Annotated[bool, typer.Option("--tests", help="That of *.test.yaml instead.")] = False,
) -> None:
    """The JSON Schema of rule files, for editors that complete and underline."""
    from watchlist.cli.schema import print_schema as act

    act(tests=tests)


@app.command()
def init(
    file: Annotated[Path, typer.Argument(help="A scorecard: .xlsx, .xls, .ods, .csv or .parquet.")],
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", metavar="FOLDER", help="A new folder; else watchlist-<name of the file>."
        ),
    ] = None,
    own: Annotated[
        str, typer.Option("--own", metavar="AREA", help="Which area is the council's own.")
    ] = "",
) -> None:
    """Start from a scorecard: a configuration and a rulebook that read it, and what was guessed."""
    from watchlist.cli.beginning import init as act

    act(file, to, own)


@app.command("import")
def import_(
    file: Annotated[
        Path | None, typer.Argument(help="A file of readings: CSV, Parquet or a workbook.")
    ] = None,
    config: ConfigOption = CONFIG,
    source: Annotated[
        str,
        typer.Option(
            "--source", help="Read it as this source; without a file, what the source has now."
        ),
    ] = "",
    correct: Annotated[
        bool, typer.Option("--correct", help="Put figures right by hand, for a --reason.")
    ] = False,
    indicator: Annotated[
        str, typer.Option(metavar="ID", help="With --correct: one figure, of this indicator,")
    ] = "",
    period: Annotated[str, typer.Option(metavar="PERIOD", help='for "May 2014", say,')] = "",
    value: Annotated[
        str, typer.Option(metavar="FIGURE", help="as it should be: 83.3, 90/108, c, or _ for none,")
    ] = "",
    area: Annotated[str, typer.Option(metavar="NAME", help="in this area,")] = "",
    breakdown: Annotated[
        str, typer.Option(metavar="NAME", help="of this part of it: sex=girls.")
    ] = "",
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why it is corrected.")
    ] = "",
    who: AsOption = "",
    acting_for: ForOption = "",
    output: FormatOption = Format.TABLE,
) -> None:
    """Take readings in, all of them or none, and say what is new; judged at the next cycle."""
    from watchlist.cli import importing
    from watchlist.correcting import Corrector, Right

    one = Right(indicator, period, value, area, breakdown)
    asked = Corrector(who, acting_for or None, reason)
    if correct:
        importing.correct(config, file, source, one, asked, output)
    else:
        importing.import_file(config, file, source, one, reason, output)


@app.command()
def backtest(
    config: ConfigOption = CONFIG,
    rule: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this rule; may be given again.")
    ] = None,
    indicator: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only of this indicator.")
    ] = None,
    area: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Of this area, not the council's own.")
    ] = None,
    first: Annotated[
        str, typer.Option("--from", metavar="PERIOD", help="No period before this one.")
    ] = "",
    last: Annotated[
        str, typer.Option("--to", metavar="PERIOD", help="No period after this one.")
    ] = "",
    as_known: Annotated[
        str, typer.Option(metavar="DATE", help="By the figures published up to that day.")
    ] = "",
    picture: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Draw one series, as a .png or .svg file."),
    ] = None,
    breakdown: Annotated[
        str | None, typer.Option(metavar="NAME", help="Which breakdown the picture shows.")
    ] = None,
    output: Annotated[
        TableFormat, typer.Option("--format", help="A summary; or every cell, for programs.")
    ] = TableFormat.TABLE,
) -> None:
    """What the rules say of every period, and what would have been on the list when."""
    from watchlist.cli.backtesting import run_backtest as act
    from watchlist.cli.picturing import picture_of
    from watchlist.question import Question

    asked = Question(tuple(rule or ()), tuple(indicator or ()), tuple(area or ()), first, last)
    act(config, asked, as_known, output, picture_of(picture, breakdown))


@app.command()
def preview(
    config: ConfigOption = CONFIG,
    rules: Annotated[
        list[Path] | None,
        typer.Option(metavar="FOLDER", help="Rules in this folder instead of the configured ones."),
    ] = None,
    years: Annotated[
        int, typer.Option(min=1, max=100, help="Count messages over so many years up to today.")
    ] = 3,
    most: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=0, help="Exit status 1 where the edit sends more than N messages more."
        ),
    ] = None,
    output: FormatOption = Format.TABLE,
) -> None:
    """What the rule files would change against the rules in force: the list, and messages."""
    from watchlist.cli.previewing import run_preview as act

    act(config, rules or [], years, most, output)


@app.command("test")
def rule_test(
    config: ConfigOption = CONFIG,
    rules: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FOLDER", help="These rules alone, no configuration; may be given again."
        ),
    ] = None,
    rule: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only tests of this rule.")
    ] = None,
    name: Annotated[
        str, typer.Option(metavar="TEXT", help="Only tests with this in their name.")
    ] = "",
    junit: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also write a JUnit report, for CI.")
    ] = None,
    output: FormatOption = Format.TABLE,
) -> None:
    """Rule tests: what the rules say of the figures in *.test.yaml, and what they should say."""
    from watchlist.cli.testing import Asked
    from watchlist.cli.testing import run_tests as act

    act(config, Asked(tuple(rules or ()), tuple(rule or ()), name), junit, output)


class Engine(StrEnum):
    """What judges a table."""

    LOCAL = "local"
    SPARK = "spark"


@app.command()
def scan(
    table: Annotated[
        str, typer.Argument(help="A Parquet file or folder of readings; with Spark also a table.")
    ],
    config: ConfigOption = CONFIG,
    engine: Annotated[
        Engine, typer.Option("--engine", help="What judges it: this machine, or Spark.")
    ] = Engine.LOCAL,
    every: Annotated[
        bool, typer.Option("--every", help="Every period, not the latest reading alone.")
    ] = False,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="Write the findings, as .parquet or .csv."),
    ] = None,
    register: Annotated[
        bool, typer.Option("--register", help="Enter them in the register, as a cycle does.")
    ] = False,
    indicator: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Only this one and what hangs together with it."),
    ] = None,
    output: FormatOption = Format.TABLE,
) -> None:
    """Judge readings where they lie, without taking them in."""
    from watchlist.cli.scanning import Asked
    from watchlist.cli.scanning import run_scan as act

    asked = Asked(table, engine.value, every, to, register, tuple(indicator or ()))
    act(config, asked, output)


@app.command()
def spc(
    file: Annotated[
        str, typer.Argument(help='CSV: series, date, value, maybe target; "-": stdin.')
    ],
    profile: Annotated[
        str, typer.Option(help="watchlist, or plotthedots: verdicts as NHSRplotthedots has them.")
    ] = "watchlist",
    better: Annotated[str, typer.Option(help="higher, lower or neither.")] = "neither",
    target: Annotated[
        float | None, typer.Option(help="For series whose latest row has no target of its own.")
    ] = None,
    baseline: Annotated[
        int | None, typer.Option(metavar="N", help="Limits from the first N rows of each group.")
    ] = None,
    rebase: Annotated[
        list[str] | None,
        typer.Option(metavar="DATE", help="New limits from that date; may be given again."),
    ] = None,
    screening: Annotated[
        bool, typer.Option("--screening/--no-screening", help="Leave large jumps out of limits.")
    ] = True,
    pictures: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Draw each series as well, in a file called after it."),
    ] = None,
    png: Annotated[
        bool, typer.Option("--png", help="Pictures for mail and paper, not SVG for pages.")
    ] = False,
    unit: Annotated[
        str, typer.Option(help="Of pictures: percent, count, rate, days, pounds, score or number.")
    ] = "",
) -> None:
    """XmR charts of any series: limits, every signal, label and icons, as CSV; no configuration."""
    from watchlist.cli.spc import asked, run_spc
    from watchlist.cli.spc_pictures import pictures_of

    options = asked(profile, better, target, baseline, rebase or [], screening)
    run_spc(file, options, pictures_of(pictures, png, unit))


class Kept(StrEnum):
    """What is kept back from those who are told."""

    QUIET_START = "quiet-start"


@app.command()
def release(
    what: Annotated[Kept, typer.Argument(help="What only the keeper was told of.")],
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """Tell the owners what was on the list from the start and only the keeper was told of."""
    from watchlist.cli.releasing import release as act

    if what is Kept.QUIET_START:
        act(config, output)


@app.command()
def doctor(
    post: Annotated[
        str, typer.Argument(metavar="POST", help="With --send-test: to whom; else to the keeper.")
    ] = "",
    send_test: Annotated[
        bool, typer.Option("--send-test", help="Send a test message by each channel of a post.")
    ] = False,
    config: ConfigOption = CONFIG,
    output: FormatOption = Format.TABLE,
) -> None:
    """What is wrong with the installation, and what to do about it."""
    from watchlist.cli import doctoring

    if send_test:
        doctoring.send_test(config, post, output)
    else:
        doctoring.doctor(config, post, output)


app.add_typer(deliveries, name="deliveries")
app.add_typer(tokens, name="tokens")
app.add_typer(looking)
app.add_typer(people)
app.add_typer(subscribing)
app.add_typer(signing_in)
app.add_typer(backups)
app.add_typer(keeping)
