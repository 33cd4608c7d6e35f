"""Do the platforms' packs say what their rows say, and for everybody?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from cadence.campaign.content.whatsapp import WhatsApp
from cadence.domain import Allow, Channel, Inbound, Purpose, Verdict
from cadence.policy import evaluation
from cadence.policy.packs.law import Law
from cadence.policy.primitives.optout import OptoutEntry
from tests.unit.packs.court import Someone, Trial, barring, local, pack_of
from tests.unit.packs.rows import Row, edges, noons
from tests.unit.packs.states import PACIFIC, resident

NOON = "2027-09-14 12:00:00"
MADRID = Someone(country="ES", zone="Europe/Madrid", e164="+34600000001", region="MD")
LIMA = Someone(country="PE", zone="America/Lima", e164="+51900000001")

CHAT = Trial(packs=("whatsapp",), who=MADRID, channel="whatsapp", template=True)
FREE = replace(CHAT, template=False)
SMS = Trial(packs=("ctia",), who=resident("NY"), channel="sms", sender="+12125550190")
QUIET = replace(SMS, packs=("twilio-quiet",))


def chatting() -> Iterator[Row]:
    """Yield WhatsApp's own rules, in Spain, Peru and the United States."""
    for purpose in Purpose:
        bare = replace(CHAT, purpose=purpose, consent="", ground="contract")
        yield Row(rule="wa.optin", trial=bare, at=NOON, no=True)  # no other ground will do, whatever the purpose
        yield Row(rule="wa.optin", trial=replace(bare, consent="express"), at=NOON, no=False)
    yield Row(rule="wa.optin", trial=replace(CHAT, who=LIMA, consent="", ground="customer"), at=NOON, no=True)
    yield Row(rule="wa.window", trial=FREE, at=NOON, no=True)  # nobody wrote to us
    yield Row(rule="wa.window", trial=CHAT, at=NOON, no=False)  # an approved template
    american = replace(CHAT, who=resident("NY"))
    yield Row(rule="wa.us.block", trial=american, at=NOON, no=True)
    yield Row(rule="wa.us.block", trial=replace(american, template=False), at=NOON, no=False)  # free text in a session
    yield Row(rule="wa.us.block", trial=replace(american, purpose=Purpose.SERVICE), at=NOON, no=False)
    yield Row(rule="wa.us.block", trial=replace(american, channel="sms"), at=NOON, no=False)
    yield Row(rule="wa.us.block", trial=replace(american, who=MADRID), at=NOON, no=False)
    yield Row(rule="wa.us.block", trial=american, at="2025-03-31 23:59:59", no=False)  # not yet
    yield Row(rule="wa.us.block", trial=american, at="2025-04-01 00:00:00", no=True)


def others(count: int) -> Trial:
    """Return the question after so many other people were written to in the last day, and this one twice."""
    wall = "2027-09-13 12:00:01"
    crowd = tuple(CHAT.touched(wall, "whatsapp", lead=f"lead-{nth + 2}", id=f"t-{nth}") for nth in range(count))
    own = tuple(CHAT.touched(wall, "whatsapp", id=f"own-{nth}") for nth in range(2))
    return replace(CHAT, touches=(*crowd, *own))


def crowded() -> Iterator[Row]:
    """Yield 250 people in 24 hours: this one is the 250th, and then the 251st."""
    rule = "wa.limit.portfolio"
    yield Row(rule=rule, trial=others(249), at=NOON, no=False)
    yield Row(rule=rule, trial=others(250), at=NOON, no=True, until="2027-09-14 12:00:01")
    yield Row(rule=rule, trial=others(250), at="2027-09-14 12:00:01", no=False)
    elsewhere = tuple(replace(one, portfolio="another") for one in others(250).touches)
    yield Row(rule=rule, trial=replace(CHAT, touches=elsewhere), at=NOON, no=False)
    by_text = tuple(replace(one, channel=Channel.SMS) for one in others(250).touches)
    yield Row(rule=rule, trial=replace(CHAT, touches=by_text), at=NOON, no=False)


def texting() -> Iterator[Row]:
    """Yield the carriers' tiers of consent, and the quiet hours of a Twilio account that has them."""
    for purpose, kind, rule, no in (
        (Purpose.MARKETING, "express", "ctia.tiers", True),
        (Purpose.MARKETING, "express_written", "ctia.tiers", False),
        (Purpose.SERVICE, "", "ctia.tiers.informational", True),
        (Purpose.SURVEY, "", "ctia.tiers.informational", True),
        (Purpose.COLLECTIONS, "", "ctia.tiers.informational", True),
        (Purpose.SERVICE, "express", "ctia.tiers.informational", False),
    ):
        asked = replace(SMS, purpose=purpose, consent=kind, ground="contract")
        yield Row(rule=rule, trial=asked, at=NOON, no=no)
        yield Row(rule=rule, trial=replace(asked, channel="call"), at=NOON, no=False)
        yield Row(rule=rule, trial=replace(asked, who=MADRID), at=NOON, no=False)  # the carriers of one country
    for purpose in (Purpose.MARKETING, Purpose.COLLECTIONS, Purpose.SURVEY):
        yield from edges("tw.quiet", replace(QUIET, purpose=purpose), "2027-09-14", "08:00", "21:00")
    yield from noons("tw.quiet", QUIET, opened="2027-09-19 2027-11-11")
    yield Row(rule="tw.quiet", trial=replace(QUIET, purpose=Purpose.SERVICE), at="2027-09-14 06:00:00", no=False)
    yield Row(rule="tw.quiet", trial=replace(QUIET, channel="call"), at="2027-09-14 06:00:00", no=False)
    # Twilio goes by the digits, whatever zone our list states: New York's clock shows three hours more.
    west = replace(QUIET, who=replace(resident("NY"), number_zones=(PACIFIC,)))
    for wall, no in (
        ("2027-09-14 10:59:59", True),
        ("2027-09-14 11:00:00", False),
        ("2027-09-14 23:59:59", False),
        ("2027-09-15 00:00:00", True),
    ):
        yield Row(rule="tw.quiet", trial=west, at=wall, no=no)


ROWS = [*chatting(), *crowded(), *texting()]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_platform_says_what_its_row_says(row: Row) -> None:
    """A contract with a platform knows no borders; what carriers ask is of their country."""
    row.hold()


def in_session(packs: tuple[str, ...], after: timedelta) -> set[str]:
    """Return what says no to free text so long after the person wrote to us."""
    wrote = local("Europe/Madrid", NOON)
    inbound = Inbound(id="in-1", channel=Channel.WHATSAPP, number=1, sender=FREE.sender, at=wrote)
    law = Law(packs=tuple(pack_of(one) for one in packs), guard=timedelta(0))
    facts = replace(FREE.facts(), inbound=(inbound,))
    return barring(evaluation.judge(FREE.campaign(), facts, FREE.candidate(), wrote + after, law))


DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("packs", "rule"),
    [
        (("whatsapp",), "wa.window"),
        ((), "whatsapp.session"),  # a law without the platform's pack has our own rule
    ],
)
def test_free_text_goes_for_24_hours_to_the_second_and_the_reason_is_given_once(
    packs: tuple[str, ...], rule: str
) -> None:
    """The pack's rule takes the place of the built-in one."""
    assert in_session(packs, DAY - SECOND) == set()
    assert in_session(packs, DAY) == {rule}


def test_an_american_in_a_session_gets_the_words_beside_the_template_and_no_template() -> None:
    """A template would not be delivered there; what goes to who has written to us is free text, which would."""
    asked = replace(CHAT, who=resident("NY"))
    wrote = local(asked.who.zone, NOON)
    inbound = Inbound(id="in-1", channel=Channel.WHATSAPP, number=1, sender=asked.sender, at=wrote)
    facts = replace(asked.facts(), inbound=(inbound,))
    law = Law(packs=(pack_of("whatsapp"),), guard=timedelta(0))

    def asking(at: datetime, *, words: bool) -> Verdict:
        message = WhatsApp(template="t", body=asked.body if words else "")
        step = asked.campaign().step_named("whatsapp").model_copy(update={"whatsapp": message})
        campaign = asked.campaign().model_copy(update={"cadence": (step,)})
        return evaluation.judge(campaign, facts, asked.candidate(), at, law)

    assert isinstance(inside := asking(wrote + DAY - SECOND, words=True), Allow)
    assert inside.closes == wrote + DAY  # past it the template would go
    assert barring(asking(wrote + DAY, words=True)) == {"wa.us.block"}
    assert barring(asking(wrote, words=False)) == {"wa.us.block"}  # only the template could go


def test_before_the_pack_is_law_our_own_rule_of_the_session_stands() -> None:
    """What does not bind yet replaces nothing."""
    asked = replace(FREE, packs=("whatsapp",))
    said = barring(asked.at("2019-12-01 12:00:00"))

    assert "whatsapp.session" in said
    assert "wa.window" not in said


def test_the_platforms_bind_everybody_and_the_carriers_one_country() -> None:
    """`everyone` knows no place; the quiet hours of an account bind whom names them."""
    assert all(pack_of(one).applies.everyone for one in ("whatsapp", "twilio"))
    assert not pack_of("ctia").applies.everyone
    assert pack_of("twilio-quiet").binds == "named"
    verdict = replace(CHAT, packs=("whatsapp", "twilio", "ctia"), who=LIMA).at(NOON)
    assert isinstance(verdict, Allow)
    assert set(verdict.evidence["packs"]) == {"whatsapp", "twilio"}


def test_a_stop_by_text_ends_what_twilio_and_the_carriers_say_it_ends() -> None:
    """Their scopes are narrower than ours and the FCC's; the widest one is obeyed."""
    twilio, carriers = (
        next(rule for rule in pack_of(one).rules if isinstance(rule, OptoutEntry)) for one in ("twilio", "ctia")
    )

    assert (twilio.id, twilio.scope) == ("tw.stop", "channel")
    assert twilio.reoptin is not None
    assert twilio.reoptin.words == ("START", "UNSTOP")  # a bare YES is not enough for us
    assert (carriers.id, carriers.scope) == ("ctia.optout", "program")
    assert carriers.confirm is not None
    assert carriers.confirm.max == 1
