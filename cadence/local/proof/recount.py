"""
Are the figures of a report right? Pure, and naive on purpose: counted again from what the carrier did.

Each figure comes as its two sums, and a time as its median and the number of events. What neither the carrier nor the
list knows, such as a reason, is not counted again, and is named.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from cadence.local.proof.bills import bills_counted, figures_counted, read_tariffs
from cadence.local.proof.events import CarrierEvents, PhoneCall, SentMessage
from cadence.local.proof.listed import Sums, usable_rows
from cadence.local.proof.record import LedgerAccount

NO_PATH = frozenset(
    {
        *("campaign_stopped", "campaign_ended", "opted_out", "do_not_contact", "suppressed"),
        *("account_reached", "account_stopped", "converted", "paid", "resolved", "canceled"),
    }
)
"""Ends of a lead after which somebody could still have reached it, or that say that somebody did."""
FROM_CARRIER, FROM_LIST, FROM_LEDGER = "the carrier's record", "the list", "the ledger's rows, counted a second time"
MACHINES = ("machine", "fax")


TIMES = ("time_to_contact", "time_between_attempts")
OF_CARRIER = (
    *("penetration", "answer_rate", "abandonment_rate", "contact_rate", "right_party", "conversion"),
    *("conversion_of_contacted", "attempts_per_lead", "attempts_until_contact", "touches_per_conversion", *TIMES),
    *("opt_outs_by_message", "opt_outs_by_lead", "person_as_machine", "machine_as_person"),
)
OF_LEDGER = ("exhausted", "buckets")
HALF, ROUNDING = 0.5, 1e-12
NEVER = 1_000_000_000
"""Minutes: later than every median. A median that was not reached is stated as -1."""
_Wait = tuple[timedelta, bool]
"""How long something took or was waited for, and whether it happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecountLine:
    """One figure, as the report states it and as it was counted again."""

    figure: str
    source: str  # what it was counted from
    stated: Sums
    counted: Sums
    between: tuple[int, int] | None = None  # of a time: the minutes that its median may be, from and to

    @property
    def difference(self) -> int:
        """By how much both sums differ, added."""
        (part, whole), (counted, of) = self.stated, self.counted
        low, high = self.between or (counted, counted)
        if self.between:
            low, high, part = (NEVER if minutes < 0 else minutes for minutes in (low, high, part))
        return max(0, low - part, part - high) + abs(whole - of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """All figures of a report."""

    lines: tuple[RecountLine, ...] = ()
    not_counted: tuple[str, ...] = ()  # figures of the report that nothing here counts

    @property
    def differences(self) -> int:
        """The sum of all differences: 0 when the report is right."""
        return sum(line.difference for line in self.lines)


@dataclass(slots=True)
class _Story:
    """What happened with the people of a campaign, by lead."""

    attempts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # touches in order
    instants: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))  # of the attempts
    contacts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # touches that led to one
    contacted_at: dict[str, datetime] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)
    converted: set[str] = field(default_factory=set)
    stopped: set[str] = field(default_factory=set)
    stopped_by: set[str] = field(default_factory=set)  # messages that were answered by a stop
    delivered: set[str] = field(default_factory=set)

    def contacted(self) -> set[str]:
        """Return the leads that were contacted."""
        return {lead for lead, touches in self.contacts.items() if touches}

    def contact(self, lead: str, touch: str, at: datetime) -> None:
        """Note a contact; the earliest one is kept."""
        self.contacts[lead].add(touch)
        self.contacted_at[lead] = min(at, self.contacted_at.get(lead, at))


def recount(  # noqa: PLR0913  what is counted again, and from what
    stated: Mapping[str, Sums],
    events: CarrierEvents,
    account: LedgerAccount,
    listed: Sequence[Sequence[str]],
    slack: timedelta,
    *,
    house: str = "",
) -> Recount:
    """Count the figures again: from the carrier's record, list, ledger's rows, and the text of the house file."""
    story = _told(events, account)
    tries = {touch for touches in story.attempts.values() for touch in touches}
    calls = [call for call in events.calls if call.touch in tries and call.ended]
    times = _times(story, account)
    happened = {name: sum(happened for _, happened in waits) for name, waits in times.items()}
    medians = {name: Sums(_quantile(waits, HALF), happened[name]) for name, waits in times.items()}
    sums = _of_calls(calls) | medians | _of_leads(story, account, tries)
    counted = dict.fromkeys(OF_CARRIER, FROM_CARRIER) | dict.fromkeys(OF_LEDGER, FROM_LEDGER)
    days = {touch.id: touch.at.astimezone(UTC).date() for touch in account.touches if not touch.trial}
    bills = bills_counted(events.bills, days, read_tariffs(house))
    bills |= figures_counted(bills, stated, len(story.attempts), len(story.contacted()), len(story.converted))
    stated = dict.fromkeys(bills, Sums(0, 0)) | dict(stated)
    sums, counted = sums | bills, counted | dict.fromkeys(bills, FROM_CARRIER)
    rows = usable_rows(listed, account)
    if rows is not None:
        sums["list_quality"], counted["list_quality"] = rows, FROM_LIST
    return Recount(
        lines=tuple(
            RecountLine(
                figure=figure,
                source=source,
                stated=stated[figure],
                counted=sums[figure],
                between=_between(times[figure], slack) if figure in times else None,
            )
            for figure, source in counted.items()
            if figure in stated
        ),
        not_counted=tuple(sorted(stated.keys() - counted.keys())),
    )


def _of_calls(calls: Sequence[PhoneCall]) -> dict[str, Sums]:
    """Count what is about calls: who answered, and what machine detection said."""
    answered = [call for call in calls if _person(call)]
    detected = [call for call in calls if call.answered_by == "human" or call.answered_by.startswith(MACHINES)]
    by_machine = [call for call in detected if call.answered_by.startswith(MACHINES)]
    return {
        "answer_rate": Sums(len(answered), len(calls)),
        "abandonment_rate": Sums(sum(call.agent is None and not call.spoken_to for call in answered), len(answered)),
        "person_as_machine": Sums(sum(call.spoken_to or call.agent is not None for call in by_machine), len(detected)),
        "machine_as_person": Sums(
            sum(call.answered_by == "human" and call.heard_by_machine for call in detected), len(detected)
        ),
    }


def _of_leads(story: _Story, account: LedgerAccount, tries: set[str]) -> dict[str, Sums]:
    """Count what is about leads, and the attempts to reach them."""
    tried, contacted, entered = len(story.attempts), story.contacted(), len(account.leads)
    first = [
        min(nth for nth, touch in enumerate(touches, start=1) if touch in story.contacts[lead])
        for lead, touches in story.attempts.items()
        if lead in contacted
    ]
    ended = {lead.id for lead in account.leads if lead.end and lead.end not in NO_PATH}
    return {
        "penetration": Sums(tried, entered),
        "contact_rate": Sums(len(contacted), tried),
        "right_party": Sums(len(contacted - story.wrong), tried),
        "conversion": Sums(len(story.converted), entered),
        "conversion_of_contacted": Sums(len(story.converted & contacted), len(contacted)),
        "exhausted": Sums(len(ended - contacted), entered),
        "attempts_per_lead": Sums(len(tries), tried),
        "attempts_until_contact": Sums(sum(first), len(first)),
        "touches_per_conversion": Sums(len(tries), len(story.converted & contacted)),
        "opt_outs_by_message": Sums(len(story.stopped_by & story.delivered), len(story.delivered)),
        "opt_outs_by_lead": Sums(len(story.stopped & set(story.attempts)), tried),
        "buckets": Sums(entered, entered),
    }


def _times(story: _Story, account: LedgerAccount) -> dict[str, list[_Wait]]:
    """Return the times to the first contact and between attempts."""
    to_contact, between = list[_Wait](), list[_Wait]()
    for lead in account.leads:
        over = lead.ended if lead.finished else account.until
        first = story.contacted_at.get(lead.id)
        if lead.enrolled is not None and over is not None:
            to_contact.append(((first or over) - lead.enrolled, first is not None))
        instants = story.instants.get(lead.id, [])
        between += [(later - earlier, True) for earlier, later in pairwise(instants)]
        if instants and not lead.finished and account.until is not None:
            between.append((account.until - instants[-1], False))
    return {"time_to_contact": to_contact, "time_between_attempts": between}


def _quantile(waits: Sequence[_Wait], share: float) -> int:
    """Return after how many minutes this share still waited, with those who wait at risk; -1 if it was not reached."""
    left = 1.0
    for moment in sorted({wait for wait, happened in waits if happened}):
        at_risk = sum(wait >= moment for wait, _ in waits)
        left *= 1 - sum(happened and wait == moment for wait, happened in waits) / at_risk
        if left <= share + ROUNDING:
            return round(moment.total_seconds() / 60)
    return -1


def _between(waits: Sequence[_Wait], slack: timedelta) -> tuple[int, int]:
    """
    Return what the median may be, in minutes, when the carrier's instants are later than ours by up to `slack`.

    The order of two waits is open then, so the median may also be the wait before it or after it.
    """
    event = 1 / len(waits) if slack and waits else 0.0
    may = 1 + round(slack.total_seconds() / 60)
    first, last = _quantile(waits, HALF + event), _quantile(waits, HALF - event)
    return (-1 if first < 0 else first - may, -1 if last < 0 else last + may)


def _told(events: CarrierEvents, account: LedgerAccount) -> _Story:
    """
    Follow what the carrier did, and what people did, to the leads.

    The ledger says for which lead a touch was made, because people share numbers; whether it left, the carrier says.
    """
    story = _Story()
    no_attempts = {touch.id for touch in account.touches if touch.confirmation or touch.trial}
    lead_of = {touch.id: touch.lead for touch in account.touches if touch.id not in no_attempts}
    sent: list[SentMessage | PhoneCall] = [*events.messages, *events.calls]
    sent.sort(key=lambda event: event.at)
    for event in sent:
        if event.touch in lead_of:
            story.attempts[lead_of[event.touch]].append(event.touch)
            story.instants[lead_of[event.touch]].append(event.at)
    _calls_told(story, events, lead_of)
    _words_told(story, events, sent, lead_of)
    return story


def _calls_told(story: _Story, events: CarrierEvents, lead_of: Mapping[str, str]) -> None:
    """Note conversations, and the last thing that an agent reported of each."""
    for call in events.calls:
        lead = lead_of.get(call.touch)
        if lead is None:
            continue
        if _person(call) and (call.agent is not None or call.spoken_to):
            story.contact(lead, call.touch, call.answered or call.at)
        match call.disposition:
            case "converted":
                story.converted.add(lead)
            case "wrong_number":
                story.wrong.add(lead)
            case "do_not_contact":
                story.stopped.add(lead)


def _words_told(
    story: _Story, events: CarrierEvents, sent: Sequence[SentMessage | PhoneCall], lead_of: Mapping[str, str]
) -> None:
    """
    Note what was delivered and what people wrote. A reply belongs to the last message before it, a key to its call.

    One to the confirmation of a stop is no contact: that was no attempt.
    """
    messages = {message.touch for message in events.messages if message.touch in lead_of}
    story.delivered.update(message.touch for message in events.messages if message.arrived and message.touch in lead_of)
    for word in events.words:
        before = [
            event.touch
            for event in sent
            if (event.person, event.channel) == (word.person, word.channel) and event.at <= word.at
        ]
        answered = before[-1] if before else ""
        if answered not in lead_of:
            continue
        if answered in messages:
            story.delivered.add(answered)
        if word.stop:
            story.stopped.add(lead_of[answered])
            story.stopped_by.add(answered)
        else:
            story.contact(lead_of[answered], answered, word.at)


def _person(call: PhoneCall) -> bool:
    """Tell whether a person took a call: a floor was rung for them, or they heard what was asked."""
    return not call.answered_by.startswith(MACHINES) and (call.rang_floor or call.spoken_to)
