"""Do the pages of the project speak of what is there? Every file and folder that they name is looked for."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
CURRENT = [page for page in PAGES if page.name != "CHANGELOG.md"]
"""All pages but the changelog, which names what was there at the time."""
FOLDERS = "cadence|workflows|activities|campaigns|tests|bench|scripts|deploy|docs"
IN_CODE = re.compile(rf"`((?:{FOLDERS})/[\w./-]*)`")
LINKED = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", CURRENT, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_names_what_is_there(page: Path) -> None:
    """After a file was moved or renamed, no page sends a newcomer to its old place."""
    text = page.read_text(encoding="utf-8")
    named = {ROOT / path for path in IN_CODE.findall(text)} | {page.parent / path for path in LINKED.findall(text)}

    assert sorted(str(path) for path in named if not path.exists()) == []


def test_the_pages_name_something() -> None:
    """The patterns find what they are for; else the test above holds nothing."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert "cadence/engine/dispatch/" in IN_CODE.findall(readme)
    assert "docs/campaigns.md" in LINKED.findall(readme)


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_has_its_four_parts(page: Path) -> None:
    """Without the context, a later reader cannot tell whether the reasons still hold."""
    number = int(page.name[:4])
    pattern = (
        rf"# {number}\. .+\n\nDate: \d{{4}}-\d\d-\d\d\n\n## Context\n\n.+\n## Decision\n\n.+\n## Consequences\n\n.+"
    )

    assert re.fullmatch(pattern, page.read_text(encoding="utf-8"), re.DOTALL)


def test_decisions_are_numbered_and_listed_in_order() -> None:
    """The index is how a decision is found."""
    index = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")

    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    assert LINKED.findall(index) == [page.name for page in DECISIONS]
    for page in DECISIONS:
        title = page.read_text(encoding="utf-8").partition("\n")[0].partition(". ")[2]
        assert f"]({page.name})" in index
        assert f"| {title} |" in index
