"""Has every class name one meaning? A name that stands for two things makes a reader look up both."""

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]

# Names that stand in several files, each with the reason.
REPEATED = {
    # The emulator is a program of its own that imports nothing of the engine; the simulation makes up its own people.
    "Behaviour": "how emulated and how simulated people behave",
    "PhoneKind": "what an emulated and what a simulated phone can take",
    "PickupKind": "how an emulated and how a simulated person takes a call",
}


@cache
def classes() -> dict[str, list[str]]:
    """Every class of ours by name, with the files that define it."""
    defined: dict[str, list[str]] = defaultdict(list)
    for top in ("cadence", "workflows", "activities"):
        for file in sorted((ROOT / top).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.ClassDef):
                    defined[node.name].append(str(file.relative_to(ROOT)))
    return defined


def test_the_search_finds_classes() -> None:
    """A search that found nothing would find no name twice."""
    assert len(classes()) > 400


def test_a_class_name_has_one_meaning() -> None:
    """Rename the newer class, or write the reason into the list."""
    assert {name: files for name, files in classes().items() if len(files) > 1 and name not in REPEATED} == {}


def test_the_list_of_repeated_names_is_not_too_long() -> None:
    """A name that stands in one file only needs no reason."""
    assert [name for name in REPEATED if len(classes().get(name, [])) < 2] == []
