"""The small charts of a digest: as PNG for mail and Word, as SVG for pages and PDF."""

from __future__ import annotations

import math
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass

from watchlist.deliver.charts.marks import Merit
from watchlist.deliver.charts.sparkline import Sparkline, SparkPoint
from watchlist.deliver.papers.entries import entry
from watchlist.deliver.papers.laying_out import laid_out
from watchlist.model.digest import Digest, DigestItem, Spark
from watchlist.model.message import Picture


@dataclass(frozen=True)
class SmallChart(Sparkline):
    """A sparkline whose words are those of the digest."""

    said: str = ""

    def words(self) -> str:
        return self.said


def charts(digest: Digest) -> Iterator[tuple[str, SmallChart]]:
    """The charts of what is written out, by the reference of the item."""
    written = {one.reference for part in laid_out(digest).sections for one in part.entries}
    for item in digest.items:
        told = entry(item, digest.part)
        if item.spark and told.chart and told.reference in written:
            yield told.reference, _chart(item, item.spark, told.chart)


def pictures_of(digest: Digest) -> tuple[Picture, ...]:
    """The charts for a mail."""
    from watchlist.deliver.charts.rendering import png  # slow to import

    return tuple(Picture(about, png(chart), chart.said) for about, chart in charts(digest))


def as_png(digest: Digest) -> dict[str, bytes]:
    from watchlist.deliver.charts.rendering import png  # slow to import

    return {about: png(chart) for about, chart in charts(digest)}


def as_svg(digest: Digest) -> dict[str, bytes]:
    from watchlist.deliver.charts.rendering import svg  # slow to import

    return {about: svg(chart) for about, chart in charts(digest)}


def as_sources(digest: Digest) -> dict[str, str]:
    """Addresses for the pictures of a page that stands alone."""
    return {
        about: f"data:image/svg+xml;base64,{b64encode(content).decode()}"
        for about, content in as_svg(digest).items()
    }


def _chart(item: DigestItem, spark: Spark, said: str) -> SmallChart:
    points = tuple(
        SparkPoint("", "", value if value is not None and math.isfinite(value) else None, "")
        for value in spark.values
    )
    return SmallChart(item.reference, points, _merit(item), said)


def _merit(item: DigestItem) -> Merit | None:
    """How the last point is marked."""
    if item.change in ("recovering", "left"):
        return Merit.IMPROVEMENT
    return Merit.CONCERN if item.level in ("red", "amber") else None
