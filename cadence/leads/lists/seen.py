"""
Was this lead on an earlier line? Pure.

The only thing in intake that grows with the list: two whole numbers a lead, about 100 bytes (`bench/intake.py` measures
them), never its data.
"""

from dataclasses import dataclass

from cadence.domain.list_rows import LeadRow
from cadence.domain.spellings import identity as phone_of

KEY_BITS = (1 << 60) - 1
CONTENT_BITS = (1 << 32) - 1
"""So many bits of a hash are kept: two keys of a list of a million leads meet by chance once in two million lists."""


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """The earlier line of a lead, and whether its data were the same."""

    line: int
    same: bool


class Seen:
    """Remembers which leads were read, on which line, and a hash of their data."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._leads: dict[int, int] = {}

    def look(self, lead: LeadRow) -> EarlierRow | None:
        """Return where this lead was read before; None for a new one, which is then remembered (protocol §5.1)."""
        identity = hash(("id", lead.key) if lead.key else ("number", phone_of(lead.numbers[0].e164))) & KEY_BITS
        content = hash(_content(lead)) & CONTENT_BITS
        earlier = self._leads.setdefault(identity, lead.line << 32 | content)
        line = earlier >> 32
        return EarlierRow(line, same=earlier & CONTENT_BITS == content) if line != lead.line else None

    def __len__(self) -> int:
        """Return how many leads are remembered."""
        return len(self._leads)


def _content(lead: LeadRow) -> tuple[object, ...]:
    """Return the data of a lead, without its line."""
    return (
        *(lead.name, lead.country, lead.region, lead.segment, lead.score, lead.account),
        *(number.e164 for number in lead.numbers),
        *(evidence.zone for evidence in lead.zones),
        *lead.attributes.values(),
        *((consent.channel, consent.given, consent.e164, consent.at, consent.source) for consent in lead.consents),
    )
