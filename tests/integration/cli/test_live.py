"""Do the commands do what they say while a worker, a carrier and people are at work?"""

import asyncio
from pathlib import Path

import pytest

from cadence.cli import run
from cadence.local.stack import TemporalServer
from tests.integration.cli.desk import Said
from tests.integration.engine.conftest import SetStage
from tests.integration.engine.scene import ACCOUNT, HEAD, Scene
from tests.integration.ledger.conftest import KEY

ANA = "+34600000201"
LIST = f"id,name,phone,timezone\nC-1,Ana Prueba,{ANA},Europe/Madrid\n"
THROUGH = """
  - step: hello
    sms: "Hola {{ name | first_word }}, soy de {{ company }}. BAJA para no recibir más."
  - step: ring
    after: 30 minutes
    call: {floor: FLOOR, ring: 25 seconds, voicemail: "Hola, somos {{ company }}."}
    on: {otherwise: bye}
  - step: bye
    after: 2 hours
    sms: "{{ company }}: hasta pronto"
"""
RINGING = """
  - step: ring
    call: {floor: FLOOR, ring: 2 minutes}
    retry: {on: [no_answer], after: 1 hour, times: 3}
"""


class Terminal:
    """Somebody types while all of it runs."""

    def __init__(self, on: Scene, folder: Path, address: str, patch: pytest.MonkeyPatch) -> None:
        self.on = on
        self.folder = folder
        url = on.ledger.engine.url.render_as_string(hide_password=False)
        settings = {
            "CADENCE_DATABASE_URL": url,
            "CADENCE_HMAC_KEY": KEY.hex(),
            "CADENCE_STATE_DIR": str(folder / "state"),
            "CADENCE_TWILIO_URL": on.emulator.url,
            "TEMPORAL_ADDRESS": address,
            **ACCOUNT,
        }
        for name, value in settings.items():
            patch.setenv(name, value)

    async def type(self, capsys: pytest.CaptureFixture[str], *words: str) -> Said:
        """Type a command; the worker goes on meanwhile."""
        capsys.readouterr()
        code = await asyncio.to_thread(run, list(words))
        return Said(code, *capsys.readouterr())

    async def launch(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Launch the play for Ana."""
        play = self.on.play
        head = HEAD.format(name=play.name, floor=play.floor, agents=play.agents, hours=play.hours)
        file, leads = self.folder / "play.yaml", self.folder / "leads.csv"
        file.write_text(head + play.steps.replace("FLOOR", play.floor))
        leads.write_text(LIST)
        said = await self.type(capsys, "launch", str(file), "--leads", str(leads))
        assert said.code == 0, said.err


async def test_a_campaign_is_run_from_the_terminal(
    stage: SetStage,
    temporal_server: TemporalServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Launched, paused, resumed and told: the ledger's side and the workflow's history make one story."""
    on = stage(THROUGH, {ANA: {"script": ["machine"]}})
    desk = Terminal(on, tmp_path, temporal_server.address, monkeypatch)
    await desk.launch(capsys)
    async with on.working():
        await on.until(lambda: on.carried("call"))
        paused = await desk.type(capsys, "pause", on.play.name, "--because", "lunch")
        (held,) = await on.until(lambda: [one for one in on.leads() if one.hold])
        status = await desk.type(capsys, "status", on.play.name)
        resumed = await desk.type(capsys, "resume", on.play.name)
        await on.finished()
        told = await desk.type(capsys, "lead", "C-1")

    assert (paused.code, resumed.code, held.hold) == (0, 0, "campaign.running")
    assert f"held       1 for the end of a pause: campaign {on.play.name}" in status.out
    story = told.out
    in_order = [
        "imported with the list leads",
        f"added to the queue of {on.play.name}",
        "the workflow was started",
        "hello by text message, try 1: allowed",
        "hello by text message, try 1: sent from +34910000001: “Hola Ana, soy de Tienda Sol. BAJA",
        "what comes next: ring by phone, try 1 on Tue 2027-03-09",
        "ring by phone, try 1: dialled from +34910000001, with a voicemail message: “Hola, somos Tienda Sol.”",
        f"campaign {on.play.name}: paused",
        "because lunch",
        f"campaign {on.play.name}: resumed",
        "bye by text message, try 1: sent from +34910000001: “Tienda Sol: hasta pronto”",
        f"finished in {on.play.name}: the cadence was completed",
        "the workflow ended",
    ]
    places = [story.index(words) for words in in_order]
    assert places == sorted(places), story
    assert story.count("Europe/Madrid\n") > 10


async def test_a_call_that_rings_is_taken_back_when_somebody_is_suppressed(
    stage: SetStage,
    temporal_server: TemporalServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A stop means now, for the phone that rings as well (protocol §1.4)."""
    on = stage(RINGING, {ANA: {"script": ["no_answer"]}}, speed=2)
    desk = Terminal(on, tmp_path, temporal_server.address, monkeypatch)
    await desk.launch(capsys)
    async with on.working():
        await on.until(lambda: on.asked("SELECT * FROM calls WHERE status = 'ringing'"))
        said = await desk.type(capsys, "suppress", "C-1", "--because", "by phone")
        (lead,) = await on.finished()

    assert said.code == 0
    assert "1 ringing call was cancelled." in said.err
    assert lead.enrolment.finished == "suppressed"
    assert [one["status"] for one in on.asked("SELECT status FROM calls")] == ["canceled"]
