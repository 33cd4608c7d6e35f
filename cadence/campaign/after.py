"""How long after the step before, or after a date, is a step due? Pure: the key `after`."""

from datetime import timedelta

from cadence.campaign.answers import OUTCOME
from cadence.campaign.blocks import MappingKind
from cadence.campaign.forms import DURATION
from cadence.campaign.key_rules import having
from cadence.campaign.kinds import Schema, refused
from cadence.campaign.parts import AFTER_DATE, AfterDate
from cadence.documents.mistakes import MistakeReport
from cadence.documents.tree import Keys, Node, TextNode
from cadence.domain import OTHERWISE, Outcome

LEFT = "left"
"""The word for "it left the house, or may have", whatever came of it."""
GENERAL = (LEFT, Outcome.SKIPPED.value, OTHERWISE)
"""The words of `after` that are no outcome; those of an outcome and of an agent weigh more."""

After = timedelta | AfterDate | dict[str, timedelta]
"""One duration, one for each result of the step before, or a duration after a date."""

BY_RESULT = MappingKind(of=DURATION, name=OUTCOME)
OF_DATE = having(*AFTER_DATE.keys)
"""The form of a duration after a date."""


class AfterKind:
    """A duration, durations by the result of the step before, or a duration after a date."""

    expected = "a duration, one after a date, or one for each result such as {left: 2 days, skipped: at once}"
    blocks = (AFTER_DATE,)

    def read(self, node: Node, report: MistakeReport) -> object:
        """Return how long to wait."""
        if OF_DATE.find(node) is not None:
            return AFTER_DATE.read(node, report)
        if isinstance(node, Keys) and node.entries:
            return BY_RESULT.read(node, report)
        return DURATION.read(node, report) if isinstance(node, TextNode) else refused(self, node, report)

    def schema(self) -> Schema:
        """Return a duration, or an object of durations, or of a field and a duration."""
        by_result: Schema = {**BY_RESULT.schema(), "not": OF_DATE.schema}
        return {"anyOf": [DURATION.schema(), AFTER_DATE.schema(), by_result]}
