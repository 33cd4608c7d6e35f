"""Is what follows from the gate's word what the gate would say?"""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from cadence.domain import Allow, Attempt, Channel, Defer, Outcome
from cadence.planning import candidate, next_move
from cadence.planning.case import PlanningCase, VerdictCache, proved
from cadence.policy import evaluation
from cadence.policy.packs.law import Law
from tests.unit.policy.builders import MONDAY, OFFICE, campaign, facts, hours, per_days, rolling, sms, tried

LAW = Law(packs=(), guard=timedelta(seconds=60))
BUSY = campaign(
    sms("hello"),
    sms("again", after=hours(1)),
    windows=OFFICE,
    gap=hours(2),
    limits=(rolling(2, hours(30), Channel.SMS), per_days(1, 1, Channel.SMS)),
)
KNOWN = facts(tried("hello", Outcome.SENT, at=MONDAY))
MOVE = next_move(BUSY, KNOWN, MONDAY, LAW)


def heard_at(ahead: float) -> tuple[VerdictCache, Attempt]:
    """Return what the gate says of the second text so many hours on."""
    assert isinstance(MOVE, Attempt)
    wanted = candidate(BUSY, KNOWN, MOVE)
    at = MONDAY + hours(ahead)
    return {(wanted, at): evaluation.judge(BUSY, KNOWN, wanted, at, LAW)}, MOVE


@given(ahead=st.floats(0, 200), later=st.floats(0, 100))
def test_what_is_proved_is_what_the_gate_says(ahead: float, later: float) -> None:
    """Hours, a gap and two limits: an Allow of one instant proves later ones only as long as nothing closes."""
    verdicts, move = heard_at(ahead)
    wanted, at = candidate(BUSY, KNOWN, move), MONDAY + hours(ahead + later)

    allow = proved(verdicts, KNOWN, wanted, at)
    answer = evaluation.judge(BUSY, KNOWN, wanted, at, LAW)

    assert allow is None or (isinstance(answer, Allow) and allow.number == answer.number)


@given(ahead=st.floats(0, 200))
def test_a_defer_says_how_long_the_opening_lasts_that_it_names(ahead: float) -> None:
    """Its `closes` is that of the Allow at its instant."""
    verdicts, move = heard_at(ahead)
    (answer,) = verdicts.values()
    if not isinstance(answer, Defer):
        return

    then = evaluation.judge(BUSY, KNOWN, candidate(BUSY, KNOWN, move), answer.until, LAW)

    assert isinstance(then, Allow)
    assert (then.number, then.closes) == (answer.number, answer.closes)


def test_a_consent_dated_later_proves_nothing() -> None:
    """The one thing that can end an Allow and that no rule sees coming."""
    verdicts, move = heard_at(72)  # Thursday, ten in the morning
    wanted, at = candidate(BUSY, KNOWN, move), MONDAY + hours(73)
    later = tuple(replace(consent, at=MONDAY + hours(72.5), given=False) for consent in KNOWN.consents)

    assert proved(verdicts, KNOWN, wanted, at) is not None
    assert proved(verdicts, replace(KNOWN, consents=(*KNOWN.consents, *later)), wanted, at) is None


def test_the_gate_is_asked_once_about_one_instant() -> None:
    """A plan asks the same of several sides: stale, open, spread."""
    verdicts: VerdictCache = {}
    first = next_move(BUSY, KNOWN, MONDAY, LAW, verdicts)
    known = dict(verdicts)

    assert next_move(BUSY, KNOWN, MONDAY, LAW, verdicts) == first
    assert verdicts == known


def test_a_case_without_an_open_pause_is_itself_unpaused() -> None:
    """Nothing is asked twice because a pause that is over was left out."""
    case = PlanningCase(campaign=BUSY, facts=KNOWN, now=MONDAY, law=LAW)

    assert case.unpaused() is case
