"""Is the first touch that a launch announces the one that the engine plans, and reserves?"""

import re
from datetime import UTC, datetime, timedelta

import pytest

from activities.enrol import CampaignActivities
from cadence.campaign import check_text
from cadence.domain import Attempt, PauseScope
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.campaigns import pauses
from cadence.ledger.campaigns.pauses import PauseOrder
from cadence.planning.position import step_of
from tests.integration.cli.desk import CAMPAIGN, Desk

ANNOUNCED = re.compile(r"first touch +(\S+) by (\S+), on (\w+ [\d-]+ [\d:]+) UTC at the earliest")
MINUTES = timedelta(minutes=2)  # the announcement is told to the minute, and the engine enrols a moment later
WIDE = CAMPAIGN.replace("limits:", "spread: 6 hours\nlimits:")
HEAD = "id,name,phone,order\n"
CALLS = CAMPAIGN.partition("  - step: hello")[0] + "  - step: ring\n    call: desk\n"
SPAIN = "".join(f"S-{place},Ana,60000{place:04d},7\n" for place in range(100, 140))
MEXICO = "".join(f"M-{place},Eva,+5255{place:08d},7\n" for place in range(51230000, 51230205))
BEFORE = CAMPAIGN.replace("  - step: hello\n", "  - step: hello\n    before: {field: appointment, by: 2 days}\n")
DATED = "id,name,phone,order,appointment\n"
APPOINTMENTS = "".join(f"D-{day},Ana,60000{day:04d},7,2027-04-{day % 28 + 1:02d} 12:00\n" for day in range(205))


def engine(desk: Desk) -> tuple[str, str, datetime]:
    """What the engine plans first of all, when it lets everybody in: the step, its channel and the instant."""
    planner = Planner(desk.ledger, desk.clock)
    enrol = CampaignActivities(planner, None, None)._enrol  # type: ignore[arg-type]
    moves = []
    while page := enrol("spring")[1]:
        moves += [one.move for one in page if isinstance(one.move, Attempt)]
    first = min(moves, key=lambda one: one.at)
    campaign = check_text((desk.folder / "spring.yaml").read_text(), "spring.yaml", ()).right()
    step = step_of(campaign, first.cause)
    assert step is not None
    return step.step, str(step.channel), first.at


CASES: dict[str, tuple[str, str]] = {
    "now": (CAMPAIGN, HEAD + SPAIN),
    "tomorrow, as the hours are over": (CAMPAIGN.replace("09:00-21:00", "09:00-11:00"), HEAD + SPAIN),
    "spread over six hours": (WIDE, HEAD + SPAIN),
    "spread over the opening of tomorrow": (WIDE.replace("09:00-21:00", "08:00-11:00"), HEAD + SPAIN),
    "in another zone": (CAMPAIGN, HEAD + MEXICO[:400]),
    "in another zone than the first two hundred": (CAMPAIGN, f"{HEAD}{MEXICO}S-1,Ana,600000001,7\n"),
    "by a call": (CALLS, HEAD + SPAIN),
    "after a wait": (CAMPAIGN.replace("  - step: hello\n", "  - step: hello\n    after: 26 hours\n"), HEAD + SPAIN),
    "before the nearest date, which stands last": (
        BEFORE,
        f"{DATED}{APPOINTMENTS}D-1000,Eva,600009999,7,2027-03-16 17:00\n",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_announced_time_is_the_one_at_which_the_engine_begins(desk: Desk, case: str) -> None:
    """Whatever the hours, the zones, the spread and the order of the list."""
    said = desk.launch(*CASES[case])

    step, channel, at = announced(said.err)
    planned = engine(desk)
    assert (step, channel) == planned[:2]
    assert abs(planned[2] - at) < MINUTES


def announced(text: str) -> tuple[str, str, datetime]:
    """What a launch announces."""
    found = ANNOUNCED.search(text)
    assert found, text
    return found[1], found[2], datetime.strptime(found[3], "%a %Y-%m-%d %H:%M").replace(tzinfo=UTC)


def test_a_step_that_a_rule_passes_over_is_not_announced(desk: Desk) -> None:
    """The time is that of the step which does leave, and the other one is said to be passed over."""
    only_calls = CAMPAIGN.replace("  sms: {basis: contract, reason: they are customers}\n", "")
    said = desk.launch(only_calls, HEAD + SPAIN)

    step, channel, at = announced(said.err)
    assert (step, channel) == ("ring", "call")
    assert "hello is skipped for 40 of 40 leads checked (consent.sms 40)" in said.err
    assert abs(at - desk.clock.now() - timedelta(hours=1)) < timedelta(minutes=35)  # the hour's wait, and the spread


def test_what_went_to_these_people_before_counts(desk: Desk) -> None:
    """They are in the ledger, with a message of an hour ago: the gap of the new campaign moves its first touch."""
    with_gap = CAMPAIGN.replace("limits:", "gap: 5 hours\nspread: 0 minutes\nlimits:")
    enrolment = desk.town.enrol("+34600000001", key="C-1")
    desk.town.message(enrolment)
    said = desk.launch(with_gap, f"{HEAD}C-1,Ana,600000001,7\n", "--list", "list")

    _, _, at = announced(said.err)
    assert abs(engine(desk)[2] - at) < MINUTES
    assert at - desk.clock.now() > timedelta(hours=4)


@pytest.mark.parametrize(("scope", "value"), [("all", ""), ("channel", "sms")])
def test_a_pause_that_holds_the_first_touch_is_announced(desk: Desk, scope: str, value: str) -> None:
    """No time can be told: nobody knows when somebody resumes."""
    order = PauseOrder(scope=PauseScope(scope), value=value, actor="bea")
    with desk.ledger.begin() as connection:
        pauses.begin(connection, order, at=desk.clock.now())
    said = desk.launch(CAMPAIGN, HEAD + SPAIN)

    assert f"for none of the leads checked, held: campaign.running {scope}:{value}" in said.err


def test_a_pause_of_something_else_changes_nothing(desk: Desk) -> None:
    """The floor of another campaign."""
    order = PauseOrder(scope=PauseScope.FLOOR, value="sales", actor="bea")
    with desk.ledger.begin() as connection:
        pauses.begin(connection, order, at=desk.clock.now())

    assert announced(desk.launch(CAMPAIGN, HEAD + SPAIN).err)[:2] == ("hello", "sms")
