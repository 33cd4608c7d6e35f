"""Is a call dialled as the law requires? Pure: the dialer requirement."""

from collections.abc import Iterator
from typing import Self

from pydantic import Field

from cadence.domain import Scope
from cadence.languages import add_sentences
from cadence.policy.finding import Finding
from cadence.policy.pack_parts import Delay, SecondCount, Words
from cadence.policy.primitive import PackContext, Primitive, Requirement, SameForAll
from cadence.policy.touch_texts import call_of


class DialerEntry(Requirement):
    """How a call must be made."""

    min_ring_s: SecondCount | None = Field(default=None, description="How many seconds a call must ring, at least.")
    connect_s: Delay | None = Field(
        default=None, description="An agent comes so many seconds after the greeting; measured, not judged."
    )
    abandoned_message: Words = Field(default=(), description="What a person hears when no agent takes the call.")

    def rules(self, context: PackContext) -> Iterator[SameForAll]:
        """Yield the answer about ringing; the rest is measured, or heard by the person."""
        if self.min_ring_s is not None:
            call = call_of(context.campaign, context.question.candidate)
            ring = call.ring.total_seconds() if call else None  # None: the file has no such call
            evidence = context.basis | {"ring": ring, "least": self.min_ring_s}
            short = ring is not None and ring < self.min_ring_s
            why, scope = ({"why": "ring"}, Scope.STEP) if short else ({}, None)
            yield SameForAll(Finding(rule=context.rule, evidence=evidence | why, scope=scope))

    def looser_than(self, parent: Self) -> str:
        """Return that a call may ring for a shorter time, if so."""
        return "a shorter ring" if (self.min_ring_s or 0) < (parent.min_ring_s or 0) else ""

    def describe(self) -> str:
        """Return how a call must be made."""
        ring = f"rings at least {self.min_ring_s} s" if self.min_ring_s else ""
        agent = f"an agent within {self.connect_s:g} s" if self.connect_s else ""
        message = f"an abandoned call says {', '.join(self.abandoned_message)}" if self.abandoned_message else ""
        return "; ".join(part for part in (ring, agent, message) if part)


PRIMITIVE = Primitive(kind="dialer", part=DialerEntry, marks=frozenset({"ring"}))

add_sentences(
    en="""
rule-dialer = a call must ring for at least { $least } s before we hang up; this one rings for { $ring } s
""",
    es="""
rule-dialer = una llamada debe sonar al menos { $least } s antes de colgar; esta suena { $ring } s
""",
    pt="""
rule-dialer = uma ligação deve tocar por pelo menos { $least } s antes de desligarmos; esta toca por { $ring } s
""",
)
