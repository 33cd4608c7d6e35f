"""
In which order do several processes run the tests? The longest first, and what computes beside what waits.

A file stays in one process, because its tests share what they set up. Tests with servers mostly wait: if all processes
ran them at once, the processors would stand idle for minutes, and the tests that only compute would fight for them
later. So both kinds go side by side from beginning to end, and in each the longest files first, so that none is left
for the end.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WAITING = (
    "tests/chaos",  # up to half a minute a test: whole cadences, and processes that are killed
    "tests/integration/engine",  # whole cadences on a fast Clock
    "tests/integration/cli/test_tutorials.py",  # a whole stack for each language
    "tests/integration/cli",
    "tests/workflow",
    "tests/browser",
    "tests/integration",
)
"""Files and folders whose tests wait for servers."""
COMPUTING = (
    "tests/unit/oracle",  # the longest file that waits for nothing
    "tests/unit/cli",  # a process for most tests
    "tests",
)


def spread_out(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Return the tests file by file: each kind in its order, and both spread evenly over the whole."""
    of_file: dict[Path, list[pytest.Item]] = {}
    for item in items:
        of_file.setdefault(item.path, []).append(item)
    placed: list[tuple[float, Path]] = []
    waiting = [path for path in of_file if _place(path, WAITING) < len(WAITING)]
    for kind, files in ((WAITING, waiting), (COMPUTING, [path for path in of_file if path not in waiting])):
        ordered = sorted(files, key=lambda path: _place(path, kind))
        placed += [(place / len(ordered), path) for place, path in enumerate(ordered)]
    return [item for _, path in sorted(placed, key=lambda entry: entry[0]) for item in of_file[path]]


def _place(path: Path, names: Sequence[str]) -> int:
    """Return which of the names a file belongs to, or their number."""
    return next((n for n, name in enumerate(names) if path.is_relative_to(ROOT / name)), len(names))
