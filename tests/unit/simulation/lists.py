"""Whom are the tests about? Rows of a list, and a campaign for them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from cadence.campaign import Campaign, read_campaign
from cadence.domain import Channel, NumberKind, ZoneEvidence, ZoneSource
from cadence.domain.list_rows import ConsentRow, LeadRow, NumberRow
from cadence.policy.packs.loading import load_law
from cadence.simulation import SimulatedPeople, SimulationWorld
from cadence.simulation.behaviour import Behaviour

MONDAY = datetime(2027, 3, 8, 7, tzinfo=UTC)  # eight in the morning in Madrid
FILE = """
campaign: spring
purpose: marketing
language: es
country: ES
from: {company: Tienda Sol, voice: "+34910000001", sms: "+34910000001"}
windows: [{days: mon-fri, hours: "09:30-14:00, 16:00-20:30"}]
limits:
  - {max: 1, per: 1 day, channels: [call]}
  - {max: 5, per: campaign}
gap: 2 hours
stop_on: [converted, refused]
floors:
  sales: {agents: 3, endpoint: "client:sales"}
cadence:
  - step: hello
    sms: "Hola, somos {{ company }}. BAJA para no recibir mas"
    on: {replied: ring, otherwise: ring}
  - step: ring
    after: 2 hours
    call: {floor: sales, ring: 25 seconds}
    retry: {on: [busy, no_answer], after: 4 hours, times: 2}
    on: {answered: end, otherwise: again}
  - step: again
    after: 1 day
    sms: "{{ company }}: seguimos aqui. BAJA para no recibir mas"
"""


def campaign(text: str = FILE, **changes: Any) -> Campaign:
    """Return the campaign, with some of it changed."""
    return read_campaign(text, "spring.yaml").model_copy(update=changes)


def row(place: int, *agreed: Channel, zone: str = "Europe/Madrid", **more: Any) -> LeadRow:
    """Return one line of a list; the person agreed to texts and calls if nothing else is said."""
    consents = tuple(
        ConsentRow(channel=channel, given=True, at=MONDAY - timedelta(days=30), kind="express_written", source="form")
        for channel in agreed or (Channel.SMS, Channel.CALL)
    )
    number = NumberRow(e164=f"+34600000{place:03}", kind=NumberKind.MOBILE, country="ES")
    evidence = (ZoneEvidence(zone=zone, source=ZoneSource.STATED),)
    settings: dict[str, Any] = {
        "line": place + 2,
        "key": f"C-{place}",
        "numbers": (number,),
        "country": "ES",
        "region": "MD",
        "zones": evidence,
        "consents": consents,
    }
    return LeadRow(**(settings | more))


def world(of: Campaign | None = None, seed: int = 1, behaviour: Behaviour | None = None) -> SimulationWorld:
    """Return the world of a campaign under today's law."""
    named = of or campaign()
    return SimulationWorld(
        campaign=named, law=load_law(named), people=SimulatedPeople(seed=seed, behaviour=behaviour or Behaviour())
    )
