"""Who is said twice, and who only shares something? All people and numbers are fictional."""

from dataclasses import replace

import pytest

from cadence.domain import NumberKind
from cadence.domain.list_rows import LeadRow, NumberRow
from cadence.leads.lists.seen import EarlierRow, Seen
from tests.unit.leads.reading import read


@pytest.mark.parametrize(
    ("rows", "leads", "duplicates", "refused"),
    [
        ("1;Ana;600000001\n1;Ana;600000001\n", [2], 1, []),  # in the same words
        ("1;Ana;600000001\n1; Ana ;+34 600 000 001\n", [2], 1, []),  # or in other words for the same
        ("1;Ana;600000001\n2;Bea;600000002\n1;Ana;600000001\n", [2, 3], 1, []),  # not next to one another
        ("1;Ana;600000001\n1;Ana María;600000001\n", [2], 0, [3]),  # which name is hers?
        ("1;Ana;600000001\n1;Ana;600000001\n1;Eva;600000001\n", [2], 1, [4]),
        ("1;Ana;600000001\n2;Ana;600000001\n", [2, 3], 0, []),  # a family: two ids, two leads
        (";Ana;600000001\n;Ana;600000001\n", [2], 1, []),  # without an id the number says who it is
        (";Ana;600000001\n;Eva;600000001\n", [2], 0, [3]),
        (";Ana;600000001\n;Eva;600000002\n", [2, 3], 0, []),
        ("1;Ana;600000001\n;Ana;600000001\n", [2, 3], 0, []),  # one by id, one by number
        ("1;Ana;12\n1;Ana;600000001\n", [3], 0, [2]),  # a row that was refused says nothing of the next
        ("1;Ana;600000001\n01;Ana;600000001\n", [2, 3], 0, []),  # ids are text
    ],
)
def test_a_lead_is_read_once(rows: str, leads: list[int], duplicates: int, refused: list[int]) -> None:
    """Identity is (list, id), else the first number (protocol §5.1)."""
    result = read("id;name;phone\n" + rows)

    assert [lead.line for lead in result.leads] == leads
    assert result.intake.report.duplicates == duplicates
    assert [refusal.line for refusal in result.refusals] == refused


def test_a_contradiction_names_both_lines() -> None:
    """Whoever mends it has to see the two side by side."""
    result = read("id;name;phone\n1;Ana;600000001\n2;Bea;600000002\n1;Eva;600000003\n")

    refusal = result.refusals[0]
    assert (refusal.line, refusal.column, refusal.value) == (4, "id", "1")
    assert "line 2" in refusal.reason


def test_what_was_left_out_is_told_once() -> None:
    """A row said twice has its bad second number twice; the report needs it once."""
    result = read("id;phone;phone2\n1;600000001;12\n1;600000001;12\n")

    assert [refusal.line for refusal in result.refusals] == [2]
    assert (result.intake.report.remarks, result.intake.report.duplicates) == (1, 1)


def test_only_numbers_are_remembered_of_a_lead() -> None:
    """Nothing of a person stays in memory, and two whole numbers are all that grows with a list."""
    ana = LeadRow(line=2, key="1", name="Ana", numbers=(NumberRow(e164="+34600000001", kind=NumberKind.MOBILE),))
    seen = Seen()

    assert seen.look(ana) is None
    assert seen.look(replace(ana, line=3)) == EarlierRow(2, same=True)
    assert seen.look(replace(ana, line=4, name="Eva")) == EarlierRow(2, same=False)
    assert seen.look(replace(ana, line=5, key="2")) is None
    assert len(seen) == 2
    assert {type(part) for pair in seen._leads.items() for part in pair} == {int}
    assert max(max(pair) for pair in seen._leads.items()).bit_length() <= 60
