"""
Which tests take longest? With several processes these start first, so that none waits for another at the end.

A file stays in one process, because its tests share what they set up. So the last files should be short ones: unit
tests. The tests that mostly wait for servers come first, and the long computations among them: these need a processor
while the others wait.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST = (
    "tests/chaos",  # up to half a minute a test: whole cadences, and processes that are killed
    "tests/unit/oracle",  # the longest file that waits for nothing
    "tests/integration/engine",  # whole cadences on a fast Clock
    "tests/integration/cli/test_tutorials.py",  # a whole stack for each language
    "tests/unit/cli",  # a process for most tests
    "tests/integration/cli",
    "tests/workflow",
    "tests/integration",
)
"""Files and folders; what is in none of them comes last, as it is collected."""


def longest_first(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Return the tests in the order of LONGEST, and within each line of it as they are."""
    paths = [ROOT / name for name in LONGEST]

    def place(item: pytest.Item) -> int:
        return next((n for n, path in enumerate(paths) if item.path.is_relative_to(path)), len(paths))

    return sorted(items, key=place)
