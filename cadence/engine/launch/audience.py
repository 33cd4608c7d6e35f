"""Whom of a list is a campaign for? Pure: its `where`, asked of each row, with counts for a plan and a launch."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from cadence.campaign import Campaign
from cadence.campaign.conditions.evaluate import PersonAt, holds, unknown
from cadence.campaign.conditions.use import ValuesInUse
from cadence.campaign.conditions.words import in_words as condition_in_words
from cadence.campaign.texts import samples
from cadence.campaign.wheres import conditions_of
from cadence.domain import Facts
from cadence.domain.list_rows import LeadRow
from cadence.domain.plurals import many
from cadence.engine.launch.goal_values import GoalValues
from cadence.languages import Language, add_sentences, say
from cadence.leads.lists.facts import facts_of_row


@dataclass(slots=True)
class ListAudience:
    """The people that a campaign is for, and how many of a list are not, or not known to be."""

    campaign: Campaign
    now: datetime
    selected: int = 0
    others: int = 0  # who do not meet the condition
    unsure: int = 0  # who may meet it: something is not known
    missing: Counter[str] = field(default_factory=Counter)  # what those lack, by column
    _values: ValuesInUse = field(init=False)
    _conditional: bool = field(init=False)
    _worth: GoalValues = field(init=False)

    def __post_init__(self) -> None:
        """Note what the conditions of the file ask for."""
        conditions = [where for _, where in conditions_of(self.campaign)]
        self._values, self._conditional = ValuesInUse(conditions, samples(self.campaign).keys()), bool(conditions)
        self._worth = GoalValues(self.campaign.goal)

    def selects(self, row: LeadRow) -> bool:
        """Return whether a campaign is for the person of a row, and count them."""
        self._worth.look(row.attributes)
        if not self._conditional:
            return True
        facts = facts_of_row(self.campaign, row, self.now)
        self._values.look(facts.lead)
        return self.selects_person(facts)

    def selects_person(self, facts: Facts) -> bool:
        """Return whether a campaign is for somebody, and count them."""
        where = self.campaign.where
        if where is None:
            return True
        person = PersonAt(facts, self.now, self.campaign.purpose)
        selected = holds(where, person)
        if selected is None:
            self.unsure += 1
            self.missing.update(unknown(where, person))
        else:
            self.selected += selected
            self.others += not selected
        return selected is True

    def lines(self, language: Language = "en") -> list[tuple[str, str]]:
        """Return whom the campaign is for, how many of the list are left out and why, and what no lead has."""
        remarks = [(say(language, "plan-conditions"), remark) for remark in self._values.remarks(language)]
        remarks += [(say(language, "plan-goal"), remark) for remark in self._worth.remarks(language)]
        if self.campaign.where is None:
            return remarks
        total = self.selected + self.others + self.unsure
        lines = [
            say(language, "audience-where", where=condition_in_words(self.campaign.where, language)),
            say(language, "audience-selected", selected=self.selected, total=total, others=self.others),
        ]
        if self.unsure:
            columns = ", ".join(f"{column} {count}" for column, count in self.missing.most_common())
            lines.append(say(language, "audience-unknown", count=self.unsure, columns=columns))
        return [*((say(language, "plan-audience"), line) for line in lines), *remarks]

    def summary(self) -> str:
        """Return how many of the list the campaign is not for, for the report of a launch; "" for nobody."""
        left_out = self.others + self.unsure
        unsure = f", {self.unsure} of them because it is not known whether it is" if self.unsure else ""
        return (
            f"Not for {left_out} of {many(left_out + self.selected, 'person', 'people')} of the list{unsure}."
            if left_out
            else ""
        )

    def as_data(self) -> dict[str, object]:
        """Return the counts as data; nothing without `where`."""
        if self.campaign.where is None:
            return {}
        counts = {"selected": self.selected, "not_selected": self.others, "unknown": self.unsure}
        return {"audience": {**counts, "missing": dict(self.missing), "where": self.campaign.where.stored["holds"]}}


add_sentences(
    en="""
plan-audience = is for
plan-conditions = condition
audience-where = people who meet this condition: { $where }
audience-selected = { $selected } of { $total ->
        [one] { $total } person
       *[other] { $total } people
    } of the list; { $others ->
        [one] { $others } does not meet it
       *[other] { $others } do not meet it
    }
audience-unknown = { $count ->
        [one] { $count } person is left out because it is not known whether they meet it
       *[other] { $count } people are left out because it is not known whether they meet it
    } (no value that can be read: { $columns })
""",
    es="""
plan-audience = es para
plan-conditions = condición
audience-where = las personas que cumplen: { $where }
audience-selected = { $selected } de { $total ->
        [one] { $total } persona
       *[other] { $total } personas
    } de la lista; { $others ->
        [one] { $others } no lo cumple
       *[other] { $others } no lo cumplen
    }
audience-unknown = { $count ->
        [one] { $count } persona queda fuera porque no se sabe si lo cumple
       *[other] { $count } personas quedan fuera porque no se sabe si lo cumplen
    } (sin un valor legible: { $columns })
""",
    pt="""
plan-audience = é para
plan-conditions = condição
audience-where = as pessoas que cumprem: { $where }
audience-selected = { $selected } de { $total ->
        [one] { $total } pessoa
       *[other] { $total } pessoas
    } da lista; { $others ->
        [one] { $others } não cumpre
       *[other] { $others } não cumprem
    }
audience-unknown = { $count ->
        [one] { $count } pessoa fica de fora porque não se sabe se cumpre
       *[other] { $count } pessoas ficam de fora porque não se sabe se cumprem
    } (sem um valor legível: { $columns })
""",
)
