"""
A small CRM that works with the engine: contacts, complaints and deals. The standard library is enough.

    python docs/integrations/crm.py --api http://127.0.0.1:8081 --key KEY --secret whsec_...

It lets contacts into the campaign `crm-leads` (docs/integrations/crm.yaml). A complaint holds everything for a week, a
meeting leads to the thanks, a deal ends the cadence. What the engine tells by signed webhooks stands with the contact;
after a stop of the CRM it reads what it has missed by the cursor. Who is erased there is erased here.
docs/integrations/README.md shows how to run it.
"""

import argparse
import os
import threading
from collections.abc import Mapping
from typing import Any

from engine_client import Answer, Engine, Receiver, serve

SOURCE = "crm"
"""The name of our list: within it an id always means the same person."""
AGREED_IN = "contact form"
"""Where people agreed: in Europe a consent without its source is none."""
EVENTS = {"complaint": "ticket.opened", "meeting": "meeting.held", "deal": "deal.won"}
"""What we call what happens, and what the campaign file calls it."""
ENDS = "enrolment.ended"
STOPS = "lead.opted_out"
ERASED = "lead.erased"


class Crm:
    """Contacts by their id. A real CRM has a database."""

    def __init__(self, engine: Engine, campaign: str) -> None:
        """Begin without contacts."""
        self._engine = engine
        self._campaign = campaign
        self._lock = threading.Lock()
        self.contacts: dict[str, dict[str, Any]] = {}
        self.receiver = Receiver(self.hear)

    def answer(self, method: str, path: str, body: Any) -> Answer:
        """
        Answer a request.

        GET /contacts, POST /contacts, POST /contacts/ID/complaint, meeting, deal or stop, POST /catch-up.
        """
        match (method, path.strip("/").split("/")):
            case ("GET", ["contacts"]):
                return 200, self.contacts
            case ("POST", ["contacts"]):
                return 200, self.add(body["contacts"])
            case ("POST", ["contacts", contact, "stop"]) if contact in self.contacts:
                return 200, self.stop(contact)
            case ("POST", ["contacts", contact, what]) if contact in self.contacts and what in EVENTS:
                return 200, self.tell(contact, what, body)
            case ("POST", ["catch-up"]):
                return 200, {"events": self.catch_up()}
            case _:
                return 404, {"error": "no such contact or address"}

    def add(self, contacts: list[dict[str, Any]]) -> Any:
        """Let contacts into the campaign. Sent again, nobody comes in twice."""
        people = [{"id": contact["id"], "name": contact["name"], "phone": contact["phone"],
                   "consent_sms": contact["agreed"], "consent_source": AGREED_IN} for contact in contacts]  # fmt: skip
        body = {"list": SOURCE, "leads": people, "by": "crm", "why": "new contacts"}
        path = f"/api/campaigns/{self._campaign}/leads"
        key = "contacts-" + "-".join(sorted(contact["id"] for contact in contacts))
        results = self._engine.post(path, body, key=key)["leads"]
        with self._lock:
            for contact, result in zip(contacts, results, strict=True):
                self.contacts[contact["id"]] = {"state": result["state"], "lead": result["lead"], "heard": []}
        return results

    def tell(self, contact: str, what: str, details: Mapping[str, Any]) -> Any:
        """Say what happened to a contact; the number of the case makes it one event."""
        lead = self.contacts[contact]["lead"]
        event = {
            "event": EVENTS[what],
            "data": {name: details[name] for name in ("amount", "currency") if name in details},
        }
        return self._engine.post(f"/api/leads/{lead}/events", event, key=f"{what}-{contact}-{details['case']}")

    def stop(self, contact: str) -> Any:
        """Somebody told us on the telephone that they want no more: nothing leaves from the answer on."""
        body = {"lead": self.contacts[contact]["lead"], "by": "crm", "why": "told us on the telephone"}
        return self._engine.post("/api/suppressions", body, key=f"stop-{contact}")

    def hear(self, event: Mapping[str, Any]) -> None:
        """Note on a contact what the engine says."""
        with self._lock:
            lead = event["data"].get("lead")
            name = next((name for name, contact in self.contacts.items() if contact["lead"] == lead), None)
            if name is None:
                return  # of another system
            if event["type"] == ERASED:
                del self.contacts[name]  # the engine has nothing of the person any more, and neither has the CRM
                return
            contact = self.contacts[name]
            contact["heard"].append(event["type"])
            if event["type"] == ENDS:
                contact["state"] = f"ended: {event['data']['reason']}"
            elif event["type"] == STOPS:
                contact["state"] = "wants no more"

    def catch_up(self) -> int:
        """Read by the cursor what came while we were away; a real CRM stores how far it has read."""
        after, new = "", 0
        while True:
            page = self._engine.get("/api/events", **({"after": after} if after else {}))
            new += sum(self.receiver.take(event) for event in page["events"])
            after = page["next"] or after
            if not page["more"]:
                return new


def main() -> None:
    """Run the CRM until it is stopped."""
    options = argparse.ArgumentParser(description="A small CRM that works with the engine.")
    options.add_argument("--api", default="http://127.0.0.1:8081")
    options.add_argument("--key", default=os.environ.get("CADENCE_KEY", ""), help="from `cadence key create`")
    options.add_argument("--secret", default=os.environ.get("CADENCE_SECRET", ""), help="from `cadence endpoint add`")
    options.add_argument("--campaign", default="crm-leads")
    options.add_argument("--port", type=int, default=8091)
    chosen = options.parse_args()
    crm = Crm(Engine(chosen.api, chosen.key), chosen.campaign)
    serve(chosen.port, chosen.secret, crm.receiver, crm.answer)


if __name__ == "__main__":
    main()
