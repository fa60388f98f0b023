"""The statistics service as its documentation describes it, on this machine."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.sources.web.server import Asked, Reply

DATA_SET = "63cfc86e-c334-4e58-2912-08da0807d53c"

META: dict[str, Any] = {
    "filters": [
        {"id": "gIyO9", "column": "school_type", "label": "School type", "options": [
            {"id": "1oX7c", "label": "All schools", "isAggregate": True},
            {"id": "uKR2K", "label": "State-funded primary"}]},
        {"id": "hHyO8", "column": "characteristic", "label": "Characteristic", "options": [
            {"id": "tttt1", "label": "Total", "isAggregate": True},
            {"id": "girl1", "label": "Girls"}]},
    ],
    "indicators": [
        {"id": "04nTr", "column": "rereferral_percent", "label": "Re-referrals", "unit": "%"},
        {"id": "05nTr", "column": "rereferral_count", "label": "Number", "unit": ""},
        {"id": "06nTr", "column": "referral_count", "label": "Referrals", "unit": ""},
    ],
    "geographicLevels": [
        {"code": "NAT", "label": "National"}, {"code": "LA", "label": "Local authority"}],
    "locations": [
        {"level": {"code": "NAT", "label": "National"},
         "options": [{"id": "2FmYX", "code": "E92000001", "label": "England"}]},
        {"level": {"code": "LA", "label": "Local authority"},
         "options": [{"id": "harow", "code": "E09000015", "oldCode": "310", "label": "Harrow"},
                     {"id": "barnt", "code": "E09000003", "oldCode": "302", "label": "Barnet"}]},
    ],
    "timePeriods": [{"code": "RY", "label": "2024", "period": "2024"}],
}  # fmt: skip

PLACES: dict[str, tuple[str, dict[str, str]]] = {
    "England": ("NAT", {"NAT": "2FmYX"}),
    "Harrow": ("LA", {"NAT": "2FmYX", "LA": "harow"}),
    "Barnet": ("LA", {"NAT": "2FmYX", "LA": "barnt"}),
}


def row(place: str, year: int, percent: str, count: str = "20", of: str = "100", who: str = "tttt1",
        code: str = "RY") -> dict[str, Any]:  # fmt: skip
    level, locations = PLACES[place]
    return {
        "timePeriod": {"code": code, "period": str(year)},
        "geographicLevel": level,
        "locations": locations,
        "filters": {"gIyO9": "1oX7c", "hHyO8": who},
        "values": {"04nTr": percent, "05nTr": count, "06nTr": of},
    }


@dataclass
class Service:
    """What it has; ``wrong`` is how it misbehaves."""

    rows: list[dict[str, Any]]
    version: str = "2.1"
    published: str = "2025-10-30T09:30:00Z"
    warnings: list[dict[str, Any]] = field(default_factory=list)
    wrong: str = ""
    refuses: Reply | None = None

    def __call__(self, asked: Asked) -> Reply:
        parts = urlsplit(asked.path)
        said = parse_qs(parts.query)
        found = re.fullmatch(rf"/statistics/v1/data-sets/{DATA_SET}/(.*)", parts.path)
        if found is None:
            return Reply.json({"title": "Not Found", "type": "Not Found", "status": 404}, 404)
        match found[1].split("/"):
            case ["versions", wanted]:
                if wanted.split(".")[0] != self.version.split(".")[0]:
                    return Reply.json({"title": "Not Found", "status": 404}, 404)
                return Reply.json({"version": self.version, "published": self.published})
            case ["meta"]:
                return Reply.json(META)
            case ["query"]:
                return self.refuses or self._page(asked.body, said["dataSetVersion"][0])
        return Reply.json({"title": "Not Found", "status": 404}, 404)

    def _page(self, body: dict[str, Any], version: str) -> Reply:
        assert version == self.version
        page, size = body["page"], body["pageSize"]
        part = self.rows[(page - 1) * size : page * size]
        total = len(self.rows)
        match self.wrong, page:
            case "same page", _:
                part = self.rows[:size]
            case "empty page", 2:
                part = []
            case "total changes", 2:
                total += 1
            case "other page", 2:
                page = 3
            case "more than it says", 2:
                part = [*part, row("England", 1999, "1")]
            case "no results", _:
                return Reply.json({"paging": {}})
        paging = {
            "page": page,
            "pageSize": size,
            "totalResults": total,
            "totalPages": -(-total // size),
        }
        reply = Reply.json({"paging": paging, "results": part, "warnings": self.warnings})
        if self.wrong == "cut" and page == 2:
            return Reply(200, reply.body, reply.headers, cut=len(reply.body) // 2)
        return reply
