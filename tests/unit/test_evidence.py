"""What does a verdict rest on? Each kind of answer carries the same evidence, so that an auditor can repeat it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cadence.domain import (
    Allow,
    CampaignState,
    Candidate,
    Channel,
    Defer,
    Facts,
    Hold,
    HoldName,
    Inbound,
    Pause,
    PauseScope,
    Refuse,
    Verdict,
    ZoneEvidence,
    ZoneSource,
)
from cadence.domain.zones import TZDATA
from cadence.policy import evaluation
from cadence.policy.hours.holiday_calendar import HOLIDAYS
from cadence.policy.packs.law import Law
from tests.unit.packs.court import pack_of
from tests.unit.policy.builders import (
    LAW,
    NOON,
    SENDER,
    campaign,
    chat,
    facts,
    instant,
    lead,
    number,
    ring,
    text,
    window,
)

DIGITS = ZoneEvidence(zone="Atlantic/Canary", source=ZoneSource.NUMBER, detail="+34 928")
SPLIT = (window("09:00-11:00", "16:00-20:00"),)
WROTE = Inbound(id="m", channel=Channel.WHATSAPP, number=1, sender=SENDER, at=NOON - timedelta(hours=20))
ANSWERS: list[tuple[str, dict[str, object], Candidate, type]] = [
    ("may go", {}, text(), Allow),
    ("later today", {"windows": SPLIT}, text(), Defer),
    ("held by a rule", {}, text(), Hold),
    ("never opens", {"windows": (window("16:30-17:15"),)}, text(), Hold),
    ("refused", {}, text(), Refuse),
    ("over before it opens", {"windows": (window("18:00-20:00"),)}, chat(number=1), Refuse),
]


def known(case: str, **more: object) -> Facts:
    """Return the facts of a case."""
    changes: dict[str, dict[str, object]] = {
        "held by a rule": {"pauses": (Pause(scope=PauseScope.ALL, since=NOON - timedelta(days=1)),)},
        "refused": {"state": CampaignState.STOPPED},
        "over before it opens": {"inbound": (WROTE,)},
    }
    return facts(**(changes.get(case, {}) | more))


@pytest.mark.parametrize(("case", "file", "ask", "kind"), ANSWERS, ids=[row[0] for row in ANSWERS])
def test_every_kind_of_answer_says_what_it_rests_on(
    case: str, file: dict[str, object], ask: Candidate, kind: type[Verdict]
) -> None:
    """Law 10: zones and why, the guard, and the versions of all that can change."""
    law = Law(guard=timedelta(hours=1)) if case == "never opens" else LAW
    person = lead(zones=(), numbers=(number(zones=(DIGITS,)), number(2, zones=(replace(DIGITS, zone="Asia/Tokyo"),))))

    verdict = evaluation.judge(campaign(**file), known(case, lead=person), ask, NOON, law)

    assert isinstance(verdict, kind)
    assert {name: value for name, value in verdict.evidence.items() if name != "passed"} == {
        "zones": [{"zone": "Atlantic/Canary", "source": "number", "detail": "+34 928"}],  # of the number it is about
        "guard": int(law.guard.total_seconds()),
        "packs": {},
        "tzdata": TZDATA,
        "holidays": HOLIDAYS,
    }
    assert "suppression" in verdict.evidence["passed"]
    assert bool(verdict.reasons) == (kind is not Allow)


def test_hours_that_never_open_are_a_hold_with_the_name_of_that_wait() -> None:
    """Law 3: the wait has a name, whichever rule gave up."""
    verdict = evaluation.judge(
        campaign(windows=(window("16:30-17:15"),)), facts(), text(), NOON, Law(guard=timedelta(hours=1))
    )

    assert isinstance(verdict, Hold)
    assert verdict.name is HoldName.OPENING
    assert [reason.rule for reason in verdict.reasons] == ["campaign.windows"]


def test_hours_of_file_and_law_that_never_meet_are_such_a_hold_too() -> None:
    """Each of the two opens every day, so only the search for a common hour can tell."""
    never = campaign(windows=(window("06:00-07:00"),))

    verdict = evaluation.judge(never, facts(), ring(), NOON, Law(packs=(pack_of("es"),)))

    assert isinstance(verdict, Hold)
    assert verdict.name is HoldName.OPENING
    assert [reason.rule for reason in verdict.reasons] == ["campaign.windows"]
    assert verdict.evidence["packs"] == {"es": {"version": pack_of("es").version, "status": pack_of("es").status}}


def test_without_any_number_there_is_nothing_to_rest_on() -> None:
    """Which law binds follows from where a number or an address is; the step is refused before anybody asks."""
    verdict = evaluation.judge(campaign(), facts(lead=lead(numbers=())), text(), NOON, LAW)

    assert isinstance(verdict, Refuse)
    assert verdict.evidence == {}


def test_work_of_our_own_rests_on_every_zone_and_on_the_law_of_the_address() -> None:
    """No number is tried, so all of them say where the person may be, and none says whose law it is."""
    tokyo = number(2, country="JP", zones=(replace(DIGITS, zone="Asia/Tokyo"),))
    person = lead(zones=(), country="", region="", numbers=(number(zones=(DIGITS,)), tokyo))
    law = Law(packs=(pack_of("es"), pack_of("gb")))

    anywhere = evaluation.judge(campaign(), facts(lead=person), text(channel=Channel.TASK), NOON, law)
    at_home = evaluation.judge(campaign(), facts(lead=lead()), text(channel=Channel.TASK), NOON, law)

    assert [item["zone"] for item in anywhere.evidence["zones"]] == ["Atlantic/Canary", "Asia/Tokyo"]
    assert set(anywhere.evidence["packs"]) == {"es", "gb"}
    assert set(at_home.evidence["packs"]) == {"es"}


def test_a_deferred_touch_names_its_number_and_when_its_opening_is_over() -> None:
    """Whoever waits for `until` knows then how long it stands, without asking again."""
    verdict = evaluation.judge(campaign(windows=SPLIT), facts(), text(), NOON, LAW)

    assert isinstance(verdict, Defer)
    assert (verdict.number, verdict.until) == (1, instant("2027-03-09 15:00"))
    assert verdict.closes == instant("2027-03-09 18:59")  # the guard before 20:00 in Madrid


def test_what_never_closes_says_no_end() -> None:
    """A task of a campaign without dates can be done at any time."""
    verdict = evaluation.judge(campaign(), facts(), text(channel=Channel.TASK), NOON, LAW)

    assert isinstance(verdict, Allow)
    assert verdict.closes is None
