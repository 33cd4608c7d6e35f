"""Which people of a list enter a campaign, and which do not and why? Edge: options of `launch` and `plan`."""

from collections.abc import Iterable
from itertools import islice
from typing import Annotated

import typer

from cadence.campaign import Campaign
from cadence.campaign.enter import in_words
from cadence.cli.connection import LedgerSession, open_session
from cadence.cli.launching.pilots import pilot_lines, without_ledger
from cadence.cli.output import talk
from cadence.domain.errors import CadenceError, ConflictError
from cadence.domain.list_rows import LeadRow
from cadence.domain.plurals import verb
from cadence.engine.launch import list_names
from cadence.engine.launch.entries import Entrants, EntryCounts, OtherListPolicy, SharedNumbers
from cadence.engine.launch.launch import LaunchOrder, Survey
from cadence.languages import Language, say
from cadence.ledger.lists import importing
from cadence.planning.entering import Entering
from cadence.planning.pilot import Pilot

Again = Annotated[
    bool,
    typer.Option("--again", help="Also contact people who are already in the campaign under another list's name."),
]
NewOnly = Annotated[
    bool,
    typer.Option("--new-only", help="Leave out people who are already in the campaign under another list's name."),
]
PAGE = 200
"""How many people are looked up at once."""


def elsewhere(*, again: bool, new_only: bool) -> OtherListPolicy:
    """Return what happens to people who are in the campaign under another list's name. Raises BadParameter."""
    if again and new_only:
        raise typer.BadParameter("--again and --new-only exclude each other; expected only one of them")
    return OtherListPolicy.AGAIN if again else OtherListPolicy.LEAVE_OUT if new_only else OtherListPolicy.STOP


def entered_lines(
    campaign: Campaign,
    counts: EntryCounts | None,
    shared: SharedNumbers,
    language: Language = "en",
    pilot: Pilot | None = None,
) -> list[tuple[str, str]]:
    """Return when people may enter, how many enter again, how many do not and why, and how many share a phone."""
    piloted = pilot_lines(pilot, counts, language)
    counts = counts or EntryCounts()
    total = counts.counts.total()
    lines = [("enter", in_words(campaign.enter, language))]
    if back := counts.counts[Entering.BACK]:
        lines.append(("enter-again", say(language, "count-of", count=back, total=total)))
    if out := counts.left_out():
        added = say(language, "plan-added", count=sum(out.values()), total=total, coming=counts.coming)
        reasons = ", ".join(say(language, f"left-out-{why}", count=count) for why, count in out.items())
        lines += [("in-already", added), ("left-out", reasons)]
    if shared.numbers:
        lines.append(("share-phone", say(language, "plan-shared", people=shared.people, numbers=shared.numbers)))
    return [*piloted, *((say(language, f"plan-{head}"), words) for head, words in lines)]


def entered_as_data(counts: EntryCounts | None, shared: SharedNumbers) -> dict[str, object]:
    """Return the same as data, without counts that are zero."""
    counts = counts or EntryCounts()
    data: dict[str, object] = {}
    if back := counts.counts[Entering.BACK]:
        data["back"] = back
    if out := counts.left_out():
        data["left_out"] = out
    if counts.lists:
        data["elsewhere"] = dict(counts.lists)
    if counts.held_back:
        data["held_back"] = counts.held_back
    if shared.numbers:
        data["shared"] = {"numbers": shared.numbers, "people": shared.people}
    return data


def refuse_another_list(session: LedgerSession, order: LaunchOrder, survey: Survey) -> None:
    """
    Refuse a file that would turn most people of a known list into other people, unless --list is given.

    Two files called leads.csv may both number their people from 1, and only their file name identifies the list.
    """
    with session.ledger.begin() as connection:
        same = importing.compare_ids(connection, session.ledger.hasher, order.list_name, survey.sample)
    if same.another_list:
        raise ConflictError(
            f"{order.leads} seems to be a different list: {same.others} of the {same.known} people checked "
            f"{verb(same.others, 'has', 'have')} an id that the list {order.list_name} uses for another name and "
            f"other numbers. Name this list with --list NAME; if these are corrections, use --list {order.list_name}."
        )


def coming(order: LaunchOrder, rows: list[LeadRow]) -> tuple[list[LeadRow], EntryCounts | None, SharedNumbers]:
    """
    Return which people of a list would enter; all of them if the ledger cannot be asked.

    Raises ConflictError, as a launch would, for people who are in the campaign under another list's name.
    """
    shared = SharedNumbers()
    for row in rows:
        shared.count(row)
    entering: list[LeadRow] = []
    try:
        with open_session() as session:
            entrants = order.entrants(session.now)
            count_inside(session, entrants, rows)
            for start in range(0, len(rows), PAGE):
                with session.ledger.begin() as connection:
                    entering += entrants.coming(connection, session.ledger.hasher, rows[start : start + PAGE])
    except CadenceError as error:
        talk(f"People who are already in the campaign cannot be recognised: {error}")
        chosen, same = without_ledger(order.pilot, order.campaign.campaign, rows)
        if not same:
            talk("Which people are in a share depends on the ledger: a launch would choose about as many, but others.")
        return chosen, None, shared
    entrants.refuse()
    return entering, entrants.counts, shared


def count_inside(session: LedgerSession, entrants: Entrants, rows: Iterable[LeadRow]) -> None:
    """Count who of a list is in the campaign already, before a pilot of the first so many is chosen, in any order."""
    remaining = iter(rows)
    while entrants.counts_inside and (page := list(islice(remaining, PAGE))):
        with session.ledger.begin() as connection:
            if not entrants.count_inside(connection, session.ledger.hasher, page):
                return


def refuse_misspelt_list(session: LedgerSession, name: str) -> None:
    """Refuse a new list name that differs from a known one only in case, accents or separators (`CRM`, `crm`)."""
    with session.ledger.begin() as connection:
        list_names.refuse_misspelt_list(connection, name)
