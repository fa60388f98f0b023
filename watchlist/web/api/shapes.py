"""The shapes of what programs are told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

LevelWord = Literal["red", "amber", "info"]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Latest(Shape):
    period: str = Field(description="The period that was judged last.", examples=["2026-10"])
    figure: str = Field(description="The figure as it was written.", examples=["88.9"])


class BesideIt(Shape):
    """Another figure for the same thing (`variant_of`)."""

    indicator: str
    title: str
    figure: str | None
    says: str


class BreachShape(Shape):
    """A rule that holds an entry on the list, and where its figure stands."""

    rule: str = Field(examples=["assessments-on-time"])
    rule_title: str | None = Field(description="Null where the rules no longer have it.")
    indicator: str = Field(examples=["assessments-45-days"])
    area: str
    breakdown: str = Field(description="Empty for the total.", examples=["sex=girls"])
    level: LevelWord | None
    state: Literal["open", "recovering", "cleared", "withdrawn", "closed"]
    since: str | None = Field(description="The period in which it opened.")
    latest: Latest
    beside: list[BesideIt]
    good_readings: int = Field(description="How many good readings there were in a row.")
    proposed: bool = Field(description="By its figures it may leave; the committee decides.")
    unmeasured: bool = Field(description="Nothing new was measured: it is as it was last known.")


class EntryShape(Shape):
    """A line of the watch list."""

    reference: str = Field(examples=["WL-0001"])
    title: str
    level: LevelWord | None = Field(description="Null: people alone hold it on the list.")
    owner: str | None = Field(description="The post that answers for it.")
    committee: str | None
    opened_at: datetime
    left_at: datetime | None = Field(description="Null while it is on the list.")
    breaches: list[BreachShape]


class Entries(Shape):
    entries: list[EntryShape]
    next: str | None = Field(description="The address of the next page; null on the last.")


class SaidLine(Shape):
    what: str = Field(examples=["Cause"])
    said: str


class PastLevelShape(Shape):
    period: str
    level: LevelWord | None = Field(description="Null where it was not on the list.")


class OneEntry(EntryShape):
    """An entry with what people made of it."""

    nobody_has_said: bool = Field(description="It is red and nobody said what is being done.")
    people: list[SaidLine] = Field(description="What people said and did, a line each.")
    fallen_due: list[str] = Field(description="What has fallen due, a sentence each.")
    past_levels: list[PastLevelShape] = Field(description="Its level over the last periods.")


class HappenedShape(Shape):
    at: datetime
    period: str = Field(description="Empty where somebody did something.")
    level: Literal["red", "amber", "info", ""]
    what: str = Field(description="Why it moved, or what was done.", examples=["opened"])
    said: str = Field(description="It in words.")
    who: str = Field(description="A person's number, or what the program calls itself.")


class History(Shape):
    reference: str
    history: list[HappenedShape] = Field(description="The oldest first.")


class CheckShape(Shape):
    check: str = Field(examples=["overdue"])
    indicator: str
    area: str
    breakdown: str
    period: str
    figures: dict[str, float | str]
    sentence: str
    first_seen: datetime


class Checks(Shape):
    checks: list[CheckShape]


class ReturnShape(Shape):
    """The figure that should come next."""

    indicator: str
    area: str
    owner: str | None
    period: str
    due: date
    overdue: bool


class Returns(Shape):
    returns: list[ReturnShape] = Field(description="The one due first before the others.")


class IndicatorShape(Shape):
    id: str = Field(examples=["assessments-45-days"])
    title: str
    unit: str = Field(examples=["percent", "rate per 10000"])
    better: Literal["higher", "lower", "neither"]
    every: str = Field(examples=["month"])
    owner: str | None
    committee: str | None
    tags: list[str]
    publication: Literal["public", "internal", "exempt"]
    number: str | None = Field(description="What the council's scorecard calls it.")
    variant_of: str | None
    candidate: bool = Field(description="It is shown and never put on the list.")
    retired: str | None = Field(description="Its last period; null while it is collected.")


class Indicators(Shape):
    indicators: list[IndicatorShape]


class ReadingShape(Shape):
    area: str
    breakdown: str
    period: str
    value: float | None = Field(description="Null where a marker stands in its place.")
    figure: str = Field(description="The value with the digits it was written with.")
    marker: Literal["c", "z", "x", "low", "u", "_"] | None
    numerator: float | None
    denominator: float | None
    target: float | None = Field(description="That of the readings; else that of the rules.")
    growth: float | None = Field(description="A growth that was quoted with it, in percent.")
    status: Literal["final", "provisional"]


class Readings(Shape):
    indicator: str
    readings: list[ReadingShape] = Field(
        description="By area and breakdown, the oldest first; forecasts are left out."
    )


class FindingShape(Shape):
    rule: str
    indicator: str
    area: str
    breakdown: str
    period: str
    verdict: Literal["not judged", "clear", "unknown", "amber", "red"]
    info: Literal["not judged", "false", "unknown", "true", ""] = Field(
        description="What the level `info` says; empty where the rule has none."
    )
    figure: str
    held_against: float | None


class FindingsShape(Shape):
    findings: list[FindingShape]


class TrendShape(Shape):
    merit: Literal["better", "worse", "the same"]
    words: str
    up: bool | None


class SparkShape(Shape):
    values: list[float | None]
    levels: list[str]
    target: float | None
    words: str


class DigestItemShape(Shape):
    reference: str
    title: str
    level: str
    change: str
    lasting: str
    figure: str
    target: str
    gaps: list[str]
    last_period: TrendShape | None
    last_year: TrendShape | None
    spark: SparkShape | None
    why: list[str]
    cause: str
    remedy: str
    owner: str
    overseer: str
    back_on_track: str
    reports: list[str]
    due: list[str]
    unsaid: bool
    exempt: bool


class AskedShape(Shape):
    reference: str
    what: str
    of: str
    due: str
    state: str
    answered: bool
    answer: str


class ChainHeadShape(Shape):
    reference: str
    head: str


class DigestShape(Shape):
    """A digest as its readers have it."""

    name: str
    title: str
    council: str
    made_at: datetime
    part: Literal["members", "exempt"]
    lead: str
    since: date | None
    committee: str
    meeting: date | None
    to_release: bool
    confirmed_by: str
    exemption: str
    asked: list[AskedShape]
    new: list[DigestItemShape]
    still: list[DigestItemShape]
    recovering: list[DigestItemShape]
    left: list[DigestItemShape]
    success: str
    overdue: list[str]
    changed: list[str]
    held_back: list[str]
    heads: list[ChainHeadShape]
    papers_by: date | None


class EditionShape(Shape):
    """One edition of a digest, and what became of it."""

    id: int
    name: str = Field(examples=["children-and-families before each meeting"])
    occasion: str
    state: Literal["drafted", "released", "sent", "skipped"]
    drafted_at: datetime
    due: datetime = Field(description="When it goes, whether or not anybody released it.")
    meeting: date | None
    released_by: str | None = Field(description="The post.")
    released_at: datetime | None
    sent_at: datetime | None
    why: str = Field(description="Why it was skipped.")


class Digests(Shape):
    digests: list[EditionShape] = Field(description="The newest first.")
    next: str | None = Field(description="The address of the next page; null on the last.")


class OneDigest(EditionShape):
    members: DigestShape | None = Field(
        description="What its readers get: all but what is exempt. Null where it was skipped."
    )
    exempt: DigestShape | None = Field(
        description="What is exempt alone, made now: it is never kept or mailed. "
        "Null without the scope exempt:read, and where it was skipped."
    )


class PostedShape(Shape):
    """What became of the readings that were posted."""

    added: int = Field(description="Readings of which nothing was known.", examples=[12])
    revised: int = Field(description="Readings that say something else now.", examples=[1])
    unchanged: int = Field(description="Readings that were known already.", examples=[0])
    indicators: list[str] = Field(
        description="Those that are judged again at the next cycle.",
        examples=[["assessments-45-days"]],
    )


Reference = Annotated[str, Field(examples=["WL-0001"])]
