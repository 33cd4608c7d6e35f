"""Does a stop reach its person when the network spells their number otherwise than the list? All phones are made up."""

import asyncio

import pytest

from cadence.domain import Finish
from cadence.ledger.lists.importing import import_leads
from tests.integration.engine.conftest import SetStage
from tests.integration.engine.scene import row
from tests.spelt import fresh

OFFER = """
  - step: hello
    whatsapp: {template: saludo}
    on: {otherwise: later}
  - step: later
    after: 20 hours
    sms: "{{ company }}: ¿sigue ahí?"
    on: {otherwise: end}
"""
TEMPLATES = {"saludo": "Hola, soy de Tienda Sol."}


@pytest.mark.parametrize("country", ["MX", "BR", "AR"])
async def test_the_next_message_does_not_leave_after_a_stop_on_whatsapp(stage: SetStage, country: str) -> None:
    """
    The emulator's people write from the number that WhatsApp knows them by; the list has another spelling.

    For Argentina the list has the number without the 9.
    """
    phone = fresh(country)
    listed = phone.listed.replace("+549", "+54")
    on = stage(OFFER, {phone.listed: {"replies": ["BAJA"], "reply_after": 60}, "templates": TEMPLATES})
    on.enrol(ana=(listed, "+34600000202"))
    async with on.working():
        (lead,) = await on.finished()

    wrote = on.asked("SELECT * FROM webhooks WHERE kind = 'inbound'")
    assert lead.move == Finish(reason="opted_out")
    assert [one["answer"] for one in wrote] == [204]
    assert [one["body"] for one in on.carried() if "sigue ahí" in one["body"]] == []
    with on.ledger.begin() as tx:
        assert tx.exec_driver_sql("SELECT count(DISTINCT hmac) FROM suppressions WHERE hmac IS NOT NULL").scalar() == 2


@pytest.mark.parametrize("country", ["MX", "BR", "AR"])
async def test_a_stop_whose_webhook_was_lost_is_read_from_the_carriers_list(stage: SetStage, country: str) -> None:
    """The carrier's list of messages spells the sender as the webhook would have."""
    phone = fresh(country)
    on = stage(OFFER, {"templates": TEMPLATES})
    on.enrol(phone.listed.replace("+549", "+54"), told=False)
    on.fault("inbound", "drop_callbacks")
    on.post("/_emulator/write", {"from": phone.listed, "to": "+34910000001", "channel": "whatsapp", "body": "BAJA"})

    await asyncio.to_thread(on.worker().reconciler.hear)

    with on.ledger.begin() as tx:
        stopped = tx.exec_driver_sql("SELECT count(*) FROM suppressions WHERE person IS NOT NULL")
        assert stopped.scalar_one() == 1


async def test_a_stop_by_an_id_alone_closes_the_person_once_the_id_has_a_number(stage: SetStage) -> None:
    """
    Whoever hides their number on WhatsApp says BAJA; their next message shows the number.

    Nothing leaves any more to any number of theirs, in any list, and the stop is confirmed once.
    """
    seen, other, later, user = "+34600000203", "+34600000204", "+34600000205", "ES.13490203"
    on = stage(OFFER, {"templates": TEMPLATES})
    on.enrol(ana=(seen, other))
    async with on.working():
        await on.until(on.carried)
        on.post("/_emulator/write", whatsapp(user, user, "BAJA"))
        await on.until(lambda: on.asked("SELECT * FROM webhooks WHERE kind = 'inbound' AND answer = 204"))
        on.post("/_emulator/write", whatsapp(seen, user, "gracias"))
        (lead,) = await on.finished()
        confirmed = [one for one in on.touches() if one.split()[0] not in ("hello", "later")]

    assert lead.move == Finish(reason="opted_out")
    assert [one["body"] for one in on.carried() if "sigue ahí" in one["body"]] == []
    assert len(confirmed) == len({one.split()[0] for one in confirmed}) <= 1
    import_leads(on.ledger, on.play.name, [row(1, "ana", seen, other, later)], at=on.clock.now())
    with on.ledger.begin() as tx:
        numbers_closed = "SELECT count(DISTINCT hmac) FROM suppressions WHERE hmac IN (SELECT hmac FROM numbers n "
        numbers_closed += "JOIN lead_numbers ln ON ln.number_id = n.id)"
        assert tx.exec_driver_sql(numbers_closed).scalar() == 3


def whatsapp(sender: str, user: str, body: str) -> dict[str, str]:
    """What somebody writes on WhatsApp, with their id there."""
    return {"from": sender, "user": user, "to": "+34910000001", "channel": "whatsapp", "body": body}
