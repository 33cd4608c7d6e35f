"""Copies of official lists at a terminal: brought in, listed, refused; and whoever waited for one goes on."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from cadence.campaign import check_text
from cadence.cli.commands.registry import COLUMNS
from cadence.domain import Candidate, Cause, CauseKind, Channel, Facts, Finish
from cadence.ledger.lists import registries
from cadence.ledger.reading import facts
from cadence.local.stack import TemporalServer
from cadence.policy.evaluation import judge
from cadence.policy.packs.loading import law_of
from tests.integration.cli.desk import CAMPAIGN, Desk
from tests.integration.cli.test_live import Terminal
from tests.integration.engine import scene
from tests.integration.engine.conftest import SetStage

IMPORT = ("registry", "import")
ANA = "+34600000001"
ASKED = """
  - step: hello
    sms: "{{ company }}: tenemos ofertas. BAJA para no recibir más."
    on: {otherwise: end}
"""

MARKETING = (
    scene.HEAD.replace("purpose: service", "purpose: marketing")
    .replace("jurisdictions: none", "jurisdictions: [es]")
    .replace("basis: contract", "basis: customer")
)
"""Under Spanish law customers may be written to without a consent, but not who stands on the list."""


def state(desk: Desk, name: str) -> dict[str, object]:
    """One list, as it is told."""
    return next(one for one in desk.json("registry", "list") if one["name"] == name)


def test_a_copy_is_brought_in_and_told_of(desk: Desk) -> None:
    """Its age counts from the day it was given out; who asks for it is told, and what was no number is left out."""
    missing = state(desk, "tps")
    path = desk.file("tps.csv", "phone\n+34600000001\n+34 600 000 002\n600000002\nletters\n")
    said = desk.type(*IMPORT, "tps", path, "--as-of", "2027-03-01", "--region", "ES", "--because", "monthly")
    fresh = state(desk, "tps")

    assert (said.code, "tps: numbers 2, new 2, removed 0." in said.err) == (1, True)
    assert "1 line is not a number" in said.err
    assert Path(path).with_suffix(".rejected.csv").exists()
    asked = [{"pack": "gb", "rule": "uk.pecr.tps", "max_age_days": 28}]
    assert missing == {
        "name": "tps", "state": "missing", "as_of": None, "age_days": None, "numbers": None, "asked": asked,
    }  # fmt: skip
    assert fresh == missing | {"state": "fresh", "as_of": "2027-03-01", "age_days": 8, "numbers": 2}
    assert desk.commands() == [("registry", "monthly")]
    table = desk.type("registry", "list").out.splitlines()
    assert "tps\tfresh\t2027-03-01\t8\t2\tgb (28 days)" in table
    assert all(len(line.split("\t")) == len(COLUMNS) for line in table)


def test_a_copy_that_is_too_old_is_told_as_stale(desk: Desk) -> None:
    """It is kept, and holds nobody back: the gate holds instead."""
    path = desk.file("tps.txt", "+34600000001\n")
    assert desk.json(*IMPORT, "tps", path, "--as-of", "2027-02-08")["numbers"] == 1

    assert state(desk, "tps")["state"] == "stale"


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        (["lista_robinsen", "FILE", "--as-of", "2027-03-01"], 1, "Nearest: lista_robinson."),
        (["tps", "FILE", "--as-of", "2027-03-10"], 1, "lies in the future"),
        (["tps", "FILE", "--as-of", "yesterday"], 2, "expected a day such as"),
        (["tps", "FILE"], 2, "--as-of"),
        (["tps", "nowhere.csv", "--as-of", "2027-03-01"], 1, "nowhere.csv does not exist"),
        (["tps", "FILE", "--as-of", "2027-02-01"], 1, "--force takes it all the same"),
        (["tps", "WRONG", "--as-of", "2027-03-02"], 1, "2 of 3 lines are not numbers, so nothing was imported"),
    ],
)
def test_what_cannot_be_right_is_not_taken(desk: Desk, typed: list[str], code: int, words: str) -> None:
    """The present copy stands as it was."""
    files = {
        "FILE": desk.file("tps.txt", "+34600000001\n"),
        "WRONG": desk.file("wrong.txt", "+34600000001\n17\n18\n"),
    }
    desk.json(*IMPORT, "tps", files["FILE"], "--as-of", "2027-03-01")
    said = desk.type(*IMPORT, *(files.get(word, word) for word in typed))

    assert said.code == code
    assert words in said.err
    assert state(desk, "tps")["as_of"] == "2027-03-01"
    assert len(desk.commands()) == 1


def test_whoever_stands_on_the_list_is_known_by_the_lead_s_number(desk: Desk) -> None:
    """National digits of the list and of the lead meet in E.164, and only their hash is kept."""
    ana = desk.town.enrol(ANA, "+34910000002", key="C-1")
    path = desk.file("robinson.csv", "600000001\n")
    desk.json(*IMPORT, "lista_robinson", path, "--as-of", "2027-03-09", "--region", "es")
    with desk.ledger.begin() as tx:
        found = facts.gather(tx, ana.id)
        kept = str(
            tx.exec_driver_sql("SELECT to_jsonb(e), to_jsonb(c) FROM registry_entries e, registry_copies c").all()
        )

    (copy,) = found.registries
    assert copy.listed == {found.lead.numbers[0].id}
    assert "600000001" not in kept


TOWNS = """country,region,municipality,date,name
ES,Cataluña,Barcelona,2027-03-10,feast
ES,Galicia,Barcelona,2027-03-11,another town of that name
ES,Cataluña,Sitges,2027-03-11,feast
ES,Cataluña,,2027-03-12,of the region
ES,,,yesterday,feast
"""


def test_a_town_s_holidays_close_its_own_people_s_days(desk: Desk) -> None:
    """The list says the town, somebody brings the calendar, the gate says when it opens again."""
    rows = "C-1,Ana,600000001,7,ES,Cataluña,BARCELONA\nC-2,Bea,600000002,8,ES,Cataluña,\n"
    desk.launch(CAMPAIGN, f"id,name,phone,order,country,region,municipio\n{rows}")
    said = desk.type(*IMPORT, "es_local_holidays", desk.file("towns.csv", TOWNS), "--as-of", "2027-03-01")
    with desk.ledger.begin() as tx:
        ids = [desk.ledger.hasher.lead("leads", key) for key in ("C-1", "C-2")]
        pairs = {str(uuid4()): one for one in ids}
        ana, bea = facts.gather_new(tx, "spring", 1, pairs, at=desk.clock.now())

    assert (said.code, "es_local_holidays: 4 days to come" in said.err) == (1, True)
    assert "1 line was not understood" in said.err
    assert state(desk, "es_local_holidays")["numbers"] == 4
    assert ana.lead.municipality == "barcelona"
    assert ana.lead.attributes["municipio"] == "BARCELONA"
    assert [one.day.day for one in ana.closed_days] == [10, 11, 12]  # the gate leaves Galicia's out
    assert [one.day.day for one in bea.closed_days] == [12]
    assert [day for day in range(8, 13) if closing(ana, day)] == [10, 12]
    assert [day for day in range(8, 13) if closing(bea, day)] == [12]
    assert closing(bea, 12)["local_holidays"] == "town_unknown"
    assert "local_holidays" not in closing(ana, 12)


def test_the_doctor_names_a_list_before_anybody_waits_for_it(desk: Desk) -> None:
    """Everybody may have agreed, and then none is needed: it is told, and nothing is wrong yet."""
    law = CAMPAIGN.replace("service", "marketing").replace("jurisdictions: none", "jurisdictions: [es]")
    said = desk.launch(law.replace("hola", "BAJA para no recibir más, hola"))
    doctor = desk.type("doctor", "--part", "official lists")

    assert said.code == 0, said.err
    assert (doctor.code, "nobody waits for one; lista_robinson is missing (spring)" in doctor.out) == (0, True)


def closing(found: Facts, day: int) -> dict[str, Any]:
    """Why a holiday closes a call to this person on a day of March, by Spanish law; empty when none does."""
    campaign = check_text(CAMPAIGN.replace("service", "marketing"), "spring.yaml").right()
    number = found.lead.numbers[0].id
    asked = Candidate(channel=Channel.CALL, cause=Cause(kind=CauseKind.STEP, ref="ring"), step="ring", number=number)
    verdict = judge(campaign, found, asked, datetime(2027, 3, day, 11, tzinfo=UTC), law_of(("es",)))
    return next((one.evidence for one in verdict.reasons if one.rule == "es.hours" and "holiday" in one.evidence), {})


async def test_whoever_waited_for_a_list_goes_on_once_it_is_there(
    stage: SetStage,
    temporal_server: TemporalServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Customers are written to without a consent: not before the list is there, and not who stands on it (law 6)."""
    monkeypatch.setattr(scene, "HEAD", MARKETING)
    luis = "+34600000002"
    on = stage(ASKED, {ANA: {}, luis: {}})
    desk = Terminal(on, tmp_path, temporal_server.address, monkeypatch)
    on.enrol(ANA, luis)
    async with on.working():
        held = await on.until(lambda: [one for one in on.leads() if one.hold] if len(on.leads()) == 2 else [])
        await on.until(lambda: len([one for one in on.leads() if one.hold]) == 2)
        before = await desk.type(capsys, "doctor", "--part", "official lists")
        file = tmp_path / "robinson.txt"
        file.write_text(f"{luis}\n")
        said = await desk.type(
            capsys, "registry", "import", "lista_robinson", str(file), "--as-of", on.clock.now().date().isoformat()
        )
        leads = await on.finished(2)
    after = await desk.type(capsys, "doctor", "--part", "official lists")

    assert (before.code, "lista_robinson is missing, 2 leads wait for it. Bring it" in before.out) == (1, True)
    assert (after.code, "all that running campaigns want are young enough" in after.out) == (0, True)
    assert {(one.hold, one.hold_key) for one in held} == {("registry.fresh", "lista_robinson")}
    assert (said.code, "2 leads that waited for it continue." in said.err) == (0, True)
    assert {one.move for one in leads} == {Finish(reason="completed"), Finish(reason="unreached")}
    assert len(on.carried()) == 1


async def test_a_list_whose_import_reached_nobody_is_noticed(stage: SetStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Temporal was down just then: the reconciler looks for young copies. One that is missing wakes nobody."""
    monkeypatch.setattr(scene, "HEAD", MARKETING)
    on = stage(ASKED, {ANA: {}})
    on.enrol(ANA)
    async with on.working() as worker:
        await on.until(lambda: [one for one in on.leads() if one.hold])
        copy = registries.NewCopy(name="lista_robinson", as_of=on.clock.now().date())
        registries.replace(on.ledger, copy, ["+34600000002"], at=on.clock.now())
        await asyncio.to_thread(worker.reconciler.waking.look_for_lists)
        (lead,) = await on.finished()

    assert lead.move == Finish(reason="completed")
