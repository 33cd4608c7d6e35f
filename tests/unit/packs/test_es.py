"""Is Spain's law read as it is written, and that of the European layer under it?"""

from dataclasses import replace
from datetime import date

import pytest

from cadence.domain import Audience, Purpose
from tests.unit.packs.court import Someone, Trial, barring, local
from tests.unit.packs.rows import Row, edges, listed, noons

MADRID = Someone(country="ES", zone="Europe/Madrid", region="MD", e164="+34600000001")
CANARY = Someone(country="ES", zone="Atlantic/Canary", region="CN", e164="+34600000002")
SOMEWHERE = Someone(country="ES", zone="Europe/Madrid", e164="+34600000003")
DEALT = replace(MADRID, attributes={"last_dealing_at": "2026-03-09 12:00"})
YEAR = "2027-03-09 {}"  # 365 days after the last dealing
LATELY = local("Europe/Madrid", "2027-01-01 12:00:00")
AGREED = local("Europe/Madrid", "2025-03-09 11:30:00")  # 730 days before the date below
BARE = "Oferta del día"

CALL = Trial(packs=("es", "eu"), who=MADRID, consented=LATELY)
LEFT = replace(CALL, channel="voicemail")
SMS = replace(CALL, channel="sms")
CHAT = replace(CALL, channel="whatsapp", template=True)
TELCO = replace(CALL, packs=("es", "es-telco"))
LEY10 = replace(CALL, packs=("es", "es-ley10"))
DEBT = replace(CALL, purpose=Purpose.COLLECTIONS)
NOON = "2027-03-09 11:30"
OWN = {"ground": "customer", "consent": ""}


def one(rule: str, trial: Trial, *, no: bool, at: str = NOON) -> Row:
    """A row on a Tuesday that is a holiday in Ceuta and Melilla only."""
    return Row(rule=rule, trial=trial, at=at, no=no)


ROWS = [
    # hours of sales calls to consumers, by their own clock
    *edges("es.hours", CALL, "2027-03-09", "09:00", "21:00"),
    *edges("es.hours", replace(CALL, who=CANARY), "2027-03-09", "09:00", "21:00"),
    *noons("es.hours", CALL, closed="2027-03-13 2027-03-14", opened="2027-03-12 2027-03-15"),
    *noons("es.hours", CALL, closed="2027-10-12", opened="2027-10-11 2027-10-13"),  # the nation's
    *noons("es.hours", CALL, closed="2027-05-03", opened="2027-05-04"),  # Madrid's
    *noons("es.hours", replace(CALL, who=CANARY), opened="2027-05-03"),  # not the Canaries'
    *noons("es.hours", replace(CALL, who=CANARY), closed="2028-05-30", opened="2028-05-29 2028-05-31"),  # theirs
    *noons("es.hours", CALL, opened="2028-05-30"),
    *noons("es.hours", replace(CALL, who=SOMEWHERE), closed="2027-05-03 2028-05-30"),  # anywhere: all of them
    *noons("es.hours", replace(CALL, who=SOMEWHERE), closed="2027-03-09", opened="2027-03-10"),  # the towns in Africa
    *noons("es.hours", replace(CALL, declared={"2027-11-09": "es_local_holidays"}), closed="2027-11-09"),  # the town's
    *noons("es.hours", replace(CALL, declared={"2027-11-09": "us_ny_emergency"}), opened="2027-11-09"),
    one("es.hours", LEFT, no=True, at="2027-03-13 11:30"),
    one("es.hours", SMS, no=False, at="2027-03-13 11:30"),  # the hours are of calls
    one("es.hours", replace(CALL, audience=Audience.BUSINESS), no=False, at="2027-03-13 11:30"),
    one("es.hours", replace(CALL, purpose=Purpose.SERVICE), no=False, at="2027-03-13 11:30"),
    # the code of the telecoms, with the law's own hours beside it
    *edges("es.hours.code", TELCO, "2027-03-09", "10:00", "15:00"),
    *edges("es.hours.code", TELCO, "2027-03-09", "16:00", "21:00"),
    one("es.hours.code", TELCO, no=True, at="2027-03-13 11:30"),
    one("es.hours.code", CALL, no=False, at="2027-03-09 15:30"),  # only who signed it
    # debts, by policy
    *edges("es.collections", DEBT, "2027-03-09", "09:00", "21:00"),
    *noons("es.collections", DEBT, closed="2027-03-13", opened="2027-03-12"),
    one("es.collections", CALL, no=False, at="2027-03-13 11:30"),
    # the voice that is left behind
    one("es.ident", replace(LEFT, body="Responda BAJA"), no=True),
    one("es.ident", replace(LEFT, body="Tienda Sol. Responda BAJA"), no=False),
    one("es.ident", replace(CALL, body=BARE), no=False),  # a live call is worded by its agent
    one("es.object", replace(LEFT, body="Le llamamos de {{ company }}"), no=True),
    one("es.object", LEFT, no=False),
    one("es.object", replace(LEFT, body=BARE, purpose=Purpose.SERVICE), no=False),
    one("es.consent.auto", LEFT, no=False),
    one("es.consent.auto", replace(LEFT, **OWN), no=True),  # no other ground will do
    one("es.consent.auto", replace(LEFT, ground="legitimate_interest", consent=""), no=True),
    one("es.consent.auto", replace(CALL, **OWN), no=False),  # nothing is left behind
    # a live call
    one("es.consent.voice", CALL, no=False),
    one("es.consent.voice", replace(CALL, consent="express"), no=False),
    one("es.consent.voice", replace(CALL, consent=""), no=True),
    one("es.consent.voice", replace(CALL, source=""), no=True),  # nobody knows where it came from
    one("es.consent.voice", replace(CALL, ground="legitimate_interest", consent=""), no=True),
    one(
        "es.consent.voice", replace(CALL, ground="legitimate_interest", consent="", audience=Audience.BUSINESS), no=True
    ),
    one("es.consent.voice", replace(CALL, who=DEALT, **OWN), no=False, at=YEAR.format("11:59:59")),
    one("es.consent.voice", replace(CALL, who=DEALT, **OWN), no=True, at=YEAR.format("12:00:00")),  # lapsed
    one("es.consent.voice", replace(CALL, **OWN), no=True),  # nobody knows when they last dealt with us
    one("es.consent.renew", replace(CALL, consented=AGREED), no=False, at="2027-03-09 11:29:59"),
    one("es.consent.renew", replace(CALL, consented=AGREED), no=True, at="2027-03-09 11:30:00"),  # two years old
    one("es.consent.renew", replace(SMS, consented=AGREED), no=False),
    # the list
    *listed("es.robinson", replace(SMS, consent=""), "lista_robinson", "2027-03-09", days=None),
    one("es.robinson", SMS, no=False),  # their own consent beats the list
    one("es.robinson", replace(CALL, consent="", purpose=Purpose.SERVICE), no=False),
    # messages
    one("es.emsg", replace(SMS, **OWN), no=False),
    one("es.emsg", replace(SMS, ground="contract", consent=""), no=True),
    one("es.emsg", replace(CHAT, ground="legitimate_interest", consent=""), no=True),
    one("es.emsg.optout", replace(SMS, body=BARE), no=True),
    one("es.emsg.optout", replace(CHAT, body=BARE), no=True),
    one("es.emsg.optout", SMS, no=False),
    one("es.emsg.optout", replace(SMS, body=BARE, purpose=Purpose.SERVICE), no=False),
    # the number they see
    one("es.cli.mobile", replace(CALL, sender="+34600000009"), no=True),
    one("es.cli.mobile", replace(CALL, sender="+34600000009", purpose=Purpose.SERVICE), no=True),
    one("es.cli.mobile", replace(CALL, sender="+34900000009"), no=False),
    one("es.cli.mobile", CALL, no=False),
    one("es.cli.mobile", replace(SMS, sender="+34600000009"), no=False),  # of messages the order says nothing
    one("es.cli.mobile", replace(CALL, sender="+34600000009"), no=False, at="2025-06-06 23:59:59"),  # not yet law
    one("es.cli.mobile", replace(CALL, sender="+34600000009"), no=True, at="2025-06-07 00:00:00"),
    one("es.cli.400", LEY10, no=True),
    one("es.cli.400", replace(LEY10, sender="+34400000009"), no=False),
    one("es.cli.400", LEY10, no=False, at="2026-10-16 23:59:59"),
    one("es.cli.400", LEY10, no=True, at="2026-10-17 00:00:00"),
    one("es.cli.400", CALL, no=False),  # only firms under Ley 10/2025
    # the European layer
    one("eu.consent.proof", replace(SMS, consent=""), no=True),
    one("eu.consent.proof", SMS, no=False),
    one("eu.consent.proof", replace(SMS, source=""), no=True),
    one("eu.consent.proof", replace(SMS, source="", purpose=Purpose.SERVICE), no=True),
    one("eu.consent.proof", replace(SMS, ground="contract", consent="", purpose=Purpose.SERVICE), no=False),
    one("eu.eprivacy.auto", replace(LEFT, **OWN), no=True),
    one("eu.eprivacy.auto", LEFT, no=False),
    one("eu.eprivacy.auto.emsg", replace(SMS, ground="legitimate_interest", consent=""), no=True),
    one("eu.eprivacy.auto.emsg", replace(SMS, **OWN), no=False),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_law_of_spain(row: Row) -> None:
    """TRLGDCU art. 96, LGTel art. 66, LSSI art. 21, LOPDGDD art. 23, Orden TDF/149/2025; GDPR and ePrivacy."""
    row.hold()


@pytest.mark.parametrize(
    ("channel", "consented", "barred"),
    [
        ("call", "2026-03-10 11:00:01", set()),  # a customer of the last twelve months, on record as one
        ("call", "2026-03-10 11:00:00", {"es.consent.voice"}),  # a year to the second is too long ago
        ("sms", "2026-03-10 11:00:00", set()),
        (
            "voicemail",
            "2026-03-10 11:00:01",
            {"es.consent.auto", "eu.eprivacy.auto"},
        ),  # a machine may call who has opted in
    ],
)
def test_a_customer_on_record_is_no_consent(channel: str, consented: str, barred: set[str]) -> None:
    """Own customers may be called by people about similar products; that is not an opt-in, and frees of no list."""
    at = local("Europe/Madrid", consented)
    trial = replace(CALL, packs=("es", "eu"), channel=channel, consent="customer_similar_products", consented=at)
    listed = replace(trial, registries={"lista_robinson": (date(2027, 3, 1), True)})
    free = replace(trial, registries={"lista_robinson": (date(2027, 3, 1), False)})

    assert barring(free.at("2027-03-10 11:00")) == barred
    assert "es.robinson" in barring(listed.at("2027-03-10 11:00"))
