"""
Which holds have ended? Edge: jobs of the reconciler that wake the leads that wait for them, page by page.

A lead may wait without a wake-up time only under a named hold (law 3), so each name needs a job that notices its end.
"""

from cadence.domain import HoldName
from cadence.engine.outbox import OutboxRelay
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.campaigns import waits
from cadence.ledger.lists import registries
from cadence.ledger.reading.undone import Undone
from cadence.policy import required_registries

OF_PAUSES = (HoldName.RUNNING, HoldName.TEMPLATE, HoldName.DESTINATION)
"""Holds that end with a pause."""
ENDING = (*OF_PAUSES, HoldName.PACK)
"""Holds whose end is looked for every few seconds."""


class HoldWaker:
    """Wakes leads whose hold has ended."""

    def __init__(self, planner: Planner, outbox: OutboxRelay) -> None:
        """Keep the collaborators."""
        self._planner = planner
        self._outbox = outbox
        self._revision = planner.today.in_force.revision  # the last change of the law that openings were sought under

    def may_end(self, undone: Undone) -> bool:
        """Return whether leads wait whose hold may have ended, or the law has changed."""
        return undone.holds or undone.law != self._revision

    def wake_held(self) -> None:
        """Wake leads whose pause has ended, or whose pack is readable again. A corrected list writes its own news."""
        with self._planner.begin() as unit:
            waited = waits.keys_of(unit.tx, *ENDING)
            ended = {hold: waits.resumed(unit.tx, waited[hold]) for hold in OF_PAUSES}
            law = self._planner.today.in_force
            ended[HoldName.PACK] = [key for key in waited[HoldName.PACK] if law.mended(key, unit.now)]
        for hold, keys in ended.items():
            for key in keys:
                self._outbox.wake_all(hold, key)
        if law.revision != self._revision:  # hours may open that no file or pack left open before
            self.look_for_openings()
            self._revision = law.revision

    def look_for_lists(self) -> None:
        """
        Wake leads that wait for an official list with a recent copy: its import may not have reached them.

        It runs rarely: a lead that may only be contacted tomorrow, when the copy is too old, goes on waiting.
        """
        with self._planner.begin() as unit:
            copies = registries.copies(unit.tx)
            waited = waits.keys_of(unit.tx, HoldName.REGISTRY)[HoldName.REGISTRY]
        if not waited:
            return
        required = required_registries.registries(required_registries.every_pack(self._planner.today.in_force.packs))
        for key in waited:
            copy = copies.get(key)
            if copy is not None and required_registries.recent_enough(
                copy.as_of, required.get(key, ()), self._planner.now()
            ):
                self._outbox.wake_all(HoldName.REGISTRY, key)

    def look_for_openings(self) -> None:
        """Wake leads for which no allowed instant was in sight: time has passed, and there may be one now."""
        with self._planner.begin() as unit:
            keys = waits.keys_of(unit.tx, HoldName.OPENING)[HoldName.OPENING]
        for key in keys:
            self._outbox.wake_all(HoldName.OPENING, key)
