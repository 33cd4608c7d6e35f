"""Can an auditor verify a ledger at a terminal, and get everything about a person in one folder?"""

import csv
import hashlib
import json
from pathlib import Path

import pytest

from cadence.engine.audit.checkpoints import Checkpoints, read_signer
from cadence.engine.reconciler.sealing import Sealing
from tests.integration.cli.desk import Desk
from tests.integration.cli.test_packs import SHORT
from tests.unit.packs.test_checking import PACK

ANA = "+34600000001"


@pytest.fixture
def folder(desk: Desk, tmp_path: Path) -> Path:
    """Where checkpoints are kept; the worker of this installation signs them."""
    key, there = tmp_path / "audit.key", tmp_path / "checkpoints"
    assert desk.type("audit", "key", str(key), "--name", "audit.example.com").code == 0
    there.mkdir()
    desk.set("CADENCE_AUDIT_KEY", str(key))
    desk.set("CADENCE_CHECKPOINTS", str(there))
    return there


def seal(desk: Desk, folder: Path) -> None:
    """Do what the reconciler does every 20 seconds."""
    Sealing(desk.ledger, Checkpoints(folder, read_signer(folder.parent / "audit.key"))).seal()


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of a table."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_key_is_made_once(desk: Desk, tmp_path: Path) -> None:
    """The secret one is for its owner only, and none is ever overwritten."""
    file = tmp_path / "audit.key"
    made = desk.type("audit", "key", str(file))
    again = desk.type("audit", "key", str(file))

    assert (made.code, again.code) == (0, 1)
    assert made.out.strip() == (tmp_path / "audit.key.pub").read_text().strip()
    assert made.out.startswith("cadence+")
    assert file.stat().st_mode & 0o777 == 0o600
    assert "PRIVATE" not in made.out + made.err
    assert "exists already" in again.err
    assert desk.type("audit", "key", str(tmp_path / "new.key"), "--name", "a b").code == 1


def test_verify_says_what_is_proven_and_names_what_was_changed(desk: Desk, folder: Path) -> None:
    """With its exit code, in words and as data."""
    stored = desk.town.message(desk.town.enrol(ANA, key="C-1"))
    before = desk.type("audit", "verify")
    seal(desk, folder)
    sealed = desk.type("audit", "verify")
    with desk.ledger.begin() as tx:
        tx.exec_driver_sql("SET LOCAL session_replication_role = replica")
        tx.exec_driver_sql("UPDATE touches SET sender = '+34910000009'")
    changed = desk.type("audit", "verify")
    data = desk.type("audit", "verify", "--json")

    assert (before.code, sealed.code, changed.code, data.code) == (0, 0, 1, 1)
    assert "0 blocks, 0 checkpoints that fit" in before.out
    assert "1 block, 1 checkpoint that fits" in sealed.out
    assert "0 leaves not sealed yet" in sealed.out
    assert f"altered: touches {stored.touch.id}, lead {stored.touch.lead}, block 1, sealed 20" in changed.out
    (finding,) = data.data["findings"]
    assert (finding["kind"], finding["table"], finding["key"]) == ("altered", "touches", stored.touch.id)


def test_verify_without_checkpoints_says_that_they_are_missing(desk: Desk, tmp_path: Path) -> None:
    """And a folder without a key, or no folder, is a mistake."""
    desk.town.enrol(ANA, key="C-1")
    nothing = desk.type("audit", "verify")
    no_key = desk.type("audit", "verify", "--checkpoints", str(tmp_path))
    no_folder = desk.type("audit", "verify", "--checkpoints", str(tmp_path / "nowhere"), "--public-key", __file__)
    no_public_key = desk.type("audit", "verify", "--checkpoints", str(tmp_path), "--public-key", __file__)

    assert nothing.code == 0
    assert "No checkpoints were compared" in nothing.err
    assert [said.code for said in (no_key, no_folder, no_public_key)] == [1, 1, 1]
    assert "--public-key FILE" in no_key.err
    assert "is no folder" in no_folder.err
    assert "This is no key" in no_public_key.err


def test_everything_about_a_person_is_in_one_folder(desk: Desk, folder: Path, tmp_path: Path) -> None:
    """Touches, consents, opt-outs, orders, the law, two pages, and a manifest that holds for every file."""
    wording = desk.file("wording.txt", "I agree to text messages.")
    tariffs = desk.file("house.yaml", "tariffs: [{channel: sms, country: ES, price: 0.10 EUR, per: message}]")
    assert desk.type("house", "apply", tariffs).code == 0
    for pack, why in ((PACK, "our hours"), (SHORT, "shorter hours")):
        assert desk.type("packs", "add", desk.file("acme.yaml", pack), "--because", why).code == 0
    enrolment = desk.town.enrol(ANA, key="C-1")
    stored = desk.town.message(enrolment)
    desk.town.message(desk.town.enrol("+34600000002", key="C-2"))
    given = desk.type("consent", "give", "C-1", "--channel", "sms", "--source", "paper form", "--wording", wording)
    assert given.code == 0, given.err
    assert desk.type("suppress", "C-1", "--because", "=she asked for it").code == 0
    seal(desk, folder)
    to = tmp_path / "ana"
    said = desk.type("audit", "export", str(to), "--lead", "C-1", "--because", "request of the AEPD")
    again = desk.type("audit", "export", str(to), "--lead", "C-1")
    manifest = json.loads((to / "manifest.json").read_text())

    assert (said.code, again.code) == (0, 1), said.err
    assert "is not empty" in again.err
    (touch,) = rows(to, "touches")
    assert (touch["number"], touch["touch"], touch["channel"]) == (ANA, stored.touch.id, "sms")
    assert touch["at_utc"].endswith("+00:00")
    assert (touch["amount"], touch["currency"], touch["price_source"]) == ("0.1", "EUR", "tariff")
    assert touch["zone"] == "Europe/Madrid"
    (stop,) = [row for row in rows(to, "opt_outs") if row["scope"] == "everything" and row["number"] == "all"]
    assert stop["why"] == "'=she asked for it"
    assert stop["took_effect_utc"].endswith("+00:00")
    wordings = {(row["wording"], row["wording_fits"]) for row in rows(to, "consents") if row["source"] == "paper form"}
    assert wordings == {("I agree to text messages.", "yes")}
    assert {"suppress"} <= {row["order"] for row in rows(to, "orders")}
    entries = [json.loads(line) for line in (to / "entries.jsonl").read_text().splitlines()]
    assert {"touch", "suppressed", "enrolled"} <= {entry["kind"] for entry in entries}
    assert "salt" not in (to / "entries.jsonl").read_text()
    assert 'lang="es"' in (to / "index.es.html").read_text()
    assert "bloque 1" in (to / "index.es.html").read_text()
    assert "C-2" not in "".join(file.read_text() for file in to.rglob("*") if file.is_file())
    assert 'lang="en"' in (to / "index.en.html").read_text()
    assert "campaign: harbour" in (to / "campaigns" / "harbour-v1.yaml").read_text()
    holds_the_law_as_it_was(to)
    assert manifest["proven_by"]["block"] == 1
    assert manifest["proven_by"]["checkpoint"] == (to / "checkpoint.txt").read_text()
    files = {str(path.relative_to(to)): path for path in to.rglob("*") if path.is_file()}
    assert set(manifest["files"]) == {*files} - {"manifest.json"}
    for name, about in manifest["files"].items():
        assert hashlib.sha256(files[name].read_bytes()).hexdigest() == about["sha256"]
    assert ("audit-export", "request of the AEPD") in desk.commands()


def holds_the_law_as_it_was(to: Path) -> None:
    """Each version of a pack and of the house file, with who put it in force and why, and the hash of its text."""
    law = {(row["name"], row["version"]): row for row in rows(to, "packs")}
    texts = {version: (to / row["file"]).read_text() for version, row in law.items()}
    assert {row["kind"] for row in law.values()} == {"pack", "house"}
    assert ("21:00" in texts["acme", "1"], "21:00" in texts["acme", "2"]) == (True, False)
    assert (law["acme", "2"]["why"], "0.10 EUR" in texts["", "1"]) == ("shorter hours", True)
    for version, text in texts.items():
        assert hashlib.sha256(text.encode()).hexdigest() == law[version]["sha256"]


@pytest.mark.parametrize(
    ("words", "leads"),
    [
        (("--number", ANA), 1),
        (("--campaign", "harbour"), 2),
        (("--campaign", "harbour", "--from", "1999-01-01", "--to", "1999-01-02"), 2),
        (("--from", "2000-01-01", "--to", "2100-01-01"), 2),
        (("--from", "1999-01-01", "--to", "1999-01-02"), 0),
    ],
)
def test_an_export_is_about_what_was_asked_for(desk: Desk, tmp_path: Path, words: tuple[str, ...], leads: int) -> None:
    """A number, a campaign, a period, or a campaign in a period."""
    for number, key in ((ANA, "C-1"), ("+34600000002", "C-2")):
        desk.town.message(desk.town.enrol(number, key=key))
    data = desk.json("audit", "export", str(tmp_path / "out"), *words)

    assert data["leads"] == leads
    assert data["touches"] == (0 if "1999-01-01" in words else leads)
    assert len(rows(tmp_path / "out", "touches")) == data["touches"]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ((), "expected --lead, --number, --campaign, or both --from and --to"),
        (("--from", "2027-03-01"), "both --from and --to"),
        (("--lead", "C-1", "--number", ANA), "exclude each other"),
        (("--from", "2027-03-02", "--to", "2027-03-01"), "expected the first day first"),
        (("--lead", "nobody"), "no such lead"),
        (("--number", "+34600000099"), "No lead has the number"),
        (("--number", "words"), "No lead has the number"),
        (("--campaign", "nothing"), "nothing"),
    ],
)
def test_what_cannot_be_exported_is_said(desk: Desk, tmp_path: Path, words: tuple[str, ...], complaint: str) -> None:
    """In one line, and with an exit code."""
    said = desk.type("audit", "export", str(tmp_path / "out"), *words)

    assert said.code in {1, 2}
    assert complaint in said.err
