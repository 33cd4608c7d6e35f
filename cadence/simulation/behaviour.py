"""How do made-up people behave on the whole? Pure: chances and weights."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

K = TypeVar("K")

Weights = Mapping[K, float]


class PhoneKind(StrEnum):
    """What a number can take."""

    GOOD = "good"  # everything
    DEAD = "dead"  # no longer in service
    LANDLINE = "landline"  # calls only
    OFF = "off"  # switched off
    FILTERED = "filtered"  # its network filters our messages
    NO_WHATSAPP = "no_whatsapp"  # texts and calls only


class PickupKind(StrEnum):
    """How a call is taken."""

    ANSWER = "answer"  # by a person, who waits for an agent
    HANGS_UP = "hangs_up"  # by a person, who is gone before an agent comes
    BUSY = "busy"  # on another call, or declined
    NO_ANSWER = "no_answer"  # it rings out
    MACHINE = "machine"  # by a mailbox with a tone
    FULL_MAILBOX = "full_mailbox"  # by one that takes nothing


class ReplyKind(StrEnum):
    """What is written back."""

    NOTHING = "nothing"
    WORDS = "words"  # a question, or interest
    STOP = "stop"  # wants no more
    CALL_ME = "call_me"  # asks to be called at a given hour
    UNCLEAR = "unclear"  # a person has to read it
    ANSWER = "answer"  # one of the answers that the message asks for


HELD = 115 / 330
"""
Of replies that neither stop nor ask for a call, the share that a person has to read before anything goes on.

Measured: the ordinary replies that were held when the second blind corpus was read first (docs/words.md).
"""
_SAYS_SOMETHING = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """Chances from 0 to 1, weights, and spans in seconds."""

    lines: Weights[PhoneKind] = field(
        default_factory=lambda: {
            PhoneKind.GOOD: 90,
            PhoneKind.DEAD: 2,
            PhoneKind.LANDLINE: 2,
            PhoneKind.OFF: 2,
            PhoneKind.FILTERED: 1,
            PhoneKind.NO_WHATSAPP: 3,
        }
    )
    recycled: float = 0.01  # the number is somebody else's by now
    corrects: float = 0.3  # of those, who say so
    out_of_reach: float = 0.02
    reads: float = 0.7
    replies: Weights[ReplyKind] = field(
        default_factory=lambda: {
            ReplyKind.NOTHING: 78,
            ReplyKind.WORDS: _SAYS_SOMETHING * (1 - HELD),
            ReplyKind.STOP: 4,
            ReplyKind.CALL_ME: 3,
            ReplyKind.UNCLEAR: _SAYS_SOMETHING * HELD,
        }
    )
    answers: float = 30  # weighs beside the replies where a message asks for an answer
    answers_within: tuple[float, float] = (60.0, 3 * 3600.0)
    home: float = 0.55  # at best
    answering: Weights[PickupKind] = field(
        default_factory=lambda: {PickupKind.ANSWER: 85, PickupKind.HANGS_UP: 4, PickupKind.BUSY: 11}
    )
    away: Weights[PickupKind] = field(
        default_factory=lambda: {
            PickupKind.NO_ANSWER: 45,
            PickupKind.MACHINE: 46,
            PickupKind.BUSY: 7,
            PickupKind.FULL_MAILBOX: 2,
        }
    )
    presses: float = 0.6  # of those who hear the question of a call, who press a digit
    presses_stop: float = 0.03  # of those, who press the key that stops all contact
    listens: tuple[float, float] = (10.0, 30.0)  # to such a question, with its answer
    picks_up: tuple[float, float] = (3.0, 14.0)
    mailbox: tuple[float, float] = (18.0, 24.0)  # a shorter ring never reaches it
    speaks: tuple[float, float] = (20.0, 35.0)  # a mailbox's greeting and our words
    talk: tuple[float, float] = (40.0, 240.0)
    report: tuple[float, float] = (5.0, 60.0)
    dispositions: Weights[str] = field(
        default_factory=lambda: {
            "converted": 15,
            "confirmed": 10,
            "interested": 20,
            "refused": 25,
            "callback": 15,
            "do_not_contact": 5,
            "other": 10,
        }
    )

    task_results: Weights[str] = field(default_factory=lambda: {"done": 80, "declined": 10, "overdue": 10})
    """What comes of a task, and of each reminder: for `overdue`, nobody says anything in time."""
    task_takes: tuple[float, float] = (0.1, 0.9)  # the share of its working time that such a task takes

    promised: float = 20  # weighs beside the dispositions where a campaign keeps a promised date
    promises_for: tuple[float, float] = (1.0, 10.0)  # days from the conversation to that date

    happens: float = 0.1  # to so many each event that a campaign names happens, once
    happens_within: tuple[float, float] = (3600.0, 14 * 86400.0)

    def at_home(self, hour: int, habit: float) -> float:
        """Return how likely somebody picks up at this local hour; `habit` in [0, 1) is an early bird or a night owl."""
        wakes, sleeps = 7 + int(habit * 3), 21 + int(habit * 3)
        if not wakes <= hour < sleeps:
            return 0.02
        busiest = 0.6 if 9 <= hour < 14 else 1.0  # noqa: PLR2004  at work
        return self.home * busiest


def weighed(weights: Weights[K], roll: float) -> K:
    """Return the key on which a roll in [0, 1) falls, as often as its weight says."""
    left = roll * sum(weights.values())
    for key, weight in weights.items():
        left -= weight
        if left < 0:
            return key
    return next(reversed(list(weights)))


def between(span: tuple[float, float], roll: float) -> float:
    """Return where in a span a roll in [0, 1) falls."""
    return span[0] + (span[1] - span[0]) * roll
