"""
A small shop that works with the engine: carts that were left, and orders that are paid. The standard library is enough.

    python docs/integrations/shop.py --api http://127.0.0.1:8081 --key KEY --till-key KEY --secret whsec_...

It sends a cart that was left to the campaign `shop-carts` (docs/integrations/shop.yaml), and the event `purchase` when
the order is paid: from the answer on nothing of the campaign leaves for that person. What the engine tells by signed
webhooks stands with the cart. The till, where orders are paid, has a key of its own that only sends events.
docs/integrations/README.md shows how to run it.
"""

import argparse
import os
import threading
from collections.abc import Mapping
from typing import Any

from engine_client import Answer, Engine, Receiver, serve

SOURCE = "shop"
"""The name of our list: within it an id always means the same person."""
AGREED_IN = "checkout"
"""Where people agreed: in Europe a consent without its source is none."""


class Shop:
    """Carts by their number. A real shop has a database."""

    def __init__(self, engine: Engine, till: Engine, campaign: str) -> None:
        """Begin without carts. `till` talks with the engine by a key that only sends events."""
        self._engine = engine
        self._till = till
        self._campaign = campaign
        self._lock = threading.Lock()
        self.carts: dict[str, dict[str, Any]] = {}

    def answer(self, method: str, path: str, body: Any) -> Answer:
        """Answer a request: GET /carts, POST /carts with carts that were left, POST /carts/NUMBER/paid."""
        match (method, path.strip("/").split("/")):
            case ("GET", ["carts"]):
                return 200, self.carts
            case ("POST", ["carts"]):
                return 200, self.left(body["carts"])
            case ("POST", ["carts", number, "paid"]) if number in self.carts:
                return 200, self.paid(number, body["amount"])
            case _:
                return 404, {"error": "no such cart or address"}

    def left(self, carts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Send the owners of carts that were left to the campaign; those who agreed to texts and calls say so."""
        people = [
            {
                "id": cart["number"],
                "name": cart["name"],
                "phone": cart["phone"],
                "consent_sms": cart["agreed"],
                "consent_call": cart["agreed"],
                "consent_source": AGREED_IN,
            }
            for cart in carts
        ]
        results = self._engine.enrol(self._campaign, SOURCE, people)
        with self._lock:
            for cart, result in zip(carts, results, strict=True):
                kept = {"state": result["state"], "lead": result["lead"], "heard": []}
                self.carts[cart["number"]] = kept
        return results

    def paid(self, number: str, amount: str) -> Any:
        """Say that an order was paid. The number of the order makes it one event, however often this runs."""
        event = {
            "lead": f"{SOURCE}/{number}",
            "campaign": self._campaign,
            "event": "purchase",
            "data": {"amount": amount, "currency": "EUR"},
        }
        return self._till.post("/api/events", event, key=f"paid-{number}")

    def hear(self, event: Mapping[str, Any]) -> None:
        """Note on a cart what the engine says of its owner."""
        with self._lock:
            cart = next((cart for cart in self.carts.values() if cart["lead"] == event["data"].get("lead")), None)
            if cart is None:
                return  # of another system
            cart["heard"].append(event["type"])
            if event["type"] == "enrolment.ended":
                cart["state"] = f"ended: {event['data']['reason']}"


def main() -> None:
    """Run the shop until it is stopped."""
    options = argparse.ArgumentParser(description="A small shop that works with the engine.")
    options.add_argument("--api", default="http://127.0.0.1:8081")
    options.add_argument("--key", default=os.environ.get("CADENCE_KEY", ""), help="from `cadence key create`")
    options.add_argument("--till-key", default=os.environ.get("CADENCE_TILL_KEY", ""), help="of the role publisher")
    options.add_argument("--secret", default=os.environ.get("CADENCE_SECRET", ""), help="from `cadence endpoint add`")
    options.add_argument("--campaign", default="shop-carts")
    options.add_argument("--port", type=int, default=8090)
    chosen = options.parse_args()
    shop = Shop(Engine(chosen.api, chosen.key), Engine(chosen.api, chosen.till_key), chosen.campaign)
    serve(chosen.port, chosen.secret, Receiver(shop.hear), shop.answer)


if __name__ == "__main__":
    main()
