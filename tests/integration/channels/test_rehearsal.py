"""A faster Clock changes nothing but the time it takes."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cadence.channels.provider import Accepted, Dial, Message
from cadence.domain import Channel
from cadence.domain.clock import utc_now
from cadence.local.stack.ports import free_port
from tests.integration.channels.stand_in import OURS, Emulator, Engine, start
from tests.waiting import PATIENCE, until

MORNING = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)  # a Monday, five past ten in Madrid
NUMBERS = [f"+3460020{number:04}" for number in range(40)]


def rehearse(folder: Path, engine: Engine, speed: float) -> Mapping[str, tuple[str, ...]]:
    """Call and write to everybody once at this speed; return what came of it, by number."""
    folder.mkdir()
    clock = ["--origin", MORNING.isoformat(), "--started", utc_now().isoformat(), "--speed", str(speed)]
    rest = ["--public-url", engine.url, "--call-rate", "1000", "--agents", "50", "--seed", "11"]
    emulator = start(folder, free_port(), *clock, *rest)
    try:
        with ThreadPoolExecutor(8) as threads:
            assert all(
                isinstance(one, Accepted) for one in threads.map(lambda to: touch(emulator, engine, to), NUMBERS)
            )
        until(lambda: settled(emulator))
    finally:
        emulator.process.terminate()
        emulator.process.wait(PATIENCE)
    calls = emulator.rows(
        "SELECT person, status, answered_by, agent <> '' AS agent FROM calls WHERE parent_sid IS NULL"
    )
    messages = emulator.rows("SELECT person, error_code FROM messages WHERE direction = 'outbound-api'")
    codes = {one["person"]: str(one["error_code"]) for one in messages}
    return {
        one["person"]: (one["status"], str(one["answered_by"]), str(one["agent"]), codes[one["person"]])
        for one in calls
    }


def touch(emulator: Emulator, engine: Engine, to: str) -> object:
    """One text and one call."""
    carrier = emulator.carrier(engine.url)
    carrier.send(Message(touch="r", channel=Channel.SMS, to=to, sender=OURS, body="Hola"))
    ring, talk = timedelta(seconds=25), timedelta(minutes=10)
    return carrier.dial(
        Dial(touch="r", to=to, sender=OURS, ring=ring, talk=talk, detect_machines=True, leaves_voicemail=True)
    )


def settled(emulator: Emulator) -> bool:
    """Whether nobody is on the phone and every text has landed."""
    under_way = "SELECT 1 FROM messages WHERE status IN ('queued', 'sent')"
    return emulator.health()["live_calls"] == 0 and not emulator.rows(under_way)


def test_the_same_seed_gives_the_same_outcomes_at_any_speed(tmp_path: Path, engine: Engine) -> None:
    """
    Who answers, who waits for the agent and who hangs up depends on the people, not on how busy this machine is.

    At 1200 times a request of 30 ms takes more than half a minute of the Clock: nobody's patience may pay for that.
    """
    slow, fast = rehearse(tmp_path / "slow", engine, 120), rehearse(tmp_path / "fast", engine, 1200)

    assert fast == slow
    assert len(slow) == len(NUMBERS)
    assert sum(agent == "1" for _, _, agent, _ in slow.values()) >= 5  # conversations took place
    assert len({answered_by for _, answered_by, _, _ in slow.values()}) >= 3


def test_the_record_tells_the_clocks_time(tmp_path: Path, engine: Engine) -> None:
    """A proof judges hours by the instant at which a touch was taken, where the person really is."""
    began = utc_now()
    rehearse(tmp_path / "fast", engine, 1200)
    ended = MORNING + (utc_now() - began) * 1200
    emulator = Emulator(url="", file=tmp_path / "fast" / "emulator.db", process=None)  # type: ignore[arg-type]

    carried = emulator.rows("SELECT * FROM carried")
    assert len(carried) >= len(NUMBERS)
    for one in carried:
        assert MORNING <= datetime.fromisoformat(one["at"]) < ended
        assert one["zone"] == "Europe/Madrid"
