"""Can the law be read, is there one, and is it law on that day? Pure: what holds for every rule of a pack."""

from dataclasses import dataclass
from datetime import datetime

from cadence.domain import HoldName
from cadence.policy.finding import Finding, Question
from cadence.policy.packs.law import BrokenPack


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """A pack that is named and cannot be read holds every touch: we do not guess at the law (law 6)."""

    broken: tuple[BrokenPack, ...]
    rule: str = "pack.valid"

    def look(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass when every pack was read."""
        if not self.broken:
            return Finding(rule=self.rule)
        evidence = {"packs": {pack.id: pack.why for pack in self.broken}}
        return Finding(rule=self.rule, evidence=evidence, hold=HoldName.PACK, key=self.broken[0].id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """A country that no pack is about has a law we do not know: nothing goes there unless the file says so (law 6)."""

    unknown: tuple[str, ...]  # where the person may be, without a pack and not named as contacted all the same
    rule: str = "pack.covers"

    def look(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass when there is no such country."""
        if not self.unknown:
            return Finding(rule=self.rule)
        evidence = {"countries": list(self.unknown)}
        return Finding(rule=self.rule, evidence=evidence, hold=HoldName.PACK, key=self.unknown[0])
