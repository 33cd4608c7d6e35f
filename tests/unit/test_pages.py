"""Do the pages of the project speak of what is there? Every file and folder that they name is looked for."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
ROOMS = "cadence|workflows|activities|campaigns|tests|bench|scripts|deploy|docs"
IN_CODE = re.compile(rf"`((?:{ROOMS})/[\w./-]*)`")
LINKED = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_what_is_there(page: Path) -> None:
    """A room that was split or renamed leaves no newcomer in front of a wall."""
    text = page.read_text(encoding="utf-8")
    named = {ROOT / one for one in IN_CODE.findall(text)} | {page.parent / one for one in LINKED.findall(text)}

    assert sorted(str(one) for one in named if not one.exists()) == []


def test_the_pages_name_something() -> None:
    """The patterns find what they are for; else the test above holds nothing."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert "cadence/engine/dispatch/" in IN_CODE.findall(readme)
    assert "docs/campaigns.md" in LINKED.findall(readme)
