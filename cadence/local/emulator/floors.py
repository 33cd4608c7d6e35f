"""
What do agents do after a call? Edge: they report its disposition to the engine's API, until it takes it.

As the engine's own users they know nothing of its inside: they name the call they had.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from cadence.local.emulator.webhooks import OK
from cadence.local.emulator.world import EmulatorParts

AGAIN_AFTER = timedelta(seconds=0.1)
"""Real time, doubled with each try."""
MOST_TRIES = 10


class AgentFloors:
    """All agents' desks."""

    def __init__(self, world: EmulatorParts) -> None:
        """Say what happens when an agent reports."""
        self._world = world
        world.schedule.on("agent.reports", self._reports)

    def _reports(self, call: str, data: Mapping[str, Any]) -> None:
        report = data.get("report") or self._write_down(call, data)
        if self._world.config.desk_url:
            self._world.mail.spawn(self._send(call, {**data, "report": report}))

    def _write_down(self, call: str, data: Mapping[str, Any]) -> int:
        return self._world.store.insert(
            "dispositions",
            call_sid=call,
            person=data["person"],
            agent=data["agent"],
            at=self._world.stamp(),
            disposition=data["disposition"],
            callback_at=data["callback_at"],
        )

    async def _send(self, call: str, data: Mapping[str, Any]) -> None:
        config, tries = self._world.config, data.get("tries", 0) + 1
        document = {"call_sid": call, "disposition": data["disposition"]}
        if data["callback_at"]:
            document["callback_at"] = data["callback_at"]
        answer = await self._world.mail.post_json(f"{config.desk_url}/api/dispositions", config.desk_token, document)
        if answer in OK:
            accepted = "UPDATE dispositions SET accepted_at = ? WHERE id = ?"
            self._world.store.do(accepted, self._world.stamp(), data["report"])
        elif tries < MOST_TRIES:
            wait = AGAIN_AFTER * 2**tries * config.clock.speed  # networks do not run faster in a rehearsal
            self._world.schedule.after(wait, "agent.reports", call, **{**data, "tries": tries})
