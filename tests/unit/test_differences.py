"""Does a document come back exactly, whatever it holds and whatever it builds on?"""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.domain.errors import NotFoundError
from cadence.ledger.touches.differences import (
    MOST,
    WINDOW,
    Documents,
    StoredDocument,
    compressed,
    lines_of,
    restored,
)

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=6)
SCALARS = st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False, allow_infinity=False) | TEXT
JSON = st.recursive(SCALARS, lambda items: st.lists(items, max_size=4) | st.dictionaries(TEXT, items, max_size=4))
PARTS = st.fixed_dictionaries({"facts": JSON, "evidence": JSON})


def stored(documents: list[dict[str, Any]]) -> Documents:
    """Store documents, each building on the one before."""
    rows: list[StoredDocument] = []
    for number, parts in enumerate(documents, start=1):
        base, lines = Documents(rows).newest()
        rows.append(StoredDocument(number, base, compressed(lines_of(parts), lines)))
    return Documents(rows)


@given(st.lists(PARTS, min_size=1, max_size=5))
def test_every_document_of_a_chain_comes_back(documents: list[dict[str, Any]]) -> None:
    """Compared as text: 1, 1.0 and true are three values."""
    kept = stored(documents)

    for number, parts in enumerate(documents, start=1):
        assert json.dumps(kept.parts(number)) == json.dumps(parts)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([1, 2, 3], [1, True, 3]),  # equal for Python
        ([1], [1.0]),
        ([], [[]]),
        ([{"a": 1}, {"a": 1}, {"b": 2}], [{"b": 2}, {"a": 1}]),  # lines that are there twice, and in another order
        (["a\nb"], ["a", "b"]),  # a line break in a text is no end of a line
        (["=0-1"], ["=0-2"]),  # looks like a reference
        ([{"a": None}], [{}]),
    ],
)
def test_what_looks_alike_is_not_mistaken(before: list[Any], after: list[Any]) -> None:
    """In both directions."""
    kept = stored([{"facts": before}, {"facts": after}, {"facts": before}])

    assert [json.dumps(kept.parts(number)["facts"]) for number in (1, 2, 3)] == list(
        map(json.dumps, (before, after, before))
    )


def test_what_is_stored_does_not_grow_with_the_document() -> None:
    """Also beyond what the compressor can refer to: lines that stay are named, however many."""
    touches = [{"id": f"touch-{number}", "note": f"{number}" * 50} for number in range(600)]
    sizes = []
    for count in (10, 100, 599):
        base, lines = lines_of({"facts": touches[:count]}), lines_of({"facts": touches[: count + 1]})
        content = compressed(lines, base)
        assert restored(content, base) == lines
        sizes.append(len(content))

    assert len(json.dumps(touches)) > 2 * WINDOW
    assert max(sizes) < min(sizes) + 20


def test_a_chain_has_an_end() -> None:
    """Reading one decision reads so many rows at most."""
    documents = [{"facts": number} for number in range(MOST + 1)]
    base, _ = stored(documents[:-1]).newest()

    assert base is None
    assert stored(documents).newest()[0] == MOST + 1


def test_what_is_not_there_is_named() -> None:
    """Both the decision that was asked for and the one that is missing."""
    lines = lines_of({"facts": 1})

    with pytest.raises(NotFoundError, match="8 builds on 7"):
        Documents([StoredDocument(8, 7, compressed(lines, lines))]).parts(8)
