"""Do the people of a list have the amount that the goal of a campaign names? Pure: counts, for a plan and a launch."""

from collections.abc import Iterator, Mapping

from cadence.campaign.goal import Goal
from cadence.documents.mistakes import quoted
from cadence.domain.amounts import read_number
from cadence.domain.nearest import nearest
from cadence.languages import Language, say


class GoalValues:
    """Looks at the people of a list, and says afterwards how many have no amount in the column of the goal."""

    def __init__(self, goal: Goal | None) -> None:
        """Start without people."""
        self._column = goal.value if goal else ""
        self._people = self._with_amount = 0
        self._names: set[str] = set()

    def look(self, attributes: Mapping[str, str]) -> None:
        """Take the columns of one person that are the list's own."""
        if self._column:
            self._people += 1
            self._with_amount += read_number(attributes.get(self._column, "")) is not None
            self._names.update(attributes)

    def remarks(self, language: Language = "en") -> Iterator[str]:
        """Yield what reports will not know: the amounts of everybody, or of some."""
        missing = self._people - self._with_amount
        if not missing:
            return
        column = quoted(self._column)[1:-1]
        if self._with_amount:
            yield say(language, "plan-goal-some-missing", missing=missing, total=self._people, column=column)
            return
        meant = nearest(self._column, sorted(self._names - {self._column}))
        hint = say(language, "plan-goal-meant", meant=quoted(meant)[1:-1]) if meant else ""
        yield say(language, "plan-goal-all-missing", column=column) + hint
