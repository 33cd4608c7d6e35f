"""Is a share counted over the right period, and is a breach a breach?"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from cadence.campaign import Campaign
from cadence.domain import Channel, Counted, Lead, Number, NumberKind, Outcome, Purpose
from cadence.explain.story.law import ratio_in_words
from cadence.policy.evaluation.across_leads import standings
from cadence.policy.packs.law import Law
from cadence.policy.packs.loading import SHIPPED, law_of
from cadence.policy.packs.schema import Pack
from cadence.policy.primitives.ratio import RatioEntry, RatioStanding, period_of, standing
from tests.unit.policy.builders import campaign, instant

BEGAN = instant("2027-03-01 09:00")
THIRTY = {"kind": "campaign_periods", "days": 30}
DAY = {"kind": "rolling", "seconds": 86400}


def rule(window: dict[str, object]) -> RatioEntry:
    """At most 3 % abandoned among answered, aimed at 2 %."""
    return RatioEntry.model_validate(
        {
            "id": "xx.abandon",
            "type": "ratio",
            "numerator": {"events": ["abandoned"]},
            "denominator": {"events": ["answered_live"]},
            "max": 0.03,
            "target": 0.02,
            "window": window,
            "source": {"law": "a law", "confidence": "V"},
        }
    )


def people(country: str, digits: str = "") -> Lead:
    """Somebody who lives in a country, with a number of it."""
    return Lead(id="", country=country, numbers=(Number(id=0, e164=digits, kind=NumberKind.OTHER, country=country),))


def calls(count: int, outcome: Outcome | None, *, late: bool = False, country: str = "US") -> Counted:
    """So many calls of which one thing can be said."""
    return Counted(who=people(country), channel=Channel.CALL, touches=count, outcome=outcome, late=late)


def us() -> Pack:
    """A pack with such a rule."""
    pack = SHIPPED.read("us")
    assert isinstance(pack, Pack)
    return pack


def stands(*counted: Counted) -> RatioStanding:
    """Where it stands, by these."""
    return standing(us(), rule(THIRTY), counted, BEGAN)


@pytest.mark.parametrize(
    ("at", "since"),
    [
        ("2027-03-01 09:00", "2027-03-01 09:00"),
        ("2027-03-31 08:59", "2027-03-01 09:00"),  # younger than thirty days: the whole campaign
        ("2027-03-31 09:00", "2027-03-31 09:00"),  # the second period begins
        ("2027-04-30 09:00", "2027-04-30 09:00"),
    ],
)
def test_periods_follow_one_another_from_the_first_touch(at: str, since: str) -> None:
    """Each is counted anew (16 CFR 310.4(b)(4)(i))."""
    assert period_of(rule(THIRTY), BEGAN, instant(at)) == instant(since)


def test_a_rolling_period_forgets_to_the_microsecond() -> None:
    """(t-w, t]: a call exactly a day old no longer counts (law 9)."""
    assert period_of(rule(DAY), BEGAN, BEGAN + timedelta(days=1)) == BEGAN + timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("abandoned", "answered", "breached", "beyond"),
    [
        (0, 0, False, False),
        (2, 98, False, False),  # 2 % is the target, not beyond it
        (3, 97, False, True),  # 3 % is allowed
        (4, 96, True, True),
        (1, 0, True, True),
    ],
)
def test_an_abandoned_call_is_an_answered_one(abandoned: int, answered: int, breached: bool, beyond: bool) -> None:
    """A person answered, whoever spoke then; machines and what is still under way are in neither number."""
    found = stands(
        calls(abandoned, Outcome.ABANDONED),
        calls(answered, Outcome.ANSWERED),
        calls(50, Outcome.MACHINE),
        calls(9, None),
    )

    assert (found.part, found.whole) == (abandoned, abandoned + answered)
    assert (found.breached, found.beyond_target) == (breached, beyond)


def test_a_call_that_an_agent_took_too_late_was_abandoned() -> None:
    """Not connected within two seconds of the greeting (16 CFR 310.4(b)(4)(i)): that somebody came heals nothing."""
    found = stands(calls(3, Outcome.ANSWERED, late=True), calls(97, Outcome.ANSWERED), calls(1, Outcome.ABANDONED))

    assert (found.part, found.whole, found.breached) == (4, 101, True)


def test_messages_are_no_calls() -> None:
    """The rule is about what it says it is about, whatever came of the rest."""
    message = Counted(who=people("US"), channel=Channel.SMS, touches=5, outcome=Outcome.ANSWERED)
    voice = rule(THIRTY).model_copy(update={"when": us().rules[0].when.model_copy(update={"channels": CALLS})})

    assert standing(us(), voice, [message, calls(7, Outcome.ANSWERED)], BEGAN).whole == 7


CALLS = next(rule for rule in us().rules if rule.id == "us.tsr.abandon").when.channels


BOTH = law_of(("us", "gb"))
NOW = BEGAN + timedelta(days=40)
AMERICAN, BRITISH = calls(4, Outcome.ABANDONED), calls(96, Outcome.ANSWERED, country="GB")


def found(law: Law, *counted: Counted, file: Campaign | None = None) -> dict[str, tuple[int, int]]:
    """Return part and whole by rule."""
    told = standings(law, file or campaign(), BEGAN, NOW, lambda since, connect_s: counted)
    return {one.rule: (one.part, one.whole) for one in told}


def test_a_ratio_binds_by_the_people_of_its_pack_and_counts_theirs_only() -> None:
    """British calls that went well make no American share smaller."""
    both = found(BOTH, AMERICAN, BRITISH)

    assert both == {"us.tsr.abandon": (4, 4), "us.fcc.abandon": (4, 4), "uk.ofcom.abandon": (0, 96)}
    assert set(found(BOTH, BRITISH)) == {"uk.ofcom.abandon"}
    assert found(BOTH, calls(9, Outcome.ABANDONED, country="ES")) == {}


def test_the_number_alone_may_say_whose_law_it_is() -> None:
    """Of whom the list says nothing, the digits do."""
    by_digits = replace(BRITISH, who=replace(people("GB"), country=""))

    assert set(found(BOTH, by_digits)) == {"uk.ofcom.abandon"}


def test_whoever_is_only_waiting_is_bound_already() -> None:
    """A manager sees the rule before the first call; nobody who is there leaves nothing to say."""
    assert found(BOTH, calls(0, None, country="GB")) == {"uk.ofcom.abandon": (0, 0)}
    assert found(BOTH) == {}


def test_somebody_who_may_be_anywhere_is_under_every_pack() -> None:
    """Law 6: an erased lead's abandoned call still counts."""
    assert set(found(BOTH, calls(1, Outcome.ABANDONED, country=""))) == {
        "us.tsr.abandon", "us.fcc.abandon", "uk.ofcom.abandon",
    }  # fmt: skip


def test_a_ratio_binds_the_purposes_it_names() -> None:
    """The American rules are about telemarketing, the British one about every call."""
    survey = campaign(purpose=Purpose.SURVEY)

    assert set(found(BOTH, AMERICAN, BRITISH, file=survey)) == {"uk.ofcom.abandon"}


def test_each_rule_asks_for_its_own_period_and_patience() -> None:
    """Forty days in: the second thirty of the campaign, and the last 24 hours."""
    asked: set[tuple[datetime, float | None]] = set()

    def count(since: datetime, connect_s: float | None) -> list[Counted]:
        asked.add((since, connect_s))
        return [AMERICAN, BRITISH]

    list(standings(BOTH, campaign(), BEGAN, NOW, count))

    yesterday = NOW - timedelta(days=1) + timedelta(microseconds=1)
    assert asked == {(BEGAN + timedelta(days=30), 2.0), (yesterday, 2.0)}


@pytest.mark.parametrize(
    ("abandoned", "words"),
    [
        (2, "xx.abandon: 2 of 100 (2%), at most 3%, aim 2%, since 2027-03-01 09:00 UTC"),
        (3, "past the aim, not the cap: agents did not take these calls"),
        (4, "OVER WHAT THE LAW ALLOWS"),
    ],
)
def test_the_words_say_what_a_share_means(abandoned: int, words: str) -> None:
    """Nothing is promised that pacing does not do: it never dials ahead of the agents."""
    said = ratio_in_words(stands(calls(abandoned, Outcome.ABANDONED), calls(100 - abandoned, Outcome.ANSWERED)))

    assert words in said
    assert ("no pace to slow down" in said) == (abandoned > 2)
