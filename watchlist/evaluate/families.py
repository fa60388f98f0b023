"""The condition families, a line each: to add one, write its module and name it here."""

from __future__ import annotations

from watchlist.evaluate.combine import COMBINE
from watchlist.evaluate.compare import COMPARE
from watchlist.evaluate.heading import HEADING
from watchlist.evaluate.position import OUTLIER, RANK
from watchlist.evaluate.unusual import AGAINST_TARGET, UNUSUAL

FAMILIES = (COMPARE, UNUSUAL, AGAINST_TARGET, HEADING, OUTLIER, RANK, COMBINE)
