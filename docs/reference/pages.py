"""The pages of the reference, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from docs.reference.aims import PAGES, Aim, Page
from docs.reference.cases import INDICATORS, Example, Examples, drawn, figures, found, picture_name
from docs.reference.words import PLACES, Word, every_word
from watchlist.rulebook.wording import listed

#: Where the things are explained that may stand behind many words.
_EXPLAINED = {
    "something to compare with": "conditions.md#hold-it-against-a-level",
    "a condition": "conditions.md",
    "a list of conditions": "conditions.md",
}
#: What fits into a cell of a table.
_SHORT = 50
_INDICATORS = f"examples/{INDICATORS}.yaml"
_OPENING = f"""\
Rules are written in YAML files. Whatever may stand in them is explained here, by what you want to
do; [every word](#every-word) from A to Z stands below. [One rule, word by word](../rules.md) is the
place to begin, and [Tests for rules](../rule-tests.md) the place to go on.

The examples are of an invented borough; what most of them look at stands in [one file]({_INDICATORS}).
Each picture is what `watchlist backtest --picture` draws: the figures, what they are held against,
what the rule says of each period, and below it the time on the watch list. Every example is tested:
`watchlist test --rules docs/reference/examples` runs what the text says of it."""


def pages(examples: Examples) -> dict[str, str]:
    """Every page by the name of its file."""
    known = {word.name: word for word in every_word()}
    written = {page.file: _page(page, known, examples) for page in PAGES}
    first, *others = PAGES
    written[first.file] = "\n\n".join([*_front(first, others, known, examples)]) + "\n"
    return written


def _front(
    page: Page, others: Iterable[Page], known: Mapping[str, Word], examples: Examples
) -> Iterator[str]:
    yield f"# {page.title}"
    yield _OPENING
    yield "\n".join(f"- [{each.title}]({each.file}): {_titles(each)}" for each in others)
    for aim in page.aims:
        yield from _aim(aim, known, examples)
    yield "## Every word"
    rows = [
        (f"[`{word.word}`]({file}#{word.name})", f"{PLACES[word.kind]}", word.says)
        for word, file in _by_letter(known)
    ]
    yield _table([("word", "stands", "says"), *rows])


def _titles(page: Page) -> str:
    return listed(f"{aim.title[0].lower()}{aim.title[1:]}" for aim in page.aims)


def _by_letter(known: Mapping[str, Word]) -> list[tuple[Word, str]]:
    """Each word with the page that it stands on."""
    found = [(known[name], page.file) for page in PAGES for name in page.words()]
    return sorted(found, key=lambda one: (one[0].word.casefold(), one[0].kind))


def _page(page: Page, known: Mapping[str, Word], examples: Examples) -> str:
    contents = [f"- **[{aim.title}](#{aim.name})**: {_linked(aim, known)}" for aim in page.aims]
    back = f"[{PAGES[0].title}]({PAGES[0].file})"
    parts = [f"# {page.title}", f"{page.says}", "\n".join(contents), f"Back to: {back}"]
    for aim in page.aims:
        parts += _aim(aim, known, examples)
    return "\n\n".join(parts) + "\n"


def _linked(aim: Aim, known: Mapping[str, Word]) -> str:
    return " · ".join(f"[`{known[name].word}`](#{name})" for name in aim.words)


def _aim(aim: Aim, known: Mapping[str, Word], examples: Examples) -> Iterator[str]:
    """What is wanted, an example of it, the words in a table, and those with an example each."""
    yield f"## {aim.title}"
    if aim.says:
        yield aim.says
    if whole := examples.of(aim.name):
        yield from _example(whole, examples)
    words = [known[name] for name in aim.words]
    plain = [word for word in words if not examples.of(word.name)]
    if plain:
        rows = [(_anchored(word), _says(word), _written(word, whole), word.left_out or "–")
                for word in plain]  # fmt: skip
        yield _table([("word", "what it says", "written like", "left out"), *rows])
    for word in words:
        if example := examples.of(word.name):
            yield f'### <a id="{word.name}"></a>{_code(word.word)}'
            yield " ".join(_sentences(word))
            yield from _example(example, examples)


def _anchored(word: Word) -> str:
    return f'<a id="{word.name}"></a>{_code(word.word)}'


def _written(word: Word, whole: Example | None) -> str:
    """The short example of a word; where it is not short, and stands in the whole one, not again."""
    shown_above = whole is not None and f"{word.word}:" in whole.text
    return "as above" if shown_above and len(word.example) > _SHORT else _code(word.example)


def _says(word: Word) -> str:
    """What a word says and, in the same cell, what stands behind it."""
    return f"{word.says}. *{_behind(word)}*" if word.behind else word.says


def _sentences(word: Word) -> Iterator[str]:
    yield f"{word.says}."
    if word.behind:
        yield f"**Behind it:** {_behind(word)}."
    if word.beside:
        yield f"**Beside:** {listed(map(_code, word.beside), 'or')}."
    if word.left_out:
        yield f"**Left out:** {word.left_out}."


def _behind(word: Word) -> str:
    target = _EXPLAINED.get(word.behind)
    return f"[{word.behind}]({target})" if target else word.behind


def _example(example: Example, examples: Examples) -> Iterator[str]:
    """The rules as written; of each test what it shows, its picture and its numbers."""
    if example.text:
        yield f"```yaml\n{example.text.strip()}\n```"
    for number, case in enumerate(example.cases):
        yield f"{case.name[0].upper()}{case.name[1:]}."
        if case.rule:
            picture = drawn(case, examples.book)
            yield f"![{_alone(picture.words())}](pictures/{picture_name(example, number)})"
            yield from _folded("The figures", _table(figures(case, picture, examples.book)))
        else:
            yield _table(found(case, examples.book))


def _folded(summary: str, content: str) -> Iterator[str]:
    yield f"<details><summary>{summary}</summary>"
    yield content
    yield "</details>"


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    """The first row is the heads."""
    heads, *rest = (tuple(cell.replace("|", "\\|") for cell in row) for row in rows)
    lines = [heads, ("---",) * len(heads), *rest]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _code(text: str) -> str:
    return f"`{text}`"


def _alone(text: str) -> str:
    """A text that Markdown reads as nothing but a text."""
    return text.replace("[", "(").replace("]", ")")
