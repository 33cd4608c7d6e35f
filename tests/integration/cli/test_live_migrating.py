"""Does a campaign at work go over to a changed file without losing anybody or saying anything twice?"""

from datetime import timedelta
from pathlib import Path

import pytest

from cadence.domain import Attempt
from cadence.local.stack import TemporalServer
from tests.integration.cli.test_live import Terminal
from tests.integration.engine.conftest import SetStage
from tests.integration.engine.scene import HEAD

ANA, LUIS, EVA = "+34600000201", "+34600000202", "+34600000203"
LIST = "id,name,phone,timezone\n" + "".join(
    f"C-{place},{name},{number},Europe/Madrid\n"
    for place, (name, number) in enumerate([("Ana", ANA), ("Luis", LUIS), ("Eva", EVA)], start=1)
)
RING = '{floor: FLOOR, ring: 2 minutes, voicemail: "Hola, somos {{ company }}."}'
OLD = f"""
  - step: ring
    call: {RING}
    on: {{voicemail_left: note, otherwise: bye}}
  - step: note
    sms: "{{{{ company }}}}: le dejamos un mensaje"
    on: {{otherwise: bye}}
  - step: bye
    after: 5 hours
    sms: "{{{{ company }}}}: hasta pronto"
"""
NEW = f"""
  - step: ring
    call: {RING}
  - step: chat
    after: 1 minute
    sms: "{{{{ company }}}}: otra cosa"
"""


async def test_a_running_campaign_goes_over_to_a_changed_file(
    stage: SetStage,
    temporal_server: TemporalServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One who waits carries on there, one whose phone rings when it has rung, one who stands nowhere stays."""
    people = {ANA: {"script": ["busy"]}, LUIS: {"script": ["no_answer"]}, EVA: {"script": ["machine"]}}
    on = stage(OLD, people, agents=3, speed=4)
    desk = Terminal(on, tmp_path, temporal_server.address, monkeypatch)
    head = HEAD.format(name=on.play.name, floor=on.play.floor, agents=3, hours=on.play.hours)
    file, leads = tmp_path / "play.yaml", tmp_path / "leads.csv"
    leads.write_text(LIST)

    def launch(steps: str, *more: str) -> tuple[str, ...]:
        file.write_text(head + steps.replace("FLOOR", on.play.floor))
        return ("launch", str(file), "--leads", str(leads), *more)

    assert (await desk.type(capsys, *launch(OLD))).code == 0
    async with on.working():
        await on.until(lambda: len(on.carried("call")) == 3 and len(on.carried("message")) == 1)
        await on.until(lambda: "ring 1 settled busy" in on.touches())
        ringing = on.asked("SELECT * FROM calls WHERE status = 'ringing'")
        moved = await desk.type(capsys, *launch(NEW, "--migrate", "--yes"))
        over = await on.finished(2)

    assert len(ringing) == 1, "Luis's phone rang when they were moved"
    assert moved.code == 0, moved.err
    assert "2 leads move, 1 keeps its version" in moved.err
    assert "stays: their current step is not in the new file: note (leads/C-3)" in moved.err
    assert {one.enrolment.version for one in over} == {2}
    (stayed,) = on.leads(finished=False)
    assert isinstance(stayed.move, Attempt)
    assert (stayed.enrolment.version, stayed.move.step) == (1, "bye")
    with on.ledger.begin() as tx:
        made = tx.exec_driver_sql("SELECT step, version, count(*) FROM touches GROUP BY 1, 2 ORDER BY 2, 1").all()
    assert [tuple(one) for one in made] == [("note", 1, 1), ("ring", 1, 3), ("chat", 2, 2)]
    assert len(on.carried("call")) == 3
    assert len(on.carried("message")) == 3
    assert on.clock.now() - on.clock.origin < timedelta(hours=5), "the old wait was not over"
