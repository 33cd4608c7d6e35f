"""
What happens on an answered call? Edge: TwiML is followed verb by verb until one side hangs up; then the agent reports.

A person listens as long as their patience lasts, and presses a key if that is their way. A machine keeps what it
hears: that is the voicemail.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from cadence.local.emulator.live import HungUpError, Live, described
from cadence.local.emulator.people import Talk
from cadence.local.emulator.script import Connect, End, Gather, Redirect, Say, UnreadableError, Verb, read
from cadence.local.emulator.store import stamp
from cadence.local.emulator.webhooks import OK, WebhookDelivery
from cadence.local.emulator.world import EmulatorParts, new_sid

PICKED_UP_AFTER = timedelta(seconds=1)
"""An agent who is free answers at once, but not in no time."""
NO_TWIML, BAD_TWIML = 11200, 12100
MOST_DOCUMENTS = 20
"""A document that redirects to itself ends somewhere."""
PRESSES_AFTER = timedelta(seconds=2)
OPT_OUT_KEY = "9"
AGAIN_AFTER = timedelta(seconds=0.1)
"""Real time after which an agent reports once more, doubled with each try."""
MOST_TRIES = 10

Onward = tuple[str, dict[str, str]]
"""Where to go on, and what to say there."""


class Conversation:
    """One answered call."""

    def __init__(self, world: EmulatorParts, live: Live) -> None:
        """Follow this call."""
        self._world, self._live = world, live
        self._talked: tuple[str, Talk] | None = None  # what an agent has still to report
        self._opt_out = 0  # pressed on this call

    async def follow(self, url: str) -> None:
        """Follow TwiML from this address on. Raises HungUpError when one side hangs up first."""
        try:
            await self._follow(url)
        finally:  # also when the call was cut off: the agent reports what there was
            self._let_report()

    async def _follow(self, url: str) -> None:
        more: dict[str, str] = {}
        for _ in range(MOST_DOCUMENTS):
            document = await self._ask(url, more)
            if document is None:
                return self._note(error_code=NO_TWIML)
            if not document.strip():
                return None
            try:
                verbs = read(document, url)
            except (UnreadableError, ValueError):
                return self._note(error_code=BAD_TWIML)
            for verb in verbs:
                following = await self._perform(verb)
                if following:
                    url, more = following
                    break
            else:
                return None
        return None

    async def _perform(self, verb: Verb) -> Onward | None:
        """Do one thing; return where to go on and what to say there, or None for the next verb."""
        match verb:
            case Say():
                await self._hear(verb)
            case Gather():
                return await self._gather(verb)
            case Connect():
                return await self._connect(verb)
            case Redirect():
                return verb.url, {}
            case End():
                raise HungUpError
        return None

    async def _hear(self, speech: Say) -> None:
        await self._live.lapse(self._world, speech.lasts)
        if speech.text:
            audience = "person" if self._live.answered_by_person else "machine"
            at = self._world.stamp()
            self._world.store.insert("heard", call_sid=self._live.sid, at=at, audience=audience, text=speech.text)

    async def _gather(self, gather: Gather) -> Onward | None:
        for speech in gather.speech:
            await self._hear(speech)
        if self._live.key and self._live.answered_by_person:
            await self._live.lapse(self._world, min(PRESSES_AFTER, gather.waits))
            if self._live.key == OPT_OUT_KEY:
                order = self._live.order
                self._opt_out = self._world.hear_stop(order.person, order.ours, "call", self._live.key)
            return gather.action, {"Digits": self._live.key}
        await self._live.lapse(self._world, gather.waits)
        return (gather.action, {"Digits": ""}) if gather.asks_anyway else None

    async def _connect(self, dial: Connect) -> Onward | None:
        """Ring a floor; when an agent answers, talk; then ask what follows."""
        leg = self._open_leg(dial)
        status, talked, gone = "no-answer", timedelta(0), False
        try:
            async with self._world.floors[dial.endpoint].agent(self._live.stays(dial.waits)) as agent:
                if agent is None:
                    self._live.wear(self._live.stays(dial.waits))
                else:
                    await self._live.lapse(self._world, PICKED_UP_AFTER)
                    status = "completed"
                    talked = await self._talk(leg, agent, dial.longest)
        except HungUpError:
            gone = True
        finally:
            ended = self._world.stamp()
            self._world.store.update("calls", leg, status=status, ended_at=ended, updated_at=ended)
        parameters = {"DialCallSid": leg, "DialCallStatus": status, "DialBridged": str(status == "completed").lower()}
        if talked:
            parameters["DialCallDuration"] = str(round(talked.total_seconds()))
        if gone:
            if dial.action:  # Twilio reports the leg even if the caller has already hung up
                await self._ask(dial.action, parameters, status="completed")
            raise HungUpError
        return (dial.action, parameters) if dial.action else None

    def _open_leg(self, dial: Connect) -> str:
        leg = self._world.add(
            "calls",
            new_sid("CA"),
            "rang_at",
            parent_sid=self._live.sid,
            direction="outbound-dial",
            person=dial.endpoint,
            zone="",
            ours=self._live.order.ours,
            status="ringing",
        )
        self._note(endpoint=dial.endpoint)
        return leg

    async def _talk(self, leg: str, agent: str, longest: timedelta) -> timedelta:
        """Let person and agent talk to the end of what they have to say, or of what the call may last."""
        began = self._world.stamp()
        self._world.store.update("calls", leg, status="in-progress", answered_at=began, agent=agent, updated_at=began)
        self._note(agent=agent, agent_at=began)
        talk = self._world.people.talks(self._live.order.person, self._conversations(), self._world.now())
        self._live.patience = None
        self._talked = agent, talk
        span = self._live.stays(min(talk.span, longest))
        await self._live.lapse(self._world, span)
        return span

    def _let_report(self) -> None:
        """Let the agent report the disposition, once the engine knows that the conversation is over."""
        if self._talked is None:
            return
        agent, talk = self._talked
        self._talked = None
        self._world.schedule.after(
            talk.report_after,
            "agent.reports",
            self._live.sid,
            agent=agent,
            person=self._live.order.person,
            disposition=talk.disposition,
            callback_at=stamp(talk.callback_at) if talk.callback_at else None,
            promised_on=talk.promised_on,
        )

    def _conversations(self) -> int:
        """Return which conversation with this number this is: the one under way has been written down."""
        query = "SELECT count(*) FROM calls WHERE person = ? AND agent_at IS NOT NULL"
        return self._world.store.count(query, self._live.order.person)

    async def _ask(self, url: str, more: dict[str, str], status: str = "in-progress") -> str | None:
        params = described(self._world, self._live, status) | more
        answer = await self._world.webhooks.ask(
            WebhookDelivery(sid=self._live.sid, where="calls", url=url, params=params, opt_out=self._opt_out)
        )
        self._let_report()
        return answer

    def _note(self, **changed: object) -> None:
        self._world.store.update("calls", self._live.sid, **changed)


class AgentReports:
    """
    What agents report of calls to the engine's API, until it takes it.

    As the engine's own users they know nothing of its inside: they name the call they had.
    """

    def __init__(self, world: EmulatorParts) -> None:
        """Say what happens when an agent reports."""
        self._world = world
        world.schedule.on("agent.reports", self._reports)

    def _reports(self, call: str, data: Mapping[str, Any]) -> None:
        report = data.get("report") or self._world.store.insert(
            "dispositions",
            call_sid=call,
            at=self._world.stamp(),
            **{name: data[name] for name in ("person", "agent", "disposition", "callback_at")},
        )
        if self._world.config.desk_url:
            self._world.webhooks.spawn(self._send(call, {**data, "report": report}))

    async def _send(self, call: str, data: Mapping[str, Any]) -> None:
        config, tries = self._world.config, data.get("tries", 0) + 1
        document = {"call_sid": call, "disposition": data["disposition"]}
        if data["callback_at"]:
            document["callback_at"] = data["callback_at"]
        if data.get("promised_on"):
            document["promised_on"] = data["promised_on"]
        answer = await self._world.webhooks.post_json(
            f"{config.desk_url}/api/dispositions", config.desk_token, document
        )
        if answer in OK:
            accepted = "UPDATE dispositions SET accepted_at = ? WHERE id = ?"
            self._world.store.do(accepted, self._world.stamp(), data["report"])
        elif tries < MOST_TRIES:
            wait = AGAIN_AFTER * 2**tries * config.clock.speed  # networks do not run faster in a rehearsal
            self._world.schedule.after(wait, "agent.reports", call, **{**data, "tries": tries})
