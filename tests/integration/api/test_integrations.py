"""Do the two worked integrations run: people in, signed webhooks out, an event back, and the cadence ends?"""

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from activities.enrol import CampaignActivities
from cadence.api.app import api_app
from cadence.api.dependencies import Dependencies
from cadence.campaign import check_text
from cadence.campaign.store import to_json
from cadence.domain.clock import utc_now
from cadence.domain.roles import Role
from cadence.engine.events import relay as relaying
from cadence.engine.events.relay import EventRelay, RelayContext
from cadence.engine.events.sending import EventSender
from cadence.engine.events.signing import headers, new_secret
from cadence.ledger.campaigns import campaigns
from cadence.ledger.events import endpoints
from cadence.ledger.people import erasure
from tests.integration.api.town import Town, serving
from tests.unit.campaign.samples import PACKS
from tests.waiting import PATIENCE

EXAMPLES = Path(__file__).parents[3] / "docs" / "integrations"
SECRET = new_secret()


@contextmanager
def running(name: str, api: str, key: str, *more: str) -> Iterator[httpx.Client]:
    """Run an example as its page says, and reach it."""
    command = [
        sys.executable,
        str(EXAMPLES / f"{name}.py"),
        "--api",
        api,
        "--key",
        key,
        "--secret",
        SECRET,
        "--port",
        "0",
        *more,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip().removeprefix("listening on ")
            with httpx.Client(base_url=url, timeout=PATIENCE) as client:
                yield client
        finally:
            process.terminate()


class Engine:
    """The engine, as far as a worker and the web server are it."""

    def __init__(self, town: Town, deps: Dependencies, key: str, till_key: str) -> None:
        """Be reached with a key, and with one that only sends events."""
        self.town, self.deps, self.key, self.till_key = town, deps, key, till_key

    def launch(self, name: str) -> str:
        """Launch the campaign of an example; return its name."""
        campaign = check_text((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"), f"{name}.yaml", PACKS).right()
        with self.town.ledger.begin() as tx:
            campaigns.launch(tx, campaign.campaign, to_json(campaign), at=self.town.clock.now())
        return campaign.campaign

    def let_in(self, campaign: str) -> None:
        """Enrol who is in line, as a worker does."""
        CampaignActivities(self.deps.planner, None, None)._enrol(campaign)  # type: ignore[arg-type]

    def connect(self, name: str, client: httpx.Client) -> None:
        """Have an example receive all events."""
        url = f"{str(client.base_url).rstrip('/')}/hooks/cadence"
        with self.town.ledger.begin() as tx:
            endpoints.put(
                tx, self.town.ledger.hasher, name, url=url, types=(), secret=SECRET, at=utc_now()
            )  # as events are written here

    def relay(self) -> EventRelay:
        """What sends events, as a worker has it."""
        sender = EventSender(everywhere=True, timeout=5)
        return EventRelay(RelayContext(self.town.ledger, self.town.clock, sender, "https://cadence.example.com"))

    def tell(self, until: Callable[[], bool]) -> None:
        """Send events until something holds."""

        async def send() -> None:
            give_up = time.monotonic() + PATIENCE
            async with self.relay().running():
                while not await asyncio.to_thread(until):
                    assert time.monotonic() < give_up
                    await asyncio.sleep(0.05)

        asyncio.run(send())


@pytest.fixture
def engine(
    town: Town, deps: Dependencies, with_key: Callable[[Role], httpx.Client], monkeypatch: pytest.MonkeyPatch
) -> Engine:
    """An engine with keys for the example."""
    monkeypatch.setattr(relaying, "LOOK", 0.05)
    keys = (with_key(role).headers["Authorization"].removeprefix("Bearer ") for role in (Role.OPERATOR, Role.PUBLISHER))
    return Engine(town, deps, *keys)


def ended(town: Town, lead: str) -> str | None:
    """Why the cadence of somebody ended."""
    reason: str | None = town.ask("SELECT finished FROM enrolments WHERE lead_id = :lead", lead=lead)
    return reason


NO_SOURCE = "SELECT count(*) FROM consents WHERE lead_id = :lead AND given AND source = ''"
"""Consents that are none in Europe, where the law wants to know where they came from: nobody would be contacted."""


def test_a_paid_order_ends_the_reminders_of_its_cart(town: Town, engine: Engine) -> None:
    """The shop learns of it by a webhook, whose signature it checks; another cart is not concerned."""
    campaign = engine.launch("shop")
    carts = [
        {"number": number, "name": "Ana", "phone": town.number(), "agreed": True} for number in ("A-1", "A-2", "A-3")
    ]
    carts[2]["phone"] = "no number"
    till = ("--till-key", engine.till_key)
    with serving(api_app(engine.deps)) as api, running("shop", api, engine.key, *till) as shop:
        engine.connect("shop", shop)
        first, second, third = shop.post("/carts", json={"carts": carts}).json()
        assert [row["state"] for row in (first, second, third)] == ["in_campaign", "in_campaign", "refused"]
        engine.let_in(campaign)
        assert (ended(town, first["lead"]), ended(town, second["lead"])) == (None, None)
        assert town.ask(NO_SOURCE, lead=first["lead"]) == 0

        paid = [shop.post("/carts/A-1/paid", json={"amount": "129.90"}).json() for _ in range(2)]
        engine.tell(lambda: bool(shop.get("/carts").json()["A-1"]["state"] == "ended: converted"))

        assert paid[0] == paid[1], "sent again, it is one event"
        assert paid[0] == {"lead": first["lead"], "event": "purchase", "effects": []}, "the till reads nothing"
        assert (ended(town, first["lead"]), ended(town, second["lead"])) == ("converted", None)
        heard = shop.get("/carts").json()
        assert {"event.received", "lead.converted", "enrolment.ended"} <= set(heard["A-1"]["heard"])
        assert heard["A-2"] == {"state": "in_campaign", "lead": second["lead"], "heard": heard["A-2"]["heard"]}
        assert "enrolment.ended" not in heard["A-2"]["heard"]
        forged = (
            b'{"id": "x", "type": "enrolment.ended", "data": {"lead": "'
            + second["lead"].encode()
            + b'", "reason": "x"}}'
        )
        right = headers([SECRET], "x", utc_now(), forged)
        for wrong in (
            {},
            right | {"webhook-signature": "v1,AAAA"},
            right | {"webhook-timestamp": "1"},
            right | {"webhook-id": "y"},
        ):
            assert shop.post("/hooks/cadence", content=forged, headers=wrong).status_code == 401
        assert shop.get("/carts").json() == heard
    value = "SELECT value FROM external_events WHERE lead_id = :lead AND effect = 'finish'"
    assert str(town.ask(value, lead=first["lead"])) == "129.9000"


def test_a_crm_holds_ends_and_stops_and_reads_what_it_missed(town: Town, engine: Engine) -> None:
    """Each by the number of its case; a CRM that was away has everything after reading by the cursor."""
    campaign = engine.launch("crm")
    contacts = [
        {"id": name, "name": name, "phone": town.number(), "agreed": True}
        for name in ("complains", "meets", "buys", "stops")
    ]

    def state(crm: httpx.Client) -> dict[str, Any]:
        return {name: contact["state"] for name, contact in crm.get("/contacts").json().items()}

    with serving(api_app(engine.deps)) as api:
        with running("crm", api, engine.key) as crm:
            engine.connect("crm", crm)
            leads = {
                contact["id"]: result["lead"]
                for contact, result in zip(
                    contacts, crm.post("/contacts", json={"contacts": contacts}).json(), strict=True
                )
            }
            engine.let_in(campaign)
            assert town.ask(NO_SOURCE, lead=leads["meets"]) == 0
            told = {
                what: crm.post(
                    f"/contacts/{name}/{what}", json={"case": "7", "amount": "900", "currency": "EUR"}
                ).json()
                for name, what in (("complains", "complaint"), ("meets", "meeting"), ("buys", "deal"))
            }
            assert [answer["effects"][0]["effect"] for answer in told.values()] == ["hold", "go", "finish"]
            assert crm.post("/contacts/stops/stop").status_code == 200
            engine.tell(lambda: state(crm)["stops"] == "wants no more" and state(crm)["buys"] == "ended: converted")
            expected = state(crm)
        assert expected == {
            "complains": "in_campaign", "meets": "in_campaign", "buys": "ended: converted", "stops": "wants no more",
        }  # fmt: skip
        assert (ended(town, leads["buys"]), ended(town, leads["meets"])) == ("converted", None)
        with running("crm", api, engine.key) as again:
            again.post("/contacts", json={"contacts": contacts})
            assert again.post("/catch-up").json()["events"] > 0
            assert again.post("/catch-up").json()["events"] == 0, "each once"
            assert state(again)["buys"] == "ended: converted"
            assert state(again)["stops"] == "wants no more"
            with town.ledger.begin() as tx:
                erasure.erase(tx, leads["stops"], at=town.clock.now())
            assert again.post("/catch-up").json()["events"] > 0
            assert {*state(again)} == {"complains", "meets", "buys"}
