"""
How is an API order carried out only once? Edge: by the caller's `Idempotency-Key`, stored in the ledger with the order.

The same key with the same request has the same answer and one effect, whatever happens in between. The same key with
another request is a mistake of the caller. Without a key, the orders of this API have one effect by their nature: only
another disposition corrects the disposition of a call; there is one promise per lead, campaign and instant; a
suppression exists or does not.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Header

from cadence.api.dependencies import Dependencies
from cadence.api.requests import ApiRequest
from cadence.domain.errors import ConflictError
from cadence.engine.outcomes.writing import EventResult
from cadence.ledger.campaigns import commands
from cadence.ledger.campaigns.commands import Command

ORIGIN = "api"
"""Begins the stored idempotency key. The key of another user of the API would be the same: an order is one order."""
REQUEST = "request"
"""The argument of a stored order that distinguishes two requests without storing either."""

IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="Any text you choose for this one order; when in doubt, send the order again with the same key.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class IdempotentOrder:
    """An order that is carried out once."""

    name: str
    request: ApiRequest
    key: str | None
    origin: str  # which key of the API ordered it
    target: str = ""  # what the address names, such as a campaign: the body alone does not distinguish two of them

    def command(
        self, deps: Dependencies, *, lead: str | None = None, campaign: int | None = None, **args: str
    ) -> Command:
        """Return the order as the ledger stores it: who, why, from where. `args` hold no personal data."""
        request = self.request
        return Command(
            name=self.name,
            actor=request.by,
            origin=self.origin,
            why=request.why,
            lead=lead,
            campaign=campaign,
            args={**args, REQUEST: self._digest(deps)},
            key=self._key,
        )

    def do(self, deps: Dependencies, act: Callable[[], EventResult]) -> None:
        """Do it unless it was done before. Raises ConflictError when the key was used for another request."""
        if self._done(deps):
            return
        result = act()
        if not result.changed:
            self._done(deps)  # a concurrent request used this key: was it the same request?
        deps.background.after(result)

    def given_before(self, deps: Dependencies) -> str | None:
        """Return the reference of the order that was given with this key; None for none."""
        with deps.ledger.begin() as tx:
            return commands.ref_of(tx, self._key) if self._key else None

    @property
    def _key(self) -> str | None:
        return f"{ORIGIN}/{self.key}" if self.key else None

    def _done(self, deps: Dependencies) -> bool:
        if self._key is None:
            return False
        with deps.ledger.begin() as tx:
            args = commands.args_of(tx, self._key)
        if args is None:
            return False
        if not hmac.compare_digest(args.get(REQUEST, ""), self._digest(deps)):
            raise ConflictError("This Idempotency-Key was used for another request. Choose a new key for a new order.")
        return True

    def _digest(self, deps: Dependencies) -> str:
        """Return a keyed hash of this request: a plain hash of a phone number can be reversed."""
        text = f"{REQUEST}\0{self.name}\0{self.request.model_dump_json()}"
        text += f"\0{self.target}" if self.target else ""
        return hmac.new(deps.ledger.hasher.key, text.encode(), hashlib.sha256).hexdigest()
