"""Does `cadence up` bring the templates of the example campaigns, and keep what somebody added?"""

import json
from pathlib import Path

import pytest

from cadence.cli.commands.up import emulator_file
from cadence.domain.errors import InvalidInputError
from cadence.local.emulator.people_file import read_people_file

EXAMPLES = Path(__file__).parents[3] / "campaigns"


def test_the_examples_can_be_launched_as_they_are(tmp_path: Path) -> None:
    """Their templates are there, and the emulator can read the file."""
    file, names = emulator_file(tmp_path / "state", EXAMPLES)

    assert {"appointment_reminder", "cart_reminder"} <= set(names)
    assert set(read_people_file(file, 1).templates) == set(names)


def test_what_somebody_added_stays(tmp_path: Path) -> None:
    """Their own templates, people and wordings."""
    file, _ = emulator_file(tmp_path, EXAMPLES)
    document = json.loads(file.read_text())
    document["templates"] |= {"ours": "Hola {{1}}", "cart_reminder": "our wording {{1}}"}
    document["+34600000001"] = {"script": ["busy"]}
    file.write_text(json.dumps(document))

    _, names = emulator_file(tmp_path, EXAMPLES)

    assert json.loads(file.read_text()) == document
    assert "ours" in names


def test_without_campaigns_there_is_an_empty_file_to_write_into(tmp_path: Path) -> None:
    """From whatever folder it is started."""
    file, names = emulator_file(tmp_path / "state", tmp_path / "nothing")

    assert names == ()
    assert json.loads(file.read_text()) == {"templates": {}}


def test_a_campaign_with_mistakes_is_passed_over(tmp_path: Path) -> None:
    """Somebody else's draft must not keep everything from starting."""
    (tmp_path / "broken.yaml").write_text("campaign: [")
    (tmp_path / "latin.yaml").write_bytes(b"campaign: caf\xe9")

    assert emulator_file(tmp_path / "state", tmp_path)[1] == ()


@pytest.mark.parametrize("content", ["{", "[]", '{"templates": []}', "null", '"text"'])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: str) -> None:
    """And left as it is."""
    (tmp_path / "emulator.json").write_text(content)

    with pytest.raises(InvalidInputError, match=r"emulator\.json"):
        emulator_file(tmp_path, EXAMPLES)
    assert (tmp_path / "emulator.json").read_text() == content
