"""Is a person told at the terminal why nothing is sent, and can they sign that it goes on?"""

from pathlib import Path

from tests.integration.cli.desk import Desk


def test_a_lost_journal_halts_until_somebody_signs(desk: Desk, tmp_path: Path) -> None:
    """The commands of docs/restore.md, with the journal that the setting names."""
    desk.launch()
    assert "No journal is kept" in desk.type("restore", "status").out
    journal = tmp_path / "stops.journal"
    desk.set("CADENCE_JOURNAL", str(journal))
    assert desk.type("restore", "status").out.startswith("The journal and the ledger agree, up to line ")
    assert desk.type("suppress", "+34600000001", "--because", "a letter").code == 0
    kept = desk.json("restore", "status")
    assert (kept["problem"], kept["to_sign"], kept["waiting"]) == ("", False, 0)
    assert len(journal.read_text().splitlines()) > 1

    journal.unlink()
    lost = desk.type("restore", "status")
    assert lost.code == 1
    assert "is not there" in lost.out
    assert "PAUSED" in desk.type("status", "spring").out
    assert desk.type("restore", "confirm", "--yes").code == 1, "no reason"
    signed = desk.type("restore", "confirm", "--yes", "--because", "disk lost")
    assert (signed.code, "Signed. Sending goes on." in signed.err) == (0, True), signed.err
    assert "A new journal has" in signed.err
    assert "PAUSED" not in desk.type("status", "spring").out
    assert desk.type("restore", "status").code == 0
