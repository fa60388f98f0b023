"""The kinds of pictures that there are; each has its words and its numbers as a table."""

from __future__ import annotations

from typing import TypeAlias

from watchlist.deliver.charts.course import Course
from watchlist.deliver.charts.funnel import Funnel
from watchlist.deliver.charts.sparkline import Sparkline
from watchlist.deliver.charts.timeline import Timeline
from watchlist.deliver.charts.xmr import ControlChart

#: Frozen values, so that the same numbers are drawn once. All have ``title``, ``words()`` for those
#: who cannot see them, and ``headings()`` and ``rows()`` for the table beside them.
Picture: TypeAlias = Course | Timeline | ControlChart | Funnel | Sparkline
