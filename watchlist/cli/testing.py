"""`watchlist test`: rule tests, for people, for programs and for a build server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from watchlist.cli.formats import Format
from watchlist.cli.junit import junit
from watchlist.cli.output import print_json
from watchlist.cli.testing_table import lines
from watchlist.config import read_config
from watchlist.model.errors import Fault, UsageError, WorldError
from watchlist.rulebook.cases import Case, case_files, read_cases
from watchlist.rulebook.load import check_rulebook
from watchlist.rulebook.wording import nearest, quote
from watchlist.ruletest import Result, judged


@dataclass(frozen=True)
class Asked:
    """Which tests: of these rules (none: all), with this text in their name; without a configuration
    those of ``folders``."""

    folders: tuple[Path, ...] = ()
    rules: tuple[str, ...] = ()
    name: str = ""

    @property
    def everything(self) -> bool:
        return not (self.rules or self.name)

    def takes(self, case: Case) -> bool:
        of_rule = not self.rules or (case.rule is not None and case.rule.id in self.rules)
        return of_rule and self.name.casefold() in case.name.casefold()


def run_tests(config: Path, asked: Asked, report: Path | None, output: Format) -> None:
    """Run the tests; exit 1 when one fails or a file has a fault."""
    folders = asked.folders or read_config(config)[0].rules
    results, faults, untested = _run(folders, asked)
    if report is not None:
        _save(report, junit(results, faults))
    if output is Format.JSON:
        print_json(_as_json(results, faults, untested))
    else:
        for line in lines(results, faults, untested):
            typer.secho(line, fg="red" if line.startswith("✗") else None)
    if faults or not all(result.passed for result in results):
        raise typer.Exit(1)


def _run(folders: Sequence[Path], asked: Asked) -> tuple[list[Result], list[Fault], list[str]]:
    """The results, every fault, and the rules that no test is about."""
    book, found = check_rulebook(folders)
    files, faults = case_files(folders)
    faults += [fault for fault in found if not fault.warning]
    if book is None:
        return [], faults, []
    for rule in asked.rules:
        if rule not in book.rules:
            raise UsageError(f"there is no rule {quote(rule)}{nearest(rule, book.rules)}")
    cases, wrong = read_cases(files, book)
    faults += wrong
    wanted = [case for case in cases if asked.takes(case)]
    if not wanted and not faults:
        where = ", ".join(map(str, folders))
        raise UsageError(
            f"there is no such test in {where}: tests stand in files called *.test.yaml"
        )
    tested = {case.rule.id for case in cases if case.rule}
    untested = [name for name in book.rules if name not in tested] if asked.everything else []
    return list(judged(wanted, book)), faults, untested


def _save(report: Path, content: bytes) -> None:
    try:
        report.write_bytes(content)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise WorldError(f"the report cannot be written to {report}: {reason}") from None


def _as_json(
    results: Sequence[Result], faults: Sequence[Fault], untested: Sequence[str]
) -> dict[str, Any]:
    return {
        "tests": len(results),
        "failed": sum(not result.passed for result in results),
        "faults": faults,
        "untested_rules": untested,
        "results": [_result(result) for result in results],
    }


def _result(result: Result) -> dict[str, Any]:
    case, label = result.case, result.case.readings.label
    return {
        "name": case.name,
        "place": case.mark,
        "rule": case.rule.id if case.rule else None,
        "indicator": case.indicator.id,
        "passed": result.passed,
        "came": {label(period): words for period, words in result.came.items()},
        "wrong": [
            {
                "of": one.of,
                "period": label(one.period),
                "expected": one.expected,
                "came": one.came,
                "why": one.why,
            }
            for one in result.wrong
        ],
    }
