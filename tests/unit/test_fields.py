"""Does a field of a class give its column, its value in a row and its place in JSON?"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Column, MetaData, Table, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from cadence.ledger.reading.facts_sql import LEAD, NUMBER, TOUCH
from cadence.ledger.tables import people, touches
from cadence.ledger.tables.fields import columns_of, json_object, reader, row_of

NOON = datetime(2027, 3, 9, 12, tzinfo=UTC)
IDENTITY = "6f1f6f4e-0000-4000-8000-000000000001"


class Colour(StrEnum):
    """A word of the model."""

    RED = "red"


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One field of each type."""

    id: str
    lead: str
    colour: Colour
    at: datetime
    count: int = 0
    sure: bool = False
    word: str = ""
    tags: tuple[str, ...] = ()
    end: datetime | None = None
    other: Colour | None = None
    parts: float = 0.0  # a type without a column


COLUMNS = """\
id TEXT NOT NULL
lead_id TEXT NOT NULL
colour TEXT NOT NULL
at TIMESTAMP WITH TIME ZONE NOT NULL
count INTEGER DEFAULT 0 NOT NULL
sure BOOLEAN DEFAULT false NOT NULL
word TEXT DEFAULT '' NOT NULL
tags TEXT[] DEFAULT '{}' NOT NULL
"end" TIMESTAMP WITH TIME ZONE
other TEXT
whole TEXT"""
SAMPLE = Sample(id=IDENTITY, lead="l", colour=Colour.RED, at=NOON)


def test_the_column_follows_from_type_and_default() -> None:
    """A field that is not optional is never NULL, and rows older than the column get the default of the field."""
    table = Table("sample", MetaData(), *columns_of(Sample, parts=[Column("whole", Text)]))
    written = str(CreateTable(table).compile(dialect=postgresql.dialect()))

    assert [line.strip(" \t,") for line in written.splitlines() if line.startswith("\t")] == COLUMNS.splitlines()


def test_a_type_without_a_column_is_an_error_that_names_the_field() -> None:
    """Nothing is stored in a form that nobody chose."""
    with pytest.raises(TypeError, match=r"Sample\.parts is a float"):
        columns_of(Sample)


def test_a_row_has_what_differs_from_the_defaults() -> None:
    """The column has the same default, so the row is the same with fewer values sent."""
    assert row_of(SAMPLE) == {"id": IDENTITY, "lead_id": "l", "colour": Colour.RED, "at": NOON}
    assert row_of(Sample(id="", lead="l", colour=Colour.RED, at=NOON, tags=("a",)), without={"lead", "at"}) == {
        "id": "", "colour": Colour.RED, "tags": ["a"],
    }  # fmt: skip


def test_a_value_is_read_from_its_row() -> None:
    """Words become members, arrays become tuples, and the UUID of a textual statement becomes the text that ids are."""
    row: Any = SimpleNamespace(
        id=UUID(IDENTITY), lead_id="l", colour="red", at=NOON, number=7, sure=False, word="", tags=[], end=None,
        other=None,
    )  # fmt: skip
    read = reader(Sample, count="number", parts=lambda row: row.number / 7)(row)

    assert read == Sample(id=IDENTITY, lead="l", colour=Colour.RED, at=NOON, count=7, parts=1.0)
    assert (type(read.id), type(read.colour), read.other) == (str, Colour, None)


def test_json_has_the_names_of_the_fields() -> None:
    """Facts are validated against the class, so a key is the field's own name."""
    without = {"colour", "at", "sure", "word", "tags", "end", "other", "parts"}

    assert json_object(Sample, "s", count="1 + 1", without=without) == (
        "json_build_object('id', s.id, 'lead', s.lead_id, 'count', 1 + 1)"
    )


@pytest.mark.parametrize(
    ("json", "alias", "table"),
    [(NUMBER, "n", people.numbers), (TOUCH, "t", touches.touches), (LEAD, "l", people.leads)],
)
def test_facts_are_read_from_columns_that_are_there(json: str, alias: str, table: Table) -> None:
    """A field that is worked out and not stored has to be left out by name, else no facts can be read at all."""
    columns = set(re.findall(rf"\b{alias}\.(\w+)", json))

    assert columns <= set(table.columns.keys()), columns - set(table.columns.keys())
