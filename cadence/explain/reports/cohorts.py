"""What came of the leads of each week, after one week, two, four and eight? Pure: the cells of a table with shades."""

from collections.abc import Mapping
from dataclasses import dataclass

from cadence.domain.figures import Report, Unit
from cadence.domain.journeys import HORIZONS, Cohort
from cadence.explain.reports.names import NOTHING, number
from cadence.languages import Language, say

NO_BREAK = "\u00a0"
"""A blank at which no line ends: a cell has a line for the share and one for n where it is narrow."""
SHADES = 5
"""How many shades there are; the highest share of a part has the darkest."""


@dataclass(frozen=True, slots=True)
class CohortCell:
    """The share of a week's leads to whom it had happened by then."""

    words: str
    shade: int = 0  # from 0 to SHADES
    full: bool = True  # each of them was watched for so long


@dataclass(frozen=True, slots=True)
class CohortRow:
    """One week of enrolment."""

    week: str
    enrolled: int
    cells: tuple[CohortCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortTable:
    """All weeks: first who was contacted, then who was converted, each after 1, 2, 4 and 8 weeks."""

    heading: str
    note: str
    columns: tuple[str, ...]  # the week, and how many
    parts: tuple[str, ...]
    horizons: tuple[str, ...]
    rows: tuple[CohortRow, ...]


def cohorts_of(report: Report, language: Language) -> CohortTable | None:
    """Return the weeks of enrolment, the oldest first; None where nobody was enrolled."""
    if not report.cohorts:
        return None
    contacted = [_cells(report, cohort, cohort.contacted, language) for cohort in report.cohorts]
    converted = [_cells(report, cohort, cohort.converted, language) for cohort in report.cohorts]
    cells = zip(report.cohorts, _shaded(contacted), _shaded(converted), strict=True)
    return CohortTable(
        heading=say(language, "page-cohorts"),
        note=say(language, "page-cohorts-note"),
        columns=(say(language, "page-cohort-week"), say(language, "page-cohort-enrolled")),
        parts=(say(language, "page-cohort-contacted"), say(language, "page-cohort-converted")),
        horizons=tuple(say(language, "page-cohort-weeks", weeks=weeks) for weeks in HORIZONS),
        rows=tuple(CohortRow(f"{cohort.week}", cohort.enrolled, (*first, *second)) for cohort, first, second in cells),
    )


def _cells(
    report: Report, cohort: Cohort, leads: Mapping[int, int], language: Language
) -> list[tuple[CohortCell, float]]:
    """Return the cells of one week, each with its share. One whose time has not begun says nothing."""
    cells = []
    for weeks in HORIZONS:
        if not cohort.has_begun(weeks, report.at):
            cells.append((CohortCell(NOTHING), 0.0))
            continue
        share, full = leads[weeks] / cohort.enrolled, cohort.is_full(weeks, report.at)
        n = say(language, "report-n", part=leads[weeks], whole=cohort.enrolled)
        of_whole = f"({n}){'' if full else ' *'}".replace(" ", NO_BREAK)
        words = f"{number(share, Unit.RATE, language)} {of_whole}"
        cells.append((CohortCell(words, full=full), share))
    return cells


def _shaded(rows: list[list[tuple[CohortCell, float]]]) -> list[list[CohortCell]]:
    """Return the cells of one part with their shades: from none of nothing to the darkest of the highest share."""
    most = max(share for row in rows for _, share in row)
    return [
        [CohortCell(cell.words, -int(-SHADES * share // most) if share else 0, cell.full) for cell, share in row]
        for row in rows
    ]
