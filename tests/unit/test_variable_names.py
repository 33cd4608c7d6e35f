"""Is every variable named after what it holds? A word that fits everything tells a reader nothing."""

import ast
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VAGUE = frozenset({"asked", "found", "heard", "one", "said", "told"})
"""Names that stood for leads, answers, errors and settings alike. A field of a class has one meaning, and may stay."""
FOUND = ("cadence/api", "cadence/app", "cadence/campaign", "cadence/cli", "cadence/documents", "cadence/policy")
"""Where `found` is what stands in a document: each mistake has what was found and what was expected."""
STILL = {"cadence": 0, "workflows": 0, "activities": 0, "tests/unit": 234}
"""How many are left. Lower the number when you rename one."""


def bound(file: Path) -> list[str]:
    """Return the vague names of variables and parameters in a file; fields of classes are left out."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    fields = {
        id(line.target)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for line in node.body
        if isinstance(line, ast.AnnAssign)
    }
    names = [
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and id(node) not in fields
    ]
    names += [node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)]
    return [name for name in names if name in VAGUE]


def left(top: str) -> Counter[str]:
    """Return how many vague names are in each file below a folder."""
    counts: Counter[str] = Counter()
    for file in sorted((ROOT / top).rglob("*.py")):
        path = str(file.relative_to(ROOT))
        if "/migrations/versions/" not in path:  # a migration is never changed after it was deployed
            counts[path] = sum(name != "found" or not path.startswith(FOUND) for name in bound(file))
    return +counts


def test_the_search_sees_names(tmp_path: Path) -> None:
    """A search that saw nothing would find no vague name."""
    file = tmp_path / "example.py"
    file.write_text("class A:\n    found: str\ndef f(said):\n    one = 1\n    return [told for told in said]\n")

    assert sorted(bound(file)) == ["one", "said", "told"]


@pytest.mark.parametrize("top", STILL)
def test_no_vague_name_is_added(top: str) -> None:
    """Name the variable after what it holds: `touch`, `rows`, `reason`."""
    counts = left(top)

    assert counts.total() <= STILL[top], dict(counts)
