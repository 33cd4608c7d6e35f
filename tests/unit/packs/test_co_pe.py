"""Are the laws of Colombia and Peru read as they are written?"""

from dataclasses import replace

import pytest

from cadence.campaign import check_text
from cadence.domain import Outcome, Purpose, Touch, TouchState, Verdict
from cadence.policy import evaluation
from cadence.policy.packs.loading import SHIPPED, law_of, load_law
from tests.unit.packs.court import Someone, Trial, barring, local
from tests.unit.packs.rows import Row, edges, listed, noons

BOGOTA = Someone(country="CO", zone="America/Bogota", e164="+573005550101")
LIMA = Someone(country="PE", zone="America/Lima", e164="+51900000001")

CO = Trial(packs=("co",), who=BOGOTA)
CO_SMS = replace(CO, channel="sms")
CO_DEBT = replace(CO, purpose=Purpose.COLLECTIONS)
CO_DEBT_SMS = replace(CO_DEBT, channel="sms")
OLD_NAME = replace(CO_DEBT, packs=("co", "co-one-contact"))
PE = Trial(packs=("pe",), who=LIMA)
PE_SMS = replace(PE, channel="sms")
PE_DEBT = replace(PE, purpose=Purpose.COLLECTIONS)
PE_500 = replace(PE, packs=("pe", "pe-prefix500"))
NOON = "2027-03-09 11:30"


def one(rule: str, trial: Trial, *, no: bool, at: str = NOON, until: str = "") -> Row:
    """A row on an ordinary Tuesday."""
    return Row(rule=rule, trial=trial, at=at, no=no, until=until)


def after(trial: Trial, *touches: Touch) -> Trial:
    """The same question after these touches."""
    return replace(trial, touches=touches)


# A conversation on Tuesday the 9th, a call nobody answered, a text that was answered and one that was not.
TALKED = CO_DEBT.touched("2027-03-09 10:00:00")
MISSED = CO_DEBT.touched("2027-03-09 10:00:00", outcome=Outcome.NO_ANSWER)
LEFT = CO_DEBT.touched("2027-03-09 10:00:00", outcome=Outcome.VOICEMAIL_LEFT)
ANSWERED = CO_DEBT.touched(
    "2027-03-09 10:00:00", "sms", Outcome.DELIVERED, replied_at=local("America/Bogota", "2027-03-09 10:05:00")
)
SENT = CO_DEBT.touched("2027-03-09 10:00:00", "sms", Outcome.DELIVERED)
RINGING = CO_DEBT.touched("2027-03-09 10:00:00", outcome=None, state=TouchState.CARRIED)

ROWS = [
    # hours: debts on any channel, and advertising
    *edges("co.hours", CO, "2027-03-09", "07:00", "19:00"),
    *edges("co.hours", CO_DEBT_SMS, "2027-03-13", "08:00", "15:00"),
    *noons("co.hours", CO_SMS, closed="2027-03-14", opened="2027-03-13 2027-03-15"),
    # Saint Joseph, moved to Monday by Ley Emiliani; the Thursday before Easter
    *noons("co.hours", CO_DEBT, closed="2027-03-22 2027-03-25", opened="2027-03-20 2027-03-23 2027-03-24 2027-03-27"),
    *noons("co.hours", replace(CO, purpose=Purpose.SERVICE), opened="2027-03-14 2027-03-22"),  # what they asked for
    # one direct contact a day
    one("co.freq.day", CO_DEBT, no=False),
    one("co.freq.day", after(CO_DEBT, TALKED), no=True, until="2027-03-10 00:00:00"),
    one("co.freq.day", after(CO_DEBT, TALKED), no=True, at="2027-03-09 23:59:59"),
    one("co.freq.day", after(CO_DEBT, TALKED), no=False, at="2027-03-10 00:00:00"),
    one("co.freq.day", after(CO_DEBT_SMS, TALKED), no=True),  # on any channel
    one("co.freq.day", after(CO_DEBT, ANSWERED), no=True),
    one("co.freq.day", after(CO_DEBT, MISSED, LEFT, SENT), no=False),  # nobody was reached
    one("co.freq.day", after(CO_DEBT, RINGING), no=True),  # somebody may be
    one("co.freq.day", after(CO, TALKED), no=False),  # advertising is another matter
    # one contact in 7 times 24 hours, on any channel: the strictest of all readings
    one("co.freq.channel", after(CO_DEBT, TALKED), no=True, at="2027-03-15 11:30", until="2027-03-16 10:00:00"),
    one("co.freq.channel", after(CO_DEBT, TALKED), no=True, at="2027-03-16 09:59:59"),
    one("co.freq.channel", after(CO_DEBT, TALKED), no=False, at="2027-03-16 10:00:00"),
    one("co.freq.channel", after(CO_DEBT_SMS, TALKED), no=True, at="2027-03-15 00:00:00"),  # another channel
    one("co.freq.channel", after(CO_DEBT_SMS, TALKED), no=False, at="2027-03-16 10:00:00"),
    one("co.freq.channel", after(CO_DEBT, ANSWERED), no=True, at="2027-03-10 11:30"),  # a text was answered, now a call
    one("co.freq.channel", after(CO_DEBT_SMS, MISSED, LEFT), no=False, at="2027-03-10 11:30"),
    one("co.freq.channel", after(replace(CO, channel="sms"), TALKED), no=False, at="2027-03-10 11:30"),
    one("co.freq.channel", CO_DEBT, no=False),
    # the old name of that reading is accepted, and says the same
    one("co.freq.contact", after(OLD_NAME, TALKED), no=True, at="2027-03-15 11:30", until="2027-03-16 10:00:00"),
    one("co.freq.contact", after(OLD_NAME, TALKED), no=False, at="2027-03-16 10:00:00"),
    # channels they authorised, and the list
    one("co.channels", replace(CO_DEBT, consent="", ground="contract"), no=True),
    one("co.channels", replace(CO_SMS, consent=""), no=True),
    one("co.channels", CO_DEBT, no=False),
    one("co.channels", replace(CO, consent="", ground="contract", purpose=Purpose.SERVICE), no=False),
    *listed("co.rne", CO_SMS, "rne", "2027-03-09", days=None),
    one("co.rne", CO_DEBT, no=False),
    one("co.hours", CO, no=False, at="2023-10-08 11:30:00"),  # a Sunday, the law came on the 10th
    # Peru: consent, and nothing else
    one("pe.consent", replace(PE, consent="", ground="customer"), no=True),
    one("pe.consent", replace(PE_SMS, consent="", ground="legitimate_interest"), no=True),
    one("pe.consent", replace(PE_SMS, consent="express"), no=False),
    one("pe.consent", replace(PE_DEBT, consent="", ground="contract"), no=False),
    one("pe.consent", replace(PE, consent="", ground="customer"), no=False, at="2025-05-09 11:30:00"),  # not yet law
    one("pe.consent", replace(PE, consent="", ground="customer"), no=True, at="2025-05-10 00:00:00"),
    *edges("pe.collections.hours", PE_DEBT, "2027-03-09", "07:00", "20:00"),
    *noons("pe.collections.hours", PE_DEBT, closed="2027-03-13 2027-03-14", opened="2027-03-12 2027-03-15"),
    *noons("pe.collections.hours", PE_DEBT, closed="2027-06-29", opened="2027-06-28 2027-06-30"),  # Peter and Paul
    *noons("pe.collections.hours", replace(PE_DEBT, channel="sms"), opened="2027-03-13"),  # of calls and visits
    *edges("pe.marketing.hours", PE_SMS, "2027-03-09", "07:00", "20:00"),
    *noons("pe.marketing.hours", PE_SMS, closed="2027-03-13 2027-06-29", opened="2027-03-12 2027-06-30"),
    one("pe.prefix500", PE_500, no=True),
    one("pe.prefix500", replace(PE_500, sender="+515000000001"), no=False),
    one("pe.prefix500", PE, no=False),  # a draft decree binds nobody who does not name it
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_law_of_colombia_and_of_peru(row: Row) -> None:
    """Ley 2300 of 2023; Ley 29571 art. 58 and 62, Ley 32323."""
    row.hold()


WEEKLY = "co.freq.channel"

# the packs that are named, the question, whether the rule of the week says no
READINGS = (
    ((), after(CO_DEBT, TALKED), "2027-03-10 11:30", True),  # nothing named: the strict reading
    ((), after(CO_DEBT_SMS, TALKED), "2027-03-15 11:30", True),
    (("co-one-channel",), after(CO_DEBT, TALKED), "2027-03-10 11:30", False),  # the same channel again
    (("co-one-channel",), after(CO_DEBT_SMS, TALKED), "2027-03-10 11:30", True),  # a second channel
    (("co-one-channel",), after(CO_DEBT_SMS, TALKED), "2027-03-14 23:59:59", True),
    (("co-one-channel",), after(CO_DEBT_SMS, TALKED), "2027-03-15 07:00:00", False),  # Monday
    (("co-one-channel",), after(CO_DEBT, ANSWERED), "2027-03-10 11:30", True),
    (("co-one-channel", "co-one-contact"), after(CO_DEBT, TALKED), "2027-03-10 11:30", True),  # both: the strict one
)


def asked(named: tuple[str, ...], trial: Trial, at: str) -> Verdict:
    """Judge under the whole book of law, as the engine does, with these packs named."""
    campaign = trial.campaign().model_copy(update={"jurisdictions": named, "no_jurisdictions": False})
    return evaluation.judge(campaign, trial.facts(), trial.candidate(), local("America/Bogota", at), load_law(campaign))


@pytest.mark.parametrize(("named", "trial", "at", "no"), READINGS)
def test_the_laxer_reading_binds_only_where_it_is_named(
    named: tuple[str, ...], trial: Trial, at: str, *, no: bool
) -> None:
    """It stands in the place of the strict one, for the campaigns that choose it knowingly."""
    weekly = {WEEKLY, "co.freq.contact"} & barring(asked(named, trial, at))

    assert bool(weekly) == no


def test_the_laxer_reading_changes_no_other_rule() -> None:
    """One contact a day, the hours and the consent stay."""
    both = law_of(("co-one-channel",)).packs
    rules = {(pack.id, rule.id) for pack in both for rule in pack.rules}
    strict = {("co", rule.id) for pack in law_of(("co",)).packs for rule in pack.rules}

    assert rules == strict - {("co", WEEKLY)} | {("co-one-channel", WEEKLY)}


def test_an_old_name_is_accepted_with_a_warning() -> None:
    """A file that names co-one-contact goes on, and hears that co says it now."""
    text = "campaign: x\npurpose: collections\njurisdictions: [co-one-contact]\n"
    found = check_text(text, "x.yaml", SHIPPED.names()).mistakes
    about = [one for one in found if one.line == 3]

    assert [str(one.found) for one in about] == [
        '"co-one-contact", an old name: co has the same rules and applies without being named'
    ]
    assert about[0] not in check_text(text, "x.yaml", SHIPPED.names()).errors
