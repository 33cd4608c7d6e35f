"""Are keys of the API made, listed and revoked at a terminal, and is each shown once?"""

import pytest

from cadence.domain.api_keys import read_key
from tests.integration.cli.desk import Desk


def test_a_key_is_made_shown_once_and_revoked(desk: Desk) -> None:
    """Data on stdout, so that it can be piped into a store of secrets; who made it and why is recorded."""
    made = desk.type("key", "create", "crm", "--role", "operator", "--because", "the new CRM")
    key = read_key(made.out.strip())
    assert key is not None
    assert made.err.strip() == f"Key {key.id} for crm (operator). Copy it now: it is not shown again."

    (listed,) = desk.json("key", "list")
    assert (listed["id"], listed["name"], listed["role"], listed["state"]) == (key.id, "crm", "operator", "valid")
    assert (listed["per_minute"], listed["expires"], listed["last_used"]) == (600, None, None)
    assert key.text not in desk.type("key", "list").out
    assert key.id in desk.type("key", "list").out

    revoked = desk.type("key", "revoke", key.id, "--because", "it was mailed")
    assert revoked.err.strip() == f"Key {key.id} of crm is revoked."
    assert desk.json("key", "list")[0]["state"] == "revoked"
    again = desk.type("key", "revoke", key.id)
    assert (again.code, "already revoked" in again.err) == (1, True)
    assert desk.commands() == [("key create", "the new CRM"), ("key revoke", "it was mailed")]


def test_a_key_can_be_for_a_time_and_for_fewer_requests(desk: Desk) -> None:
    """As JSON, for programs that set up systems."""
    made = desk.json("key", "create", "dialler", "--role", "agent", "--days", "90", "--per-minute", "60")

    (listed,) = desk.json("key", "list")
    assert read_key(made["key"]) is not None
    assert listed["per_minute"] == 60
    assert made["expires"] == listed["expires"]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("create", "crm"), 2, "--role"),
        (("create", "crm", "--role", "boss"), 2, "'boss' is not one of"),
        (("create", " ", "--role", "viewer"), 2, "a name of one line"),
        (("create", "a\nb", "--role", "viewer"), 2, "a name of one line"),
        (("create", "x" * 101, "--role", "viewer"), 2, "at most 100 characters"),
        (("create", "crm", "--role", "viewer", "--days", "0"), 2, "--days"),
        (("create", "crm", "--role", "viewer", "--per-minute", "0"), 2, "--per-minute"),
        (("revoke", "nobody"), 1, "There is no key with this id; `cadence key list` shows all."),
    ],
)
def test_what_was_typed_wrongly_makes_no_key(desk: Desk, words: tuple[str, ...], code: int, says: str) -> None:
    """It says what was expected."""
    typed = desk.type("key", *words)

    assert (typed.code, says in typed.err) == (code, True), typed.err
    assert desk.json("key", "list") == []
    assert "There are no keys yet" in desk.type("key", "list").err
