"""Are the laws of Argentina and Brazil read as they are written, and each state's only there?"""

from dataclasses import replace

import pytest

from cadence.domain import Audience, Purpose
from tests.unit.packs.court import Someone, Trial
from tests.unit.packs.rows import Row, by_mail, edges, listed, noons

PAMPA = Someone(country="AR", zone="America/Argentina/Buenos_Aires", region="L", e164="+5492954550101")
CABA = replace(PAMPA, region="C", e164="+5491155550101")
NOWHERE = replace(PAMPA, region="")
BRASILIA = Someone(country="BR", zone="America/Sao_Paulo", region="DF", e164="+5561955550101")
RIO = replace(BRASILIA, region="RJ", e164="+5521955550101")
RIO_NUMBER = replace(BRASILIA, e164="+5522955550101")  # lives in Brasília
MOVED = replace(RIO, e164="+5561955550101")  # lives in Rio
SAO_PAULO = replace(BRASILIA, region="SP", e164="+5511955550101")
MANAUS = replace(BRASILIA, zone="America/Manaus", region="AM", e164="+5592955550101")

AR = Trial(packs=("ar", "ar-c"), who=PAMPA)
COLD = replace(AR, ground="legitimate_interest", consent="")
BR = Trial(packs=("br", "br-rj", "br-sp"), who=BRASILIA, sender="+5561355550101")
IN_RIO = replace(BR, who=RIO)
IN_SP = replace(BR, who=SAO_PAULO)
TELECOM = replace(BR, packs=("br", "br-npt"))
PREFIX = replace(BR, packs=("br", "br-0303"))
NOON = "2027-03-09 11:30"
EVENING = "2027-03-09 19:00:00"  # after hours in Rio


def one(rule: str, trial: Trial, *, no: bool, at: str = NOON) -> Row:
    """A row on an ordinary Tuesday."""
    return Row(rule=rule, trial=trial, at=at, no=no)


ROWS = [
    # Argentina
    *edges("ar.hours", AR, "2027-03-09", "09:00", "20:00"),
    *edges("ar.hours", replace(AR, channel="sms"), "2027-03-13", "10:00", "13:00"),
    *noons("ar.hours", AR, closed="2027-03-14", opened="2027-03-13 2027-03-15"),
    *noons("ar.hours", replace(AR, purpose=Purpose.SERVICE), opened="2027-03-14"),
    *listed("ar.nollame", COLD, "no_llame", "2027-03-09", days=30),
    one("ar.nollame", AR, no=False),  # expressly permitted
    one("ar.nollame", replace(COLD, purpose=Purpose.SERVICE, ground="contract"), no=False),  # a current contract
    *listed("ar.local.caba", replace(AR, who=CABA), "no_llame_caba", "2027-03-09", days=None),
    one("ar.local.caba", replace(AR, who=NOWHERE), no=True),  # may be there
    one("ar.local.caba", AR, no=False),
    *by_mail("ar.email", AR, "2027-03-09 11:30"),
    # Brazil
    *edges("br.hours", BR, "2027-03-09", "09:00", "21:00"),
    *edges("br.hours", replace(BR, who=MANAUS), "2027-03-13", "10:00", "16:00"),
    *noons("br.hours", BR, closed="2027-03-14 2027-09-07", opened="2027-03-13 2027-09-06 2027-09-08"),  # independence
    *noons("br.hours", IN_RIO, closed="2027-04-23", opened="2027-04-22"),  # Saint George, in Rio
    *noons("br.hours", BR, opened="2027-04-23"),
    *noons("br.hours", replace(BR, declared={"2027-03-10": "br_local_holidays"}), closed="2027-03-10"),
    *noons("br.hours", replace(BR, channel="sms"), opened="2027-03-14"),  # of calls
    *by_mail("br.email", BR, "2027-03-09 11:30"),
    # Rio: by where they live and by the area code, both
    *edges("br.rj.hours", IN_RIO, "2027-03-09", "08:00", "18:00"),
    *noons("br.rj.hours", IN_RIO, closed="2027-03-13 2027-03-14 2027-04-23", opened="2027-03-12 2027-03-15"),
    one("br.rj.hours", replace(BR, who=RIO_NUMBER), no=True, at=EVENING),
    one("br.rj.hours", replace(BR, who=MOVED), no=True, at=EVENING),
    one("br.rj.hours", BR, no=False, at=EVENING),
    one("br.rj.hours", replace(IN_RIO, audience=Audience.BUSINESS), no=False, at=EVENING),
    one("br.rj.hours.cli", replace(IN_RIO, sender="anonymous"), no=True),
    one("br.rj.hours.cli", IN_RIO, no=False),
    one("br.rj.hours.cli", replace(BR, sender="anonymous"), no=False),
    one("br.rj.hours.ident", replace(IN_RIO, channel="voicemail", body="Oferta. SAIR"), no=True),
    one("br.rj.hours.ident", replace(IN_RIO, channel="voicemail"), no=False),
    # São Paulo's list, for debts as well
    *listed("br.sp.naoligue", IN_SP, "nao_ligue_sp", "2027-03-09", days=30),
    one("br.sp.naoligue", replace(IN_SP, purpose=Purpose.COLLECTIONS, channel="whatsapp", template=True), no=True),
    one("br.sp.naoligue", replace(IN_SP, purpose=Purpose.SERVICE), no=False),
    one("br.sp.naoligue", IN_RIO, no=False),
    # what binds only who names it
    *listed("br.npt", TELECOM, "nao_me_perturbe", "2027-03-09", days=30),
    one("br.npt", BR, no=False),
    one("br.0303", PREFIX, no=True),
    one("br.0303", replace(PREFIX, sender="+553035550101"), no=False),
    one("br.0303", BR, no=False),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_law_of_argentina_and_of_brazil(row: Row) -> None:
    """Ley 26.951; self-regulation, Lei RJ 7.853/18, Procon-SP, Anatel."""
    row.hold()
