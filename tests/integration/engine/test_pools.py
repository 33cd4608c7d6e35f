"""Does a campaign leave from a messaging service or a short code, and does every reply to it find its touch?"""

from typing import Any

import pytest

from cadence.domain import Finish, PauseScope
from cadence.ledger.campaigns import pauses
from tests.integration.engine.conftest import SetStage
from tests.integration.engine.scene import OnceTaken, Scene
from tests.integration.engine.test_carrier_faults import TEMPLATES, WHATSAPP
from tests.integration.engine.test_people import SLOW
from tests.integration.engine.test_stops import pause, resume

ANA, BEA, LEO = "+34600000131", "+34600000132", "+34600000133"
SERVICE = "MG00112233445566778899aabbccddeeff"
POOL = ["+34910000011", "+34910000012", "+34910000013"]
ACCOUNT: dict[str, Any] = {"services": {SERVICE: POOL}, "short_codes": ["ES:25555", "US:25555"]}
TWO = f"""
  - step: hello
    from: {SERVICE}
    sms: "Hola, soy de {{{{ company }}}}."
  - step: later
    after: 1 hour
    from: {SERVICE}
    sms: "{{{{ company }}}}: hasta pronto."
"""


def replies(on: Scene) -> list[tuple[str, bool]]:
    """What people wrote: the sender of ours that we note, and whether it was joined to a touch."""
    with on.ledger.begin() as tx:
        rows = tx.exec_driver_sql("SELECT sender, touch_id IS NOT NULL FROM inbound ORDER BY at").all()
    return [(str(sender), bool(joined)) for sender, joined in rows]


async def test_a_service_sends_from_its_pool_and_a_person_keeps_one_number(stage: SetStage) -> None:
    """Twilio chooses; the ledger knows the service, which is what rates and pauses are about."""
    on = stage(TWO, {ANA: {}, BEA: {}, LEO: {}, **ACCOUNT})
    on.enrol(ANA, BEA, LEO)
    async with on.working():
        await on.finished(3)

    sent = on.asked("SELECT person, ours, service FROM messages WHERE direction = 'outbound-api'")
    assert {one["service"] for one in sent} == {SERVICE}
    assert {one["ours"] for one in sent} <= set(POOL)
    assert len({(one["person"], one["ours"]) for one in sent}) == 3, "each person keeps one number"
    with on.ledger.begin() as tx:
        assert set(tx.exec_driver_sql("SELECT DISTINCT sender FROM touches").scalars()) == {SERVICE}
        assert set(tx.exec_driver_sql("SELECT sender FROM senders").scalars()) == {SERVICE}


async def test_a_stop_at_a_number_of_the_pool_is_obeyed_and_finds_its_touch(stage: SetStage) -> None:
    """The webhook says which service; the next message does not leave."""
    on = stage(TWO, {ANA: {"replies": ["BAJA"], "reply_after": 10}, **ACCOUNT}, speed=SLOW)
    on.enrol(ANA)
    async with on.working():
        (lead,) = await on.finished()

    assert lead.move == Finish(reason="opted_out")
    assert replies(on) == [(SERVICE, True)]
    (stop,) = on.asked("SELECT ours, service FROM messages WHERE direction = 'inbound'")
    assert stop["ours"] in POOL
    assert stop["service"] == SERVICE
    # Our own confirmation goes the way of the touch: by the service, to the same person.
    confirmed = on.asked("SELECT service, ours FROM messages WHERE direction = 'outbound-api' ORDER BY id")[1:]
    assert [(one["service"], one["ours"]) for one in confirmed] == [(SERVICE, stop["ours"])]


@pytest.mark.parametrize("polled", [False, True])
async def test_a_reply_of_which_the_carrier_does_not_name_the_service_finds_its_touch(
    stage: SetStage, polled: bool
) -> None:
    """A number may have left the pool, and a polled message may say nothing: the latest touch by a service it is."""
    on = stage(TWO, {ANA: {}, **ACCOUNT})
    on.enrol(ANA)
    async with on.working():
        await on.until(lambda: "hello 1 settled delivered" in on.touches())
        if polled:
            on.fault("inbound", "drop_callbacks", times=9)
        on.post("/_emulator/write", {"from": ANA, "to": "+34910000099", "channel": "sms", "body": "¿quién es?"})
        await on.until(lambda: replies(on))

    assert replies(on) == [(SERVICE, True)]


async def test_a_pause_of_the_service_holds_what_leaves_by_it(stage: SetStage) -> None:
    """By the name that the file has."""
    on = stage(TWO, {ANA: {}, **ACCOUNT})
    on.enrol(ANA)
    async with on.working(carrier=OnceTaken(on.carrier, lambda: pause(on, PauseScope.SENDER, SERVICE))):
        await on.until(lambda: [one for one in on.leads() if getattr(one.move, "hold", "")])
        assert len(on.carried()) == 1
        resume(on, PauseScope.SENDER, SERVICE)
        await on.finished()
    assert len(on.carried()) == 2


async def test_a_message_of_a_service_whose_answer_was_lost_is_found_and_not_sent_again(stage: SetStage) -> None:
    """The carrier took it and its answer was an error: it is looked up without a number to look for."""
    on = stage(TWO, {ANA: {}, **ACCOUNT})
    on.fault("messages", "accept_then_500", times=1)
    on.enrol(ANA)
    async with on.working():
        await on.finished()

    assert [one["body"] for one in on.carried()] == ["Hola, soy de Tienda Sol.", "Tienda Sol: hasta pronto."]


@pytest.mark.parametrize(
    ("code", "paused"),
    [
        (21606, False),  # one number of the pool cannot send this
        (30034, False),
        (21704, True),  # the service has no senders at all
    ],
)
async def test_a_fault_of_one_number_does_not_pause_the_service(stage: SetStage, code: int, paused: bool) -> None:
    """The others of its pool go on; what is about the service as a whole pauses it."""
    on = stage(TWO, {ANA: {}, BEA: {}, **ACCOUNT})
    on.fault("messages", "refuse", code=code, times=1)
    on.enrol(ANA, BEA)
    async with on.working():
        await on.until(lambda: any("not_taken" in one for one in on.touches()))
        if not paused:
            await on.until(lambda: sum("hello" in one and "delivered" in one for one in on.touches()) == 2)
        with on.ledger.begin() as tx:
            found = [one.value for one in pauses.active(tx) if one.scope is PauseScope.SENDER]

    assert found == ([f"sms:{SERVICE}"] if paused else [])


SHORT = """
  - step: hello
    from: "ES:25555"
    sms: "Hola, soy de {{ company }}."
  - step: later
    after: 1 hour
    from: "ES:25555"
    sms: "{{ company }}: hasta pronto."
"""


async def test_a_short_code_sends_hears_and_obeys(stage: SetStage) -> None:
    """The carrier knows it by its digits, and the ledger with its country."""
    on = stage(SHORT, {ANA: {"replies": ["BAJA"], "reply_after": 10}, **ACCOUNT}, speed=SLOW)
    on.enrol(ANA)
    async with on.working():
        (lead,) = await on.finished()

    assert lead.move == Finish(reason="opted_out")
    assert replies(on) == [("ES:25555", True)]
    outbound = on.asked("SELECT ours FROM messages WHERE direction = 'outbound-api' ORDER BY id")
    assert {one["ours"] for one in outbound} == {"25555"}
    assert len(outbound) == 2, "the message and the confirmation"


async def test_a_short_code_does_not_reach_another_country(stage: SetStage) -> None:
    """Refused by a rule of ours before the carrier could, and the cadence goes on."""
    on = stage(SHORT.replace("ES:", "US:"), {ANA: {}, **ACCOUNT})
    on.enrol(ANA)
    async with on.working():
        (lead,) = await on.finished()

    assert lead.move == Finish(reason="unreached")
    assert on.carried() == []
    with on.ledger.begin() as tx:
        rules = tx.exec_driver_sql("SELECT rules FROM touches").scalars().all()
    assert all("sender.country" in one for one in rules)


async def test_whatsapp_from_a_number_that_is_no_sender_there_pauses_it(stage: SetStage) -> None:
    """The carrier takes the message and says 63007 a moment later, as Twilio does."""
    on = stage(WHATSAPP, {ANA: {}, "templates": TEMPLATES, "whatsapp": ["+34910000002"]})
    on.enrol(ANA)
    async with on.working():
        await on.until(lambda: [one for one in on.leads() if getattr(one.move, "hold", "")])
        with on.ledger.begin() as tx:
            found = [(one.value, one.reason[:18]) for one in pauses.active(tx)]
    assert found == [("whatsapp:+34910000001", "carrier code 63007")]
