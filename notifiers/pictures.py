"""Pictures within a mail: by Content-ID, as data URIs and SVG fail in Outlook and Gmail."""

from __future__ import annotations

import hashlib
import struct
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage

from watchlist.model.message import Message, Picture

_WIDEST = 544  # a sheet of 600 pixels without its margins
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Placed:
    """What a template needs of a picture: ``<img src="cid:{{ cid }}" width=… alt="{{ words }}">``."""

    cid: str
    words: str
    width: int


def placed(message: Message) -> Mapping[str, Sequence[Placed]]:
    """The pictures by the reference of the item they stand beside."""
    by_item: dict[str, list[Placed]] = defaultdict(list)
    for number, picture in enumerate(message.pictures):
        shown = Placed(_cid(message, number), picture.words, _width(picture))
        by_item[picture.about].append(shown)
    return dict(by_item)


def attach(html: EmailMessage, message: Message) -> None:
    """The HTML part becomes a multipart/related with the pictures it shows."""
    for number, picture in enumerate(message.pictures):
        html.add_related(
            picture.png,
            "image",
            "png",
            cid=f"<{_cid(message, number)}>",
            disposition="inline",
            filename=f"chart-{number + 1}.png",
        )


def _cid(message: Message, number: int) -> str:
    return f"{hashlib.sha256(message.id.encode()).hexdigest()[:16]}.{number + 1}@pictures.invalid"


def _width(picture: Picture) -> int:
    """In pixels, as its header says; charts are drawn for screens, so never wider than the sheet."""
    header = picture.png[:24]
    if len(header) < 24 or not header.startswith(_SIGNATURE):
        raise ValueError("a picture of the message is no PNG")
    return int(min(_WIDEST, struct.unpack(">I", header[16:20])[0]))
