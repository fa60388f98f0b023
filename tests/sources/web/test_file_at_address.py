"""A CSV or JSON file at an address, asked of a real server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.sources.taking import NOW, Council, source
from tests.sources.web.server import Answers, Asked, Reply, site
from watchlist.model.reading import Status
from watchlist.sources.web.asking import refusal, retry_after

CSV = b"indicator,area,period,value\nnew-plans,Harrow,2013-04,23\nnew-plans,Harrow,2013-05,17\n"
MORE = CSV + b"new-plans,Harrow,2013-06,12\n"


@pytest.fixture
def council(tmp_path: Path) -> Iterator[Council]:
    found = Council.at(tmp_path)
    yield found
    found.store.close()


def always(reply: Reply) -> Answers:
    return lambda _: reply


def tagged(body: bytes) -> Answers:
    """As a server that keeps tags: 304 where nothing is new."""
    tag = f'"{len(body)}"'

    def answers(asked: Asked) -> Reply:
        if asked.headers.get("If-None-Match") == tag:
            return Reply(304, headers={"ETag": tag})
        return Reply(body=body, headers={"ETag": tag, "Content-Type": "text/csv"})

    return answers


def test_what_is_as_it_was_is_not_sent_again(council: Council) -> None:
    """The second time the server says 304, and what it has new comes when it is there."""
    now_there = CSV

    with site(lambda asked: tagged(now_there)(asked)) as web:
        one = source("web", url=f"{web.url}/new.csv")
        assert council.take(one).taken[0].saved.added == 2
        assert council.take(one).known == ("127.0.0.1/new.csv",)
        assert web.asked[1].headers["If-None-Match"] == f'"{len(CSV)}"'
        now_there = MORE
        assert council.take(one).taken[0].saved.added == 1
    assert council.readings() == 3


def test_by_its_date_where_it_has_no_tag(council: Council) -> None:
    """A server that knows only when a file was changed is asked by that."""
    moment = "Fri, 20 Nov 2026 08:00:00 GMT"
    with site(always(Reply(body=CSV, headers={"Last-Modified": moment}))) as web:
        one = source("web", url=web.url)
        council.take(one)
        assert council.take(one).known  # sent again, and known by its bytes
        assert web.asked[1].headers["If-Modified-Since"] == moment


def test_a_rulebook_that_knows_more_asks_again(council: Council) -> None:
    """Rows that were left out are read once their indicator is in the rulebook, 304 or not."""
    with site(tagged(CSV.replace(b"new-plans,Harrow,2013-05", b"later,Harrow,2013-05"))) as web:
        one = source("web", url=web.url, others="leave out")
        assert council.take(one).taken[0].saved.added == 1
        other = source("web", url=web.url, others="leave out", indicators={"later": "new-plans"})
        assert council.take(other).taken[0].saved.added == 1


@pytest.mark.parametrize("cut", [0, 10, len(CSV) - 1, len(CSV) - 27])
def test_an_answer_that_breaks_off_is_none(cut: int, council: Council) -> None:
    """Also where what came is whole rows: nothing of it is taken, and it is asked again later."""
    with site(always(Reply(body=CSV, cut=cut))) as web:
        one = source("web", url=web.url)
        assert "broke off in the middle, so nothing of it was taken" in council.problem(one)
        assert council.take(one, timedelta(minutes=5)).known == ("127.0.0.1",)
        assert len(web.asked) == 1
        council.problem(one)
        assert len(web.asked) == 2
    assert council.readings() == 0


def test_an_answer_that_drips_is_broken_off(council: Council) -> None:
    """A server that sends a letter now and then does not hold the cycle for ever."""
    with site(always(Reply(body=CSV, slow=0.1))) as web:
        said = council.problem(source("web", url=web.url, seconds=1))
    assert "was not read within 1 seconds, so nothing of it was taken" in said


def test_an_answer_that_is_too_large_is_broken_off(council: Council) -> None:
    """More than the source says is not read to its end."""
    with site(always(Reply(body=CSV * 20_000))) as web:
        said = council.problem(source("web", url=web.url, largest_mb=1))
    assert "sends more than 1 MB, so nothing of it was taken" in said


def test_packed_answers_are_not_taken(council: Council) -> None:
    """Of what is packed nobody knows its size before, and nobody asked for it."""
    with site(always(Reply(body=CSV, headers={"Content-Encoding": "gzip"}))) as web:
        assert "answers packed" in council.problem(source("web", url=web.url))
        assert web.asked[0].headers["Accept-Encoding"] == "identity"


def test_it_is_sent_on_only_to_hosts_that_are_meant(council: Council) -> None:
    """A redirect to another host is followed where the source names it, and else refused; also one
    from https to plain http, and one that goes round."""
    with site(tagged(CSV)) as there:
        far = there.url.replace("127.0.0.1", "localhost")
        with site(always(Reply(302, headers={"Location": f"{far}/new.csv"}))) as web:
            said = council.problem(source("web", url=web.url))
            assert (
                said
                == "localhost is not among the hosts of the source: add it to `hosts` if it is meant"
            )
            assert not there.asked
            one = source("web", url=web.url, hosts=["127.0.0.1", "localhost"])
            assert council.take(one).taken
    with site(always(Reply(302, headers={"Location": "http://example.org/"}))) as web:
        assert "must begin with https://" in council.problem(source("web", url=web.url))
    with site(always(Reply(302, headers={"Location": "/"}))) as web:
        assert "from one address to the next" in council.problem(source("web", url=web.url))


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "give it a key"), (403, "ask its keeper"), (404, "is not there"), (410, "any more"),
     (400, "refuses what is asked"), (204, "has nothing to give")],
)  # fmt: skip
def test_a_refusal_is_one_sentence(status: int, words: str, council: Council) -> None:
    """What the server does not give is said with its number and what to do."""
    with site(always(Reply(status, b"no"))) as web:
        said = council.problem(source("web", url=f"{web.url}/x?key=secret"))
    assert words in said
    assert f"({status})" in said
    assert "secret" not in said


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_that_cannot_now_is_asked_when_it_says(status: int, council: Council) -> None:
    """Retry-After is kept, through restarts: before it nobody asks, and nobody is told again."""
    with site(always(Reply(status, headers={"Retry-After": "3600"}))) as web:
        one = source("web", url=web.url)
        assert f"({status}); it is asked again in 60 minutes" in council.problem(one)
        assert council.take(one, timedelta(minutes=59)).known
        assert len(web.asked) == 1
        council.problem(one, timedelta(minutes=2))
    assert len(web.asked) == 2


def test_a_server_that_is_not_there(council: Council) -> None:
    """A closed port is one sentence."""
    with site(always(Reply())) as web:
        pass
    assert "cannot be reached" in council.problem(source("web", url=web.url))


JSON: list[dict[str, Any]] = [
    {"indicator": "new-plans", "area": "Harrow", "period": "2013-04", "value": 23},
    {"indicator": "new-plans", "area": "Harrow", "period": "2013-05", "value": None},
]


@pytest.mark.parametrize(
    ("said", "rows"),
    [(JSON, ""), ({"results": JSON}, ""), ({"a": {"b": JSON}}, "a.b"), ({"readings": JSON}, "")],
)
def test_json_is_a_list_of_rows_somewhere(said: Any, rows: str, council: Council) -> None:
    """Flat objects are rows, wherever the list stands; null is no figure."""
    with site(always(Reply.json(said))) as web:
        assert council.take(source("web", url=web.url, rows=rows)).taken[0].rows == 2


def test_json_of_another_form_is_a_fault(council: Council) -> None:
    """No list, a figure that is an object, half of it, a page in its place: said with the row."""
    for body, words in (
        (b'{"a": 1}', "has no list of rows in its JSON"),
        (
            b'[{"indicator": "new-plans", "value": {"of": 2}}]',
            ":1: value: holds a list or an object",
        ),
        (b'[{"indicator": ', "is not JSON that can be read"),
    ):
        with site(always(Reply(body=body, headers={"Content-Type": "application/json"}))) as web:
            assert words in council.problem(source("web", url=web.url))
    with site(always(Reply(body=b"<!DOCTYPE html><p>Sign in"))) as web:
        assert "answers with a page" in council.problem(source("web", url=web.url))


def test_faults_and_children_are_as_in_a_file(council: Council) -> None:
    """The same pipeline: faulty rows by line, a column of children refused, quarantine by name."""
    with site(always(Reply(body=CSV.replace(b"17", b"17x")))) as web:
        assert ":3: value: " in council.problem(source("web", url=web.url))
        got = council.take(source("web", url=web.url, faulty_rows="quarantine"))
        assert got.taken[0].saved.added == 1
        assert (council.folder / "given.faulty.csv").is_file()
    with site(always(Reply(body=CSV.replace(b"area", b"UPN")))) as web:
        assert "figures of single children" in council.problem(source("web", url=web.url))


def test_a_mark_of_the_source_makes_figures_provisional(council: Council) -> None:
    """Provisional figures and forecasts, by a column or a mark, are so from the web too."""
    text = (
        b"indicator,area,period,value,status\n"
        b"new-plans,Harrow,2013-04,23 (p),\nnew-plans,Harrow,2013-05,9,forecast\n"
    )
    with site(always(Reply(body=text))) as web:
        assert council.take(source("web", url=web.url)).taken
    assert council.statuses() == [Status.PROVISIONAL, Status.FORECAST]


@pytest.mark.parametrize(
    "url", ["http://example.org/a.csv", "ftp://example.org/", "file:///etc/passwd", "example.org",
            "http://127.0.0.1.example.org/", "https:///a"]
)  # fmt: skip
def test_only_https_and_this_machine_are_asked(url: str) -> None:
    """Anything else is a fault of the configuration."""
    with pytest.raises(ValidationError, match="must begin with https://"):
        source("web", url=url)
    assert not refusal("https://example.org/a")
    assert not refusal("http://[::1]:80/a")


@given(st.text())
def test_any_wait_is_understood(text: str) -> None:
    """Whatever a server writes after Retry-After, it is asked again within a day."""
    assert timedelta(0) <= retry_after(text, NOW) <= timedelta(days=1)


def test_a_wait_may_be_a_moment() -> None:
    """Seconds or a date, as the standard has it."""
    assert retry_after("120", NOW) == timedelta(minutes=2)
    assert retry_after("Fri, 20 Nov 2026 09:30:00 GMT", NOW) == timedelta(minutes=30)


def test_a_key_is_sent_and_never_shown(council: Council) -> None:
    """What the configuration reads from a secret goes to the server, and into no log or message."""
    with site(always(Reply(403))) as web:
        one = source("web", url=web.url, headers={"Authorization": "s3cret-word"})
        said = council.problem(one)
        assert web.asked[0].headers["Authorization"] == "s3cret-word"
    for shown in (said, repr(one), one.model_dump_json()):
        assert "s3cret-word" not in shown
