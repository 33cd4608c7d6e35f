"""What does a pack say, in words? Pure: each rule as one line, with its law and how sure we are of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cadence.domain import Audience, Purpose
from cadence.policy.pack_parts import RuleScope
from cadence.policy.packs.schema import Pack
from cadence.policy.primitive import RuleEntry
from cadence.policy.source_words import CHANNELS, forms_in_words, words

CONFIDENCE = {
    "V": "operative words seen quoted",
    "S": "read in a secondary description",
    "C": "sources conflict; the stricter is taken",
    "U": "unverified; taken where it is stricter",
}
LAXER = "sources conflict; this pack is the laxer reading, for campaigns that name it"
"""What C means for a rule that replaces the stricter one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedRule:
    """One rule, or one duty of people's, as a reader meets it."""

    id: str
    kind: str  # window, limit, ratio, require, optout, duty
    says: str
    about: str = ""  # which touches; "" when all
    law: str
    url: str
    confidence: str  # V, S, C, U
    approved: str = ""  # by which counsel and when; "" when by none
    since: date | None = None  # its own first day of law, where it is not the pack's
    note: str = ""
    laxer: bool = False  # it replaces the stricter reading that a pack it extends takes

    @property
    def sureness(self) -> str:
        """How sure we are of it, in words."""
        return LAXER if self.laxer else CONFIDENCE[self.confidence]


def described_rules(pack: Pack) -> list[DescribedRule]:
    """Return every rule of a pack in its order, and then what it leaves to people."""
    return [*(_rule(rule, laxer=rule.id in pack.replaces) for rule in pack.rules), *_duties(pack)]


def _rule(entry: RuleEntry, *, laxer: bool) -> DescribedRule:
    approved = entry.approved
    return DescribedRule(
        id=entry.id,
        kind=entry.type,
        says=entry.describe(),
        about=_about(entry.when),
        law=entry.source.law,
        url=entry.source.url,
        confidence=entry.source.confidence,
        approved=f"{approved.by}, {approved.on}" if approved else "",
        since=entry.effective.since if entry.effective else None,
        note=entry.note,
        laxer=laxer,
    )


def _duties(pack: Pack) -> Iterable[DescribedRule]:
    for duty in pack.duties:
        yield DescribedRule(
            id=duty.id,
            kind="duty",
            says=duty.text,
            law=duty.source.law,
            url=duty.source.url,
            confidence=duty.source.confidence,
        )


def _about(when: RuleScope) -> str:
    """Return which touches a rule is about, "" when it is about all."""
    parts = []
    if when.purposes != frozenset(Purpose):
        parts.append(words(when.purposes))
    if when.audience != frozenset(Audience):
        parts.append(f"to {words(f'{audience}s' for audience in when.audience)}")
    if when.channels != CHANNELS["any"]:
        parts.append(f"by {forms_in_words(when.channels)}")
    return " ".join(parts)
