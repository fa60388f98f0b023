"""Rule files tried on the pages before they go into their folders."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from fastapi.testclient import TestClient

from tests.web.door import csrf_in
from tests.web.visitors import AUDITOR, CHAIR, CLERK, OFFICER, OWNER, Borough
from watchlist.store.store import Store
from watchlist.views import workshop
from watchlist.web import workshop as page_of_the_workshop

RULE = "education"


@pytest.fixture
def officer(borough: Borough) -> TestClient:
    return borough.visits(OFFICER)


def address(visitor: TestClient, name: str = RULE) -> str:
    """That of a file, as the page of all files links to it."""
    links = re.findall(r'href="(/rules/file\?[^"]+)"', visitor.get("/rules").text)
    return unescape(next(link for link in links if link.endswith(f"{name}.yaml")))


def text_of(visitor: TestClient, page: str) -> str:
    """What stands in the form."""
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", visitor.get(page).text, re.DOTALL)
    assert found
    return unescape(found[1])


def tries(visitor: TestClient, page: str, text: str, do: str, **more: str) -> httpx.Response:
    sent = {"csrf": csrf_in(visitor.get(page)), "text": text, "do": do, **more}
    answer: httpx.Response = visitor.post(page, data=sent)
    return answer


def plain(answer: httpx.Response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def test_every_file_says_how_it_stands(officer: TestClient) -> None:
    """In force, and since when; nothing is wrong with them."""
    page = plain(officer.get("/rules"))
    assert "rules, in force since 20 November 2026" in page
    assert "education.yaml in force" in page
    assert "not in force" not in page


def test_a_fault_is_shown_at_its_line(officer: TestClient) -> None:
    """The summary leads to it, and the lines around it are there."""
    page = address(officer)
    text = text_of(officer, page).replace("title:", "titel:", 1)
    line = text[: text.index("titel:")].count("\n") + 1
    answer = tries(officer, page, text, "check")
    assert re.search(rf'<a href="#fault-\d">Line {line}: [^<]*titel', answer.text)
    assert 'id="fault-1"' in answer.text
    assert re.search(rf"›\s+{line}\s.*titel", answer.text)
    assert "What differs from the file in force" in answer.text
    assert "titel:" in text_of_answer(answer), "what he wrote is still there"


def text_of_answer(answer: httpx.Response) -> str:
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", answer.text, re.DOTALL)
    assert found
    return unescape(found[1])


def test_a_file_without_a_fault_is_tested(officer: TestClient) -> None:
    """By the rule tests that lie beside it."""
    page = address(officer)
    answer = plain(tries(officer, page, text_of(officer, page), "check"))
    assert "No fault" in answer
    assert "all passed" in answer
    assert "It is the same as the file in force." in answer


def test_an_edit_that_breaks_a_test_says_which(officer: TestClient) -> None:
    page = address(officer, "social-care")
    text = text_of(officer, page)
    broken = re.sub(r"red: .*", "red: {above: 100000}", text)
    answer = plain(tries(officer, page, broken, "check"))
    assert "failed" in answer or "faults" in answer or "1 fault" in answer


def test_a_preview_says_what_leaves_the_list(officer: TestClient) -> None:
    """A rule that is taken out takes with it what it held."""
    page = address(officer, "social-care")
    text = text_of(officer, page)
    rules = text.index("\nrules:")
    answer = plain(tries(officer, page, text[:rules] + "\n", "preview"))
    assert "What it would change" in answer
    assert "The rule no longer looks at it." in answer
    assert "Messages in the last 3 years" in answer
    unchanged = plain(tries(officer, page, text, "preview"))
    assert "The rules are those in force: nothing changes." in unchanged


def test_a_rule_of_the_text_is_backtested(officer: TestClient) -> None:
    """Also under a name that is in no file yet."""
    page = address(officer, "social-care")
    answer = officer.get(page)
    rule = re.findall(r'<option value="([^"]+)"', answer.text)[0]
    text = text_of(officer, page).replace(f"  {rule}:", f"  {rule}-anew:", 1)
    tried = plain(tries(officer, page, text, "backtest", rule=f"{rule}-anew"))
    assert "What the rule says of every period" in tried
    assert "series" in tried
    none = tries(officer, page, text, "backtest", rule="nobody-knows-it")
    assert none.status_code == 422
    assert "Choose a rule of this file." in none.text


def test_the_text_is_handed_back_as_a_file(officer: TestClient) -> None:
    """As he wrote it, whatever its name is made of."""
    page = address(officer)
    answer = tries(officer, page, "rules: {}\r\n# “a” <b>\r\n", "download")
    assert answer.headers["content-disposition"] == 'attachment; filename="education.yaml"'
    assert answer.content.decode() == "rules: {}\n# “a” <b>\n"


def test_nothing_is_ever_written(borough: Borough, officer: TestClient) -> None:
    """Neither in the folders nor in the database."""
    before = (_files(borough), _stamp(borough.app.store))
    page = address(officer, "social-care")
    text = text_of(officer, page) + "\n# edited\n"
    for do in ("check", "preview", "backtest", "download", "drop"):
        tries(officer, page, text, do, rule="x")
    assert (_files(borough), _stamp(borough.app.store)) == before


def _files(borough: Borough) -> dict[Path, bytes]:
    folders = borough.app.config.rules
    return {file: file.read_bytes() for folder in folders for file in sorted(folder.iterdir())}


def _stamp(store: Store) -> tuple[object, ...]:
    return (*store.stamp(), store.last_rulebook(), len(store.rulebooks()), store.standing_faults())


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../config.yaml", "config.yaml", "rules/../config.yaml", "", "x" * 5000],
)
def test_only_rule_files_are_read(officer: TestClient, name: str) -> None:
    """Whatever name an address asks for."""
    assert officer.get(f"/rules/file?name={quote(name)}").status_code == 404
    csrf = csrf_in(officer.get(address(officer)))
    sent = {"csrf": csrf, "text": "x", "do": "download"}
    assert officer.post(f"/rules/file?name={quote(name)}", data=sent).status_code == 404


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "a: &a [x]\n" + "b: [" + "*a, " * 9 + "*a]\n",
        "\x00",
        "{",
        "%YAML 9",
        "",
        "- " * 900,
    ],
)
def test_whatever_is_written_is_answered(officer: TestClient, text: str) -> None:
    """With faults and a line, never by a failure."""
    page = address(officer)
    assert tries(officer, page, text, "check").status_code == 200
    assert tries(officer, page, text, "preview").status_code == 200


def test_too_large_a_text_is_for_the_command_line(
    officer: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And so are edits that take too long."""
    page = address(officer, "social-care")
    text = text_of(officer, page)
    answer = tries(officer, page, text + "#" * workshop.LARGEST, "check")
    assert answer.status_code == 422
    assert "letters" in answer.text
    monkeypatch.setattr(workshop, "LONGEST", -1.0)
    slow = tries(officer, page, text[: text.index("\nrules:")] + "\n", "preview")
    assert slow.status_code == 422
    assert "watchlist preview --rules FOLDER" in slow.text
    monkeypatch.setattr(workshop, "WIDEST", 0)
    wide = tries(officer, page, text.replace("red:", "amber:"), "preview")
    assert wide.status_code in (200, 422)


def test_two_are_not_judged_at_once(officer: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes second is told to try again, and keeps his text."""
    monkeypatch.setattr(page_of_the_workshop, "_WAITS", 0.01)
    page = address(officer)
    text = text_of(officer, page)
    with page_of_the_workshop._ONE:
        answer = tries(officer, page, text, "preview")
    assert answer.status_code == 422
    assert "try again in a minute" in answer.text
    assert text_of_answer(answer) == text


def test_who_may_not_see_exempt_figures_judges_nothing(
    officer: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A preview shows figures of every indicator; a fault shows none."""
    page = address(officer, "social-care")
    text = text_of(officer, page)
    monkeypatch.setattr(page_of_the_workshop, "SEE_EXEMPT", frozenset[str]())
    assert "Preview" not in officer.get(page).text
    for do in ("preview", "backtest"):
        assert tries(officer, page, text, do, rule="assessments-on-time").status_code == 404
    assert "No fault" in plain(tries(officer, page, text, "check"))


def test_an_auditor_may_try_as_well(borough: Borough) -> None:
    """Nothing is changed by it."""
    auditor = borough.visits(AUDITOR)
    page = address(auditor)
    assert "No fault" in plain(tries(auditor, page, text_of(auditor, page), "check"))


@pytest.mark.parametrize("who", [CHAIR, OWNER, CLERK])
def test_for_others_there_is_no_workshop(borough: Borough, who: str) -> None:
    visitor = borough.visits(who)
    assert visitor.get("/rules").status_code == 404
    assert visitor.get("/rules/file?name=x").status_code == 404
