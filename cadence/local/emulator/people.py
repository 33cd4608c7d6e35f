"""
Who lives behind a number, and how do they take what comes? Pure: decided by seed, number and history alone.

The n-th call to a number meets the same reaction in every run with the same seed, whatever the order of things around
it. What the engine knows about a person's zone does not matter here: the people have zones of their own.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from cadence.local.emulator.behaviour import Behaviour, PhoneKind, PickupKind, weighed
from cadence.local.emulator.questions import EmulatedQuestion, PressedButton, WrittenReply, question_in
from cadence.local.emulator.replies import Intent, pick
from cadence.local.emulator.spellings import phone

MACHINE_AFTER = (18.0, 24.0)
"""Seconds of ringing until a mailbox answers: a shorter ring never reaches it."""
KNOWN = {"zone", "name", "language"}
"""What a people file may say of somebody whose life comes from the seed."""


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("expected a zone such as Europe/Madrid") from error
    return name


class EmulatedPerson(BaseModel):
    """
    Somebody with a phone, as the people file writes them; the number is the key there.

    What is scripted happens as written, and who is scripted in part does nothing else. All the rest comes from the
    seed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: str
    zone: Annotated[str, AfterValidator(_zone)]
    name: str = ""
    language: str = "es"
    line: PhoneKind | None = PhoneKind.GOOD  # None: as the seed says
    recycled: bool = False  # the number now belongs to another person
    scripted: bool = False
    script: tuple[PickupKind, ...] = ()  # how each call is taken, in order; the last one goes on
    deliveries: tuple[Annotated[str, Field(pattern=r"^(delivered|read|undelivered|failed)(:\d{5})?$")], ...] = ()
    replies: tuple[WrittenReply, ...] = ()  # what is written back to each message, if it arrives
    answer: str = ""  # the name of the answer to every message that asks for it
    reply_after: timedelta | None = None  # written as seconds of the Clock
    dispositions: tuple[str, ...] = ()  # what the agent reports of each conversation
    key: str = ""  # the key pressed when something recorded offers one
    call_back: Annotated[str, Field(pattern=r"^(\d{1,2}:\d\d)?$")] = (
        ""  # with the disposition callback: "10:00" tomorrow
    )
    promise_in: Annotated[int, Field(ge=0, le=365)] = 5  # with the disposition promised: in so many days


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFate:
    """How a call is taken."""

    how: PickupKind
    after: timedelta  # of ringing
    greeting: timedelta  # what a machine says, up to the tone; a person's hello
    patience: timedelta  # how long a person listens before hanging up
    key: str  # what a person presses when asked


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFate:
    """How a message ends, and what follows."""

    status: str  # delivered, undelivered, failed
    code: int | None
    after: timedelta
    read_after: timedelta | None = None
    reply: str = ""  # what is written, or stands on the button that is pressed
    payload: str | None = None  # of the button; None: it is written
    reply_after: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A conversation with an agent."""

    span: timedelta
    disposition: str
    callback_at: datetime | None
    promised_on: str  # with the disposition promised: the date
    report_after: timedelta  # the agent writes it down


@dataclass(frozen=True, slots=True, kw_only=True)
class EmulatedPeople:
    """Everybody. Who is not named in a file is made up from the seed when first called."""

    seed: int
    temper: Behaviour = field(default_factory=Behaviour)
    named: Mapping[str, EmulatedPerson] = field(default_factory=dict)  # by `phone`
    zones: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    questions: Sequence[EmulatedQuestion] = ()

    def behind(self, number: str) -> EmulatedPerson:
        """Return who takes calls and messages to this number."""
        named = self.named.get(phone(number))
        if named is None or named.line is None:
            stranger = self._stranger(number)
            return stranger.model_copy(update=named.model_dump(include=KNOWN)) if named else stranger
        return named

    def takes_call(self, number: str, nth: int, at: datetime) -> CallFate:
        """Return how the n-th call to a number is taken."""
        person, chance = self.behind(number), self._chance(number, "call", nth)
        how = _scripted(person.script, nth)
        pickup = PickupKind(how) if how else self._mood(person, at, chance)
        early = chance.uniform(3, 14)
        late = chance.uniform(*MACHINE_AFTER)
        return CallFate(
            how=pickup,
            after=timedelta(seconds=late if pickup in {PickupKind.MACHINE, PickupKind.FULL_MAILBOX} else early),
            greeting=timedelta(
                seconds=chance.uniform(6, 14) if pickup is PickupKind.MACHINE else chance.uniform(0.8, 1.8)
            ),
            patience=timedelta(seconds=2 if pickup is PickupKind.HANGS_UP else chance.uniform(20, 60)),
            key=person.key if person.scripted else "9" if chance.random() < self.temper.presses_key else "",
        )

    def takes_message(
        self, number: str, nth: int, *, whatsapp: bool, text: str = "", template: str = ""
    ) -> MessageFate:
        """Return how the n-th message to a number ends, and what is answered to its text."""
        person, chance = self.behind(number), self._chance(number, "message", nth)
        status, code = self._delivery(person, nth, chance, whatsapp=whatsapp)
        after = timedelta(seconds=chance.uniform(1, 6))
        read_after = (
            timedelta(seconds=chance.uniform(20, 1800)) if whatsapp and chance.random() < self.temper.reads else None
        )
        by_habit = self._reply(person, nth, chance)
        question = question_in(text, template, self.questions)
        reply = by_habit if question is None else self._answer(person, nth, question, by_habit, whatsapp=whatsapp)
        by_chance = timedelta(seconds=chance.uniform(60, self.temper.slowest_reply))
        reply_after = by_chance if person.reply_after is None else person.reply_after
        if status not in {"delivered", "read"}:
            return MessageFate(status=status, code=code, after=after)
        if status == "read":
            read_after = read_after or timedelta(seconds=60)
        return MessageFate(
            status="delivered",
            code=None,
            after=after,
            read_after=read_after,
            reply=reply.button if isinstance(reply, PressedButton) else reply or "",
            payload=reply.payload if isinstance(reply, PressedButton) and whatsapp else None,
            reply_after=reply_after,
        )

    def talks(self, number: str, nth: int, at: datetime) -> Talk:
        """Return the result of the n-th conversation with a person."""
        person, chance = self.behind(number), self._chance(number, "talk", nth)
        disposition = _scripted(person.dispositions, nth) or (
            "wrong_number" if person.recycled else weighed(self.temper.dispositions, chance)
        )
        hour, minute = (int(part) for part in (person.call_back or f"{chance.randint(10, 13)}:00").split(":"))
        today = at.astimezone(ZoneInfo(person.zone))
        tomorrow = today + timedelta(days=1)
        asked_for = tomorrow.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return Talk(
            span=timedelta(seconds=chance.uniform(*self.temper.talk)),
            disposition=disposition,
            callback_at=asked_for if disposition == "callback" else None,
            promised_on=f"{today + timedelta(days=person.promise_in):%Y-%m-%d}" if disposition == "promised" else "",
            report_after=timedelta(seconds=chance.uniform(*self.temper.report)),
        )

    def _mood(self, person: EmulatedPerson, at: datetime, chance: random.Random) -> PickupKind:
        if person.line is PhoneKind.DEAD:
            return PickupKind.FAILED
        if person.line is PhoneKind.OFF:
            return PickupKind.MACHINE
        local = at.astimezone(ZoneInfo(person.zone))
        if chance.random() < self.temper.at_home(local.hour, self._chance(person.number, "habits", 0).random()):
            return weighed(self.temper.answering, chance)
        return weighed(self.temper.away, chance)

    def _delivery(
        self, person: EmulatedPerson, nth: int, chance: random.Random, *, whatsapp: bool
    ) -> tuple[str, int | None]:
        scripted = _scripted(person.deliveries, nth)
        if scripted:
            status, _, code = scripted.partition(":")
            return status, int(code) if code else None
        ends = person.line.delivery(whatsapp=whatsapp) if person.line else None
        return ends or (
            ("undelivered", 30003)
            if not person.scripted and chance.random() < self.temper.out_of_reach
            else ("delivered", None)
        )

    def _reply(self, person: EmulatedPerson, nth: int, chance: random.Random) -> WrittenReply:
        if person.scripted:
            return (person.replies[nth - 1] or "") if nth <= len(person.replies) else ""
        if person.recycled:
            return pick(person.language, Intent.WRONG, chance) if chance.random() < self.temper.corrects else ""
        intent = weighed(self.temper.replies, chance)
        return pick(person.language, Intent(intent), chance) if intent != "none" else ""

    def _answer(
        self, person: EmulatedPerson, nth: int, question: EmulatedQuestion, by_habit: WrittenReply, *, whatsapp: bool
    ) -> WrittenReply:
        """Return the reply to a question: what the file says of a person goes first, then the share who answer."""
        chance = self._chance(person.number, "answer", nth)
        if person.scripted:
            return by_habit or (question.reply(person.answer, chance, whatsapp=whatsapp) if person.answer else None)
        answers = not person.recycled and chance.random() < question.share
        return question.reply("", chance, whatsapp=whatsapp) if answers else by_habit

    def _stranger(self, number: str) -> EmulatedPerson:
        chance = self._chance(number, "life", 0)
        line = PhoneKind(weighed(self.temper.lines, chance))
        recycled = chance.random() < self.temper.recycled
        zone, language = chance.choice(zones_of(number, self.zones)), language_of(number)
        return EmulatedPerson(number=number, zone=zone, language=language, line=line, recycled=recycled)

    def _chance(self, number: str, what: str, nth: int) -> random.Random:
        return random.Random(f"{self.seed}/{number}/{what}/{nth}")  # noqa: S311  people, not secrets


def zones_of(number: str, zones: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return where a person with this number may live, by the longest prefix that fits."""
    fitting = max((prefix for prefix in zones if number.startswith(prefix)), key=len, default="")
    return zones.get(fitting, ("Etc/UTC",))


def _scripted(script: tuple[str, ...], nth: int) -> str:
    """Return the entry for the n-th time; the last one repeats."""
    return script[min(nth, len(script)) - 1] if script else ""


def language_of(number: str) -> str:
    """Return the language that a person with this number most likely writes."""
    if number.startswith(("+55", "+351")):
        return "pt"
    return "es" if number.startswith(("+34", "+52", "+54", "+56", "+57")) else "en"
