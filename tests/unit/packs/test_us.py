"""Does the federal law of the United States say what its rows say, at the second?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cadence.domain import Audience, Channel, Outcome, Purpose, TouchState
from cadence.policy.packs.schema import RequireEntry
from cadence.policy.primitives.dialer import DialerEntry
from cadence.policy.primitives.optout import OptoutEntry
from cadence.policy.primitives.ratio import RatioEntry
from tests.unit.packs.court import Someone, Trial, barring, pack_of
from tests.unit.packs.rows import Row, edges, listed, noons
from tests.unit.packs.states import EASTERN, resident

TODAY = "2027-09-14"  # a Tuesday
NOON = f"{TODAY} 12:00:00"
MARKETING, SERVICE, COLLECTIONS, SURVEY = Purpose.MARKETING, Purpose.SERVICE, Purpose.COLLECTIONS, Purpose.SURVEY

CALL = Trial(packs=("us",), who=resident("NY"), sender="+12125550190")
LEFT, SMS, CHAT = (replace(CALL, channel=one) for one in ("voicemail", "sms", "whatsapp"))
COLD = replace(CALL, consent="", ground="none_needed")
ON_FILE = {"us_dnc": (date(2027, 9, 14), True)}
OFF_FILE = {"us_dnc": (date(2027, 9, 14), False)}

DEBT = replace(CALL, packs=("us-regf",), purpose=COLLECTIONS, who=replace(resident("NY"), account="A-1"))
DEBT_SMS = replace(DEBT, channel="sms")


def hours() -> Iterator[Row]:
    """Yield eight to nine in the evening, on every day; Sundays and holidays are days."""
    for rule, trial in (
        ("us.tcpa.hours", CALL),
        ("us.tcpa.hours", LEFT),
        ("us.tcpa.hours", SMS),
        ("us.tsr.hours", CALL),
    ):
        yield from edges(rule, trial, TODAY, "08:00", "21:00")
        yield from edges(rule, trial, "2027-09-19", "08:00", "21:00")
        yield from edges(rule, trial, "2027-11-11", "08:00", "21:00")
    for purpose in (SERVICE, COLLECTIONS, SURVEY):  # no telephone solicitations
        asked = replace(CALL, purpose=purpose)
        yield Row(rule="us.tcpa.hours", trial=asked, at=f"{TODAY} 06:00:00", no=False)
        yield Row(rule="us.tsr.hours", trial=asked, at=f"{TODAY} 06:00:00", no=False)
    yield Row(rule="us.tsr.hours", trial=SMS, at=f"{TODAY} 06:00:00", no=False)  # the TSR is about calls
    yield Row(rule="us.tcpa.hours", trial=CHAT, at=f"{TODAY} 06:00:00", no=False)


# how somebody on the list differs, whether the rule says no
PROTECTED: tuple[tuple[dict[str, Any], bool], ...] = (
    ({}, True),
    ({"consent": "express"}, False),  # prior express permission makes it no solicitation
    ({"consent": "express_written"}, False),
    ({"ground": "customer"}, True),  # a business relationship is unverified, and frees nobody
    ({"audience": Audience.BUSINESS}, True),  # no source frees people at work
    ({"audience": Audience.BUSINESS, "consent": "express"}, False),
    ({"purpose": SURVEY}, False),
)


def national_list() -> Iterator[Row]:
    """Yield what the list says, and whom it protects."""
    rule = "us.dnc.national"
    yield from listed(rule, COLD, "us_dnc", TODAY, days=31)
    yield from listed(rule, replace(COLD, channel="sms"), "us_dnc", TODAY, days=31)
    for change, no in PROTECTED:
        yield Row(rule=rule, trial=replace(COLD, registries=ON_FILE, **change), at=NOON, no=no)


# channel, purpose, the kind of consent on record, the rule, whether it says no
CONSENTS = (
    ("voicemail", MARKETING, "express_written", "us.consent.prerec", False),
    ("voicemail", MARKETING, "express", "us.consent.prerec", True),
    ("voicemail", MARKETING, "", "us.consent.prerec", True),
    ("call", MARKETING, "", "us.consent.prerec", False),  # a live voice, one call for each free agent
    ("question", MARKETING, "express_written", "us.consent.prerec", False),
    ("question", MARKETING, "express", "us.consent.prerec", True),  # a recorded voice that sells, by a digit
    ("question", MARKETING, "", "us.consent.prerec", True),
    ("question", SERVICE, "", "us.consent.prerec.informational", True),
    ("question", SERVICE, "express", "us.consent.prerec.informational", False),
    ("voicemail", SERVICE, "", "us.consent.prerec.informational", True),
    ("voicemail", COLLECTIONS, "", "us.consent.prerec.informational", True),
    ("voicemail", SURVEY, "", "us.consent.prerec.informational", True),
    ("voicemail", SERVICE, "express", "us.consent.prerec.informational", False),
    ("call", SERVICE, "", "us.consent.prerec.informational", False),
    ("sms", MARKETING, "express_written", "us.consent.autodial", False),
    ("sms", MARKETING, "express", "us.consent.autodial", True),
    ("sms", MARKETING, "", "us.consent.autodial", True),
    ("sms", SERVICE, "", "us.consent.autodial", False),  # the carriers want more (ctia.tiers)
    ("call", MARKETING, "", "us.consent.autodial", False),
)


def consents() -> Iterator[Row]:
    """Yield recorded voices and texts, on another ground than opting in, so that only these rules can say no."""
    for channel, purpose, kind, rule, no in CONSENTS:
        asked = replace(COLD, channel=channel, purpose=purpose, consent=kind, registries=OFF_FILE)
        yield Row(rule=rule, trial=asked, at=NOON, no=no)


def dialled() -> Iterator[Row]:
    """Yield how a call is made: it rings for 15 seconds, and shows a number."""
    yield Row(rule="us.ring", trial=replace(CALL, ring=14), at=NOON, no=True)
    yield Row(rule="us.ring", trial=replace(CALL, ring=15), at=NOON, no=False)
    yield Row(rule="us.ring", trial=replace(CALL, ring=14, purpose=SERVICE), at=NOON, no=False)
    for purpose in Purpose:
        hidden = replace(CALL, sender="HARBOR", purpose=purpose)
        yield Row(rule="us.callerid", trial=hidden, at=NOON, no=True)
        yield Row(rule="us.callerid", trial=replace(CALL, purpose=purpose), at=NOON, no=False)
        yield Row(rule="us.callerid", trial=replace(hidden, channel="sms"), at=NOON, no=False)  # a short code may text


def collecting() -> Iterator[Row]:
    """Yield the hours of collectors of consumers' debts, in every zone they may be in."""
    for rule in ("us.regf.hours", "us.regf.zone"):
        for asked in (DEBT, DEBT_SMS):
            yield from edges(rule, asked, TODAY, "08:00", "21:00")
        yield from noons(rule, DEBT, opened="2027-09-19 2027-11-11")
        yield Row(rule=rule, trial=replace(DEBT, audience=Audience.BUSINESS), at=f"{TODAY} 06:00:00", no=False)
        yield Row(rule=rule, trial=replace(DEBT, purpose=MARKETING), at=f"{TODAY} 06:00:00", no=False)
    # Lives in New York with a number of Los Angeles: open in both from 11:00 to 21:00 on the person's clock.
    west = replace(DEBT, who=replace(DEBT.who, e164="+12135550100", number_zones=("America/Los_Angeles",)))
    yield from edges("us.regf.zone", west, TODAY, "11:00", "21:00")
    yield from edges("us.regf.hours", west, TODAY, "08:00", "21:00")
    nowhere = replace(DEBT, who=replace(DEBT.who, number_zones=("Etc/Unknown",)))
    yield Row(rule="us.regf.zone", trial=nowhere, at=NOON, no=True)  # nobody knows all zones: no hour is safe


SEVEN = tuple(f"2027-09-{day:02} 10:00:00" for day in (8, 9, 10, 11, 12, 13, 14))
FIRST_FREE = "2027-09-15 00:00:00"  # seven dates from the 8th on


# how the seven calls differ, whether the eighth waits
CALLED: tuple[tuple[dict[str, Any], bool], ...] = (
    ({"number": 2}, True),  # all of the person's numbers together
    ({"account": "A-2"}, False),  # another debt
    ({"channel": Channel.SMS}, False),  # texts are no calls
    ({"outcome": Outcome.BUSY}, True),  # that it did not connect is an unverified exception
    ({"outcome": Outcome.VOICEMAIL_LEFT}, True),
    ({"outcome": Outcome.INVALID_NUMBER}, False),  # it never left
)


# how the conversation differs, whether the next call waits
SPOKEN: tuple[tuple[dict[str, Any], bool], ...] = (
    ({"outcome": Outcome.NO_ANSWER}, False),
    ({"account": "A-2"}, False),
    ({"channel": Channel.SMS}, False),
    ({"outcome": None, "state": TouchState.CARRIED}, True),  # it may yet become a conversation
)


def counting() -> Iterator[Row]:
    """Yield the seventh call and the eighth, and the week after a conversation."""
    rule = "us.regf.7in7"
    seven = tuple(DEBT.touched(wall, outcome=Outcome.NO_ANSWER) for wall in SEVEN)
    yield Row(rule=rule, trial=replace(DEBT, touches=seven[1:]), at=NOON, no=False)
    yield Row(rule=rule, trial=replace(DEBT, touches=seven), at=NOON, no=True, until=FIRST_FREE)
    for change, no in CALLED:
        asked = replace(DEBT, touches=tuple(replace(one, **change) for one in seven))
        yield Row(rule=rule, trial=asked, at=NOON, no=no)
    rule = "us.regf.cooldown"
    spoke = replace(DEBT, touches=(DEBT.touched("2027-09-08 10:00:00"),))
    yield Row(rule=rule, trial=DEBT, at=NOON, no=False)
    yield Row(rule=rule, trial=spoke, at="2027-09-14 20:59:59", no=True, until=FIRST_FREE)  # the date itself is day 1
    yield Row(rule=rule, trial=spoke, at="2027-09-15 08:00:00", no=False)  # the same weekday
    for change, no in SPOKEN:
        asked = replace(DEBT, touches=(replace(spoke.touches[0], **change),))
        yield Row(rule=rule, trial=asked, at=NOON, no=no)


def texting() -> Iterator[Row]:
    """Yield a collector's text: a consent of the last 60 days, and a way out."""
    aged = DEBT_SMS.touched("2027-07-16 12:00:00").at  # 60 days before noon
    fresh, bare = replace(DEBT_SMS, consented=aged), replace(DEBT_SMS, body="Harbor: please call us.")
    for trial, at, no in (
        (fresh, "2027-09-14 11:59:59", False),
        (fresh, NOON, True),
        (replace(fresh, channel="call"), NOON, False),
        (replace(DEBT_SMS, consent="", ground="contract"), NOON, True),
        (replace(fresh, purpose=SERVICE), NOON, False),
    ):
        yield Row(rule="us.regf.sms", trial=trial, at=at, no=no)
    yield Row(rule="us.regf.optout", trial=bare, at=NOON, no=True)
    yield Row(rule="us.regf.optout", trial=replace(bare, body="Harbor: call us. Reply STOP to end."), at=NOON, no=False)
    yield Row(rule="us.regf.optout", trial=replace(bare, purpose=SERVICE), at=NOON, no=False)


ROWS = [
    *hours(),
    *national_list(),
    *consents(),
    *dialled(),
    *collecting(),
    *counting(),
    *texting(),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_federal_law_says_what_its_row_says(row: Row) -> None:
    """TCPA, TSR and Regulation F."""
    row.hold()


@pytest.mark.parametrize("rule", ["us.tsr.abandon", "us.fcc.abandon"])
def test_three_per_cent_of_the_calls_a_person_answered(rule: str) -> None:
    """Per campaign and 30 days; machines, busy lines and silence are in neither number."""
    entry = next(one for one in pack_of("us").rules if one.id == rule)

    assert isinstance(entry, RatioEntry)
    assert (entry.max, entry.key, entry.window.kind) == (0.03, ("campaign",), "campaign_periods")
    assert entry.numerator.events == {"abandoned"}
    assert entry.denominator.events == {"answered", "abandoned"}
    assert entry.connect_s == 2.0
    assert entry.target is not None
    assert entry.target < entry.max


def test_whom_no_agent_took_hears_who_called_within_two_seconds() -> None:
    """16 CFR 310.4(b)(4)(iii), with what the FCC adds; it bars nothing beforehand."""
    entry = next(one for one in pack_of("us").rules if one.id == "us.abandon.message")

    assert isinstance(entry, RequireEntry)
    assert isinstance(entry.needs, DialerEntry)
    assert entry.needs.connect_s == 2.0
    assert {"seller_name", "phone", "optout_keypress"} <= {*entry.needs.abandoned_message}
    assert barring(CALL.at(NOON)) == set()


def test_a_stop_ends_all_marketing_at_once_and_is_confirmed_once_within_five_minutes() -> None:
    """64.1200(a)(10)-(12), (d)(3) and (d)(6)."""
    rules = {one.id: one for one in pack_of("us").rules if isinstance(one, OptoutEntry)}
    confirm = rules["us.revoke.confirm"].confirm
    deadlines = [rules[one].deadline for one in ("us.revoke.delay", "us.dnc.internal")]

    assert {rules[one].scope for one in ("us.revoke.words", "us.revoke.scope", "us.dnc.internal")} == {"all_marketing"}
    assert rules["us.revoke.scope.informational"].scope == "everything"
    assert all(one.effective_at == "receipt" for one in rules.values())
    assert confirm is not None
    assert (confirm.max, confirm.within_s, confirm.no_marketing) == (1, 300, True)
    assert all(one and (one.business_days, one.calendar) == (10, "US") for one in deadlines)
    assert rules["us.dnc.internal"].keep_years == 5


def test_a_stop_is_kept_for_ten_years_in_virginia() -> None:
    """Va. Code 59.1-511."""
    rule = next(one for one in pack_of("us-va").rules if isinstance(one, OptoutEntry))

    assert (rule.keep_years, rule.scope) == (10, "all_marketing")


@pytest.mark.parametrize("country", ["PR", "GU", "VI", "AS", "MP"])
def test_the_territories_have_the_same_hours(country: str) -> None:
    """47 CFR binds there, too."""
    who = Someone(country=country, zone=EASTERN, e164="+17875550100")

    assert barring(replace(CALL, who=who).at(f"{TODAY} 07:59:59")) == {"us.tcpa.hours", "us.tsr.hours"}
    assert barring(replace(CALL, who=who).at(f"{TODAY} 08:00:00")) == set()
