"""Does every country's law say what it thinks of e-mail? None lets an e-mail go because it forgot to name it."""

from dataclasses import replace

import pytest

from cadence.domain import Allow, Purpose
from cadence.policy.packs.loading import SHIPPED
from tests.unit.packs.court import Someone, Trial, barring, pack_of
from tests.unit.packs.rows import Row, by_mail

NOON = "2027-03-09 11:30"
PEOPLE = {
    "AR": Someone(country="AR", zone="America/Argentina/Buenos_Aires", region="L", e164="+5492954550101"),
    "BR": Someone(country="BR", zone="America/Sao_Paulo", region="DF", e164="+5561955550101"),
    "CL": Someone(country="CL", zone="America/Santiago", region="RM", e164="+56955550101"),
    "CO": Someone(country="CO", zone="America/Bogota", e164="+573005550101"),
    "ES": Someone(country="ES", zone="Europe/Madrid", region="MD", e164="+34600000001"),
    "DE": Someone(country="DE", zone="Europe/Berlin", e164="+4915550101010"),
    "GB": Someone(country="GB", zone="Europe/London", region="ENG", e164="+447700900001"),
    "MX": Someone(country="MX", zone="America/Mexico_City", region="CMX", e164="+525555550101"),
    "PE": Someone(country="PE", zone="America/Lima", e164="+51900000001"),
    "US": Someone(country="US", zone="America/New_York", region="NY", e164="+12125550190"),
}
LAWS = {
    "AR": ("ar", "ar.email"),
    "BR": ("br", "br.email"),
    "CL": ("cl", "cl.email"),
    "CO": ("co", "co.channels"),
    "ES": ("es", "es.emsg"),
    "DE": ("eu", "eu.eprivacy.auto.emsg"),
    "GB": ("gb", "uk.pecr.emsg"),
    "MX": ("mx", "mx.email"),
    "PE": ("pe", "pe.consent"),
}
"""The pack, and the rule of it that asks for consent before advertising by e-mail."""
OPT_OUT_LAW = {"US": ("us", "us.canspam")}
"""Where the law asks for none, a rule says so."""
US = Trial(packs=("us",), who=PEOPLE["US"], channel="email")
DEBT = Trial(
    packs=("us", "us-regf"), who=replace(PEOPLE["US"], account="A-1"), channel="email", purpose=Purpose.COLLECTIONS
)
ROWS = [
    *(
        row
        for where, (pack, rule) in LAWS.items()
        for row in by_mail(rule, Trial(packs=(pack,), who=PEOPLE[where]), NOON)
    ),
    Row(rule="us.canspam", trial=US, at=NOON, no=False),
    Row(rule="us.canspam", trial=replace(US, consent=""), at=NOON, no=True),  # the file names no ground
    Row(rule="us.canspam", trial=replace(US, consent="", ground="none_needed"), at=NOON, no=False),
    Row(rule="us.regf.hours", trial=DEBT, at="2027-03-09 07:59:59", no=True),
    Row(rule="us.regf.hours", trial=DEBT, at="2027-03-09 08:00:00", no=False),
    Row(rule="us.regf.zone", trial=DEBT, at="2027-03-09 21:00:00", no=True),
    Row(rule="us.regf.optout", trial=replace(DEBT, body="Your account is due."), at=NOON, no=False),  # it has the link
    Row(
        rule="es.emsg.optout",
        trial=Trial(packs=("es",), who=PEOPLE["ES"], channel="email", body="Oferta"),
        at=NOON,
        no=False,
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_law_of_e_mail_says_what_its_row_says(row: Row) -> None:
    """Each from both sides."""
    row.hold()


def test_every_country_with_a_pack_is_decided() -> None:
    """A new pack of a country comes into the table above, with the rule that asks for consent."""
    countries = {
        country
        for name in SHIPPED.names()
        for applies in [pack_of(name).applies]
        if not (applies.subdivisions or applies.unknown_subdivision or pack_of(name).extends)
        for country in applies.countries
    }
    by_union = set(pack_of("eu").applies.countries)
    decided = {*LAWS, *OPT_OUT_LAW, *by_union, *pack_of("us").applies.countries}

    assert countries - decided == set()


@pytest.mark.parametrize("where", LAWS)
def test_no_ground_of_our_own_lets_advertising_go_by_e_mail(where: str) -> None:
    """Whatever a campaign file says of itself."""
    pack, rule = LAWS[where]

    for ground in ("none_needed", "legitimate_interest", "contract"):
        cold = Trial(packs=(pack,), who=PEOPLE[where], channel="email", consent="", ground=ground)
        assert rule in barring(cold.at(NOON)), ground


@pytest.mark.parametrize("where", sorted({*LAWS, *OPT_OUT_LAW}))
def test_with_a_consent_on_record_an_e_mail_may_go(where: str) -> None:
    """Otherwise the tables above would hold of a pack that lets nothing go."""
    pack = {**LAWS, **OPT_OUT_LAW}[where][0]
    verdict = Trial(packs=(pack,), who=PEOPLE[where], channel="email").at(NOON)

    assert isinstance(verdict, Allow) or "robinson" in str(barring(verdict)) or "rne" in str(barring(verdict)), verdict
