"""How do people behave on the whole? Pure: chances, any of which a people file may change."""

import random
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

K = TypeVar("K", bound=str)


class PickupKind(StrEnum):
    """How a call is taken."""

    ANSWER = "answer"  # a person, who waits for an agent
    HANGS_UP = "hang_up"  # a person, who is gone before an agent comes
    DECLINE = "decline"  # refused on the handset: the network says busy
    BUSY = "busy"  # on another call
    NO_ANSWER = "no_answer"  # rings out
    MACHINE = "machine"  # a mailbox with a tone
    FULL_MAILBOX = "full_mailbox"  # a mailbox that hangs up before the tone
    FAX = "fax"  # a fax
    UNKNOWN = "unknown"  # a person, but machine detection takes them for a machine
    FAILED = "failed"  # no such number


class PhoneKind(StrEnum):
    """What a number can take."""

    GOOD = "good"  # everything
    INVALID = "invalid"  # refused at once: not a number
    DEAD = "dead"  # no longer in service
    LANDLINE = "landline"  # calls only
    OFF = "off"  # switched off
    FILTERED = "filtered"  # its network filters our messages
    NO_WHATSAPP = "no_whatsapp"  # texts and calls only

    def delivery(self, *, whatsapp: bool) -> tuple[str, int | None] | None:
        """Return how every message to it ends; None when that depends."""
        if whatsapp and self in {PhoneKind.NO_WHATSAPP, PhoneKind.LANDLINE, PhoneKind.DEAD}:
            return "undelivered", 63024
        codes = {PhoneKind.DEAD: 30005, PhoneKind.LANDLINE: 30006, PhoneKind.OFF: 30003, PhoneKind.FILTERED: 30007}
        return ("undelivered", codes[self]) if self in codes else None


class Behaviour(BaseModel):
    """Chances from 0 to 1, weights, and spans in seconds of the Clock."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lines: Mapping[PhoneKind, float] = {
        PhoneKind.GOOD: 90,
        PhoneKind.DEAD: 2,
        PhoneKind.LANDLINE: 2,
        PhoneKind.OFF: 2,
        PhoneKind.FILTERED: 1,
        PhoneKind.NO_WHATSAPP: 3,
    }
    recycled: float = 0.01
    corrects: float = 0.3  # of those with a recycled number, who say so
    out_of_reach: float = 0.02
    reads: float = 0.7
    replies: Mapping[str, float] = {"none": 78, "interest": 7, "who": 5, "stop": 4, "callback": 3, "angry": 3}
    slowest_reply: float = 3 * 3600.0
    home: float = 0.55  # at best
    answering: Mapping[PickupKind, float] = {
        PickupKind.ANSWER: 84,
        PickupKind.HANGS_UP: 4,
        PickupKind.DECLINE: 6,
        PickupKind.BUSY: 5,
        PickupKind.UNKNOWN: 1,
    }
    away: Mapping[PickupKind, float] = {
        PickupKind.NO_ANSWER: 45,
        PickupKind.MACHINE: 45,
        PickupKind.BUSY: 7,
        PickupKind.FULL_MAILBOX: 2,
        PickupKind.FAX: 1,
    }
    presses_key: float = 0.05
    talk: tuple[float, float] = (40.0, 240.0)
    report: tuple[float, float] = (5.0, 60.0)
    dispositions: Mapping[str, float] = {
        "converted": 15,
        "confirmed": 10,
        "interested": 20,
        "refused": 25,
        "callback": 15,
        "do_not_contact": 5,
        "other": 10,
    }

    def at_home(self, hour: int, habit: float) -> float:
        """Return how likely a person picks up at this local hour; `habit` in [0, 1) is an early bird or a night owl."""
        wakes, sleeps = 7 + int(habit * 3), 21 + int(habit * 3)
        if not wakes <= hour < sleeps:
            return 0.02
        busiest = 0.6 if 9 <= hour < 14 else 1.0  # noqa: PLR2004  at work
        return self.home * busiest


def weighed(weights: Mapping[K, float], chance: random.Random) -> K:
    """Return one of the keys, chosen by its weight."""
    return chance.choices(list(weights), weights=list(weights.values()))[0]
