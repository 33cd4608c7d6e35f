"""Is every refusal explained in every language, with its evidence filled in?"""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cadence.campaign.parts import ConsentRule
from cadence.domain import (
    CampaignState,
    Candidate,
    Cause,
    CauseKind,
    Channel,
    Enrolment,
    Inbound,
    NumberKind,
    Outcome,
    Pause,
    PauseScope,
    Reason,
    Suppression,
    SuppressionScope,
)
from cadence.languages import LANGUAGES, Language, say, sentence_id
from cadence.languages.sentences import span_in_words
from cadence.languages.texts import sentences_of
from cadence.policy import evaluation
from cadence.policy.evaluation.from_packs import Dated
from cadence.policy.finding import Finding, Question, Rule
from cadence.policy.packs.loading import load_law
from cadence.policy.primitive import SameForAll
from cadence.policy.primitives import PRIMITIVES
from cadence.policy.wording import in_words, kind_of_evidence
from tests.unit.policy.builders import (
    LAW,
    NOON,
    SENDER,
    campaign,
    chat,
    consent,
    day,
    facts,
    in_all,
    instant,
    lead,
    number,
    per_days,
    ring,
    rolling,
    text,
    touch,
    window,
)
from tests.unit.policy.test_findings import ROWS


def suppressed(scope: SuppressionScope, value: str = "") -> tuple[Suppression, ...]:
    """Return a suppression of number 1."""
    return (Suppression(id=1, number=1, scope=scope, value=value, since=NOON, source="reply"),)


HOUR = timedelta(hours=1)
CLOSED = campaign(windows=(window("18:00-20:00", days=range(5)),))
OWN_GROUND = {Channel.CALL: ConsentRule(basis="legitimate_interest", reason="b2b")}
CONFIRM = Candidate(channel=Channel.SMS, cause=Cause(kind=CauseKind.INBOUND, ref="stop"), number=1)
DONE = Enrolment(id="enrolment-1", campaign="spring", version=1, at=NOON, finished="converted")
UNCLEAR = Inbound(id="m", channel=Channel.SMS, number=1, sender=SENDER, at=NOON, meaning="hold")

CASES = [
    (
        CLOSED,
        facts(),
        text(),
        NOON,
        "outside the campaign's hours: it was 2027-03-09 12:00:00 (Europe/Madrid); open that day",
    ),
    (CLOSED, facts(), text(), instant("2027-03-09 18:59"), "less than 1 minute before closing"),
    (campaign(holidays="closed"), facts(), text(), instant("2027-10-12 10:00"), "National Day (Europe/Madrid)"),
    (campaign(holidays="closed"), facts(), text(), instant("2027-10-11 21:59"), "less than 1 minute before a holiday"),
    (campaign(holidays="closed"), facts(lead=lead(country="ZZ")), text(), NOON, "no holiday calendar"),
    (
        campaign(limits=(rolling(1, 48 * HOUR),)),
        facts(touch(NOON - HOUR)),
        text(),
        NOON,
        "limit reached: 1 of at most 1 touch per 2 days",
    ),
    (
        campaign(limits=(per_days(1, 1),)),
        facts(touch(NOON - HOUR)),
        text(),
        NOON,
        "limit reached: 1 of at most 1 touch per day",
    ),
    (
        campaign(limits=(in_all(1),)),
        facts(touch(NOON - HOUR)),
        text(),
        NOON,
        "limit reached: 1 of at most 1 touch per campaign",
    ),
    (
        campaign(gap=2 * HOUR),
        facts(touch(NOON - HOUR)),
        text(),
        NOON,
        "less than 2 hours since the last touch, which was at 2027-03-09 10:00 UTC",
    ),
    (campaign(), facts(state=CampaignState.STOPPED), text(), NOON, "the campaign is stopped"),
    (campaign(start=day("2027-03-15")), facts(), text(), NOON, "the campaign starts on 2027-03-15"),
    (campaign(end=day("2027-03-01")), facts(), text(), NOON, "the campaign's last day is 2027-03-01"),
    (
        campaign(),
        facts(enrolment=DONE),
        text(),
        NOON,
        "already finished the campaign: the goal was reached",
    ),
    (
        campaign(),
        facts(pauses=(Pause(scope=PauseScope.ALL, since=NOON),)),
        text(),
        NOON,
        "everything has been paused since 2027-03-09 11:00 UTC",
    ),
    (
        campaign(),
        facts(pauses=(Pause(scope=PauseScope.FLOOR, value="sales", since=NOON),)),
        ring(),
        NOON,
        "paused since 2027-03-09 11:00 UTC: floor sales",
    ),
    (campaign(), facts(consents=()), text(), NOON, "no consent on record for text messages"),
    (
        campaign(),
        facts(consents=(consent(7, Channel.SMS, given=False),)),
        text(),
        NOON,
        "consent for text messages was withdrawn (record 7)",
    ),
    (
        campaign(),
        facts(consents=(consent(7, Channel.SMS, expires=NOON),)),
        text(),
        NOON,
        "consent for text messages has expired (record 7)",
    ),
    (
        campaign(),
        facts(),
        ring(cause=Cause(kind=CauseKind.CALLBACK, ref="c")),
        NOON,
        "the promised call was cancelled",
    ),
    (
        campaign(),
        facts(suppressions=suppressed(SuppressionScope.EVERYTHING)),
        text(),
        NOON,
        "opted out of everything on 2027-03-09 11:00 UTC (reply)",
    ),
    (
        campaign(),
        facts(suppressions=suppressed(SuppressionScope.CHANNEL, "sms")),
        text(),
        NOON,
        "suppressed since 2027-03-09 11:00 UTC by reply (text messages)",
    ),
    (
        campaign(),
        facts(lead=lead(numbers=(number(kind=NumberKind.FIXED),))),
        text(),
        NOON,
        "a landline number cannot receive text messages",
    ),
    (
        campaign(),
        facts(touch(NOON - timedelta(days=1), outcome=Outcome.INVALID_NUMBER)),
        text(),
        NOON,
        "the carrier reported that the number cannot receive text messages",
    ),
    (campaign(), facts(lead=lead(numbers=())), text(), NOON, "the lead has no number for text messages"),
    (
        campaign(),
        facts(lead=lead(numbers=(number(closed="wrong_number"),))),
        text(),
        NOON,
        "the number is no longer used: wrong number",
    ),
    (campaign(), facts(lead=lead(zones=())), text(), NOON, "time zone is not known"),
    (
        campaign(jurisdictions=("zz",)),
        facts(),
        text(),
        NOON,
        "jurisdiction packs that cannot be read: zz there is no pack of this name",
    ),
    (campaign(), facts(inbound=(UNCLEAR,)), text(), NOON, "reply of 2027-03-09 11:00 UTC may be an opt-out"),
    (campaign(), facts(), chat(), NOON, "only within 24 hours of the person's last message (none)"),
    (campaign(), facts(), CONFIRM, NOON, "the opt-out is not confirmed: there is none"),
    (
        campaign(jurisdictions=("es",)),
        facts(),
        ring(),
        instant("2027-03-13 11:00"),
        "no hours allowed that day (Europe/Madrid) (es.hours: RDLeg 1/2007",
    ),
    (campaign(jurisdictions=("es",)), facts(), ring(), instant("2027-03-09 19:59"), "before the law's closing"),
    (
        campaign(jurisdictions=("es",)),
        facts(),
        ring(),
        instant("2027-10-12 10:00"),
        "the law forbids contact on holidays: National Day (Europe/Madrid)",
    ),
    (
        campaign(jurisdictions=("es",), consent=OWN_GROUND),
        facts(consents=()),
        ring(),
        NOON,
        "the law does not accept “legitimate interest” as a legal basis for calls",
    ),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case[-1][:40])
def test_every_refusal_is_explained_with_its_evidence(case: tuple, language: Language) -> None:  # type: ignore[type-arg]  # a table's row
    """Law 10: "why was nothing sent on Tuesday?" has its answer in the timeline."""
    file, known, candidate, now, expected = case
    law = load_law(file) if file.jurisdictions else LAW

    reasons = evaluation.judge(file, known, candidate, now, law).reasons
    sentences = [in_words(reason, language) for reason in reasons]

    assert sentences
    if language == "en":
        assert any(expected in sentence for sentence in sentences), sentences
    for sentence in sentences:
        assert "?" not in sentence  # a piece of evidence that is missing
        assert not re.search(r"[{}\[\]]", sentence)
    unknown = [say(language, "rule-not-known", rule=reason.rule) for reason in reasons]
    assert not any(map(str.startswith, sentences, unknown))


def test_every_rule_in_the_code_has_a_sentence() -> None:
    """A rule without a sentence would show as a bare id. How a reply was read (`words.`) bars no touch by itself."""
    root = Path(evaluation.__file__).parents[1]
    sources = "".join(path.read_text() for path in sorted(root.rglob("*.py")))
    ids = set(re.findall(r'rule: str = "([a-z.]+)"', sources)) | set(re.findall(r'rule="([a-z.]+)"', sources))

    assert len(ids) > 12
    explained = [name for name in sentences_of("en").ids if name.startswith("rule-")]
    rules = {rule for rule in ids if not rule.startswith("words.")}
    families = {rule: (sentence_id("rule", rule), sentence_id("rule", rule.rpartition(".")[0])) for rule in rules}
    assert [rule for rule in rules if not any(name.startswith(families[rule]) for name in explained)] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: type(row[0]).__name__)
def test_a_stored_refusal_is_recognised_by_its_evidence(row: tuple[Rule, Question, datetime, Finding]) -> None:
    """Rows of the ledger do not name the primitive: each refusal of a pack's rule has marks of one kind only."""
    rule, _, _, finding = row
    marks = {*finding.evidence, str(finding.evidence.get("why"))}
    known = [primitive.kind for primitive in PRIMITIVES if not marks.isdisjoint(primitive.marks)]

    if finding.passes or "pack" not in finding.evidence:
        assert finding.passes or not isinstance(rule, Dated)
        return
    assert known == [kind_of_evidence(finding.evidence)]
    assert finding.rule == known[0] if isinstance(rule, SameForAll) else type(rule).__module__.endswith(f".{known[0]}")


def test_an_unknown_rule_is_shown_with_its_evidence() -> None:
    """A decision of a later version, read by this one, hides nothing."""
    reason = Reason(rule="moon.phase", evidence={"phase": "full", "seen": ["a", "b"]})

    assert in_words(reason) == "rule moon.phase does not allow it: phase full, seen a, b"
    assert in_words(Reason(rule="moon.phase"), "es") == "la regla moon.phase no lo permite"
    assert in_words(Reason(rule="moon.phase"), "pt") == "a regra moon.phase não permite"


def test_a_missing_zone_or_calendar_is_explained_by_the_window() -> None:
    """Whatever the pack calls its rule."""
    no_zone = Reason(rule="xx.hours", evidence={"pack": "xx", "law": "a law", "why": "no_zone"})
    no_calendar = Reason(rule="xx.hours", evidence=no_zone.evidence | {"why": "no_calendar", "country": "ZZ"})

    assert in_words(no_zone) == (
        "the law goes by the time zones of the address and the number, and one of them is not known (xx.hours: a law)"
    )
    assert in_words(no_calendar) == (
        "the law forbids contact on holidays, and there is no holiday calendar for ZZ (xx.hours: a law)"
    )


@pytest.mark.parametrize("kind", ["limit", ""])
@pytest.mark.parametrize(
    ("days", "language", "expected"),
    [
        (1, "en", "the law requires touches to be at least 1 calendar day apart (xx.apart: a law)"),
        (3, "en", "the law requires touches to be at least 3 calendar days apart (xx.apart: a law)"),
        (3, "es", "la ley exige al menos 3 días naturales de diferencia entre contactos (xx.apart: a law)"),
        (3, "pt", "a lei exige pelo menos 3 dias corridos entre um contato e outro (xx.apart: a law)"),
    ],
)
def test_the_days_between_touches_have_a_sentence_of_their_own(
    kind: str, days: int, language: Language, expected: str
) -> None:
    """Also for a decision that the ledger kept, which does not name the kind."""
    evidence = {"pack": "xx", "law": "a law", "max": 1, "per": f"{days} local days", "counted": {"lead": 1}}

    assert in_words(Reason(rule="xx.apart", evidence=evidence | {"apart": days}, kind=kind), language) == expected
    plain = in_words(Reason(rule="xx.apart", evidence=evidence, kind=kind), "en")
    assert plain.startswith("the law's limit is reached: 1 of at most 1 touch per ")


@pytest.mark.parametrize(
    ("per", "english", "spanish", "portuguese"),
    [
        ("604800 s", "7 days", "7 días", "7 dias"),
        ("1 local days", "day", "día", "dia"),
        ("7 local days", "7 days", "7 días", "7 dias"),
        ("local week", "local week", "semana local", "semana local"),
        ("local month", "local month", "mes local", "mês local"),
        ("campaign", "campaign", "campaña", "campanha"),
        ("fortnight", "fortnight", "fortnight", "fortnight"),  # of a later version
    ],
)
def test_the_period_of_a_limit_is_named(per: str, english: str, spanish: str, portuguese: str) -> None:
    """In each language; a period that this version does not know stays as it is."""
    reason = Reason(rule="campaign.limits[0]", evidence={"max": 2, "per": per, "counted": {"lead": 2, "number": 1}})

    assert in_words(reason, "en") == f"limit reached: 2 of at most 2 touches per {english}"
    assert in_words(reason, "es") == f"límite alcanzado: 2 contactos; como máximo se permiten 2 por {spanish}"
    assert in_words(reason, "pt") == f"limite atingido: 2 contatos de no máximo 2 por {portuguese}"


def test_hours_are_said_for_each_zone_or_once_when_they_are_the_same() -> None:
    """A person may be in two places; on the same clock they are one."""
    zones = ("Europe/Madrid", "Atlantic/Canary")
    local = dict(zip(zones, ("2027-03-09 08:30:00", "2027-03-09 07:30:00"), strict=True))
    evidence = {"why": "hours", "local": local, "hours": dict.fromkeys(zones, "09:00-21:00"), "guard": 60}

    assert in_words(Reason(rule="campaign.windows", evidence=evidence)) == (
        "outside the campaign's hours: it was 2027-03-09 08:30:00 (Europe/Madrid), "
        "2027-03-09 07:30:00 (Atlantic/Canary); open that day 09:00-21:00"
    )


def test_evidence_of_no_primitive_has_no_kind() -> None:
    """A rule of our own is known by its id."""
    assert kind_of_evidence({}) == ""
    assert kind_of_evidence({"since": "2027-03-09T11:00:00+00:00"}) == ""


def test_evidence_an_old_decision_did_not_record_shows_as_unknown() -> None:
    """It must not break the page of an auditor."""
    assert in_words(Reason(rule="campaign.gap", evidence={"gap": 7200})) == (
        "less than 2 hours since the last touch, which was at ?"
    )
    assert in_words(Reason(rule="campaign.gap", evidence={"gap": 7200}), "es") == (
        "menos de 2 horas desde el último contacto, que fue el ?"
    )


@pytest.mark.parametrize(
    ("seconds", "english", "spanish", "portuguese"),
    [
        (86400, "1 day", "1 día", "1 dia"),
        (7 * 86400, "7 days", "7 días", "7 dias"),
        (7200, "2 hours", "2 horas", "2 horas"),
        (90 * 60, "90 minutes", "90 minutos", "90 minutos"),
        (45, "45 s", "45 s", "45 s"),
    ],
)
def test_a_span_is_written_in_the_largest_unit_that_divides_it(
    seconds: int, english: str, spanish: str, portuguese: str
) -> None:
    """Seven days, not 604,800 seconds."""
    assert tuple(span_in_words(seconds, language) for language in LANGUAGES) == (english, spanish, portuguese)


@pytest.mark.parametrize(
    ("channel", "why", "words"),
    [
        ("email", "wrong_number", ("the address is no longer", "la dirección ya no", "o endereço não é mais")),
        ("email", "invalid_number", ("no mail reaches it", "no le llega ningún correo", "nenhum e-mail chega")),
        ("sms", "wrong_number", ("the number is no longer", "el número ya no", "o número não é mais")),
        ("call", "invalid_number", ("the number is no longer", "el número ya no", "o número não é mais")),
        ("email", "none", ("no address for e-mails", "ninguna dirección para correos", "nenhum endereço para e-mails")),
        ("email", "turned_down", ("the address cannot", "la dirección no puede", "o endereço não pode")),
        ("sms", "none", ("no number for text messages", "ningún número para", "nenhum número para")),
        ("sms", "turned_down", ("the number cannot", "el número no puede", "o número não pode")),
    ],
)
def test_a_channel_with_addresses_of_its_own_is_not_said_to_lack_a_number(
    channel: str, why: str, words: tuple[str, str, str]
) -> None:
    """An e-mail goes to an address: nobody has a number for e-mails."""
    rule = "number.closed" if why.endswith("_number") else "number.kind"
    reason = Reason(rule=rule, evidence={"channel": channel, "why": why, "number": 1, "kind": "email"})

    for language, part in zip(LANGUAGES, words, strict=True):
        assert part in in_words(reason, language)


@pytest.mark.parametrize(("trials", "words"), [(1, "1 trial went"), (2, "2 trials went")])
def test_trials_are_counted_in_words(trials: int, words: str) -> None:
    """The count chooses between one and several."""
    assert words in in_words(Reason(rule="trial.most", evidence={"trials": trials, "most": 5}))


@pytest.mark.parametrize(
    ("guard", "words"),
    [(60, "1 minuto"), (45, "45 s"), (119, "119 s"), (939, "16 minutos"), (7200, "2 horas"), (9001, "3 horas")],
)
def test_a_span_before_closing_is_said_in_minutes(guard: int, words: str) -> None:
    """Nobody counts the seconds of a quarter of an hour; the span that is named is never shorter."""
    evidence = {"guard": guard, "local": {}, "hours": {}, "open": {}}
    reason = Reason(rule="campaign.windows", evidence=evidence | {"why": "closing"})

    assert f"a menos de {words} del cierre" in in_words(reason, "es")
