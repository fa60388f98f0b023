"""What is read in the things that were made, as words."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib  # type: ignore[import-untyped]  # it has no types
from docx import Document
from docx.table import Table
from pypdf import PdfReader

_HTML = "{http://www.w3.org/1999/xhtml}"


def parsed(html: str) -> Element:
    """The page, by the letter of the standard: any fault is an error."""
    found: Element = html5lib.HTMLParser(strict=True).parse(html)
    return found


def seen(html: str) -> str:
    """What is seen or said of a page: its text, and the words of its pictures."""
    (body,) = parsed(html).iter(f"{_HTML}body")
    return " ".join(" ".join(_seen(body)).split())


def _seen(element: Element) -> Iterator[str]:
    if element.tag == f"{_HTML}img":
        yield element.get("alt", "")
    yield element.text or ""
    for child in element:
        yield from _seen(child)
        yield child.tail or ""


#: What heads a column in one and stands before each figure in the other.
_LABELS = re.compile(
    r"\b(What|Of whom|Due|State|Figure|Target|Against last period|Against a year ago|"
    r"Back on track by):? "
)


def words(text: str) -> Counter[str]:
    """The words of a text without the names of columns, the lines and the dots between."""
    line = _LABELS.sub("", " ".join(text.split()) + " ")
    return Counter(re.findall(r"[^\s=·-]\S*", line))


def attributes(html: str, tag: str, name: str) -> list[str]:
    return [one.get(name, "") for one in parsed(html).iter(f"{_HTML}{tag}")]


def document(content: bytes) -> Any:
    return Document(io.BytesIO(content))


def word_text(content: bytes) -> str:
    """The text of a Word file, its tables too."""
    texts = []
    for one in document(content).iter_inner_content():
        if isinstance(one, Table):
            texts += [cell.text for row in one.rows for cell in row.cells]
        else:
            texts.append(one.text)
    return " ".join(" ".join(texts).replace("\u200b", "").split())


def reader(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def pdf_text(content: bytes) -> str:
    """The text of a PDF without its line breaks."""
    pages = [page.extract_text() for page in reader(content).pages]
    return " ".join(" ".join(pages).replace("\u200b", "").split())


def tagged(node: Any) -> Iterator[tuple[str, str]]:
    """The structure of a PDF: the kind of each element, and what is said for it."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for each in node:
            yield from tagged(each)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"]), str(node.get("/Alt", ""))
        if "/K" in node:
            yield from tagged(node["/K"])
