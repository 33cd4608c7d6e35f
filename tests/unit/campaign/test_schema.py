"""Editors are told the same as the reader knows."""

import json
from pathlib import Path

import jsonschema_rs
import pytest
from ruamel.yaml import YAML

from cadence.campaign.store import json_schema
from tests.unit.campaign.samples import EXAMPLES, HEAD

VALIDATOR = jsonschema_rs.validator_for(json_schema())


def as_json(text: str) -> object:
    """Return a file as an editor sees it: dates as text."""
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str))


def test_the_schema_is_one() -> None:
    """Of the dialect it names."""
    jsonschema_rs.meta.validate(json_schema())


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_the_examples_are_right_by_the_schema(file: Path) -> None:
    """An editor that nagged about them would be of no use."""
    assert [str(error) for error in VALIDATOR.iter_errors(as_json(file.read_text()))] == []


@pytest.mark.parametrize(
    "cadence",
    [
        "cadence: []",  # no steps
        "cadence: [{sms: Hello}]",  # no name
        "cadence: [{step: one, smss: Hello}]",  # a key misspelt
        "cadence: [{step: One, sms: Hello}]",  # a name with a capital
        "cadence: [{step: one, sms: [Hello]}]",
        "cadence: [{step: one, call: {ring: 20 seconds}}]",  # no floor
        "cadence: [{step: one, sms: Hello, if_late: maybe}]",
        "cadence: [{step: one, sms: Hello}]\npriority: 9",
        "cadence: [{step: one, sms: Hello}]\nlanguage: fr",
        "cadence: [{step: one, sms: Hello}]\nholiday: closed",
        "cadence: [{step: one, sms: Hello, where: {age: {atleast: 3}}}]",
        "cadence: [{step: one, sms: Hello, where: {}}]",
        "cadence: [{step: one, sms: Hello, where: {any: [{not: {touches: {most: 3}}}]}}]",
        "cadence: [{step: one, sms: Hello, on: {sent: [{where: {plan: a}}, end]}}]",  # no `to`
    ],
)
def test_broken_files_are_wrong_by_the_schema(cadence: str) -> None:
    """Everything that form alone can tell."""
    assert VALIDATOR.is_valid(as_json(f"{HEAD}cadence: [{{step: one, sms: Hello}}]"))
    assert not VALIDATOR.is_valid(as_json(HEAD + cadence))


def test_every_key_is_described() -> None:
    """The description is what an editor shows."""
    names = list(_keys(json_schema()))

    assert len(names) > 50
    assert [name for name, key in names if not str(key.get("description", "")).endswith((".", "}"))] == []


def _keys(schema: object) -> list[tuple[str, dict[str, object]]]:
    """Return every key of every block, wherever it stands."""
    if isinstance(schema, list):
        return [key for part in schema for key in _keys(part)]
    if not isinstance(schema, dict):
        return []
    own = list(schema["properties"].items()) if isinstance(schema.get("properties"), dict) else []
    return own + [key for name, part in schema.items() if name != "not" for key in _keys(part)]
