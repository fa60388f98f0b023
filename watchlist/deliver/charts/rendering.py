"""Drawings → the bytes of a picture: the same for the same numbers, kept for the next who asks."""

from __future__ import annotations

import hashlib
import io
import warnings
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from watchlist.deliver.charts.timeline import Timeline

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: matplotlib's settings are one for the whole program; only one thread draws at a time.
_DRAWING = Lock()
_SETTINGS: Any = {
    "svg.hashsalt": "scrutiny-watchlist",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],  # the first comes with matplotlib
    "hatch.linewidth": 1.2,
    "text.parse_math": False,  # a title may hold a "$"
}
_DOTS_AN_INCH = 160
_KEPT = 256


@lru_cache(maxsize=_KEPT)
def png(timeline: Timeline) -> bytes:
    """A picture for mail and paper: 1,200 pixels wide, to be shown at 600."""
    return _drawn(timeline, "png", {"Software": None})


@lru_cache(maxsize=_KEPT)
def svg(timeline: Timeline) -> bytes:
    """A picture for pages, with its title and its words for those who cannot see it."""
    text = _drawn(timeline, "svg", {"Date": None, "Creator": None}).decode()
    name = hashlib.sha256(repr(timeline).encode()).hexdigest()[:12]
    head, tag, rest = text.partition("<svg ")
    attributes, end, body = rest.partition(">")
    said = (
        f'\n <title id="t{name}">{escape(timeline.title)}</title>'
        f'\n <desc id="d{name}">{escape(timeline.words())}</desc>'
    )
    spoken = f'role="img" aria-labelledby="t{name} d{name}" '
    return f"{head}{tag}{spoken}{attributes}{end}{said}{body}".encode()


def _drawn(timeline: Timeline, kind: str, metadata: dict[str, str | None]) -> bytes:
    import matplotlib  # slow to import, and most commands draw nothing

    from watchlist.deliver.charts.drawing import draw

    with _DRAWING, matplotlib.rc_context(_SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing")  # a box stands for the letter
        return _saved(draw(timeline), kind, metadata)


def _saved(figure: Figure, kind: str, metadata: dict[str, str | None]) -> bytes:
    written = io.BytesIO()
    figure.savefig(written, format=kind, dpi=_DOTS_AN_INCH, metadata=metadata)
    return written.getvalue()
