from __future__ import annotations

from datetime import date

import pytest

from watchlist.model.errors import Fault
from watchlist.model.indicator import Interval
from watchlist.rulebook.reader import Value, root_of


def value(text: str) -> Value:
    return root_of(f"key: {text}\n", "f.yaml", []).fields("key")["key"]


def said(read: Value) -> list[str]:
    return [str(fault) for fault in read.faults]


def test_what_is_expected_is_read() -> None:
    """A reader says what is expected, and the same plain text is read as that."""
    assert value("no").text() == "no"
    assert value("'null'").text() == "null"
    assert value("~").items() == []
    assert value("'27'").number() == 27
    assert value("-1.50").number() == -1.5
    assert value("012").word() == "012"
    assert value("3").whole() == 3
    assert value("true").truth() is True
    assert value("2014-02-04").day() == date(2014, 2, 4)
    assert value("15 working days").interval() == Interval(15, "working days")
    assert value("1 month").interval() == Interval(1, "months")
    assert value("[a, b, a]").words() == ("a", "b")
    assert value("email").choice("email", "teams") == "email"
    assert value("{a: [1, {b: no}]}").plain() == {"a": ["1", {"b": "no"}]}


def test_what_is_left_out_is_none_and_no_fault() -> None:
    """A key that is left out reads as None, whatever is asked of it."""
    faults: list[Fault] = []
    gone = root_of("", "f.yaml", faults).fields("due")["due"]
    assert not gone.given
    read = (gone.text, gone.number, gone.whole, gone.interval, gone.day, gone.truth)
    assert [one() for one in read] == [None] * 6
    assert not gone.items()
    assert not gone.entries()
    assert not gone.words()
    assert gone.fields("x")["x"].text() is None
    assert faults == []


WRONG = [
    ("number", "85%", 'key: "85%" is not a number; write 85'),
    ("number", "£1,234.5", 'key: "£1,234.5" is not a number; write 1234.5'),
    ("number", "1:30", 'key: "1:30" is not a number'),
    ("number", ".inf", 'key: ".inf" is not a number'),
    ("number", "1e999", 'key: "1e999" is not a number'),
    ("whole", "1.5", 'key: "1.5" is not a whole number of 0 or more'),
    ("truth", "yes", 'key: "yes" is not true or false; write one of these two words'),
    ("day", "4/2/2014", 'key: "4/2/2014" is not a date; write it like 2014-02-04'),
    ("day", "2014-02-30", 'key: "2014-02-30" is not a date: there is no such day'),
    (
        "interval",
        "soon",
        'key: "soon" is not a stretch of time; write it like 15 working days, 2 weeks or 3 months',
    ),
    ("text", "[a]", "key: a list is not a text"),
    ("text", "", "key is empty"),
    ("text", "null", "key is empty"),
    ("number", "~", "key is empty"),
    ("text", "#1 priority", 'key is empty; a text that begins with "#" must be in quotes'),
    (
        "text",
        "Reviews # late",
        'key is cut short at " #"; put the text in quotes, or the comment on a line of its own',
    ),
    ("items", "a", 'key: "a" is not a list; write it like [one, two]'),
    ("entries", "[a]", "key: a list is not a mapping; write it as key: value"),
]


@pytest.mark.parametrize(("method", "text", "sentence"), WRONG)
def test_what_is_not_as_expected_is_a_fault_that_says_what_to_write(
    method: str, text: str, sentence: str
) -> None:
    """Nothing is raised and nothing is guessed: the sentence says what stands there and why not."""
    read = value(text)
    assert getattr(read, method)() in (None, [])
    (fault,) = said(read)
    assert fault.split(": ", 1)[1] == sentence
    assert fault.startswith("f.yaml:1:")


def test_a_comment_may_follow_a_word() -> None:
    """`unit: percent  # of those due` is a comment; only a text for people can be cut short."""
    read = value("percent  # of those due")
    assert read.choice("percent", "count") == "percent"
    assert said(read) == []


def test_faults_say_whom_they_are_about_and_where() -> None:
    """A fault in a definition begins with its noun and id; all are found at once."""
    faults: list[Fault] = []
    root = root_of("posts:\n  head: {titel: Head}\n  chair: {title: [x]}\n", "f.yaml", faults)
    for _, post in root.fields("posts")["posts"].named("post"):
        post.fields("title", needs=("title",))["title"].text()
    assert list(map(str, faults)) == [
        'f.yaml:2:10: post "head": "titel" is not known here; did you mean "title"?',
        'f.yaml:2:3: post "head": title is missing',
        'f.yaml:3:18: post "chair": title: a list is not a text',
    ]


def test_a_choice_names_the_nearest_word() -> None:
    """A slip of the pen is met with the right word."""
    read = value("montly")
    read.choice("month", "monthly", "week")
    assert said(read) == [
        'f.yaml:1:6: key: "montly" is not month, monthly or week; did you mean "monthly"?'
    ]
