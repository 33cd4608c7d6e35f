"""Do the longest tests start first, and does what waits run beside what computes?"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.order import COMPUTING, ROOT, WAITING, spread_out


@dataclass(frozen=True, slots=True)
class Item:
    """A test, as far as its place is concerned."""

    path: Path
    name: str


def ordered(*tests: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the order of tests: their files and names."""
    items = [Item(ROOT / "tests" / file, name) for file, name in tests]
    return [(str(item.path.relative_to(ROOT / "tests")), item.name) for item in spread_out(items)]  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [*WAITING, *COMPUTING])
def test_each_of_them_exists(name: str) -> None:
    """A file that was renamed would start late again, and nobody would notice."""
    assert (ROOT / name).exists()


def test_the_longest_start_first_and_the_tests_of_a_file_keep_their_order() -> None:
    """What is in no line comes last; a file is not split."""
    first, second, last = "chaos/test_b.py", "integration/engine/test_a.py", "integration/test_a.py"

    assert ordered((last, "two"), (second, "two"), (first, "two"), (second, "one"), (last, "one")) == [
        (first, "two"),
        (second, "two"),
        (second, "one"),
        (last, "two"),
        (last, "one"),
    ]


def test_what_computes_is_spread_evenly_over_what_waits() -> None:
    """Processors that stand idle at the beginning are missing at the end."""
    waiting = [(f"workflow/test_{n}.py", "one") for n in range(2)]
    computing = [(f"unit/test_{n}.py", "one") for n in range(6)]

    order = [file.partition("/")[0] for file, _ in ordered(*computing, *waiting)]

    assert order == ["workflow", "unit", "unit", "unit", "workflow", "unit", "unit", "unit"]


def test_a_file_counts_before_its_folder() -> None:
    """The tutorials start a stack each; other tests of commands do not."""
    tutorials, another = "integration/cli/test_tutorials.py", "integration/cli/test_auditing.py"

    assert ordered((another, "one"), (tutorials, "one")) == [(tutorials, "one"), (another, "one")]


def test_a_folder_whose_name_begins_alike_is_another() -> None:
    """`tests/unit/oracles` is not in `tests/unit/oracle`."""
    assert ordered(("unit/oracles/test_a.py", "one"), ("unit/cli/test_a.py", "one"))[0] == ("unit/cli/test_a.py", "one")
