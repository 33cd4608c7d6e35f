"""May one more task be handed out today, and which day is the turn of one that may not?"""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from heapq import heapify, heappop, heappush
from random import Random
from zoneinfo import ZoneInfo

import pytest

from cadence.campaign.task_caps import FileTaskCap
from cadence.domain import Attempt, Cause, CauseKind
from cadence.domain.channels import WORK_CHANNEL
from cadence.domain.house import HouseRules, WeekdayHours
from cadence.domain.task_caps import CountedBy, TaskCap
from cadence.languages import Language
from cadence.policy.evaluation.task_caps import (
    CapStanding,
    TurnsGiven,
    caps_on,
    in_order,
    is_capped,
    waits_since_before,
)
from cadence.policy.hours.work_dates import work_date_after, work_date_of
from cadence.policy.wording import in_words
from tests.unit.policy.builders import campaign, instant, task

MADRID = HouseRules(zone="Europe/Madrid")  # Monday to Friday, nine to six
EVERY_DAY = HouseRules(zone="Europe/Madrid", working_hours=())
FRIDAY = 5
NOON, MINUTE, DAY = instant("2027-03-09 11:00"), timedelta(minutes=1), timedelta(days=1)  # a Tuesday


@pytest.mark.parametrize(
    ("at", "house", "day", "opens", "until"),
    [
        ("2027-03-09 11:00", MADRID, "2027-03-09", "2027-03-09 08:00", "2027-03-09 17:00"),
        ("2027-03-09 05:00", MADRID, "2027-03-09", "2027-03-09 08:00", "2027-03-09 17:00"),  # before work begins
        ("2027-03-09 16:59", MADRID, "2027-03-09", "2027-03-09 08:00", "2027-03-09 17:00"),
        ("2027-03-09 17:00", MADRID, "2027-03-10", "2027-03-10 08:00", "2027-03-10 17:00"),  # work has ended
        ("2027-03-12 17:30", MADRID, "2027-03-15", "2027-03-15 08:00", "2027-03-15 17:00"),  # a Friday evening
        ("2027-03-13 11:00", MADRID, "2027-03-15", "2027-03-15 08:00", "2027-03-15 17:00"),  # a Saturday
        ("2027-03-27 11:00", MADRID, "2027-03-29", "2027-03-29 07:00", "2027-03-29 16:00"),  # the clocks change between
        ("2027-03-09 23:30", EVERY_DAY, "2027-03-10", "2027-03-09 23:00", "2027-03-10 23:00"),  # tomorrow in Madrid
        ("2027-03-28 11:00", EVERY_DAY, "2027-03-28", "2027-03-27 23:00", "2027-03-28 22:00"),  # a day of 23 hours
    ],
)
def test_an_instant_belongs_to_a_working_day(at: str, house: HouseRules, day: str, opens: str, until: str) -> None:
    """What comes once work has ended is work of the next working day."""
    date_of_work = work_date_of(instant(at), house)

    assert (date_of_work.day.isoformat(), date_of_work.opens, date_of_work.until) == (
        day,
        instant(opens),
        instant(until),
    )
    assert date_of_work.since <= instant(at) < date_of_work.until


def test_working_days_follow_each_other_without_a_hole() -> None:
    """Each instant belongs to one of them, and only one."""
    siesta = (WeekdayHours(day=2, opens=9 * 60, closes=13 * 60), WeekdayHours(day=2, opens=16 * 60, closes=1440))
    house = replace(MADRID, working_hours=(*siesta, WeekdayHours(day=5, opens=0, closes=60)))
    date_of_work = work_date_of(NOON, house)
    for _ in range(20):
        following = work_date_after(date_of_work.day, house)
        assert (following.since, following.day > date_of_work.day) == (date_of_work.until, True)
        assert work_date_of(following.since, house) == work_date_of(following.until - MINUTE, house) == following
        date_of_work = following


def cap(most: int = 2, **more: str | bool) -> TaskCap:
    """A cap of the house."""
    return TaskCap(most=most, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("label", "assign", "rules"),
    [
        ("linkedin", "ana", ["campaign.tasks[0]", "house.tasks[0]", "house.tasks[1]", "house.tasks[2]"]),
        ("letter", "ana", ["house.tasks[0]", "house.tasks[2]"]),
        ("linkedin", "", ["campaign.tasks[0]", "house.tasks[0]", "house.tasks[1]"]),  # nobody's own
        ("", "eva", ["house.tasks[0]", "house.tasks[2]", "house.tasks[3]"]),
    ],
)
def test_a_task_is_under_every_cap_that_is_about_it(label: str, assign: str, rules: list[str]) -> None:
    """By label, by assignee, each on their own, or all together; of the campaign and of the house (law 7)."""
    house = replace(MADRID, tasks=(cap(), cap(label="linkedin"), cap(each=True), cap(assign="eva")))
    file = campaign(task("work"), tasks=(FileTaskCap(per_day=9, label="linkedin"),))

    caps = caps_on(file, house, label, assign)

    assert [bound.rule for bound in caps] == rules
    assert {bound.assign for bound in caps if bound.cap.each} <= {assign}
    assert len({bound.scope for bound in caps}) == len(caps) - (assign == "eva")  # eva's two caps count the same


def test_of_two_caps_that_count_the_same_the_strictest_binds() -> None:
    """They wait for each other in one order, so that no two workers wait for one another."""
    house = replace(MADRID, tasks=(cap(5, each=True), cap(3, assign="ana"), cap(9)))
    caps = in_order(caps_on(campaign(), house, "linkedin", "ana"))

    assert [(bound.rule, bound.cap.most) for bound in caps] == [("house.tasks[2]", 9), ("house.tasks[1]", 3)]


@pytest.mark.parametrize(
    ("mine", "theirs", "covers"),
    [
        (cap(5), cap(5, label="letter"), True),
        (cap(5, label="letter"), cap(5), False),
        (cap(6), cap(5), False),
        (cap(5, each=True), cap(5), False),  # together they may have more
        (cap(5, each=True), cap(5, assign="ana"), True),
        (cap(5), cap(5, each=True), True),
    ],
)
def test_a_house_says_what_it_allows_more(mine: TaskCap, theirs: TaskCap, covers: bool) -> None:
    """`house apply` names the caps that the new file no longer has."""
    assert mine.covers(theirs) == covers
    looser = replace(MADRID, tasks=(mine,)).looser_than(replace(MADRID, tasks=(theirs,)))
    assert looser == (() if covers else ("tasks[0]",))


def due(at: datetime, kind: CauseKind = CauseKind.STEP) -> Attempt:
    """A task that is due."""
    return Attempt(at=at, channel=WORK_CHANNEL, cause=Cause(kind=kind, ref="work"), step="work", due=at)


def test_only_tasks_of_steps_are_capped() -> None:
    """A task about a promised call comes when it has to; a file without caps asks nothing."""
    file = campaign(task("work"), tasks=(FileTaskCap(per_day=1, each=CountedBy.ASSIGNEE),))

    assert is_capped(file, MADRID, due(NOON))
    assert not is_capped(file, MADRID, due(NOON, CauseKind.ANNOUNCEMENT))
    assert not is_capped(campaign(), MADRID, due(NOON))


NOBODY_WAITS = TurnsGiven()


def standing(handed_out: int, given: TurnsGiven = NOBODY_WAITS, at: datetime = NOON, most: int = 2) -> CapStanding:
    """How a cap of the house stands."""
    (bound,) = caps_on(campaign(), replace(MADRID, tasks=(cap(most),)), "", "")
    return CapStanding(bound=bound, today=work_date_of(at, MADRID), handed_out=handed_out, given=given)


TOMORROW = TurnsGiven(day=date(2027, 3, 10), count=1)


@pytest.mark.parametrize(
    ("handed_out", "given", "at", "turn", "admitted", "comes"),
    [
        (1, TurnsGiven(), "2027-03-09 11:00", False, True, ""),
        (2, TurnsGiven(), "2027-03-09 11:00", True, False, "2027-03-10 08:00"),  # full, whoever waits
        (2, TOMORROW, "2027-03-09 11:00", False, False, "2027-03-10 08:00"),
        (2, replace(TOMORROW, count=2), "2027-03-09 11:00", False, False, "2027-03-11 08:00"),
        (0, TOMORROW, "2027-03-09 18:00", False, False, "2027-03-10 08:15"),  # who waits since yesterday goes first
        (0, TOMORROW, "2027-03-10 08:00", True, True, ""),
        (1, TOMORROW, "2027-03-10 08:15", False, True, ""),  # their time is over, and one is left
        (0, replace(TOMORROW, day=date(2027, 3, 8)), "2027-03-09 11:00", False, True, ""),  # nobody waits any more
    ],
)
def test_who_has_waited_goes_first(
    handed_out: int, given: TurnsGiven, at: str, turn: bool, admitted: bool, comes: str
) -> None:
    """The first tasks of a day are for those that wait since an earlier one; then whoever comes has what is left."""
    now = instant(at)
    stands = standing(handed_out, given, now)

    assert stands.admits(now, turn=turn) == admitted
    if not admitted:
        assert stands.next_turn(MADRID)[1] == instant(comes)


@pytest.mark.parametrize("seed", range(4))
def test_no_day_has_more_than_its_cap_and_nobody_is_lost(seed: int) -> None:
    """Three hundred tasks at chance instants: counted naively, by the day on which each was handed out."""
    chance, most = Random(seed), 7  # noqa: S311  a test
    waiting = [(NOON + timedelta(minutes=chance.randrange(4 * 24 * 60)), nth) for nth in range(300)]
    came, given, handed_out = {nth: at for at, nth in waiting}, TurnsGiven(), Counter[date]()
    heapify(waiting)
    done: list[tuple[datetime, int]] = []
    tries = 0
    while waiting:
        now, nth = heappop(waiting)
        tries += 1
        today = work_date_of(now, MADRID)
        stands = standing(handed_out[today.day], given, now, most)
        if stands.admits(now, turn=waits_since_before(due(came[nth]), today)):
            handed_out[today.day] += 1
            done.append((now, nth))
        else:
            given, turn = stands.next_turn(MADRID)
            assert turn > now
            heappush(waiting, (turn, nth))

    assert sorted(nth for _, nth in done) == list(range(300))
    days = Counter[date]()
    for at, _ in done:
        day = (at.astimezone(ZoneInfo("Europe/Madrid")) + timedelta(hours=6)).date()  # it ends at six
        days[day + timedelta(days=max(0, 8 - day.isoweekday()) if day.isoweekday() > FRIDAY else 0)] += 1
    assert max(days.values()) == most
    assert max(at for at, _ in done) <= NOON + timedelta(days=7 * 300 / (5 * most) + 7)  # no day is wasted
    assert tries < 3 * len(done)  # nobody comes in vain each morning


@pytest.mark.parametrize(
    ("language", "full", "turns"),
    [
        (
            "en",
            "at most 2 tasks a day over all campaigns: 2 handed out on 2027-03-09",
            "those go first that have waited",
        ),
        ("es", "como máximo 2 tareas al día entre todas las campañas: el 2027-03-09 ya se han encargado 2", "esperan"),
        (
            "pt",
            "no máximo 2 tarefas por dia em todas as campanhas juntas: em 2027-03-09 já foram passadas 2",
            "esperam",
        ),
    ],
)
def test_the_reason_is_a_sentence(language: Language, full: str, turns: str) -> None:
    """What was counted, on which day, of which cap."""
    assert in_words(standing(2).reason(NOON), language) == full
    assert turns in in_words(standing(0, TOMORROW).reason(NOON), language)
