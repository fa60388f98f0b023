"""Invented figures of a council, and what a picture says of them."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from xml.etree import ElementTree

from watchlist.deliver.charts.funnel import Funnel
from watchlist.deliver.charts.funnel_making import Counted, funnel
from watchlist.deliver.charts.xmr import Beside, ControlChart, Named, control_chart
from watchlist.evaluate.spc.chart import chart
from watchlist.evaluate.spc.words import WATCHLIST, Profile
from watchlist.model.indicator import Better, Unit, UnitKind

SVG = "{http://www.w3.org/2000/svg}"
PERCENT, COUNT, NUMBER = Unit(UnitKind.PERCENT), Unit(UnitKind.COUNT), Unit(UnitKind.NUMBER)
RATE = Unit(UnitKind.RATE, per=10_000)

#: Two years of visits on time that vary as usual.
CALM = (
    80,
    82,
    81,
    83,
    80,
    84,
    81,
    82,
    80,
    83,
    82,
    81,
    84,
    80,
    82,
    81,
    83,
    80,
    84,
    81,
    82,
    80,
    83,
    82,
)


def months(
    count: int, reasons: Mapping[int, str] = {}, withheld: Iterable[int] = ()
) -> list[Named]:
    """So many months from January 2015, by number."""
    return [
        Named(
            f"{2015 + at // 12}-{at % 12 + 1:02d}",
            f"month {at}",
            reasons.get(at, ""),
            at in withheld,
        )
        for at in range(count)
    ]


def visits(
    values: Sequence[float | None],
    *,
    title: str = "Visits on time",
    unit: Unit = PERCENT,
    better: Better = Better.HIGHER,
    target: float | None = None,
    starts: Sequence[int] = (),
    names: Iterable[Named] | None = None,
    beside: Mapping[str, Sequence[float | None]] = {},
    profile: Profile = WATCHLIST,
) -> ControlChart:
    """The picture of a series, as the program makes it."""
    drawn = chart(values, starts=starts, better=better, target=target, profile=profile)
    return control_chart(
        drawn, names or months(len(values)), title, unit, beside=Beside(comparators=beside)
    )


def busy(count: int = 120) -> ControlChart:
    """Ten years with everything: every kind of signal, gaps, a rebase, a target, comparators."""
    values: list[float | None] = [90 + at * 37 % 11 - 5 for at in range(count)]
    values[8:15] = [80 + 2 * step for step in range(7)]
    values[20], values[30], values[31] = 55, 99, 99.5
    values[35:45] = [93 + at % 2 for at in range(10)]
    for at in (3, 4, 50, 77, 78, 79, 90):
        values[at] = None
    named = months(count, {3: "withheld", 4: "not available", 50: "not applicable"})
    england = [88 + at // 12 * 0.3 for at in range(count)]
    neighbours = [86.0 if at % 12 == 2 else None for at in range(count)]
    return visits(
        values, title="Child protection visits on time, by the day they were due, Saltmarsh", target=95,
        starts=[60], names=named, beside={"England": england, "the neighbours": neighbours},
    )  # fmt: skip


def areas(count: int, share: float = 0.2) -> list[Counted]:
    """Areas from small to large; every tenth is far out, the fourth is our own."""
    sizes = [60 + at * at for at in range(count)]
    odd = [share * (1.9 if at % 10 == 7 else 1 + (at * 7 % 5 - 2) / 30) for at in range(count)]
    return [
        Counted("Saltmarsh" if at == 3 else f"Area {at}", round(size * odd[at]), size, own=at == 3)
        for at, size in enumerate(sizes)
    ]


def plans(
    counted: Sequence[Counted],
    unit: Unit = PERCENT,
    better: Better = Better.LOWER,
    title: str = "Second plans",
) -> Funnel:
    """The funnel of children who are on a plan for the second time."""
    return funnel(counted, title, "", unit, "plans that began", better)


def width_of(png: bytes) -> tuple[int, int]:
    wide, high = struct.unpack(">II", png[16:24])
    return wide, high


def texts(svg: bytes) -> list[str]:
    """Every text that stands in a picture."""
    root = ElementTree.fromstring(svg)
    return ["".join(found.itertext()).strip() for found in root.iter(f"{SVG}text")]


def said(svg: bytes) -> str:
    """All that a picture says, to eyes and to ears."""
    root = ElementTree.fromstring(svg)
    return " ".join(
        "".join(found.itertext())
        for name in ("text", "title", "desc")
        for found in root.iter(f"{SVG}{name}")
    )
