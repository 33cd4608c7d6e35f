"""Do different values count as they should: no second channel, no lead too many?"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.domain import Channel, Purpose, Touch
from cadence.policy.finding import Question
from cadence.policy.hours.periods import rolling
from cadence.policy.primitives.limit import Distinct, Limit
from tests.unit.policy.builders import NOON, facts, lead, number, ring, text, touch

DAY = 86400
CHANNELS = (Channel.SMS, Channel.WHATSAPP, Channel.CALL)
HOURS = st.integers(0, 60)
"""How long ago a touch was; half of them count no longer."""


def asked(touches: Sequence[Touch], channel: Channel = Channel.SMS, who: str = "lead-1", **more: str) -> Question:
    """A question about a touch of this channel to this lead."""
    ask = ring() if channel is Channel.CALL else text(channel=channel)
    person = lead(id=who)
    return Question(
        campaign="spring",
        purpose=Purpose.COLLECTIONS,
        subject="debt",
        seller="Tienda Sol",
        facts=facts(lead=person),
        candidate=ask,
        number=number(),
        zones=("Europe/Madrid",),
        touches=tuple(touches),
        **more,
    )


def naive(past: Sequence[tuple[str, datetime]], own: str, most: int, at: datetime) -> bool:
    """Tell whether the judged touch's value and those still counted are more than the limit allows."""
    still = {value for value, when in past if when > at - timedelta(seconds=DAY)}
    return len(still | {own}) > most


def freed(past: Sequence[tuple[str, datetime]], own: str, most: int, at: datetime) -> datetime:
    """Return the first second at which the naive count says yes, looked for hour by hour: touches are on the hour."""
    while naive(past, own, most, at):
        at += timedelta(hours=1)
    return at


def limit(distinct: Distinct, most: int) -> Limit:
    """A limit over the last day, on everything that differs so."""
    groups = {"channel": (("lead",),), "lead": (("portfolio",),)}
    return Limit(rule="xx", most=most, period=rolling(DAY), groups=groups[distinct], distinct=distinct)  # type: ignore[arg-type]  # keys of a table


@given(
    past=st.lists(st.tuples(st.sampled_from(CHANNELS), HOURS), max_size=8),
    own=st.sampled_from(CHANNELS),
    most=st.integers(1, 3),
)
@settings(max_examples=400, deadline=None)
def test_channels_count_once_each_and_ones_own_again_passes(
    past: list[tuple[Channel, int]], own: Channel, most: int
) -> None:
    """Ley 2300 of Colombia: one channel a week. The same verdict as a naive count, and the same first instant."""
    known = [(channel, NOON - timedelta(hours=ago)) for channel, ago in past]
    touches = [touch(at, channel=channel) for channel, at in known]

    finding = limit("channel", most).check(asked(touches, own), NOON)

    assert finding.passes == (not naive(known, own, most, NOON))
    if finding.until is not None:
        assert finding.until == freed(known, own, most, NOON)


@given(
    past=st.lists(st.tuples(st.integers(1, 6), HOURS, st.sampled_from(("ours", "theirs"))), max_size=12),
    own=st.integers(1, 6),
    most=st.integers(1, 4),
)
@settings(max_examples=400, deadline=None)
def test_leads_count_once_each_in_a_portfolio(past: list[tuple[int, int, str]], own: int, most: int) -> None:
    """WhatsApp's 250 are people, not messages, and of one portfolio only."""
    touches = [
        touch(NOON - timedelta(hours=ago), lead=f"lead-{who}", portfolio=portfolio) for who, ago, portfolio in past
    ]
    known = [(f"lead-{who}", NOON - timedelta(hours=ago)) for who, ago, portfolio in past if portfolio == "ours"]

    finding = limit("lead", most).check(asked(touches, who=f"lead-{own}", portfolio="ours"), NOON)

    assert finding.passes == (not naive(known, f"lead-{own}", most, NOON))
    if finding.until is not None:
        assert finding.until == freed(known, f"lead-{own}", most, NOON)


def test_a_value_counts_from_its_last_touch() -> None:
    """A channel used yesterday and an hour ago is free a day after the second."""
    used = [touch(NOON - timedelta(hours=23)), touch(NOON - timedelta(hours=1))]

    finding = limit("channel", 1).check(asked(used, Channel.CALL), NOON)

    assert finding.until == NOON + timedelta(hours=23)
