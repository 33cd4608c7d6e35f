"""
How does the person behind a number react? Pure: decided by seed, number and history alone.

The n-th call to a number at an hour meets the same reaction with the same seed, whatever happens around it: two
cadences are compared on the same people, and a report does not depend on how many processes worked at it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from struct import Struct

from cadence.campaign.content.call import CallStep
from cadence.domain import Channel, Disposition, Outcome
from cadence.domain.channels import descriptor_of
from cadence.replies.digits import STOP_DIGIT
from cadence.simulation.behaviour import Behaviour, PhoneKind, PickupKind, ReplyKind, between, weighed

ROLLS = 8
"""Rolls that are drawn at once: no reaction needs more."""
EIGHT_BYTES_EACH = Struct(f">{ROLLS}Q")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallReaction:
    """How a call is taken."""

    outcome: Outcome
    rings: timedelta
    talks: timedelta = timedelta(0)  # with an agent, or to a mailbox
    reports: timedelta = timedelta(0)  # the agent writes down what came of it
    disposition: Disposition | None = None
    hour: int = 0  # of the next day, with the disposition callback
    days: int = 0  # from the conversation to the promised date, with the disposition promised
    closes: bool = False  # the number is no longer in service
    digit: str = ""  # pressed in answer to a recorded question
    only_asked: bool = False  # a person heard the question, and no agent was rung

    @property
    def lasts(self) -> timedelta:
        """How long an agent's place is taken."""
        return self.rings + self.talks + self.reports


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """The recorded question of a call: which digits answer it, and which of these the file names."""

    digits: tuple[str, ...]
    named: frozenset[str]
    has_floor: bool

    def digit(self, roll: float, stops: float) -> str:
        """Return the digit that a roll in [0, 1) presses: the key that stops all contact for this share."""
        if roll < stops or not self.digits:
            return STOP_DIGIT
        return self.digits[int((roll - stops) / (1 - stops) * len(self.digits))]

    def connects(self, digit: str) -> bool:
        """Tell whether the person is connected to the floor after this digit, or after none."""
        return self.has_floor and digit != STOP_DIGIT and digit not in self.named


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReaction:
    """How a message ends, and what is written back."""

    outcome: Outcome
    closes: bool = False  # the number is no longer in service
    reply: ReplyKind = ReplyKind.NOTHING
    after: timedelta = timedelta(0)
    hour: int = 0  # of the next day, when a call is asked for
    choice: float = 0.0  # in [0, 1): which of the answers, and which value


@dataclass(frozen=True, slots=True)
class PersonEvent:
    """Something that a person or an agent will do."""

    at: datetime
    touch: str
    reply_to: MessageReaction | None = None  # somebody writes back
    call: CallReaction | None = None  # a call ends
    event: str = ""  # another system sends an event
    result: Outcome | None = None  # one of our people gives the result of a task

    def __lt__(self, other: "PersonEvent") -> bool:
        """Tell whether this comes earlier."""
        return self.at < other.at


def after_call(event: PersonEvent, coming: Iterable[PersonEvent]) -> PersonEvent:
    """Return an event that comes during a call as one that comes right after it."""
    ends = max(other.at for other in coming if other.call is not None)
    return replace(event, at=ends + timedelta(seconds=1))


GONE = MessageReaction(outcome=Outcome.INVALID_NUMBER, closes=True)
CANNOT = MessageReaction(outcome=Outcome.INVALID_NUMBER)
FILTERED = MessageReaction(outcome=Outcome.BLOCKED)
UNDELIVERED = MessageReaction(outcome=Outcome.UNDELIVERED)
BY_LINE = {
    "sms": {PhoneKind.DEAD: GONE, PhoneKind.LANDLINE: CANNOT, PhoneKind.OFF: UNDELIVERED, PhoneKind.FILTERED: FILTERED},
    "whatsapp": {PhoneKind.DEAD: CANNOT, PhoneKind.LANDLINE: CANNOT, PhoneKind.NO_WHATSAPP: CANNOT},
}
"""How every message on a channel to such a line ends."""
OWN_ADDRESS = {PhoneKind.DEAD: GONE, PhoneKind.FILTERED: FILTERED}
"""The same for an address that is no phone number: it has no line that is fixed or switched off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedPeople:
    """All people, made up from the seed."""

    seed: int
    behaviour: Behaviour = field(default_factory=Behaviour)

    def call_reaction(
        self, number: str, nth: int, hour: int, call: CallStep, *, keeps_date: bool = False
    ) -> CallReaction:
        """
        Return how the n-th call to a number is taken at this hour of its owner's day.

        With `keeps_date`, for a campaign that keeps a promised date, some people promise something by a date.
        """
        line, habit, recycled = self._phone(number)
        if line is PhoneKind.DEAD:
            return CallReaction(outcome=Outcome.INVALID_NUMBER, rings=timedelta(seconds=1), closes=True)
        home, how, rings, talks, answer, reports, when, _ = self._rolls(number, "call", nth)
        behaviour = self.behaviour
        answered = line is not PhoneKind.OFF and home < behaviour.at_home(hour, habit)
        pickup = (
            PickupKind.MACHINE
            if line is PhoneKind.OFF
            else weighed(behaviour.answering if answered else behaviour.away, how)
        )
        if pickup is not PickupKind.ANSWER:
            return self._missed(pickup, call, rings, talks)
        weights = dict(behaviour.dispositions) | (
            {Disposition.PROMISED.value: behaviour.promised} if keeps_date else {}
        )
        word = Disposition.WRONG_NUMBER if recycled else Disposition(weighed(weights, answer))
        return CallReaction(
            outcome=Outcome.ANSWERED,
            rings=seconds(behaviour.picks_up, rings),
            talks=min(seconds(behaviour.talk, talks), call.talk),
            reports=seconds(behaviour.report, reports),
            disposition=word,
            hour=10 + int(when * 4),
            days=int(between(behaviour.promises_for, when)),
        )

    def asked(self, reaction: CallReaction, number: str, nth: int, question: AskedQuestion) -> CallReaction:
        """Return how the n-th call to a number is taken in which a recorded voice asks a question first."""
        gone = reaction.outcome is Outcome.ABANDONED  # before an agent could come: they hung up on the question
        if not gone and reaction.outcome is not Outcome.ANSWERED:
            return reaction
        presses, which, listens, *_ = self._rolls(number, "digit", nth)
        digit = "" if gone or presses >= self.behaviour.presses else question.digit(which, self.behaviour.presses_stop)
        if not gone and question.connects(digit):
            return replace(reaction, digit=digit)
        listening = seconds(self.behaviour.listens, listens)
        return CallReaction(
            outcome=Outcome.ANSWERED, rings=reaction.rings, talks=listening, digit=digit, only_asked=True
        )

    def message_reaction(self, number: str, nth: int, channel: Channel, *, asks: bool = False) -> MessageReaction:
        """Return how the n-th message to a number ends; to one that `asks`, some people give an answer."""
        line, _, recycled = self._phone(number)
        phone = descriptor_of(channel).reader is None
        by_line = BY_LINE[channel] if phone else OWN_ADDRESS
        if line in by_line:
            return by_line[line]
        reach, reads, answer, after, when, choice, *_ = self._rolls(number, "message", nth)
        behaviour = self.behaviour
        if (phone and line is PhoneKind.OFF) or reach < behaviour.out_of_reach:
            return UNDELIVERED
        known = descriptor_of(channel).outcomes  # some carriers report nothing of a message that arrived
        arrived = Outcome.DELIVERED if Outcome.DELIVERED in known else Outcome.SENT
        opened = Outcome.READ in known and reads < behaviour.reads
        if recycled:
            reply = ReplyKind.UNCLEAR if answer < behaviour.corrects else ReplyKind.NOTHING
        else:
            answers = {ReplyKind.ANSWER: behaviour.answers} if asks else {}
            reply = weighed(dict(behaviour.replies) | answers, answer)
        return MessageReaction(
            outcome=Outcome.READ if opened else arrived,
            reply=reply,
            after=seconds(behaviour.answers_within, after),
            hour=10 + int(when * 8),
            choice=choice,
        )

    def events_of(self, lead: str, names: Iterable[str], since: datetime) -> list[PersonEvent]:
        """Return which of these events happen to somebody, and when."""
        coming = []
        for name in names:
            happens, after, *_ = self._rolls(lead, f"event {name}", 0)
            if happens < self.behaviour.happens:
                coming.append(PersonEvent(since + seconds(self.behaviour.happens_within, after), "", event=name))
        return coming

    def task_result(self, lead: str, task: str, nth: int) -> tuple[Outcome | None, float]:
        """Return what somebody says of a task, after its n-th reminder, and after which share of its time."""
        word, takes, *_ = self._rolls(f"{lead}/{task}", "task", nth)
        result = Outcome(weighed(self.behaviour.task_results, word))
        return (None if result is Outcome.OVERDUE else result), between(self.behaviour.task_takes, takes)

    def _missed(self, pickup: PickupKind, call: CallStep, rings: float, talks: float) -> CallReaction:
        """Return what comes of a call that reaches no agent."""
        soon, late = seconds(self.behaviour.picks_up, rings), seconds(self.behaviour.mailbox, rings)
        if pickup is PickupKind.BUSY:
            return CallReaction(outcome=Outcome.BUSY, rings=min(soon, call.ring))
        if pickup is PickupKind.HANGS_UP:
            return CallReaction(outcome=Outcome.ABANDONED, rings=soon)
        if pickup is PickupKind.NO_ANSWER or late >= call.ring:
            return CallReaction(outcome=Outcome.NO_ANSWER, rings=call.ring)
        if pickup is PickupKind.MACHINE and (call.voicemail or call.voicemail_audio):
            return CallReaction(outcome=Outcome.VOICEMAIL_LEFT, rings=late, talks=seconds(self.behaviour.speaks, talks))
        return CallReaction(outcome=Outcome.MACHINE, rings=late)

    def lives_in(self, lead: str, zones: tuple[str, ...]) -> str:
        """Return the one of these zones in which somebody really lives."""
        return zones[int(self._rolls(lead, "home", 0)[0] * len(zones))] if zones else "Etc/UTC"

    def _phone(self, number: str) -> tuple[PhoneKind, float, bool]:
        """Return what a number can take, its owner's habits, and whether the owner is a stranger."""
        line, habit, recycled, *_ = self._rolls(number, "life", 0)
        return weighed(self.behaviour.lines, line), habit, recycled < self.behaviour.recycled

    def _rolls(self, who: str, what: str, nth: int) -> tuple[float, ...]:
        """Return numbers in [0, 1) that depend on these alone."""
        drawn = blake2b(f"{self.seed}/{who}/{what}/{nth}".encode(), digest_size=8 * ROLLS).digest()
        return tuple(value / 2**64 for value in EIGHT_BYTES_EACH.unpack(drawn))


def seconds(span: tuple[float, float], roll: float) -> timedelta:
    """Return where in a span of seconds a roll in [0, 1) falls, on a whole one."""
    return timedelta(seconds=round(between(span, roll)))
