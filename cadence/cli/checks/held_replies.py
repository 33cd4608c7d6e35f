"""How long have replies waited for a decision? Edge: for `doctor`, and the note in `plan` and `launch`."""

from datetime import datetime, timedelta

from cadence.app.bootstrap import clock_of, ledger_of
from cadence.app.settings import Settings
from cadence.campaign import Campaign
from cadence.campaign.house_file import load_house
from cadence.campaign.store import from_json
from cadence.cli.checks.visit import Result, ok, problem, warning
from cadence.domain import CampaignState
from cadence.domain.channels import DESCRIPTORS
from cadence.domain.house import HouseRules
from cadence.domain.plurals import many
from cadence.engine.law import LawInForce, law_today
from cadence.languages import Language, say
from cadence.ledger.campaigns import campaigns
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.people.objections import is_row
from cadence.ledger.touches import tasks
from cadence.policy.built_in.held_reply import overdue_after
from cadence.policy.hours.working_time import after_work
from cadence.policy.packs.law import Law


def needs_reader(campaign: Campaign, language: Language = "en") -> list[str]:
    """Return what a campaign needs whose messages people can answer; nothing for one that only calls."""
    answered = {descriptor.channel for descriptor in DESCRIPTORS.values() if descriptor.can_reply}
    reader = say(language, "plan-needs-reader")
    return [reader] if any(step.channel in answered for step in campaign.cadence) else []


def held_replies(settings: Settings) -> Result:
    """
    Return how many replies and rows of lists wait for a decision, and since when.

    It is a warning if one has waited longer than `review_within`, and a problem if it now holds everything.
    """
    fallback = load_house(settings.house)
    ledger = ledger_of(settings, connections=1)
    try:
        ledger.check_shape()
        with ledger.begin() as connection:
            waiting = tasks.undecided(connection)
            law = law_today(connection, fallback)
        since = [task.opened_at for task in waiting]
        now = clock_of(ledger).now()
        overdue = _overdue(ledger, law) if since else timedelta()
    finally:
        ledger.close()
    if not since:
        return ok("no reply needs a decision")
    rows = sum(is_row(task.ref) for task in waiting)
    words = f"{_counted(rows, len(waiting))} for a decision, the oldest since {since[0]:%Y-%m-%d %H:%M}Z"
    if held := _waited(since, overdue, law.house, now):
        return problem(
            f"{words}; {held:,} of them so long that nothing is sent to the person. Decide with `cadence review`."
        )
    late = _waited(since, law.house.review_within, law.house, now)
    return warning(f"{words}; {late:,} longer than review_within. Decide with `cadence review`.") if late else ok(words)


def _waited(since: list[datetime], span: timedelta, house: HouseRules, now: datetime) -> int:
    """Return how many have waited for so much working time."""
    return sum(after_work(at, span, house) <= now for at in since)


def _overdue(ledger: Ledger, law: LawInForce) -> timedelta:
    """Return the shortest time, over the laws of running campaigns, after which a reply holds everything."""
    with ledger.begin() as tx:
        running = [campaign for campaign in campaigns.every(tx) if campaign.state is CampaignState.RUNNING]
        files = [from_json(campaigns.content(tx, campaign.name, campaign.version)) for campaign in running]
    laws = [law.law(file) for file in files] or [Law(house=law.house)]
    return min(overdue_after(law) for law in laws)


def _counted(rows: int, whole: int) -> str:
    """Return how many replies, and how many rows of lists, are among all that waits; a kind without any is left out."""
    replies = whole - rows
    kinds = [many(replies, "reply", "replies")] if replies else []
    kinds += [many(rows, "row of a list", "rows of lists")] if rows else []
    return f"{' and '.join(kinds)} {'waits' if whole == 1 else 'wait'}"
