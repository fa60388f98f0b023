"""The condition families, a line each: to add one, write its module and name it here."""

from __future__ import annotations

from watchlist.evaluate.combine import COMBINE
from watchlist.evaluate.compare import COMPARE

FAMILIES = (COMPARE, COMBINE)
