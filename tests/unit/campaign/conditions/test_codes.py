"""A country or a region in a condition is one that a lead can have."""

import pytest

from cadence.domain.regions import COUNTRY_NAMES, TABLES, read_table
from tests.unit.campaign.conditions.samples import mistakes


@pytest.mark.parametrize(
    ("condition", "place", "hint"),
    [
        ("{region: Cataluña}", "1:10", "CT"),
        ("{region: catalunya}", "1:10", "CT"),
        ("{not: {region: Florida}}", "1:16", "FL"),
        ("{region: [FL, Texas]}", "1:15", "TX"),
        ("{region: ES-MD}", "1:10", "MD"),
        ("{region: es-m}", "1:10", "MD"),
        ("{region: Catalunia}", "1:10", "CT"),
        ("{region: GC}", "1:10", "CN"),
        ("{region: CDMX}", "1:10", "CMX"),
        ("{region: Antioquia}", "1:10", ""),
        ("{country: España}", "1:11", "ES"),
        ("{country: Spain}", "1:11", "ES"),
        ("{country: ESP}", "1:11", "ES"),
        ("{country: [ES, EEUU]}", "1:16", "US"),
        ("{country: QQ}", "1:11", ""),
        ("{columns: {region: Madrid}}", "1:20", "MD"),
    ],
)
def test_a_name_instead_of_a_code_is_refused_with_the_code(condition: str, place: str, hint: str) -> None:
    """Nobody would have it, so a condition would be true of nobody, and its opposite of everybody."""
    (mistake,) = mistakes(condition)

    assert mistake.startswith(f"f:{place}: ")
    assert "code such as" in mistake
    assert mistake.endswith(f'; did you mean "{hint}"?') if hint else "did you mean" not in mistake


@pytest.mark.parametrize(
    "condition",
    ["{country: es, region: [md, CT]}", "{region: ANT}", "{region: 'A'}", "{country: EC}", "{plan: Madrid}"],
)
def test_codes_are_as_people_write_them(condition: str) -> None:
    """In small letters, too, and of countries whose regions are in no table."""
    assert mistakes(condition) == []


def test_every_code_that_a_list_may_give_is_taken() -> None:
    """And every longer name of it is refused, each with a code."""
    for country, table in TABLES.items():
        for code, _, names, _ in read_table(table):
            assert mistakes(f"{{country: {country!r}, region: {code!r}}}") == []
            for name in (name for name in names if len(name) > 3):
                assert "did you mean" in mistakes(f'{{region: "{name}"}}')[0]
    for _, _, names, _ in read_table(COUNTRY_NAMES):
        for name in (name for name in names if len(name) > 2):
            assert "did you mean" in mistakes(f'{{country: "{name}"}}')[0]
