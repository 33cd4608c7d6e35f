"""Does anything personal enter Temporal? After a run everything that it keeps is searched, decoded and as raw bytes."""

import base64
import json

from temporalio.client import WorkflowHandle

from cadence.domain import names
from tests.integration.engine.conftest import SetStage
from tests.integration.engine.scene import Scene

ANA = "+34600000701"
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


async def test_nobody_is_found_in_temporal(stage: SetStage) -> None:
    """Erasing a person must be one transaction in the ledger: so nothing of theirs may ever have gone elsewhere."""
    on = stage(STEPS, {ANA: {"script": ["busy", "machine"], "replies": ["vale, gracias"], "reply_after": 60}})
    on.enrol(ANA, name=NAME)
    async with on.working():
        (lead,) = await on.finished()
        kept = [await everything(on, names.lead_workflow_id(lead.enrolment.id))]
        kept.append(await everything(on, names.campaign_workflow_id(on.play.name)))

    assert all(found(told, ["hello", "talk"]) for told in kept[:1])  # the search finds what is there
    assert [secret for told in kept for secret in found(told, SECRETS)] == []


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
