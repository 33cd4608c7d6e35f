"""Which rows of a list have all that a campaign needs, and why are the others refused? Edge: it writes the report."""

from collections.abc import Callable, Iterator, Sequence

from cadence.campaign import Campaign
from cadence.campaign.texts import UnwritableText, missing_for, places_using, unwritable_for, used_columns
from cadence.domain.dates import why_no_date
from cadence.domain.list_rows import LeadRow, Objection
from cadence.domain.spreadsheets import cell_fault
from cadence.leads.lists import Intake
from cadence.leads.lists.objections import objection_of_lead

OnObjection = Callable[[Objection], None]
"""Called with each objection whose row is not imported."""


def complete_rows(campaign: Campaign, intake: Intake, on_objection: OnObjection) -> Iterator[LeadRow]:
    """Yield the leads for which every text can be rendered; refuse the others (law 6), but note their objections."""
    used = used_columns(campaign)
    for row in intake:
        if isinstance(row, Objection):
            on_objection(row)
        if not isinstance(row, LeadRow):
            continue
        if spoilt := [name for name in used if cell_fault(row.attributes.get(name, ""))]:
            heads, value = ", ".join(intake.columns.header(name) for name in spoilt), row.attributes[spoilt[0]]
            intake.refuse(row, heads, cell_fault(value), value=value)
        elif lacking := missing_for(campaign, row):
            _refuse_lacking(campaign, intake, row, lacking)
        elif unwritable := unwritable_for(campaign, row):
            _refuse_unwritable(intake, row, unwritable)
        else:
            yield row
            continue
        if objection := objection_of_lead(row):
            on_objection(objection)


def _refuse_unwritable(intake: Intake, lead: LeadRow, unwritable: Sequence[UnwritableText]) -> None:
    """Refuse a lead for texts that cannot be made of its values: with the steps, and the columns of the list."""
    columns = list(dict.fromkeys(name for text in unwritable for name in text.columns))
    reasons = "; ".join(text.in_words(intake.columns.header) for text in unwritable)
    value = lead.attributes.get(columns[0], "") if len(columns) == 1 else ""
    heads = ", ".join(intake.columns.header(name) for name in columns)
    intake.refuse(lead, heads, f"a text of the campaign cannot be written: {reasons}", value=value)


def _refuse_lacking(campaign: Campaign, intake: Intake, lead: LeadRow, lacking: Sequence[str]) -> None:
    """Refuse a lead for its empty cells, or for a cell that should have a date: with the steps that need them."""
    empty = [name for name in lacking if not lead.attributes.get(name)]
    if empty:
        heads = ", ".join(intake.columns.header(name) for name in empty)
        needs = "; ".join(f"{name}, in {', '.join(places_using(campaign, name))}" for name in empty)
        intake.refuse(lead, heads, f"the campaign needs a value for {needs}")
        return
    name = lacking[0]
    places = ", ".join(places_using(campaign, name))
    why = why_no_date(lead.attributes[name]) or "expected a date such as 2027-03-10 or 10/03/2027 10:30"
    verb = "goes" if places.count(", ") == 0 else "go"
    reason = f"{why}, because {places} {verb} by it"
    intake.refuse(lead, intake.columns.header(name), reason, value=lead.attributes[name])
