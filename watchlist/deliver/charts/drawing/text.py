"""How wide a text is when drawn, and texts that are made to fit."""

from __future__ import annotations

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

SMALL, PLAIN, LARGE = 8.0, 8.5, 11.0  # points
_MORE = "…"


def width(text: str, size: float, bold: bool = False) -> float:
    """Of the widest line, in points."""
    font = FontProperties(size=size, weight="bold" if bold else "normal")
    lines = (line for line in text.splitlines() if line.strip())
    measured = (text_to_path.get_text_width_height_descent(line, font, ismath=False)[0]
                for line in lines)  # fmt: skip
    return max(measured, default=0.0)


def wrapped(text: str, room: float, size: float, bold: bool = False, most: int = 3) -> str:
    """The text on as many lines as it takes, at most ``most``; what is over is "…"."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or width(longer, size, bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines[most - 1 :] = [" ".join(lines[most - 1 :])]
    return "\n".join(shortened(line, room, size, bold) for line in lines)


def shortened(text: str, room: float, size: float, bold: bool = False) -> str:
    """As much of one line as there is room for."""
    if width(text, size, bold) <= room:
        return text
    least, most = 0, len(text)
    while most - least > 1:
        middle = (least + most) // 2
        fits = width(text[:middle] + _MORE, size, bold) <= room
        least, most = (middle, most) if fits else (least, middle)
    return text[:least].rstrip() + _MORE
