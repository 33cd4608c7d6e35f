"""Where does anything personal go? Temporal, the events and the carrier are searched after a run and an erasure."""

import base64
import json

import pytest
from temporalio.client import WorkflowHandle

from cadence.channels.twilio.provider import TwilioAccount, TwilioCarrier
from cadence.domain import names
from cadence.domain.errors import UnavailableError
from cadence.engine.reconciler.deleting import Deleting
from cadence.ledger.people import carrier_deletions, erasure, numbers
from cadence.local.stack.ports import free_port
from tests.integration.engine.conftest import SetStage
from tests.integration.engine.scene import Scene

ANA, LUIS = "+34600000701", "+34600000702"
NAME = "Xiomara Quetzalcóatl"
SECRETS = [NAME, "Xiomara", "Quetzalc", "34600000701", "600000701", "zarzaparrilla", "berenjena", "melocotón"]
"""Words that stand nowhere else: the name, the number in its forms, what we say and what is answered."""
STEPS = """
  - step: hello
    sms: "Hola {{ name }}, zarzaparrilla. BAJA para no recibir más."
    on: {otherwise: talk}
  - step: talk
    after: 10 minutes
    call: {floor: FLOOR, ring: 25 seconds, voicemail: "Hola {{ name }}, berenjena."}
    retry: {on: [busy], after: 5 minutes, times: 1}
    on: {otherwise: hand_over}
  - step: hand_over
    task: {title: "Llamar a {{ name }}: melocotón"}
"""


async def test_nobody_is_found_in_temporal_and_an_erased_person_nowhere(stage: SetStage) -> None:
    """
    Erasing a person must be one transaction in the ledger: so nothing of theirs may ever have gone elsewhere.

    Only the carrier has had it. There texts both ways, recordings and what comes later go afterwards; what others wrote
    and said stays.
    """
    told = {"script": ["busy", "machine"], "replies": ["vale, gracias"], "reply_after": 60}
    on = stage(STEPS, {ANA: told, LUIS: told})
    on.enrol(ANA, LUIS, name=NAME)
    async with on.working():
        leads = await on.finished(2)
        kept = [await everything(on, names.lead_workflow_id(lead.enrolment.id)) for lead in leads]
        kept.append(await everything(on, names.campaign_workflow_id(on.play.name)))
        await on.until(lambda: len(texts(on, ANA)) == len(texts(on, LUIS)) == 2)

    assert all(found(told, ["hello", "talk"]) for told in kept[:2])  # the search finds what is there
    assert [secret for told in kept for secret in found(told, SECRETS)] == []
    await erase_and_search(on)


async def erase_and_search(on: Scene) -> None:
    """Erase Ana, and search the carrier and the events."""
    calls = on.asked("SELECT sid, person FROM calls")
    for call in calls:
        on.post("/_emulator/recordings", {"call": call["sid"], "said": "berenjena"})
    with on.ledger.begin() as tx:
        (lead,) = numbers.owners(tx, [numbers.find(tx, on.ledger.hasher, ANA) or 0])
        noted = erasure.erase(tx, lead, at=on.clock.now()).at_carrier

    def deleted(so_many: int) -> bool:
        Deleting(on.planner, on.carrier).delete_at_carrier()
        with on.ledger.begin() as tx:
            return carrier_deletions.progress(tx, lead).done == so_many

    nobody = TwilioAccount(sid="AC1", secret="x", base_url=f"http://127.0.0.1:{free_port()}")
    with pytest.raises(UnavailableError):  # the carrier is down
        Deleting(on.planner, TwilioCarrier(nobody, public_url="")).delete_at_carrier()
    await on.until(lambda: deleted(noted))
    on.writes(ANA, "¿quién sois? melocotón")
    await on.until(lambda: deleted(noted + 1))

    with on.ledger.begin() as tx:
        written = "SELECT type, CAST(data AS text) AS data FROM events WHERE subject = %s"
        events = tx.exec_driver_sql(written, (f"leads/{lead}",)).all()
        stored = tx.exec_driver_sql("SELECT body FROM inbound_texts").scalars().all()
    recorded = {row["call_sid"] for row in on.asked("SELECT call_sid FROM recordings")}

    assert noted == 4  # a text, two calls and a reply
    assert (texts(on, ANA), all(texts(on, LUIS)), stored) == ([""] * 3, True, ["vale, gracias"])
    assert recorded == {call["sid"] for call in calls if call["person"] == LUIS}
    assert len(recorded) == len(on.asked("SELECT sid FROM transcripts")) == 2
    assert [event.type for event in events].count("lead.erased") == 1
    assert [word for event in events for word in found(event.data.encode(), SECRETS)] == []


def texts(on: Scene, person: str) -> list[str]:
    """Return what the carrier has of a person's messages, in both directions."""
    return [row["body"] for row in on.asked("SELECT body FROM messages WHERE person = ? ORDER BY id", person)]


async def everything(on: Scene, workflow_id: str) -> bytes:
    """Return all that Temporal keeps of a workflow: its history, raw and decoded, and how it is described."""
    handle: WorkflowHandle[object, object] = on.client.get_workflow_handle(workflow_id)
    history = await handle.fetch_history()
    raw = b"".join(event.SerializeToString() for event in history.events)
    described = await handle.describe()
    return raw + described.raw_description.SerializeToString() + decoded(json.loads(history.to_json()))


def decoded(document: object) -> bytes:
    """Return every payload of a history as what it says."""
    if isinstance(document, dict):
        own = base64.b64decode(document["data"]) if isinstance(document.get("data"), str) else b""
        return own + b"".join(decoded(value) for value in document.values())
    if isinstance(document, list):
        return b"".join(decoded(value) for value in document)
    return b""


def found(told: bytes, words: list[str]) -> list[str]:
    """Return the words that stand in it, in any of the ways in which JSON may write them."""
    forms = {word: {word.encode(), json.dumps(word)[1:-1].encode(), word.encode("utf-16-le")} for word in words}
    return [word for word, ways in forms.items() if any(way in told for way in ways)]
