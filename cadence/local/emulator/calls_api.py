"""Which requests about calls are in order? Edge: Twilio's Calls resource."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from cadence.local.emulator import resources
from cadence.local.emulator.behaviour import PhoneKind
from cadence.local.emulator.calls import CallOrder, Calls
from cadence.local.emulator.lists import Condition, Lists
from cadence.local.emulator.live import EVENTS
from cadence.local.emulator.refusals import (
    TEST_CALLS_FROM,
    TEST_CALLS_TO,
    URL,
    TwilioRefusalError,
    judge_addresses,
    not_rehearsed,
)
from cadence.local.emulator.store import Row
from cadence.local.emulator.world import EmulatorParts

Form = Mapping[str, str]

ENDINGS = ("canceled", "completed")
NOT_REHEARSED = {
    "AsyncAmd": "true", "Record": "true", "Twiml": "", "ApplicationSid": "", "SendDigits": "", "Trim": "", "Byoc": "",
}  # fmt: skip
"""What would make a call another one."""
DETECTIONS = ("", "Enable", "DetectMessageEnd")
LONGEST_RING, LONGEST_CALL = 600, 14_400
FILTERS = {"To": "person", "From": "ours", "Status": "status", "ParentCallSid": "parent_sid"}


class CallsApi:
    """Create, fetch, list, change."""

    def __init__(self, world: EmulatorParts, calls: Calls) -> None:
        """Serve these calls."""
        self._world, self._calls = world, calls
        self._lists = Lists(world.store, "calls", date="rang_at", param="StartTime")

    def create(self, form: Form, events: Sequence[str]) -> dict[str, Any]:
        """Take a call, or refuse it."""
        order = _order(form, events)
        if self._world.people.behind(order.person).line is PhoneKind.INVALID:
            raise TwilioRefusalError(21217)
        now = self._world.now()
        turn = self._world.rates.call(now)
        if turn is None:
            wait = self._world.rates.call_wait(now)
            raise TwilioRefusalError(20429, 429, self._world.config.clock.real_span(wait).total_seconds())
        return self._document(self._calls.take(order, turn))

    def fetch(self, sid: str) -> dict[str, Any]:
        """Return one call."""
        return self._document(self._row(sid))

    def list(self, query: Form, path: str) -> dict[str, Any]:
        """Return a page of calls, newest first."""
        where: list[Condition] = [
            (f"{column} = ?", (query[name],)) for name, column in FILTERS.items() if query.get(name)
        ]
        rows, token = self._lists.page(query, where)
        return resources.page("calls", path, [self._document(row) for row in rows], query, token=token)

    async def change(self, sid: str, form: Form) -> dict[str, Any]:
        """Take back or hang up a call."""
        how, row = form.get("Status", ""), self._row(sid)
        if how not in ENDINGS:
            raise TwilioRefusalError(20001)
        if not await self._calls.end(row["sid"], how):
            raise TwilioRefusalError(21220)
        return self.fetch(sid)

    def _row(self, sid: str) -> Row:
        row = self._world.store.one("SELECT * FROM calls WHERE sid = ?", sid)
        if row is None:
            raise TwilioRefusalError(20404, 404)
        return row

    def _document(self, row: Row) -> dict[str, Any]:
        return resources.call(row, self._world.config.account)


def _order(form: Form, events: Sequence[str]) -> CallOrder:
    person, ours = form.get("To", ""), form.get("From", "")
    if not person:
        raise TwilioRefusalError(21201)
    if not ours:
        raise TwilioRefusalError(21213)
    not_rehearsed(form, NOT_REHEARSED)
    judge_addresses(person, ours, TEST_CALLS_TO, TEST_CALLS_FROM)
    callback, url, detection = form.get("StatusCallback", ""), form.get("Url", ""), form.get("MachineDetection", "")
    if not URL.fullmatch(url):
        raise TwilioRefusalError(21205)
    if callback and not URL.fullmatch(callback):
        raise TwilioRefusalError(21609)
    if detection not in DETECTIONS or not set(events) <= EVENTS:
        raise TwilioRefusalError(20001)
    return CallOrder(
        person=person,
        ours=ours,
        url=url,
        callback=callback,
        touch=callback.partition("#")[0].rpartition("/")[2],
        events=frozenset(events) or frozenset({"completed"}),
        detection=detection,
        ring=_seconds(form, "Timeout", 60, LONGEST_RING),
        longest=_seconds(form, "TimeLimit", LONGEST_CALL, LONGEST_CALL),
    )


def _seconds(form: Form, name: str, default: int, most: int) -> timedelta:
    text = form.get(name, str(default))
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise TwilioRefusalError(20001)
    return timedelta(seconds=int(text))
