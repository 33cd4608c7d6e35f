"""Are the laws of Mexico and Chile read as they are written, by each of their clocks?"""

from dataclasses import replace

import pytest

from cadence.domain import Outcome, Purpose, Touch
from tests.unit.packs.court import Someone, Trial
from tests.unit.packs.rows import Row, by_mail, edges, listed, noons

MEXICO = Someone(country="MX", zone="America/Mexico_City", e164="+525555550101")
TIJUANA = Someone(country="MX", zone="America/Tijuana", e164="+526645550101")  # it still turns its clocks
SANTIAGO = Someone(country="CL", zone="America/Santiago", region="RM", e164="+56900000001")
PUNTA_ARENAS = Someone(country="CL", zone="America/Punta_Arenas", region="MA", e164="+56900000002")
EASTER = Someone(country="CL", zone="Pacific/Easter", region="VS", e164="+56900000003")
ARICA = Someone(country="CL", zone="America/Santiago", region="AP", e164="+56900000004")

MX = Trial(packs=("mx",), who=MEXICO)
MX_SMS = replace(MX, channel="sms")
MX_DEBT = replace(MX, purpose=Purpose.COLLECTIONS)
BANK = replace(MX, packs=("mx", "mx-financial"))
CL = Trial(packs=("cl",), who=SANTIAGO, sender="+566000000001")
CL_SMS = replace(CL, channel="sms")
DEBT = replace(CL, purpose=Purpose.COLLECTIONS)
DEBT_SMS = replace(DEBT, channel="sms")
NOON = "2027-03-09 11:30"


def one(rule: str, trial: Trial, *, no: bool, at: str = NOON, until: str = "") -> Row:
    """A row on an ordinary Tuesday."""
    return Row(rule=rule, trial=trial, at=at, no=no, until=until)


def after(trial: Trial, *touches: Touch) -> Trial:
    """The same question after these touches."""
    return replace(trial, touches=touches)


def text(wall: str, channel: str = "sms") -> Touch:
    """A message to a debtor."""
    return DEBT.touched(wall, channel, Outcome.DELIVERED)


MISSED = DEBT.touched("2027-03-09 10:00:00", outcome=Outcome.NO_ANSWER)  # nobody answered: it counts
MONDAY, THURSDAY = text("2027-03-08 10:00:00"), text("2027-03-11 10:00:00", "whatsapp")

ROWS = [
    *edges("mx.marketing.hours", MX_SMS, "2027-03-14", "07:00", "22:00"),  # policy: a Sunday as any day
    *edges("mx.marketing.hours", replace(MX, who=TIJUANA), "2027-03-09", "07:00", "22:00"),
    one("mx.marketing.hours", replace(MX, purpose=Purpose.SERVICE), no=False, at="2027-03-09 23:00:00"),
    *edges("mx.collections.hours", MX_DEBT, "2027-03-14", "07:00", "22:00"),
    *edges("mx.collections.hours", replace(MX_DEBT, who=TIJUANA), "2027-03-14", "07:00", "22:00"),  # clocks go forward
    one(
        "mx.collections.hours", replace(MX_DEBT, channel="sms"), no=False, at="2027-03-09 23:00:00"
    ),  # of calls, visits
    one("mx.collections.form", replace(MX_DEBT, sender="anonymous"), no=True),
    one("mx.collections.form", MX_DEBT, no=False),
    one("mx.collections.form", replace(MX, sender="anonymous"), no=False),
    *listed("mx.repep", MX_SMS, "repep", "2027-03-09", days=30),  # consent has no date to hold against the list's
    one("mx.repep", replace(MX_SMS, channel="whatsapp"), no=False),
    one("mx.repep", MX_DEBT, no=False),
    *listed("mx.reus", BANK, "reus", "2027-03-09", days=None),
    one("mx.reus", MX, no=False),  # financial entities only
    one("mx.ident", replace(MX_SMS, body="Oferta. BAJA"), no=True),
    one("mx.ident", replace(MX, channel="voicemail", body="Oferta. BAJA"), no=True),
    one("mx.ident", MX_SMS, no=False),
    *by_mail("mx.email", MX, "2027-03-09 11:30"),
    # Chile: hours of debts, by the clock of each of its places
    *(
        row
        for who in (SANTIAGO, PUNTA_ARENAS, EASTER)
        for row in edges("cl.coll.hours", replace(DEBT, who=who), "2027-07-13", "08:00", "20:00")
    ),
    *noons("cl.coll.hours", DEBT_SMS, closed="2027-03-14 2027-03-26", opened="2027-03-13 2027-03-25 2027-03-29"),
    *noons("cl.coll.hours", replace(DEBT, who=ARICA), closed="2027-06-07", opened="2027-06-08"),  # the day of Arica
    *noons("cl.coll.hours", DEBT, opened="2027-06-07"),  # no holiday in Santiago
    *noons("cl.coll.hours", CL, opened="2027-03-14"),  # of debts only
    # a call a week, answered or not
    one("cl.coll.voice", DEBT, no=False),
    one("cl.coll.voice", after(DEBT, MISSED), no=True, at="2027-03-15 23:59:59", until="2027-03-16 00:00:00"),
    one("cl.coll.voice", after(DEBT, MISSED), no=False, at="2027-03-16 00:00:00"),
    one("cl.coll.voice", after(DEBT, MONDAY, THURSDAY), no=False, at="2027-03-12 11:30"),  # messages are apart
    one("cl.coll.voice", after(CL, MISSED), no=False, at="2027-03-10 11:30"),
    # two messages a week, with two whole days between them
    one("cl.coll.other", DEBT_SMS, no=False),
    one("cl.coll.other", after(DEBT_SMS, MONDAY), no=True, at="2027-03-10 23:59:59", until="2027-03-11 00:00:00"),
    one("cl.coll.other", after(DEBT_SMS, MONDAY), no=False, at="2027-03-11 00:00:00"),  # the second
    one(
        "cl.coll.other",
        after(DEBT_SMS, MONDAY, THURSDAY),
        no=True,
        at="2027-03-14 23:59:59",
        until="2027-03-15 00:00:00",
    ),
    one("cl.coll.other", after(DEBT_SMS, MONDAY, THURSDAY), no=False, at="2027-03-15 00:00:00"),  # Monday's is out
    one("cl.coll.other", after(DEBT_SMS, MISSED), no=False, at="2027-03-10 11:30"),  # calls are apart
    one("cl.coll.other", after(CL_SMS, MONDAY, THURSDAY), no=False, at="2027-03-12 11:30"),
    *by_mail("cl.email", CL, "2027-03-09 11:30"),
    # advertising, and the number they see
    one("cl.mkt.optout", replace(CL_SMS, body="Tienda Sol: oferta"), no=True),
    one("cl.mkt.optout", replace(CL, channel="voicemail", body="Tienda Sol: oferta"), no=True),
    one("cl.mkt.optout", CL_SMS, no=False),
    one("cl.mkt.optout", replace(DEBT_SMS, body="Tienda Sol: su cuota"), no=False),
    one("cl.prefix", CL, no=False),
    one("cl.prefix", replace(CL, sender="+568090000001"), no=False),
    one("cl.prefix", replace(CL, sender="+56220000001"), no=True),
    one("cl.prefix", replace(DEBT, sender="+56220000001"), no=True),  # disputed: the stricter reading
    one("cl.prefix", replace(CL_SMS, sender="+56220000001"), no=False),
    one("cl.prefix", replace(CL, sender="+56220000001"), no=False, at="2025-08-12 23:59:59"),
    one("cl.prefix", replace(CL, sender="+56220000001"), no=True, at="2025-08-13 00:00:00"),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_law_of_mexico_and_of_chile(row: Row) -> None:
    """LFPC, CONDUSEF's Disposiciones; Ley 19.496 art. 28 B and 37, Subtel's numbering norm."""
    row.hold()
