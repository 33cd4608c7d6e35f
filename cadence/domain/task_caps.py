"""How many tasks do our people get in a day? Pure: what a campaign or the house says, and whom it is about."""

from dataclasses import dataclass
from enum import StrEnum


class CountedBy(StrEnum):
    """Whose tasks a cap counts, where that is not all of them together."""

    ASSIGNEE = "assignee"  # each assignee has the cap for themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCap:
    """At most `most` tasks a working day, of those with this label and for this assignee; "" is any."""

    most: int
    label: str = ""
    assign: str = ""
    each: bool = False  # each assignee has the cap for themselves

    def about(self, label: str, assign: str) -> bool:
        """Tell whether it is about a task. One for nobody in particular is no assignee's own."""
        fits = self.label in {"", label} and self.assign in {"", assign}
        return fits and not (self.each and not assign)

    def covers(self, other: "TaskCap") -> bool:
        """Tell whether this cap lets no task through that another one keeps back."""
        wider = self.label in {"", other.label} and self.assign in {"", other.assign}
        return wider and self.most <= other.most and (not self.each or other.each or bool(other.assign))
