"""Metrics in Prometheus' text format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector

from watchlist.views.measured import Measured

MEDIA_TYPE = CONTENT_TYPE_PLAIN_0_0_4

#: A number, a truth, a moment (as seconds since 1970) or a stretch of time (in seconds).
Figure = float | datetime | timedelta

#: The values of the labels, and the figure.
Samples = Iterable[tuple[tuple[str, ...], Figure]]


@dataclass(frozen=True)
class Metric:
    """A gauge; its name begins with ``watchlist_``."""

    name: str
    help: str
    labels: tuple[str, ...]
    samples: Callable[[Measured], Samples]


def labelled(name: str, help: str, *labels: str, of: Callable[[Measured], Samples]) -> Metric:
    return Metric(f"watchlist_{name}", help, labels, of)


def plain(name: str, help: str, of: Callable[[Measured], Figure | None]) -> Metric:
    """One without labels; without a sample where there is no figure."""

    def samples(found: Measured) -> Samples:
        figure = of(found)
        return [] if figure is None else [((), figure)]

    return Metric(f"watchlist_{name}", help, (), samples)


def exposed(metrics: Sequence[Metric], found: Measured) -> bytes:
    """The text that Prometheus reads."""
    registry = CollectorRegistry()
    registry.register(_Collected(metrics, found))
    return generate_latest(registry)


class _Collected(Collector):
    def __init__(self, metrics: Sequence[Metric], found: Measured) -> None:
        self._metrics, self._found = metrics, found

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for metric in self._metrics:
            family = GaugeMetricFamily(metric.name, metric.help, labels=metric.labels)
            for labels, figure in metric.samples(self._found):
                family.add_metric(labels, _number(figure))
            yield family


def _number(figure: Figure) -> float:
    if isinstance(figure, datetime):
        return figure.timestamp()
    return figure.total_seconds() if isinstance(figure, timedelta) else float(figure)
