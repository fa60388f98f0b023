"""Drawings → the bytes of a picture: the same for the same numbers, kept for the next who asks."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Callable
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import numpy as np

from watchlist.deliver.charts.pictures import Picture

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
_KEPT = 256
_LARGEST = 40_000  # bytes of a PNG: a message may hold many


@lru_cache(maxsize=_KEPT)
def png(picture: Picture) -> bytes:
    """A picture for mail and paper, twice as wide and high as it is to be shown: at most 1,200 pixels
    for 600."""
    return _drawn(picture, _as_png)


@lru_cache(maxsize=_KEPT)
def svg(picture: Picture) -> bytes:
    """A picture for pages, with its title and its words for those who cannot see it."""
    text = _drawn(picture, _as_svg).decode()
    name = hashlib.sha256(repr(picture).encode()).hexdigest()[:12]
    head, tag, rest = text.partition("<svg ")
    attributes, end, body = rest.partition(">")
    said = (
        f'\n <title id="t{name}">{escape(picture.title)}</title>'
        f'\n <desc id="d{name}">{escape(picture.words())}</desc>'
    )
    spoken = f'role="img" aria-labelledby="t{name} d{name}" '
    return f"{head}{tag}{spoken}{attributes}{end}{said}{body}".encode()


def _drawn(picture: Picture, written: Callable[[Figure], bytes]) -> bytes:
    import matplotlib  # slow to import, and most commands draw nothing

    from watchlist.deliver.charts.drawing import draw

    with _DRAWING, matplotlib.rc_context(_SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing")  # a box stands for the letter
        return written(draw(picture))


def _as_svg(figure: Figure) -> bytes:
    written = io.BytesIO()
    figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    return written.getvalue()


def _as_png(figure: Figure) -> bytes:
    """Lines that go up and down all the time take much room; then their edges are not smoothed."""
    from matplotlib.lines import Line2D

    content = _encoded(figure)
    if len(content) > _LARGEST:
        for line in figure.findobj(Line2D):
            if isinstance(line, Line2D):
                line.set_antialiased(False)
        content = _encoded(figure)
    return content


def _encoded(figure: Figure) -> bytes:
    from PIL import Image  # slow to import, as matplotlib

    from watchlist.deliver.charts.drawing.palette import reduced

    drawn = io.BytesIO()
    figure.savefig(drawn, format="rgba", dpi="figure")
    wide, high = figure.canvas.get_width_height()
    pixels = np.frombuffer(drawn.getvalue(), dtype=np.uint8).reshape(high, wide, 4)
    numbers, colours = reduced(pixels[..., :3])
    image = Image.fromarray(numbers)
    image.putpalette(colours)
    written = io.BytesIO()
    image.save(written, "png", optimize=True)
    return written.getvalue()
