"""Which requests about calls are in order? Edge: Twilio's Calls resource."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from cadence.local.emulator import resources
from cadence.local.emulator.behaviour import PhoneKind
from cadence.local.emulator.calls import Calls
from cadence.local.emulator.lists import Condition, Document, TwilioRequest, TwilioTable, callback_in
from cadence.local.emulator.live import CallOrder
from cadence.local.emulator.refusals import URL, TwilioRefusalError, judge_addresses, not_rehearsed
from cadence.local.emulator.world import EmulatorParts

ENDINGS = ("canceled", "completed")
NOT_REHEARSED = {
    "AsyncAmd": "true", "Record": "true", "Twiml": "", "ApplicationSid": "", "SendDigits": "", "Trim": "", "Byoc": "",
}  # fmt: skip
"""What would make a call another one."""
EVENTS = frozenset({"initiated", "ringing", "answered", "completed"})
DETECTIONS = ("", "Enable", "DetectMessageEnd")
LONGEST_RING, LONGEST_CALL = 600, 14_400
FILTERS = {"To": "person", "From": "ours", "Status": "status", "ParentCallSid": "parent_sid"}


class CallsApi(TwilioTable):
    """Create, fetch, list, change."""

    table, date, param = "calls", "rang_at", "StartTime"
    write = staticmethod(resources.call)

    def __init__(self, world: EmulatorParts, calls: Calls) -> None:
        """Serve these calls."""
        super().__init__(world)
        self._calls = calls

    def create(self, request: TwilioRequest, _: object) -> Document:
        """Take a call, or refuse it."""
        order = _order(request.fields, request.events)
        if self._world.people.behind(order.person).line is PhoneKind.INVALID:
            raise TwilioRefusalError(21217)
        now = self._world.now()
        turn = self._world.rates.call(now)
        if turn is None:
            wait = self._world.rates.call_wait(now)
            raise TwilioRefusalError(20429, 429, self._world.config.clock.real_span(wait).total_seconds())
        return self.document(self._calls.take(order, turn))

    async def change(self, request: TwilioRequest) -> Document:
        """Take back or hang up a call."""
        how, row = request.fields.get("Status", ""), self.row(request)
        if how not in ENDINGS:
            raise TwilioRefusalError(20001)
        if not await self._calls.end(row["sid"], how):
            raise TwilioRefusalError(21220)
        return self.fetch(request)

    def where(self, query: Mapping[str, str]) -> Sequence[Condition]:
        """Turn each filter into the condition that its column has this value."""
        return [(f"{column} = ?", (query[name],)) for name, column in FILTERS.items() if query.get(name)]


def _order(form: Mapping[str, str], events: frozenset[str]) -> CallOrder:
    person, ours = form.get("To", ""), form.get("From", "")
    if not person:
        raise TwilioRefusalError(21201)
    if not ours:
        raise TwilioRefusalError(21213)
    not_rehearsed(form, NOT_REHEARSED)
    judge_addresses("calls", person, ours)
    url, detection = form.get("Url", ""), form.get("MachineDetection", "")
    if not URL.fullmatch(url):
        raise TwilioRefusalError(21205)
    callback, touch = callback_in(form)
    if detection not in DETECTIONS or not events <= EVENTS:
        raise TwilioRefusalError(20001)
    return CallOrder(
        person=person,
        ours=ours,
        url=url,
        callback=callback,
        touch=touch,
        events=events or frozenset({"completed"}),
        detection=detection,
        ring=_seconds(form, "Timeout", 60, LONGEST_RING),
        longest=_seconds(form, "TimeLimit", LONGEST_CALL, LONGEST_CALL),
    )


def _seconds(form: Mapping[str, str], name: str, default: int, most: int) -> timedelta:
    text = form.get(name, str(default))
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise TwilioRefusalError(20001)
    return timedelta(seconds=int(text))
