"""Is a value of a closed set checked wherever it can stand, with its place and the nearest right one?"""

import pytest

from cadence.campaign import check_text
from cadence.campaign.house_file import read_house
from cadence.documents.mistakes import DocumentError

HEAD = """\
campaign: spring
purpose: service
jurisdictions: [es]
country: US
language: en
from: {company: Tienda Sol, voice: "+34910000001", sms: "+34910000001"}
floors: {desk: {agents: 2, endpoint: "client:desk"}}
promised: pay_on
"""
WINDOW = "{days: mon-fri, hours: 9-14}"
WINDOWS = f"windows: [{WINDOW}]\n"
CADENCE = "cadence: [{step: one, call: desk}, {step: two, sms: Hello}]\n"
PACKS = frozenset({"es", "us", "us-tx", "co"})
PLACES = {
    "campaign": f"{WINDOWS}where: WHERE\n{CADENCE}",
    "step": WINDOWS + "cadence:\n  - {step: one, call: desk, where: WHERE}\n  - {step: two, sms: Hello}\n",
    "window": f"windows:\n  - {{days: mon-fri, hours: 10-12, where: WHERE}}\n  - {WINDOW}\n{CADENCE}",
    "limit": f"{WINDOWS}limits: [{{max: 1, per: 1 day, where: WHERE}}]\n{CADENCE}",
    "branch": WINDOWS
    + "cadence:\n  - {step: one, call: desk, on: {busy: [{to: end, where: WHERE}, two]}}\n"
    + "  - {step: two, sms: Hello}\n",
}
"""Where a condition can stand."""


def mistakes(text: str) -> list[str]:
    """The errors and warnings of a campaign."""
    return [str(mistake) for mistake in check_text(text, "f.yaml", PACKS).mistakes]


def place(text: str, wrong: str, after: str = "") -> str:
    """Where a word stands in a text, as a mistake begins."""
    start = text.index(wrong, text.index(after))
    line = text.count("\n", 0, start) + 1
    return f"f.yaml:{line}:{start - text.rfind(chr(10), 0, start)}: "


@pytest.mark.parametrize(
    ("where", "wrong", "hint"),
    [
        ("{region: Florida}", "Florida", "FL"),  # a name: a list gives each person the code
        ("{region: [Florida, TX]}", "Florida", "FL"),  # mixed
        ("{region: [fl, tx]}", "", ""),  # case does not count
        ("{region: Floridda}", "Floridda", "FL"),  # a wrong spelling
        ("{region: Nueva York}", "Nueva York", "NY"),  # in Spanish
        ("{region: US-TX}", "US-TX", "TX"),  # with its country
        ("{Region: Texas}", "Texas", "TX"),  # the key in another case
        ("{country: ES, region: Málaga}", "Málaga", "AN"),  # a province counts under its community
        ("{country: ES, region: Andalucia}", "Andalucia", "AN"),
        ("{country: ES, region: Catalunia}", "Catalunia", "CT"),
        ("{country: ES, region: [AN, MD]}", "", ""),
        ("{country: ES, region: TX}", "TX", ""),  # nobody is in both
        ("{region: TX, country: [US, ES]}", "", ""),
        ("{country: MX, region: Jalisco}", "Jalisco", "JAL"),
        ("{country: CO, region: ANT}", "", ""),  # no table of its regions: a code may be one of them
        ("{country: CO, region: Antioquia}", "Antioquia", ""),
        ("{not: {region: Texas}}", "Texas", "TX"),
        ("{any: [{region: Texas}, {segment: vip}]}", "Texas", "TX"),
        ("{any: {country: ES, region: TX}}", "", ""),  # either of them
        ("{all: [{region: Texas}]}", "Texas", "TX"),
        ("{columns: {region: Texas}}", "Texas", "TX"),
        ("{country: Spain}", "Spain", "ES"),
        ("{country: España}", "España", "ES"),
        ("{country: UK}", "UK", "GB"),
        ("{country: [ES, ESP]}", "ESP", "ES"),
        ("{country: QQ}", "QQ", ""),
        ("{country: es}", "", ""),
        ("{country: XK}", "", ""),  # Kosovo has a prefix, and no code of ISO
        ("{country: {is: known}}", "", ""),
        ("{region: {at_least: 3}}", "at_least", ""),  # a word is no number
        ("{country: {before: 2027-01-01}}", "before", ""),
        ("{score: high}", "high", ""),
        ("{score: '80.0'}", "'80.0'", ""),
        ("{score: [80, 90]}", "", ""),
        ("{score: {before: 2027-01-01}}", "before", ""),
        ("{score: {at_least: 80}}", "", ""),
        ("{language: [es, español, es-ES, gallego]}", "", ""),
        ("{consent: smss}", "smss", "sms"),
        ("{consent: {whatsap: yes}}", "whatsap", "whatsapp"),
        ("{touches: {at_least: 1, channel: calls}}", "calls", "call"),
        ("{touches: {at_least: 1, outcome: [busy, no_anwser]}}", "no_anwser", "no_answer"),
        ("{hours_since: {event: repliedd, at_least: 2}}", "repliedd", "replied"),
    ],
)
@pytest.mark.parametrize("stands", PLACES)
def test_a_value_of_a_condition_that_nobody_can_have_is_an_error(
    where: str, wrong: str, hint: str, stands: str
) -> None:
    """Wherever a condition stands, at the value itself, with the nearest right one."""
    text = HEAD + PLACES[stands].replace("WHERE", where)
    known_later = stands == "campaign" and any(word in where for word in ("consent", "touches", "hours_since"))

    errors = [line for line in mistakes(text) if "warning" not in line]

    if not wrong:
        assert errors == []
        return
    assert len(errors) == 1
    assert known_later or errors[0].startswith(place(text, wrong, "where:"))
    assert errors[0].endswith(f'did you mean "{hint}"?') if hint else "did you mean" not in errors[0]


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("{region: FLA}", '"FLA" as a region, which US does not have'),  # people of another country may be in the list
        ("{region: AN}", ""),
        ("{language: spanihs}", '"spanihs" as a language; expected es, or one of its names, if "spanish" is meant'),
        ("{language: [es, inglish]}", '"inglish" as a language'),
    ],
)
def test_what_is_only_unlikely_is_a_warning(where: str, words: str) -> None:
    """Other countries and other languages than ours may be in a list."""
    found = mistakes((HEAD + PLACES["step"].replace("WHERE", where)).replace("promised: pay_on\n", ""))

    assert [line for line in found if "warning" not in line] == []
    assert [words in line for line in found] == ([True] if words else [])


@pytest.mark.parametrize(
    ("right", "wrong", "word", "hint"),
    [
        ("purpose: service", "purpose: marketting", "marketting", "marketing"),
        ("language: en", "language: es-ES", "es-ES", "es"),
        ("language: en", "language: Español", "Español", "es"),
        ("language: en", "language: portugues", "portugues", "pt"),
        ("country: US", "country: UK", "UK", "GB"),
        ("country: US", "country: Estados Unidos", "Estados Unidos", "US"),
        ("country: US", "country: QQ", "QQ", ""),
        ("jurisdictions: [es]", "jurisdictions: [es, us-tex]", "us-tex", "us-tx"),
        ("promised: pay_on", "without_pack: [EC, Ecuador]", "Ecuador", "EC"),
        ("promised: pay_on", "holidays: closd", "closd", "closed"),
        ("promised: pay_on", "audience: consumers", "consumers", "consumer"),
        ("promised: pay_on", "consent: {smss: opt_in}", "smss", "sms"),
        ("promised: pay_on", "consent: {sms: optin}", "optin", "opt_in"),
        ("promised: pay_on", "stop_on: [refuzed]", "refuzed", "refused"),
        ("promised: pay_on", "stop_account_on: [refuzed]", "refuzed", "refused"),
        ("promised: pay_on", "closed: [24 dic, 31 dicc]", "31 dicc", "31 dic"),
        ("promised: pay_on", "limits: [{max: 1, per: 1 day, channels: [calls]}]", "calls", "call"),
        ("promised: pay_on", "limits: [{max: 1, per: 1 day, by: acount}]", "acount", "account"),
        ('sms: "+34910000001"', 'sms: "UK:12345"', '"UK:12345"', "GB:12345"),
        ("days: mon-fri", "days: mon-fry", "mon-fry", "mon-fri"),
        ("call: desk}", "call: desk, if_late: skipp}", "skipp", "skip"),
        ("call: desk}", "call: desk, retry: {on: [bussy], after: 1 hour, times: 1}}", "bussy", "busy"),
        ("call: desk}", "call: desk, on: {no_anwser: end}}", "no_anwser", "no_answer"),
        ("sms: Hello}", "sms: Hello, after: {lef: 1 day, otherwise: 2 days}}", "lef", "left"),
        ("sms: Hello}", "sms: Hello, until: {weekday: tuesdy}}", "tuesdy", "tuesday"),
        ("sms: Hello}", 'sms: Hello, from: "UK:12345"}', '"UK:12345"', "GB:12345"),
    ],
)
def test_a_word_of_a_few_is_checked_where_it_stands(right: str, wrong: str, word: str, hint: str) -> None:
    """One mistake, at the word, with the nearest right one."""
    text = (HEAD + WINDOWS + CADENCE).replace(right, wrong)

    errors = [line for line in mistakes(text) if "warning" not in line]

    assert [line.startswith(place(text, word)) for line in errors] == [True], errors
    assert errors[0].endswith(f'did you mean "{hint}"?') if hint else "did you mean" not in errors[0]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("zone: Europe/Madird", "Europe/Madrid"),
        ("zone: Madrid", "Europe/Madrid"),
        ("zone: Eastern Time", "America/New_York"),
        ("limits: [{max: 1, per: 1 day, channels: [smss]}]", "sms"),
        ("quiet_hours: [{days: sundy, hours: 9-10}]", "sunday"),
        ("alerts: {few: {when: contact_rat < p50}}", "contact_rate"),
    ],
)
def test_a_word_of_a_house_file_is_checked_as_well(text: str, hint: str) -> None:
    """With the nearest right one."""
    with pytest.raises(DocumentError, match=f'did you mean "{hint}"\\?'):
        read_house(f"{text}\n")
