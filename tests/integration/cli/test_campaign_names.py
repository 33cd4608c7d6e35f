"""Are the campaigns of the ledger proposed in a shell, and is nothing said where there are none?"""

import time

import pytest

from cadence.cli.completion import campaign_names
from tests.integration.cli.desk import Desk


def test_campaigns_are_proposed_by_their_beginning(desk: Desk) -> None:
    """Whatever their state is: a closed one can be looked at, too."""
    desk.launch()

    assert campaign_names("") == ["harbour", "spring"]
    assert campaign_names("spr") == ["spring"]
    assert campaign_names("x") == []


def test_a_shell_gets_them(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """As bash asks, for each command that takes a campaign."""
    desk.launch()
    monkeypatch.setenv("_CADENCE_COMPLETE", "complete_bash")
    for command in ("status", "show", "history", "stop", "pause", "resume"):
        monkeypatch.setenv("COMP_WORDS", f"cadence {command} sp")
        monkeypatch.setenv("COMP_CWORD", "2")
        answer = desk.type()
        assert (answer.out.split(), answer.err) == (["spring"], ""), command


def test_without_a_ledger_nothing_is_proposed_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell must not hang, and an error must not stand in the line."""
    for url in ("postgresql+psycopg://127.0.0.1:1/cadence", "nonsense"):
        monkeypatch.setenv("CADENCE_DATABASE_URL", url)
        begun = time.monotonic()
        assert campaign_names("") == []
        assert time.monotonic() - begun < 10
