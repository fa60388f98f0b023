"""The colours of all drawings. None tells anything alone: shape, dash or pattern says it too."""

from __future__ import annotations

WHITE = "#ffffff"
INK, FAINT = "#1d2b36", "#8796a2"
GAP, SMALL_GAP = "#eceff1", "#d5dce1"
RANGE, EDGE = "#e1ecf4", "#6d8ea6"  # what is usual, and its lines

CONCERN, IMPROVEMENT, STANDS_OUT, NOTHING = "#c0500a", "#1f6fb5", "#6b4fa0", "#4d5d69"
COMPARATORS = ("#00796b", "#8a5a00", "#7a3b69")

RED, AMBER, INFO, CLEAR, UNKNOWN = "#b3261e", "#c77700", "#2f6db5", "#3a5a70", "#6b7780"
LISTED_AMBER, RECOVERING, PROPOSED = "#e6a23c", "#c9d8e3", "#9db8c9"

#: All of them, the ink first: what a PNG is made of.
PAINTS = (
    *(INK, WHITE, "#000000", FAINT, GAP, SMALL_GAP, RANGE, EDGE),
    *(CONCERN, IMPROVEMENT, STANDS_OUT, NOTHING, *COMPARATORS),
    *(RED, AMBER, INFO, CLEAR, UNKNOWN, LISTED_AMBER, RECOVERING, PROPOSED),
)
