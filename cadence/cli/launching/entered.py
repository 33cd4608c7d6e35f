"""Who of a list comes into a campaign, who does not and why, in words? Edge: options of `launch` and `plan`."""

from typing import TYPE_CHECKING, Annotated

import typer

from cadence.cli.connection import LedgerSession, house
from cadence.cli.output import talk
from cadence.domain.errors import CadenceError, ConflictError

if TYPE_CHECKING:
    from cadence.campaign import Campaign
    from cadence.domain.list_rows import LeadRow
    from cadence.engine.launch.entries import EntryCounts, OtherListPolicy, SharedNumbers
    from cadence.engine.launch.launch import LaunchOrder, Survey

Again = Annotated[
    bool,
    typer.Option("--again", help="Contact people again who are in the campaign under another list's name."),
]
NewOnly = Annotated[
    bool,
    typer.Option("--new-only", help="Leave people out who are in the campaign under another list's name."),
]
PAGE = 200
"""So many people are looked up at once."""
REASONS = {
    "under_way": "under way",
    "once": "were in it, and each person comes once",
    "too_soon": "finished too short a time ago",
    "same_date": "were in it for this date",
    "elsewhere": "in it under another list's name",
}
"""Why a person does not come into a campaign."""


def elsewhere(*, again: bool, new_only: bool) -> "OtherListPolicy":
    """Return what is done with people who are in the campaign under another list's name."""
    from cadence.engine.launch.entries import OtherListPolicy

    if again and new_only:
        raise typer.BadParameter("--again and --new-only are two answers to one question; expected one of them")
    return OtherListPolicy.AGAIN if again else OtherListPolicy.LEAVE_OUT if new_only else OtherListPolicy.STOP


def entered_lines(campaign: "Campaign", found: "EntryCounts | None", shared: "SharedNumbers") -> list[tuple[str, str]]:
    """Say when a person may come in, who comes back, who does not come in and why, and who shares a phone."""
    from cadence.campaign.enter import in_words
    from cadence.engine.launch.entries import EntryCounts
    from cadence.planning.entering import Entering

    found = found or EntryCounts()
    total = found.counts.total()
    lines = [("enter", in_words(campaign.enter))]
    if back := found.counts[Entering.BACK]:
        lines.append(("come back", f"{back} of {total}"))
    if out := found.left_out():
        reasons = ", ".join(f"{count} {REASONS[why]}" for why, count in out.items())
        lines.append(("in it already", f"{sum(out.values())} of {total}; {found.coming or 'nobody'} to be added"))
        lines.append(("left out", reasons))
    if shared.numbers:
        several = "1 number is" if shared.numbers == 1 else f"{shared.numbers} numbers are"
        lines.append(("share a phone", f"{shared.people} people: {several} those of several"))
    return lines


def entered_as_data(found: "EntryCounts | None", shared: "SharedNumbers") -> dict[str, object]:
    """Return the same as data; what is nothing is left away."""
    from cadence.engine.launch.entries import EntryCounts
    from cadence.planning.entering import Entering

    found = found or EntryCounts()
    data: dict[str, object] = {}
    if back := found.counts[Entering.BACK]:
        data["back"] = back
    if out := found.left_out():
        data["left_out"] = out
    if found.lists:
        data["elsewhere"] = dict(found.lists)
    if shared.numbers:
        data["shared"] = {"numbers": shared.numbers, "people": shared.people}
    return data


def refuse_another_list(home: LedgerSession, order: "LaunchOrder", found: "Survey") -> None:
    """
    Refuse a file that would make most people of a list somebody else, unless the list is named.

    Two files called leads.csv number their people from 1, and their file's name is all that tells the lists apart.
    """
    from cadence.ledger.lists import duplicates

    with home.ledger.begin() as connection:
        same = duplicates.compare(connection, home.ledger.hasher, order.list_name, found.sample)
    if same.another_list:
        raise ConflictError(
            f"{order.leads} seems to be another list: {same.others} of the {same.known} people looked at whose ids the "
            f"list {order.list_name} knows have another name and other numbers there. Give it a name of its own with "
            f"--list NAME; if these are corrections, say --list {order.list_name}."
        )


def coming(
    campaign: "Campaign", list_name: str, rows: "list[LeadRow]", others: "OtherListPolicy"
) -> "tuple[list[LeadRow], EntryCounts | None, SharedNumbers]":
    """
    Return who of a list would come in; everybody where there is no ledger to ask.

    Raises ConflictError for people who are in the campaign under another list's name, as a launch would.
    """
    from cadence.engine.launch.entries import Entrants, SharedNumbers

    shared = SharedNumbers()
    for row in rows:
        shared.count(row)
    found: list[LeadRow] = []
    try:
        with house() as home:
            entrants = Entrants(campaign, list_name, others, home.now)
            for start in range(0, len(rows), PAGE):
                with home.ledger.begin() as connection:
                    found += entrants.coming(connection, home.ledger.hasher, rows[start : start + PAGE])
    except CadenceError as error:
        talk(f"Who is in the campaign already is not known: {error}")
        return rows, None, shared
    entrants.refuse()
    return found, entrants.found, shared


def refuse_misspelt_list(home: LedgerSession, name: str) -> None:
    """Refuse a new list whose name differs from a known one in case, accents or separators only (`CRM`, `crm`)."""
    from cadence.leads.lists.words import fold
    from cadence.ledger.people import people

    with home.ledger.begin() as connection:
        known = people.lists(connection)
    alike = next((one for one in known if fold(one) == fold(name)), None)
    if name not in known and alike is not None:
        raise ConflictError(
            f"There is a list {alike}, and none called {name}: the same people would be new people, without their "
            f"stops and consents. Say --list {alike}, or a name that differs in more than its spelling."
        )
