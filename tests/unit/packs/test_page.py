"""Is the page of what a pack may contain the one that the models give?"""

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script that writes the page."""
    spec = spec_from_file_location("pack_page", ROOT / "scripts" / "pack_page.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_up_to_date(script: ModuleType) -> None:
    """`make docs` writes it. A key without a description cannot be written."""
    assert script.PAGE.read_text() == script.page(), "run `make docs`"


def test_the_page_shows_words_and_no_python(script: ModuleType) -> None:
    """A manager reads it: a value without words of its own would be shown as the program writes it."""
    assert re.findall(r"\w+\(\w+=|<[A-Z]\w*[.: ]", script.page()) == []


def test_every_link_of_the_page_leads_somewhere(script: ModuleType) -> None:
    """Each kind of mapping and each list of words has its section."""
    page = script.page()
    headings = re.findall(r"^#+ (.*)$", page, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}

    links = set(re.findall(r"\(#([^)]*)\)", page))

    assert links
    assert links <= anchors
