"""How is a country written in a campaign file? Pure: its code, and no code that no country has."""

from dataclasses import dataclass

from cadence.campaign.kinds import Schema, refused
from cadence.documents.mistakes import MistakeReport
from cadence.documents.tree import Node, TextNode
from cadence.domain.geography import COUNTRY_CODE, NUMBERED, countries, is_country, meant_country


@dataclass(frozen=True)
class CountryKind:
    """The code of a country."""

    expected: str = COUNTRY_CODE

    def read(self, node: Node, report: MistakeReport) -> object:
        """Return the code; of a name or another spelling, the code is what may be meant."""
        if isinstance(node, TextNode) and is_country(node.value):
            return node.value
        return refused(self, node, report, meant_country(node.value) if isinstance(node, TextNode) else "")

    def schema(self) -> Schema:
        """Return the codes."""
        return {"enum": sorted({*countries(), *NUMBERED})}


COUNTRY = CountryKind()
