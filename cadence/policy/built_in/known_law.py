"""Is there a readable pack for where the person may be? Pure."""

from dataclasses import dataclass
from datetime import datetime

from cadence.domain import HoldName
from cadence.policy.finding import Finding, Question
from cadence.policy.packs.law import BrokenPack


@dataclass(frozen=True, slots=True, kw_only=True)
class PacksReadable:
    """A pack that cannot be read holds every touch: the law is not guessed (law 6)."""

    broken: tuple[BrokenPack, ...]
    rule: str = "pack.valid"

    def check(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass when every pack was read."""
        if not self.broken:
            return Finding(rule=self.rule)
        evidence = {"packs": {pack.id: pack.why for pack in self.broken}}
        return Finding(rule=self.rule, evidence=evidence, hold=HoldName.PACK, key=self.broken[0].id)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountriesCovered:
    """A country without a pack has a law we do not know: nothing is sent there unless the file names it (law 6)."""

    unknown: tuple[str, ...]  # where the person may be: no pack, and not named under `without_pack`
    rule: str = "pack.covers"

    def check(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass when there is no such country."""
        if not self.unknown:
            return Finding(rule=self.rule)
        evidence = {"countries": list(self.unknown)}
        return Finding(rule=self.rule, evidence=evidence, hold=HoldName.PACK, key=self.unknown[0])
