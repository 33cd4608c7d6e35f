"""People can be named by an e-mail address, and servers beside the API get their ports."""

import argparse
import json
from pathlib import Path

import pytest

from cadence.local.emulator.__main__ import _config, _named_port, _parser
from cadence.local.emulator.people_file import read_people_file
from cadence.local.stack.programs import listening


def test_an_e_mail_address_leads_to_the_same_person_as_their_number(tmp_path: Path) -> None:
    """One life for all the ways to reach somebody; an address can also stand by itself."""
    file = tmp_path / "people.json"
    person = {"numbers": ["+34600000001"], "emails": ["ana@example.org"], "zone": "Atlantic/Canary", "reply": "Sí"}
    file.write_text(json.dumps({"people": [person], "luz@example.org": {"reply": "BAJA"}}))
    people = read_people_file(file, seed=1).people

    assert people.behind("ana@example.org").zone == people.behind("+34600000001").zone == "Atlantic/Canary"
    assert people.behind("ana@example.org").replies == ("Sí",)
    assert people.behind("luz@example.org").replies == ("BAJA",)


def test_what_is_no_address_is_still_a_mistake(tmp_path: Path) -> None:
    """A misspelt part must not become a person."""
    file = tmp_path / "people.json"
    file.write_text(json.dumps({"tempre": {}}))

    with pytest.raises(ValueError, match="an e-mail address"):
        read_people_file(file, seed=1)


def test_ports_come_from_the_command_line(tmp_path: Path) -> None:
    """As a stack writes them."""
    words = ["--port", "1", "--file", str(tmp_path / "x.db"), *listening({"smtp": 2525, "imap": 1143})]

    assert dict(_config(_parser().parse_args(words)).ports) == {"smtp": 2525, "imap": 1143}


@pytest.mark.parametrize("words", ["smtp", "=1", "smtp=x", "smtp=-1"])
def test_a_port_needs_a_name_and_a_number(words: str) -> None:
    """Said at the start."""
    with pytest.raises(argparse.ArgumentTypeError, match="smtp=2525"):
        _named_port(words)
