"""What holds of what people are told: whatever happens to messages, nobody is left untold, and nobody
is told what is not so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from email import message_from_bytes, policy

from tests.machine import naive
from tests.machine.laws import OPENINGS, Shot, histories
from tests.machine.naive import Row

_CLEARED, _WITHDRAWN, _CLOSED = 3, 4, 5


def silence_is_true(shot: Shot) -> None:
    """What is said to have kept a notice out of every message was so."""
    notices = list(shot["notices"].values())
    latest: dict[tuple[object, ...], int] = {}
    for notice in notices:
        about = tuple(notice[name] for name in ("breach", "post", "channel", "purpose"))
        latest[about] = max(latest.get(about, 0), notice["transition"] or 0)
    for notice in notices:
        about = tuple(notice[name] for name in ("breach", "post", "channel", "purpose"))
        match notice["silence"]:
            case None:
                continue
            case "overtaken":
                assert notice["transition"] < latest[about], notice
            case "withdrawn":
                state = shot["breaches"][(notice["breach"],)]["state"]
                assert state in (_WITHDRAWN, _CLOSED), notice
            case "gone" if notice["purpose"] == "dead letters":
                assert _is_sent_again(notice, shot), notice
            case "gone":
                assert notice["purpose"] in ("checks", "reminders"), notice
            case _:
                raise AssertionError(f"everybody can be told: {notice}")


def _is_sent_again(notice: Row, shot: Shot) -> bool:
    """Whether the letter that was given up was tried again after it was to be told of."""
    letter = notice["subject"].removeprefix("dead:")
    tries = [row for row in shot["attempts"].values() if row["message"] == letter]
    return any(row["started"] >= notice["created_at"] for row in tries)


def what_opened_is_told(shot: Shot) -> None:
    """Nothing comes onto the list unheard, but for what the figures cleared in the same moment."""
    told = {(notice["breach"], notice["created_at"]) for notice in shot["notices"].values()}
    moves = shot["transitions"].values()
    gone = {(move["breach"], move["at"]) for move in moves if move["state"] == _CLEARED}
    for move in moves:
        if move["reason"] in OPENINGS:
            moment = move["breach"], move["at"]
            assert moment in told | gone, move


def reminded_once(shot: Shot) -> None:
    """What fell due is told in one moment, whatever happens after it."""
    told = defaultdict(set)
    for notice in shot["notices"].values():
        if notice["purpose"] in ("reminders", "acts"):
            told[notice["subject"]].add(notice["created_at"])
    assert all(len(moments) == 1 for moments in told.values())


_FELL = {
    "reviews": "review due",
    "actions": "action overdue",
    "requests": "request unanswered",
}


def what_is_overdue_was_told(shot: Shot, today: date) -> None:
    """After a cycle: each review, action and request that is open, and whose day is over, was told."""
    told = {notice["subject"] for notice in shot["notices"].values()}
    for entry, rows in histories(shot).items():
        record = naive.record(row for row in rows if "kind" in row)
        for tasks, fell in _FELL.items():
            for number, (_, due, done) in enumerate(record[tasks], start=1):
                if done is None and due and str(due) < today.isoformat():
                    assert f"{fell}:{entry}:{number}:{due}" in told


def delivered_as_promised(
    shot: Shot, channel: str, arrived: Mapping[str, int], sent: Mapping[str, set[bytes]]
) -> None:
    """Deliveries ≤ 1 + unknown attempts, and never other bytes under the same Message-ID."""
    unknown: dict[str, int] = defaultdict(int)
    for attempt in shot["attempts"].values():
        unknown[attempt["message"]] += attempt["result"] == "unknown"
    for message, times in arrived.items():
        assert times <= 1 + unknown[message], message
    for message, payloads in sent.items():
        assert payloads == {bytes(shot["payloads"][(message,)]["payload"])}
    for (message,), row in shot["messages"].items():
        if row["channel"] == channel and row["state"] == "delivered":
            assert arrived[message], message


def everybody_was_told(shot: Shot) -> None:
    """When nothing waits any more, each notice is in one message, which names its entry, or its
    silence has a reason."""
    texts = {key[0]: _body(row["payload"]) for key, row in shot["payloads"].items()}
    for notice in shot["notices"].values():
        assert (notice["message"] is None) != (notice["silence"] is None), notice
        if notice["message"] and notice["purpose"] in ("news", "keeper", "acts"):
            assert f"WL-{notice['entry']:04d}" in texts[notice["message"]], notice


def _body(payload: bytes) -> str:
    part = message_from_bytes(payload, policy=policy.default).get_body(("plain",))
    return str(part.get_content()) if part else ""
