"""Is the United Kingdom's law read as it is written?"""

from dataclasses import replace

import pytest

from cadence.domain import Audience, Outcome, Purpose, TouchState
from cadence.policy.primitives.ratio import RatioEntry
from tests.unit.packs.court import Someone, Trial, pack_of
from tests.unit.packs.rows import Row, edges, listed, noons

LONDON = Someone(country="GB", zone="Europe/London", region="ENG", e164="+447700900001")

CALL = Trial(packs=("gb", "eu"), who=LONDON, sender="+442079460001")
LEFT = replace(CALL, channel="voicemail")
SMS = replace(CALL, channel="sms")
CHAT = replace(CALL, channel="whatsapp", template=True)
COLD = replace(CALL, ground="legitimate_interest", consent="")
WORK = replace(COLD, audience=Audience.BUSINESS)
NOON = "2027-03-09 11:30"
OWN = {"ground": "customer", "consent": ""}


def after(outcome: Outcome | None, trial: Trial = CALL, **more: object) -> Trial:
    """The same question after a call on a Tuesday at noon."""
    return replace(trial, touches=(CALL.touched("2027-03-09 12:00:00", outcome=outcome, **more),))  # type: ignore[arg-type]  # an open call has no outcome


def one(rule: str, trial: Trial, *, no: bool, at: str = NOON, until: str = "") -> Row:
    """A row on an ordinary Tuesday."""
    return Row(rule=rule, trial=trial, at=at, no=no, until=until)


RINGING = after(None, state=TouchState.CARRIED)
ROWS = [
    # policy hours: the stricter of two lists
    *edges("uk.hours", SMS, "2027-03-09", "08:00", "21:00"),
    *edges("uk.hours", CALL, "2027-03-13", "09:00", "20:00"),
    *noons("uk.hours", CALL, closed="2027-03-14", opened="2027-03-13 2027-03-15"),
    *noons("uk.hours", replace(CALL, purpose=Purpose.SERVICE), opened="2027-03-14"),
    # 72 hours after an abandoned call to this number
    one("uk.ofcom.72h", CALL, no=False),  # the first
    one("uk.ofcom.72h", after(Outcome.ABANDONED), no=True, at="2027-03-12 11:59:59", until="2027-03-12 12:00:00"),
    one("uk.ofcom.72h", after(Outcome.ABANDONED), no=False, at="2027-03-12 12:00:00"),
    one("uk.ofcom.72h", after(Outcome.ANSWERED), no=False, at="2027-03-09 13:00:00"),
    one("uk.ofcom.72h", after(Outcome.ABANDONED, number=2), no=False, at="2027-03-09 13:00:00"),  # another number
    one(
        "uk.ofcom.72h", after(Outcome.ABANDONED, replace(CALL, purpose=Purpose.SERVICE)), no=True, at="2027-03-10 12:00"
    ),
    one("uk.ofcom.72h", after(Outcome.ABANDONED, SMS), no=False, at="2027-03-10 12:00:00"),  # a message rings nobody up
    one("uk.ofcom.72h", RINGING, no=True, at="2027-03-09 12:01:00"),  # it may yet be abandoned
    # 24 hours after somebody was taken for a machine and heard nothing
    one("uk.ofcom.silent", after(Outcome.MACHINE), no=True, at="2027-03-10 11:59:59", until="2027-03-10 12:00:00"),
    one("uk.ofcom.silent", after(Outcome.MACHINE), no=False, at="2027-03-10 12:00:00"),
    one("uk.ofcom.silent", after(Outcome.VOICEMAIL_LEFT), no=False, at="2027-03-09 13:00:00"),  # they heard us
    one("uk.ofcom.silent", after(Outcome.NO_ANSWER), no=False, at="2027-03-09 13:00:00"),
    # how a call is made
    one("uk.ofcom.ring", replace(CALL, ring=14), no=True),
    one("uk.ofcom.ring", replace(CALL, ring=15), no=False),
    one("uk.ofcom.ring", replace(SMS, ring=14), no=False),
    one("uk.ofcom.cli", replace(CALL, sender="anonymous"), no=True),
    one("uk.ofcom.cli", CALL, no=False),
    # the lists
    *listed("uk.pecr.tps", COLD, "tps", "2027-03-09", days=28),
    one("uk.pecr.tps", CALL, no=False),  # they told us that they agree
    one("uk.pecr.tps", replace(COLD, channel="sms"), no=False),
    one("uk.pecr.tps", replace(COLD, purpose=Purpose.SERVICE), no=False),
    one("uk.pecr.tps", WORK, no=True),  # a sole trader stands on the list of people
    *listed("uk.pecr.tps.ctps", WORK, "ctps", "2027-03-09", days=28),
    one("uk.pecr.tps.ctps", COLD, no=False),  # a consumer stands on no list of companies
    # recorded calls and messages
    one("uk.pecr.recorded", replace(LEFT, **OWN), no=True),
    one("uk.pecr.recorded", LEFT, no=False),
    one("uk.pecr.recorded", replace(CALL, **OWN), no=False),
    one("uk.pecr.emsg", replace(SMS, **OWN), no=False),
    one("uk.pecr.emsg", replace(SMS, ground="legitimate_interest", consent=""), no=True),
    one("uk.pecr.emsg", replace(CHAT, consent=""), no=True),
    one("uk.pecr.emsg.optout", replace(SMS, body="Sale"), no=True),
    one("uk.pecr.emsg.optout", replace(SMS, body="Sale. Reply STOP to end"), no=False),
    # the European layer is the UK's as well
    one("eu.eprivacy.auto", replace(LEFT, **OWN), no=True),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_law_of_the_united_kingdom(row: Row) -> None:
    """Communications Act 2003 s. 128-131 as Ofcom enforces it; PECR 2003."""
    row.hold()


def test_abandoned_calls_are_held_under_three_in_a_hundred_a_day() -> None:
    """A ratio stops no single call: it is what the floor's pace is steered by."""
    ratio = next(rule for rule in pack_of("gb").rules if isinstance(rule, RatioEntry))

    assert (ratio.id, ratio.max, ratio.target) == ("uk.ofcom.abandon", 0.03, 0.02)
    assert ratio.window.kind == "rolling"
    assert ratio.window.seconds == 24 * 3600
    assert ratio.numerator.events == {Outcome.ABANDONED}
    assert ratio.denominator.events == {Outcome.ABANDONED, Outcome.ANSWERED}  # no machine, no silence
    assert ratio.connect_s == 2.0


@pytest.mark.parametrize(
    ("country", "number_country", "under"),
    [
        ("GB", "GB", True),
        ("GB", "US", True),  # lives there
        ("US", "GB", True),  # has a number of there
        ("JE", "JE", False),  # Jersey has a law of its own
    ],
)
def test_who_is_under_it(country: str, number_country: str, under: bool) -> None:
    """By address and by number, both."""
    zone = {"GB": "Europe/London", "US": "America/New_York", "JE": "Europe/Jersey"}[country]
    who = Someone(country=country, number_country=number_country, zone=zone, e164="+447700900001")
    sunday = replace(CALL, who=who).at("2027-03-14 11:30")

    assert ("gb" in sunday.evidence["packs"]) == under
