"""Does docs/performance.md show the figures and aims that the benchmarks measure?"""

import re
from pathlib import Path
from types import ModuleType

import pytest

from tests.unit.scripts import ROOT, script

PAGE = ROOT / "docs" / "performance.md"
aims = script("aims", "bench")


@pytest.fixture
def performance(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The program of `make bench`, which imports its neighbours."""
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    return script("performance", "bench")


def lines_of(page: str) -> list[list[str]]:
    """Return the cells of each line of the table."""
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in re.findall(r"^\|.*\|$", page, re.MULTILINE)
    ]


def test_the_page_has_the_figures_and_aims_of_the_program() -> None:
    """After a figure or an aim has changed, the page is made again."""
    _, _, *lines = lines_of(PAGE.read_text(encoding="utf-8"))

    assert [(cells[0], cells[4]) for cells in lines] == [(row.figure, str(row.aim or "-")) for row in aims.ROWS]


def test_the_page_has_the_words_of_the_program() -> None:
    """The method describes what the benchmarks do now."""
    page = PAGE.read_text(encoding="utf-8")

    assert page.startswith(aims.HEAD)
    assert page.endswith(aims.METHOD)


def test_every_row_is_measured_by_a_part(performance: ModuleType) -> None:
    """Else it would never be more than an aim."""
    assert {row.part for row in aims.ROWS} == set(performance.PARTS)


@pytest.mark.parametrize(
    ("aim", "now", "ratio", "met"),
    [
        (aims.at_most(25), 25.0, 0.0, True),
        (aims.at_most(25), 25.1, 0.0, False),
        (aims.ratio_of(3), 99.0, 3.0, True),
        (aims.ratio_of(3), 1.0, 3.1, False),
        (aims.ratio_of(0.5, at_least=True), 1.0, 0.5, True),
        (aims.ratio_of(0.5, at_least=True), 99.0, 0.4, False),
    ],
)
def test_an_aim_is_reached_or_not(aim: object, now: float, ratio: float, met: bool) -> None:
    """At the limit it is."""
    assert aims.Aim.met(aim, now, ratio) is met


def test_a_line_shows_medians_and_the_median_of_the_ratios() -> None:
    """The ratio is taken run by run, since a machine's speed drifts; it is not that of the two medians."""
    row = aims.Row(
        figure="cost", part="touch", now="ms", baseline="bare_ms", beside="bare", aim=aims.ratio_of(3), digits=1
    )
    runs = [{"ms": 10.0, "bare_ms": 5.0}, {"ms": 30.0, "bare_ms": 20.0}, {"ms": 40.0, "bare_ms": 10.0}]

    assert list(aims.cells(row, runs)) == ["cost", "30.0", "10.0 (bare)", "2.00 x", "<= 3 x", "yes", "3"]


def test_a_line_without_a_run_says_so() -> None:
    """A page may be written before everything was measured."""
    row = aims.Row(figure="cost", part="touch", now="ms", aim=aims.at_most(3))

    assert list(aims.cells(row, [])) == ["cost", "not measured", "-", "-", "<= 3", "-", "0"]


def test_a_part_that_was_not_measured_again_keeps_its_line() -> None:
    """The machine that measures one part has not measured the others."""
    earlier = aims.read_page(PAGE.read_text(encoding="utf-8"))
    figures = {name: 99.0 for row in aims.ROWS if row.part == "pause" for name in (row.now, row.baseline)}

    again = aims.page({"pause": [figures]}, ["another machine"], ["2099-01-01"], earlier)

    before, after = (lines_of(page)[2:] for page in (PAGE.read_text(encoding="utf-8"), again))
    changed = [line[0] for line, old in zip(after, before, strict=True) if line != old]
    assert changed == [row.figure for row in aims.ROWS if row.part == "pause"]
    assert "* another machine\n" in again
    assert all(f"* {machine}\n" in again for machine in earlier.machines)
    assert f"Measured {earlier.days[0]} to 2099-01-01.\n" in again


def test_the_readme_leads_to_the_page() -> None:
    """Who asks how fast it is finds it."""
    assert "docs/performance.md" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert Path(ROOT / "docs" / "performance.md").exists()
