"""Is each mistake of a model reported where it stands in the text, in YAML and in JSON alike?"""

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

from cadence.documents import DocumentError, DocumentFormat, WrongValueError, read_document, read_json, read_yaml
from cadence.documents.tree import data_of

ROOT = Path(__file__).parents[3]
SHIPPED = [
    *(ROOT / "cadence").rglob("*.yaml"),
    *(ROOT / "campaigns").glob("*.yaml"),
]
"""Every YAML file of ours."""


class Part(BaseModel):
    """What the model is made of."""

    model_config = ConfigDict(extra="forbid", strict=True)


def _even(number: int) -> int:
    if number % 2:
        raise WrongValueError(f"{number}", "an even number", str(number + 1))
    return number


class Circle(Part):
    """A member of a union that has a key with the name of another member."""

    kind: Literal["circle"]
    radius: float = Field(gt=0)
    square: Annotated[int, AfterValidator(_even)] = 0


class Square(Part):
    """The other member."""

    kind: Literal["square"]
    side: int


class Drawing(Part):
    """A document."""

    title: str
    colour: Literal["red", "green"] = "red"
    shapes: list[Annotated[Circle | Square, Field(discriminator="kind")]]


PLAIN = DocumentFormat(example="a drawing")
SILENT = DocumentFormat(example="a drawing", parse=read_json, quotes=False, mapping="an object")


def mistakes(text: str, written_as: DocumentFormat = PLAIN) -> list[str]:
    """What is reported of a drawing, without the name of the file."""
    with pytest.raises(DocumentError) as refused:
        read_document(text, "x", Drawing, written_as)
    return [str(mistake).removeprefix("x:") for mistake in refused.value.mistakes]


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("", ["1:1: an empty file; expected a drawing"]),
        ("- a", ["1:1: the file: a list; expected a mapping of keys"]),
        ("title: a", ["1:1: shapes: left out; expected a value"]),
        ("title: 5\nshapes: []", ["1:8: title: the bare number 5; expected a text"]),
        ("title:\nshapes: []", ["1:1: title: nothing; expected a text"]),
        ("title: a\nshapes: {}", ["2:9: shapes: a mapping of keys; expected a list"]),
        ("title: a\ntitle: b\nshapes: []", ["2:1: title: a second time; expected each key once"]),
        # an unknown key is reported at the key, with the keys of its own member of the union, and the nearest
        (
            "title: a\nshapes:\n  - {kind: square, side: 1, sidd: 2}",
            ['3:29: shapes[0].sidd: not a key; expected kind, side; did you mean "side"?'],
        ),
        # a needed key that is misspelt is not missing as well
        (
            "titel: a\nshapes: []",
            ['1:1: titel: not a key; expected title, colour, shapes; did you mean "title"?'],
        ),
        # a key that is no word, and long
        (
            f'title: a\nshapes: []\n"x\\ny{"z" * 50}": 1',
            [f"3:1: x y{'z' * 36}…: not a key; expected title, colour, shapes"],
        ),
        # a key that looks like the name of a type
        ("title: a\nshapes: []\nint: 1", ["3:1: int: not a key; expected title, colour, shapes"]),
        ("title: a\nshapes: []\nlist[a]: 1", ["3:1: list[a]: not a key; expected title, colour, shapes"]),
        # the name of a member is no key, and a key with the name of a member is one
        ("title: a\nshapes: [{kind: square}]", ["2:10: shapes[0].side: left out; expected a value"]),
        (
            "title: a\nshapes: [{kind: circle, radius: -1, square: 3}]",
            [
                "2:33: shapes[0].radius: the bare number -1; expected a number above 0.0",
                '2:45: shapes[0].square: 3; expected an even number; did you mean "4"?',
            ],
        ),
        (
            "title: a\nshapes: [{kind: circel}]",
            ['2:17: shapes[0].kind: "circel"; expected one of circle, square; did you mean "circle"?'],
        ),
        ("title: a\nshapes: [{}]", ["2:10: shapes[0]: a mapping of keys; expected the key kind"]),
        # several at once, in the order of the file
        (
            "shapes: [{kind: square, side: no}]\ncolour: gren\n",
            [
                "1:1: title: left out; expected a value",
                '1:31: shapes[0].side: "no"; expected a whole number',
                '2:9: colour: "gren"; expected one of red, green; did you mean "green"?',
            ],
        ),
    ],
)
def test_a_mistake_is_reported_where_it_stands(text: str, reported: list[str]) -> None:
    """With what was found, what was expected, and the nearest right word."""
    assert mistakes(text) == reported


def test_a_document_about_a_person_is_not_quoted() -> None:
    """The place and the kind of what was found are enough to correct it."""
    text = '{"title": 5,\n "colour": "Ada",\n "shapes": [{"kind": "Lovelace"}]}'

    assert mistakes(text, SILENT) == [
        "1:11: title: a bare number; expected a text",
        "2:12: colour: a text that is not known; expected one of red, green",
        "3:22: shapes[0].kind: a text that is not known; expected one of circle, square",
    ]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "1:1: not JSON"),
        ('{"a": 1,}', "1:9: not JSON"),  # what Python's reader says, at its place
        ("{'a': 1}", "1:2: not JSON"),
        ("a: 1", "1:1: not JSON"),  # YAML is not read as JSON
        ("[" * 60 + "]" * 60, "1:52: too many levels"),
        ("[" * 100_000, "1:1: lists and objects nested too deep"),
        ('{"a": "\\ud800"}', "1:7: an escape for NUL"),
        ('{"a": ' + "9" * 5000 + "}", "1:1: a number that is too long"),
    ],
)
def test_what_is_no_json_is_reported_at_its_place(text: str, where: str) -> None:
    """Never a traceback."""
    assert mistakes(text, SILENT)[0].startswith(where)


def test_aliases_cannot_multiply_the_values_of_a_document() -> None:
    """Ten lines of YAML would be ten thousand million values."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]

    assert mistakes("\n".join(lines)) == [
        "1:1: more than 300,000 values; expected a shorter document; aliases count as often as they stand"
    ]


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_our_files_are_read_as_a_yaml_library_reads_them(file: Path) -> None:
    """Only the positions are new."""
    text = file.read_text(encoding="utf-8")

    assert data_of(read_yaml(text, "a file")) == YAML(typ="safe", pure=True).load(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # texts that some readers of YAML take for numbers, hours or truth values
        *[(word, word) for word in ("no", "yes", "on", "09:30", "+34 910", "007", "1_000", "0x1F", "1.2.3")],
        *[("2027-02-30", "2027-02-30"), ('"5"', "5"), ("'true'", "true")],
        *[("5", 5), ("-5", -5), ("2.5", 2.5), ("1e3", 1000.0), ("true", True), ("False", False)],
        *[("~", None), ("null", None), ("2027-03-01", date(2027, 3, 1))],
    ],
)
def test_a_plain_word_is_text_unless_it_is_plainly_something_else(text: str, value: object) -> None:
    """Booleans, numbers and dates are written in one way."""
    [read] = data_of(read_yaml(f"- {text}", "a list"))  # type: ignore[misc]  # it is a list

    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize("value", [None, True, 0, -1.5, 1e300, "", 'é\n\t"\\', "😀", [], {}, {"a": [1, {"b": []}]}])
def test_json_is_read_as_pythons_own_reader_reads_it(value: object) -> None:
    """The tree keeps every value."""
    for text in (json.dumps(value), json.dumps(value, indent=3, ensure_ascii=False)):
        assert data_of(read_json(text, "JSON")) == value
