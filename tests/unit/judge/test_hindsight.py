"""Is a touch tried again by the rules of one pack only, as if these had been law then?"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cadence.campaign.shape import Campaign
from cadence.domain import Audience, Channel
from cadence.explain.judge.back_test import BackTest, as_law, retrial, with_pack
from cadence.policy.packs.law import Law
from cadence.policy.packs.schema import Pack
from tests.unit.policy.builders import NOON, campaign, consent, facts, rolling, text

HOURS = {
    "id": "es.test.hours",
    "type": "window",
    "when": {"purposes": ["marketing"], "channels": ["sms"]},
    "allow": [{"days": "mon-sun", "open": "13:00", "close": "20:00"}],
    "source": {"law": "a bill", "confidence": "U"},
}
AGREED = {
    "id": "es.test.agreed",
    "type": "require",
    "when": {"purposes": ["marketing"], "channels": ["sms"]},
    "consent": {"kinds": ["express"], "max_age_days": 10},
    "source": {"law": "a bill", "confidence": "U"},
}
WEEK = {
    "id": "es.test.week",
    "type": "limit",
    "when": {"purposes": ["marketing"]},
    "threshold": 1,
    "window": {"kind": "rolling", "seconds": 604_800},
    "key": ["number"],
    "source": {"law": "a bill", "confidence": "U"},
}


def pack(*rules: dict[str, Any], **more: Any) -> Pack:
    """A pack of Spain that is law from 2040 on."""
    head = {"id": "es", "version": "1", "title": "Spain", "status": "draft", "complete": False}
    head |= {"effective": {"from": date(2040, 1, 1)}, "applies": {"countries": ["ES"]}, "rules": list(rules)}
    return Pack.model_validate(head | more)


def trial(*rules: dict[str, Any], file: Campaign | None = None, law: Law | None = None) -> BackTest:
    """Try a campaign under today's law, with a pack of these rules in it."""
    return retrial(file or campaign(), law or Law(), pack(*rules))


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ((HOURS,), [("es.test.hours", "deferred")]),  # at noon in Madrid; it opens an hour later
        ((AGREED,), [("es.test.agreed", "stopped")]),  # she agreed a month ago: no hour mends that
        ((WEEK,), []),  # nothing was sent before
        ((WEEK, AGREED, HOURS), [("es.test.agreed", "stopped"), ("es.test.hours", "deferred")]),  # all that say no
    ],
)
def test_each_rule_that_says_no_is_named_with_what_it_would_have_done(
    rules: tuple[dict[str, Any], ...], expected: list[tuple[str, str]]
) -> None:
    """The pack begins in 2040, and is tried as if it had been law."""
    bars = trial(*rules).bars(facts(), text(), NOON)

    assert sorted((bar.rule, bar.verb) for bar in bars) == expected
    assert all(bar.says for bar in bars)


def test_what_else_bars_a_touch_today_is_not_asked() -> None:
    """The file's own rules, or another pack's, are no answer to what this pack would have done."""
    other = pack({**HOURS, "id": "co.test.hours"}, id="co", effective={"from": date(2020, 1, 1)})
    known = facts(consents=(replace(consent(1, Channel.SMS), given=False),))

    assert trial(WEEK, law=Law(packs=(other,))).bars(known, text(), NOON) == ()


def test_a_pack_takes_the_place_of_what_it_said_before() -> None:
    """A loosened hour is not held to the old one."""
    old = pack(HOURS, effective={"from": date(2020, 1, 1)})

    assert with_pack(Law(packs=(old,)), pack(WEEK)).packs == (pack(WEEK),)
    assert trial(WEEK, law=Law(packs=(old,))).bars(facts(), text(), NOON) == ()


def test_what_has_been_repealed_stays_so() -> None:
    """Only the beginning is taken away."""
    gone = pack({**HOURS, "effective": {"from": date(2020, 1, 1), "to": date(2025, 1, 1)}})
    tried = retrial(campaign(), Law(), gone)

    assert as_law(gone).rules[0].effective is not None
    assert tried.bars(facts(), text(), NOON) == ()
    before = datetime(2024, 3, 5, 11, tzinfo=UTC)
    known = facts(consents=(replace(consent(1, Channel.SMS), at=before - timedelta(days=1)),))
    assert [bar.rule for bar in tried.bars(known, text(), before)] == ["es.test.hours"]


@pytest.mark.parametrize(
    ("file", "farther"),
    [
        (
            campaign(limits=(rolling(3, timedelta(days=1)),), audience=Audience.BUSINESS),
            True,
        ),  # a day was kept, and a week is asked about
        (campaign(limits=(rolling(3, timedelta(days=30)),)), False),  # what was kept reaches
    ],
)
def test_it_knows_when_more_is_wanted_than_was_kept(file: Campaign, farther: bool) -> None:
    """A decision keeps touches to others only as far back as a rule of its day counted them."""
    assert trial(WEEK, file=file).farther is farther
