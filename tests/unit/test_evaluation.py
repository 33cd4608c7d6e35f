"""May this touch go now, and if not, when? The gate against an oracle that knows nothing but the words of the rules."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.campaign import Campaign
from cadence.campaign.parts import FileWindow
from cadence.campaign.periods import Hours
from cadence.domain import Allow, CampaignState, Channel, Defer, Facts, Hold, HoldName, Inbound, Refuse, Scope
from cadence.policy import evaluation
from cadence.policy.packs.law import Law
from tests.unit.policy.builders import (
    LAW,
    NOON,
    SENDER,
    campaign,
    chat,
    facts,
    in_all,
    in_zone,
    instant,
    lead,
    number,
    per_days,
    rolling,
    text,
    touch,
    window,
)

STEP = timedelta(minutes=15)
# Both days on which each clock is turned: by an hour, at midnight, by half an hour, in both hemispheres.
TURNS = [
    (("Europe/Madrid",), "2027-03-28"),
    (("Europe/Madrid",), "2027-10-31"),
    (("Europe/Madrid", "Atlantic/Canary"), "2027-03-28"),
    (("Europe/Madrid", "Atlantic/Canary"), "2027-10-31"),
    (("America/New_York", "America/Chicago"), "2027-03-14"),
    (("America/New_York", "America/Chicago"), "2027-11-07"),
    (("America/Santiago", "Pacific/Easter"), "2027-04-04"),
    (("America/Santiago", "Pacific/Easter"), "2027-09-05"),
    (("Australia/Lord_Howe",), "2027-04-04"),
    (("Australia/Lord_Howe",), "2027-10-03"),
    (("America/Phoenix", "America/Denver"), "2027-03-14"),  # one turns its clock, the other does not
]


LIMITS = [rolling(2, 24 * STEP), rolling(3, 96 * STEP), per_days(2, 1), per_days(4, 3)]


@st.composite
def hours(draw: st.DrawFn) -> tuple[FileWindow, ...]:
    """Return up to three windows on the quarter of an hour, at least one of them a long one on most days."""
    entries = [FileWindow(days=(0, 1, 2, 3, 4, 5), hours=(Hours(opens=time(9), closes=time(20)),))]
    for _ in range(draw(st.integers(0, 2))):
        opens, closes = sorted(draw(st.lists(st.integers(0, 96), min_size=2, max_size=2, unique=True)))
        span = Hours(opens=quarter(opens), closes=quarter(closes))
        entries.append(FileWindow(days=tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1)))), hours=(span,)))
    return tuple(entries[draw(st.integers(0, 1)) if len(entries) > 1 else 0 :])


def quarter(count: int) -> time:
    """Return the time so many quarters of an hour after midnight; the 96th is the day's end."""
    return time(count // 4 % 24, count % 4 * 15)


def shown(zone: str, at: datetime) -> datetime:
    """Return what a clock on the wall shows."""
    return at.astimezone(ZoneInfo(zone))


def inside(windows: tuple[FileWindow, ...], zone: str, at: datetime) -> bool:
    """Tell whether a clock on the wall shows an open hour."""
    wall = shown(zone, at)
    clock = timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second)
    return any(
        wall.weekday() in window.days and since(span.opens) <= clock < (since(span.closes) or timedelta(days=1))
        for window in windows
        for span in window.hours
    )


def since(wall: time) -> timedelta:
    """Return how long after midnight this is."""
    return timedelta(hours=wall.hour, minutes=wall.minute)


def naively_allowed(spring: Campaign, known: Facts, at: datetime, guard: timedelta) -> bool:
    """Judge by the words of the rules, one instant at a time, on the grid of quarters of an hour."""
    zones = [evidence.zone for evidence in known.lead.zones]
    grid = [at + count * STEP for count in range(guard // STEP + 1)]
    if not all(inside(spring.windows, zone, moment) for zone in zones for moment in (*grid, at + guard)):
        return False
    sent = [touch.at for touch in known.touches]
    if any(at - touch < spring.gap for touch in sent):
        return False
    for limit in spring.limits:
        if limit.per.kind == "rolling":
            counts = [sum(at - timedelta(seconds=limit.per.seconds) < touch for touch in sent)]
        elif limit.per.kind == "local_days":
            counts = [
                sum((shown(zone, at).date() - shown(zone, touch).date()).days < limit.per.days for touch in sent)
                for zone in zones
            ]
        if max(counts) >= limit.max:
            return False
    return True


@st.composite
def cases(draw: st.DrawFn) -> tuple[Campaign, Facts, datetime, Law]:
    """Return a campaign, a history and an instant near a turn of the clock, all on the quarter of an hour."""
    zones, day = draw(st.sampled_from(TURNS))
    now = instant(day) + STEP * draw(st.integers(-36 * 4, 48 * 4))
    ages = draw(st.lists(st.integers(0, 4 * 24 * 4), max_size=6))
    limits = draw(st.lists(st.sampled_from(LIMITS), max_size=2))
    spring = campaign(windows=draw(hours()), limits=tuple(limits), gap=STEP * draw(st.sampled_from([0, 1, 8, 30])))
    known = facts(
        *(touch(now - STEP * age, id=str(place)) for place, age in enumerate(sorted(ages, reverse=True))),
        lead=lead(zones=in_zone(*zones)),
    )
    return spring, known, now, Law(guard=draw(st.sampled_from([STEP, 4 * STEP])))


@given(case=cases())
@settings(max_examples=400, deadline=None)
def test_the_gate_allows_exactly_what_the_words_of_the_rules_allow(case: tuple[Campaign, Facts, datetime, Law]) -> None:
    """No Allow outside a window in any candidate zone, over a limit or within a gap, on the days clocks are turned."""
    spring, known, now, law = case

    verdict = evaluation.judge(spring, known, text(), now, law)

    assert isinstance(verdict, Allow) == naively_allowed(spring, known, now, law.guard)


@given(case=cases())
@settings(max_examples=150, deadline=None)
def test_until_is_the_first_allowed_instant(case: tuple[Campaign, Facts, datetime, Law]) -> None:
    """Minimal and itself allowed: one earlier would be refused, one later would waste what the law permits."""
    spring, known, now, law = case
    verdict = evaluation.judge(spring, known, text(), now, law)
    if not isinstance(verdict, Defer):
        return

    earlier = (now + count * STEP for count in range((verdict.until - now) // STEP))
    assert not any(naively_allowed(spring, known, moment, law.guard) for moment in earlier)
    assert naively_allowed(spring, known, verdict.until, law.guard)
    assert isinstance(evaluation.judge(spring, known, text(), verdict.until, law), Allow)
    assert evaluation.first_open(spring, known, text(), now, law) == verdict.until
    assert all(reason.until is not None and now < reason.until <= verdict.until for reason in verdict.reasons)


@given(case=cases())
@settings(max_examples=150, deadline=None)
def test_an_allow_says_when_it_will_be_void(case: tuple[Campaign, Facts, datetime, Law]) -> None:
    """Up to `closes` everything stays open; from then on the guard before closing has begun."""
    spring, known, now, law = case
    verdict = evaluation.judge(spring, known, text(), now, law)
    if not isinstance(verdict, Allow):
        return
    alone = campaign(windows=spring.windows)

    assert verdict.closes is not None
    assert verdict.closes > now
    inside_it = (now + count * STEP for count in range(min((verdict.closes - now) // STEP, 200)))
    assert all(naively_allowed(alone, facts(lead=known.lead), moment, law.guard) for moment in inside_it)
    if verdict.closes < now + timedelta(days=7):
        assert not naively_allowed(alone, facts(lead=known.lead), verdict.closes, law.guard)


@given(case=cases())
@settings(max_examples=100, deadline=None)
def test_the_next_opening_is_another_one(case: tuple[Campaign, Facts, datetime, Law]) -> None:
    """What waits for it comes with it, never in the opening that is passing by."""
    spring, known, now, law = case
    inside_now = naively_open(spring, known, now)

    following = evaluation.next_opening(spring, known, text(), now, law)

    if isinstance(following, Hold):
        assert not isinstance(evaluation.first_open(spring, known, text(), now, law), datetime)
        return
    assert isinstance(following, datetime)
    assert naively_allowed(spring, known, following, law.guard)
    # Hours that never close have no next opening.
    closes = not all(naively_open(spring, known, now + count * STEP) for count in range(timedelta(days=400) // STEP))
    if inside_now and closes:
        between = (now + count * STEP for count in range((following - now) // STEP))
        assert not all(naively_open(spring, known, moment) for moment in between)
    else:
        assert following == evaluation.first_open(spring, known, text(), now, law)


@given(case=cases(), steps=st.integers(0, 40))
@settings(max_examples=150, deadline=None)
def test_two_instants_share_an_opening_when_nothing_between_them_is_closed(
    case: tuple[Campaign, Facts, datetime, Law], steps: int
) -> None:
    """How a step learns that the opening it was meant for went by."""
    spring, known, now, law = case
    alone, person = campaign(windows=spring.windows), facts(lead=known.lead)
    later = now + steps * STEP
    if not naively_allowed(alone, person, now, law.guard):
        return

    expected = all(naively_allowed(alone, person, now + count * STEP, law.guard) for count in range(steps + 1))

    assert evaluation.same_opening(spring, known, text(), now, later, law) == expected


@pytest.mark.parametrize(
    ("earlier", "later", "same"),
    [
        ("08:30", "12:58:59", True),
        ("08:30", "12:59:00", False),  # within the guard nothing goes any more
        ("08:30", "15:00", False),  # the afternoon's
        ("13:30", "15:30", True),  # closed at first: the opening after it counts
        ("13:30", "14:30", False),  # which had not begun
        ("19:40", "19:45", False),  # and here it is tomorrow's
    ],
)
def test_an_opening_lasts_until_the_guard_before_it_closes(earlier: str, later: str, same: bool) -> None:
    """Hours of 09:30-14:00 and 16:00-20:30 in Madrid."""
    spring = campaign(windows=(window("09:30-14:00", "16:00-20:30"),))
    first, second = instant(f"2027-03-09 {earlier}"), instant(f"2027-03-09 {later}")

    assert evaluation.same_opening(spring, facts(), text(), first, second, LAW) == same


def test_hours_are_those_of_the_first_number_when_all_are_refused() -> None:
    """A refusal is asked about again when the hours have closed meanwhile, for a new number may have come."""
    spring = campaign(windows=(window("09:30-14:00", "16:00-20:30"),))
    refused = facts(lead=lead(numbers=(number(1, closed="wrong_number"), number(2, closed="wrong_number"))))

    assert evaluation.same_opening(spring, refused, text(), NOON, NOON + timedelta(minutes=30), LAW)
    assert not evaluation.same_opening(spring, refused, text(), NOON, NOON + timedelta(hours=4), LAW)


def test_without_a_number_or_for_work_of_our_own_no_hours_close() -> None:
    """Nothing leaves the house, so no opening goes by."""
    spring = campaign(windows=(window("09:30-14:00"),))
    night = NOON + timedelta(hours=12)

    assert evaluation.same_opening(spring, facts(lead=lead(numbers=())), text(), NOON, night, LAW)
    assert evaluation.same_opening(spring, facts(), text(channel=Channel.TASK), NOON, night, LAW)


def test_what_never_closes_is_one_opening_without_a_next_one() -> None:
    """A campaign open day and night has nothing to wait for: the touch may go now."""
    assert evaluation.same_opening(campaign(), facts(), text(), NOON, NOON + timedelta(days=300), LAW)
    assert evaluation.next_opening(campaign(), facts(), text(), NOON, LAW) == NOON


def test_a_rule_names_its_own_first_chance_in_all_zones() -> None:
    """Madrid opens at 09:00 and New York does not then: the rule's own answer is when both do."""
    spring = campaign(windows=(window("09:00-10:00", "15:00-16:00"),))
    known = facts(lead=lead(zones=in_zone("Europe/Madrid", "America/New_York")))

    # six hours apart in November
    verdict = evaluation.judge(spring, known, text(), instant("2027-11-16 15:30"), LAW)

    assert isinstance(verdict, Defer)
    assert verdict.reasons[0].until == verdict.until == instant("2027-11-17 14:00")


def naively_open(spring: Campaign, known: Facts, at: datetime) -> bool:
    """Tell whether the hours alone are open, guard or not."""
    return all(inside(spring.windows, evidence.zone, at) for evidence in known.lead.zones)


@pytest.mark.parametrize(
    ("now", "allowed"),
    [
        ("2027-03-09 08:29:59", False),  # 09:29:59 in Madrid
        ("2027-03-09 08:30:00", True),  # half-open: the first instant is in
        ("2027-03-09 12:58:59", True),
        ("2027-03-09 12:59:00", False),  # the guard of 60 seconds before 14:00
        ("2027-03-09 13:00:00", False),  # and the last instant is out
        ("2027-03-09 15:00:00", True),  # the afternoon's window
        ("2027-03-13 10:00:00", False),  # Saturday
    ],
)
def test_windows_are_half_open_and_guarded(now: str, allowed: bool) -> None:
    """What is handed over in the last minute may arrive after closing."""
    spring = campaign(windows=(window("09:30-14:00", "16:00-20:30", days=range(5)),))

    assert isinstance(evaluation.judge(spring, facts(), text(), instant(now), LAW), Allow) == allowed


@pytest.mark.parametrize(
    ("segment", "now", "allowed"),
    [
        ("", "2027-03-09 08:00", True),  # 09:00: the hours that name no segment
        ("gold", "2027-03-09 08:00", False),  # its own hours replace them
        ("gold", "2027-03-09 17:00", True),
        ("gold", "2027-03-09 18:30", True),  # both of its windows
        ("silver", "2027-03-09 08:00", True),  # nobody names it
    ],
)
def test_windows_that_name_the_leads_segment_replace_the_others(segment: str, now: str, allowed: bool) -> None:
    """Replace, not add: who asked for evenings is not called in the morning."""
    windows = (
        window("09:00-14:00"),
        window("18:00-19:00", segments=("gold", "vip")),
        window("19:00-20:00", segments=("gold",)),
    )

    verdict = evaluation.judge(campaign(windows=windows), facts(lead=lead(segment=segment)), text(), instant(now), LAW)

    assert isinstance(verdict, Allow) == allowed


def test_windows_that_leave_out_a_lead_hold_it_with_a_name() -> None:
    """Law 6: hours nobody gave are no hours; law 3: the wait has a name."""
    spring = campaign(windows=(window("09:00-14:00", segments=("gold",)),))

    verdict = evaluation.judge(spring, facts(), text(), NOON, LAW)

    assert isinstance(verdict, Hold)
    assert (verdict.name, verdict.key) == (HoldName.OPENING, "campaign.windows")


def test_hours_shorter_than_the_guard_end_the_search() -> None:
    """In rehearsal the guard grows with the speed, and may outgrow a short window: a hold, not an endless search."""
    spring = campaign(windows=(window("16:30-17:15"),))

    verdict = evaluation.judge(spring, facts(), text(), NOON, Law(guard=timedelta(hours=1)))

    assert isinstance(verdict, Hold)
    assert verdict.name is HoldName.OPENING


def test_zones_that_never_open_together_end_the_search() -> None:
    """An hour in Madrid and an hour in Lima: the search ends within the horizon and says so."""
    spring = campaign(windows=(window("09:00-10:00"),))
    known = facts(lead=lead(zones=in_zone("Europe/Madrid", "America/Lima")))

    verdict = evaluation.judge(spring, known, text(), NOON, LAW)

    assert isinstance(verdict, Hold)
    assert verdict.name is HoldName.OPENING


def test_every_rule_that_says_no_is_listed_with_its_own_next_chance() -> None:
    """Law 10: an auditor sees all of it, not only what came first."""
    spring = campaign(
        windows=(window("18:00-20:00"),),
        limits=(rolling(1, timedelta(days=1)), per_days(1, 2), in_all(5)),
        gap=timedelta(hours=2),
    )

    verdict = evaluation.judge(spring, facts(touch(NOON - timedelta(hours=1))), text(), NOON, LAW)

    assert isinstance(verdict, Defer)
    assert {reason.rule: reason.until for reason in verdict.reasons} == {
        "campaign.windows": instant("2027-03-09 17:00"),
        "campaign.limits[0]": instant("2027-03-10 10:00"),
        "campaign.limits[1]": instant("2027-03-10 23:00"),
        "campaign.gap": instant("2027-03-09 12:00"),
    }
    assert verdict.until == instant("2027-03-11 17:00")
    assert "campaign.limits[2]" in verdict.evidence["passed"]


def test_refusals_list_what_else_said_no() -> None:
    """The lead finishes because it opted out; that it had no consent either is part of the answer."""
    known = facts(state=CampaignState.STOPPED, consents=())

    verdict = evaluation.judge(campaign(windows=(window("03:00-04:00"),)), known, text(), NOON, LAW)

    assert isinstance(verdict, Refuse)
    assert verdict.scope is Scope.ENROLMENT
    assert {reason.rule for reason in verdict.reasons} == {"campaign.state", "consent.sms", "campaign.windows"}


def test_a_session_that_ends_before_the_hours_open_refuses_now() -> None:
    """The free text would be refused at the opening: the cadence takes `otherwise` today."""
    from_evening = campaign(windows=(window("18:00-20:00"),))
    wrote = Inbound(id="m", channel=Channel.WHATSAPP, number=1, sender=SENDER, at=NOON - timedelta(hours=20))

    verdict = evaluation.judge(from_evening, facts(inbound=(wrote,)), chat(), NOON, LAW)

    assert isinstance(verdict, Refuse)
    assert [reason.rule for reason in verdict.reasons] == ["campaign.windows", "whatsapp.session"]
    assert verdict.reasons[1].evidence["at"] == "2027-03-09T17:00:00+00:00"
