"""Does the table of the operations page say what `doctor` checks, and do checks come in an order that works?"""

import re
from itertools import chain
from pathlib import Path

from cadence.cli.checks import CHECKS

PAGE = Path(__file__).parents[3] / "docs/operations.md"


def test_the_operations_page_has_every_check_and_no_other() -> None:
    """Whoever is woken by cron looks there for what to do."""
    table = PAGE.read_text().partition("### What doctor checks")[2].partition("\n###")[0]
    first = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")][1:]

    assert list(chain(*(re.split(r",\s*", part) for part in first))) == list(CHECKS)


def test_a_check_comes_after_those_it_needs() -> None:
    """What needs a part that is wrong is not asked, so that part must have been looked at before."""
    order = list(CHECKS)
    for name, check in CHECKS.items():
        assert all(order.index(needed) < order.index(name) for needed in check.needs), name
