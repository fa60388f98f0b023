"""Half of a letter is no letter: what text that was decoded wrongly may hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.notifiers.samples import digest, message
from watchlist.model.letters import whole_letters, with_whole_letters

MARK = "\N{REPLACEMENT CHARACTER}"


@given(st.text(st.characters(), max_size=50))
def test_any_text_can_be_written_and_is_as_long_as_before(text: str) -> None:
    """Each half becomes one mark; whatever is a letter stays as it is."""
    said = whole_letters(text)
    assert len(said) == len(text)
    assert said.encode().decode() == said
    assert all(one == other or other == MARK for one, other in zip(text, said, strict=True))


def test_a_message_has_whole_letters_down_to_its_rows() -> None:
    """Headline, items, sentences, digest: wherever somebody wrote half of one."""
    said = message(headline="Late \ud83d", items=(message().items[0],), digest=digest())
    made = with_whole_letters(said)
    assert made.headline == f"Late {MARK}"
    assert made.items is said.items
    assert made.digest is said.digest
    assert with_whole_letters(message()) == message()
