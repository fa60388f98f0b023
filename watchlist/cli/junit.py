"""Results as JUnit XML, which build servers read: a suite for each file, a test case for each test;
a fault of a file is an error of its suite."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from watchlist.cli.testing_table import headline, told
from watchlist.model.errors import Fault
from watchlist.ruletest import Result


def junit(results: Sequence[Result], faults: Sequence[Fault]) -> bytes:
    """The whole report as a UTF-8 text."""
    paths = [one.case.mark.path for one in results] + [fault.mark.path for fault in faults]
    root = Xml.Element("testsuites", _counts(results, faults, "watchlist test"))
    for path in dict.fromkeys(paths):
        mine = [one for one in results if one.case.mark.path == path]
        wrong = [fault for fault in faults if fault.mark.path == path]
        suite = Xml.SubElement(root, "testsuite", _counts(mine, wrong, path))
        for result in mine:
            _case(suite, result)
        for fault in wrong:
            _error(suite, fault)
    Xml.indent(root)
    content: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _counts(results: Sequence[Result], faults: Sequence[Fault], name: str) -> dict[str, str]:
    return {
        "name": name,
        "tests": str(len(results) + len(faults)),
        "failures": str(sum(not one.passed for one in results)),
        "errors": str(len(faults)),
    }


def _case(suite: Xml.Element, result: Result) -> None:
    case = result.case
    of = case.rule.id if case.rule else case.indicator.id
    place = {"file": case.mark.path, "line": str(case.mark.line or 1)}
    written = Xml.SubElement(suite, "testcase", {"classname": of, "name": case.name, **place})
    if not result.passed:
        failure = Xml.SubElement(written, "failure", {"message": headline(result)})
        failure.text = "\n".join(told(result))


def _error(suite: Xml.Element, fault: Fault) -> None:
    place = {"file": fault.mark.path, "line": str(fault.mark.line or 1)}
    named = {"classname": "faults", "name": str(fault.mark), **place}
    error = Xml.SubElement(Xml.SubElement(suite, "testcase", named), "error")
    error.set("message", fault.sentence)
