"""Does the glossary define each word once, and only words that are used?"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"
ROW = re.compile(r"^\| (?!term |---)([^|]+) \| ([^|]+) \|$", re.MULTILINE)
TERMS = dict(ROW.findall(GLOSSARY.read_text(encoding="utf-8")))


def used_texts() -> str:
    """Everything in which a reader may meet a term: the other pages and the code."""
    files = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    for top in ("cadence", "workflows", "activities"):
        files += (ROOT / top).rglob("*.py")
    return "\n".join(file.read_text(encoding="utf-8") for file in files if file != GLOSSARY).casefold()


USED = used_texts()


@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_used(term: str) -> None:
    """A word that nobody uses any more only makes the page longer. What is in brackets says where it is used."""
    word = "[ _]?".join(re.escape(part) for part in term.partition(" (")[0].casefold().split())

    assert re.search(rf"\b{word}(s|es)?\b", USED)


def test_a_term_is_defined_once() -> None:
    """Two definitions of a word would drift apart."""
    terms = [term.casefold() for term, _ in ROW.findall(GLOSSARY.read_text(encoding="utf-8"))]

    assert sorted(terms) == sorted(set(terms))
    assert len(terms) > 80


def test_no_other_page_has_a_table_of_terms() -> None:
    """One page defines the words; the others link to it."""
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    heads = re.compile(r"^\| (?:term|word) \| meaning \|$", re.MULTILINE)

    assert [page.name for page in pages if page != GLOSSARY and heads.search(page.read_text(encoding="utf-8"))] == []
