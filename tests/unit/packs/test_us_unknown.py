"""Is a person of an unknown state under law that is at least as strict as that of every state, in every respect?"""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from cadence.domain import Allow, Disposition, Outcome, Purpose, Touch, Verdict
from cadence.policy import evaluation
from cadence.policy.hours.periods import RollingSpan
from cadence.policy.packs.law import Law
from cadence.policy.packs.loading import SHIPPED
from cadence.policy.packs.schema import Pack, RequireEntry
from cadence.policy.primitives.consent import WRITTEN, ConsentEntry
from cadence.policy.primitives.limit import LimitEntry
from cadence.policy.primitives.optout import OptoutEntry
from cadence.policy.primitives.window import WindowEntry
from tests.unit.packs.court import FORMS, Trial, barring, pack_of
from tests.unit.packs.states import HOMES, resident

STATES = tuple(name for name in SHIPPED.names() if name.startswith("us-") and pack_of(name).applies.subdivisions)
FEEDS = ("us_ny_emergency", "us_la_lpsc")
YEARS = (2027, 2028)
"""Two whole years: each holiday falls on two weekdays, and one of them is a leap year."""


def state_of(pack: str) -> str:
    """Return the two letters of a state's pack."""
    return pack.removeprefix("us-").upper()


def test_every_state_pack_is_compared() -> None:
    """A state's pack that nobody lives in would be compared with nothing."""
    assert STATES
    assert {state_of(pack) for pack in STATES} <= set(HOMES)
    assert all(pack_of(pack).applies.subdivisions == (state_of(pack),) for pack in STATES)


def trials(pack: str, channel: str, **more: object) -> tuple[Trial, Trial]:
    """Return one question to the pack of the unknown state, and the same to a state's, on the state's clock."""
    home, _ = HOMES[state_of(pack)]
    strict = Trial(packs=("us-unknown",), who=resident("", zone=home), channel=channel, **more)  # type: ignore[arg-type]  # a table's values
    state = Trial(packs=(pack,), who=resident(state_of(pack)), channel=channel, **more)  # type: ignore[arg-type]  # a table's values
    return strict, state


def judge_of(trial: Trial) -> Callable[[datetime], Verdict]:
    """Return what the gate says of one question at any instant; what does not change is made once."""
    campaign, facts, candidate = trial.campaign(), trial.facts(), trial.candidate()
    law = Law(packs=tuple(pack_of(one) for one in trial.packs), guard=timedelta(0))
    return lambda at: evaluation.judge(campaign, facts, candidate, at, law)


@cache
def openings(home: str, channel: str, year: int) -> tuple[tuple[datetime, datetime], ...]:
    """Return every opening of a year for a person of unknown state, as the gate says it: first instant and end."""
    judge = judge_of(Trial(packs=("us-unknown",), who=resident("", zone=home), channel=channel))
    at, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    found = []
    while at < end:
        verdict = judge(at)
        if isinstance(verdict, Allow):
            assert verdict.closes is not None
            found.append((at, verdict.closes))
            at = verdict.closes
        else:
            at = frees(verdict)
    return tuple(found)


@pytest.mark.parametrize("channel", ["call", "voicemail", "sms"])
@pytest.mark.parametrize("pack", STATES)
def test_no_hour_of_the_unknown_state_is_closed_in_a_state(pack: str, channel: str) -> None:
    """Otherwise not knowing the state would be a way round its law (law 6)."""
    _, state = trials(pack, channel)
    judge = judge_of(state)
    found = [one for year in YEARS for one in openings(HOMES[state_of(pack)][0], channel, year)]
    verdicts = [(begins, ends, judge(begins)) for begins, ends in found]

    assert len(found) > 200 * len(YEARS)
    assert [begins for begins, _, one in verdicts if not isinstance(one, Allow)] == []
    assert [begins for begins, ends, one in verdicts if one.closes is not None and one.closes < ends] == []  # type: ignore[union-attr]  # each an Allow


@pytest.mark.parametrize("feed", FEEDS)
@pytest.mark.parametrize("pack", STATES)
def test_a_day_that_a_state_declares_closes_the_unknown_state(pack: str, feed: str) -> None:
    """They may be where an emergency is declared."""
    strict, state = trials(pack, "call", declared={"2027-09-14": feed})

    assert isinstance(strict.at("2027-09-15 11:00:00"), Allow)
    assert not isinstance(strict.at("2027-09-14 11:00:00"), Allow)
    assert set(feeds(pack_of(pack))) <= set(FEEDS)
    assert isinstance(state.at("2027-09-15 11:00:00"), Allow)


def feeds(pack: Pack) -> Iterator[str]:
    """Yield the feeds that close a pack's hours."""
    for rule in pack.rules:
        if isinstance(rule, WindowEntry) and rule.closed:
            yield from rule.closed.feeds


MOMENTS = ("2027-09-14 10:00:00", "2027-09-14 11:59:59", "2027-09-18 11:00:00", "2027-11-08 10:00:00")
"""A Tuesday, a Saturday, and the Monday after the clocks went back."""


def histories(dice: random.Random, trial: Trial, at: str) -> tuple[Touch, ...]:
    """Return up to six earlier touches, most of them on an edge of the limits that the states have."""
    hours = (0.1, 1, 7.999, 8, 8.001, 23.999, 24, 24.999, 25, 47, 24 * 365, 24 * 365.9, 24 * 366, 24 * 366.1)
    moment = datetime.fromisoformat(at)
    return tuple(
        trial.touched(
            (moment - timedelta(hours=dice.choice(hours), seconds=place)).isoformat(" ", "seconds"),
            dice.choice(["call", "call", "call", "sms", "sms", "whatsapp", "voicemail"]),
            dice.choice([Outcome.ANSWERED, Outcome.NO_ANSWER, Outcome.BUSY, Outcome.MACHINE, Outcome.ABANDONED]),
            disposition=dice.choice([None, None, Disposition.REFUSED, Disposition.DO_NOT_CONTACT]),
            subject=dice.choice(["spring", "spring", "another offer"]),
            number=dice.choice([1, 1, 2]),
            seller=dice.choice(["Tienda Sol", "Tienda Sol", "Another"]),
        )
        for place in range(dice.randrange(7))
    )


@pytest.mark.parametrize("purpose", list(Purpose))
@pytest.mark.parametrize("pack", STATES)
def test_whatever_happened_before_the_unknown_state_allows_no_more(pack: str, purpose: Purpose) -> None:
    """Limits, refusals, consents and audiences together, over seeded histories."""
    dice = random.Random(f"{pack} {purpose}")  # noqa: S311  seeded, so that a failure comes again
    allowed = 0
    for _ in range(40):
        at, channel = dice.choice(MOMENTS), dice.choice(sorted(FORMS))
        more = {
            "purpose": purpose,
            "consent": dice.choice(["express_written", "express_written", "express_written", "express", ""]),
            "ground": "none_needed",
            "audience": dice.choice(["consumer", "business"]),
        }
        strict, state = trials(pack, channel, **more)
        touches = histories(dice, strict, at)
        verdict, theirs = replace(strict, touches=touches).at(at), replace(state, touches=touches).at(at)
        if isinstance(verdict, Allow):
            allowed += 1
            assert isinstance(theirs, Allow), (at, channel, more, barring(theirs))
            assert theirs.closes is None or (verdict.closes is not None and verdict.closes <= theirs.closes)
        else:
            assert frees(verdict) >= frees(theirs), (at, channel, more, barring(theirs))

    assert allowed


def frees(verdict: Verdict) -> datetime:
    """Return when all that has an end has passed; the beginning of time for an Allow."""
    reasons = () if isinstance(verdict, Allow) else verdict.reasons
    return max((one.until for one in reasons if one.until is not None), default=datetime.min.replace(tzinfo=UTC))


@pytest.mark.parametrize("pack", STATES)
def test_every_rule_and_duty_of_a_state_has_one_as_strict(pack: str) -> None:
    """Rule by rule, so that a new kind of rule in a state's pack cannot be overlooked."""
    strict, state = pack_of("us-unknown"), pack_of(pack)
    unmatched = [
        rule.id
        for rule in state.rules
        if not isinstance(rule, WindowEntry)  # compared above, over whole years
        and not any(
            rule.when.channels <= one.when.channels | _other(strict, one) and _covers(one, rule) for one in strict.rules
        )
    ]

    assert unmatched == []
    assert {one.source.law for one in state.duties} <= {one.source.law for one in strict.duties}
    assert len(state.duties) <= len(strict.duties)


def _other(strict: Pack, rule: object) -> frozenset[object]:
    """Return the forms that other rules of the same kind and length cover."""
    return frozenset(
        form
        for one in strict.rules
        if type(one) is type(rule) and _covers(one, rule)
        for form in one.when.channels  # type: ignore[arg-type]  # the same kind
    )


def _covers(ours: object, theirs: object) -> bool:
    """Tell whether a rule is as strict as another of its kind, apart from the touches it is about."""
    match ours, theirs:
        case LimitEntry(), LimitEntry():
            longer = (
                isinstance(ours.window, RollingSpan)
                and isinstance(theirs.window, RollingSpan)
                and ours.window.seconds >= theirs.window.seconds
            )
            events = ours.count.events if ours.count else None
            wanted = theirs.count.events if theirs.count else None
            as_many = events is None or (wanted is not None and events >= wanted)
            keys = set(ours.key) <= set(theirs.key)
            return as_many and keys and (longer or ours.window == theirs.window) and ours.threshold <= theirs.threshold
        case RequireEntry(needs=ConsentEntry() as mine), RequireEntry(needs=ConsentEntry() as other):
            return mine.kinds == {WRITTEN} or mine.kinds <= other.kinds  # written consent is express, too
        case OptoutEntry(), OptoutEntry():
            return ours.scope == theirs.scope and (ours.keep_years or 0) >= (theirs.keep_years or 0)
    return False
