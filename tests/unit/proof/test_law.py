"""Does the proof judge by the law as well, where the person truly is, and say what of it nobody judged?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from cadence.domain import Channel, Purpose
from cadence.domain.clock import Clock
from cadence.local.proof import CarrierRecord, LedgerAccount, OurLead, OurTouch, Proof, prove
from cadence.local.proof.file import read_demands
from cadence.local.proof.law import read_law, read_packs
from cadence.local.proof.lawful import outside_law
from cadence.local.proof.record import Carried
from cadence.policy import evaluation
from cadence.policy.packs.loading import load_law
from tests.unit.policy.builders import ALL_DAY, campaign, facts, in_zone, lead, number, ring, text

FILE = """
campaign: spring
purpose: {purpose}
jurisdictions: {jurisdictions}
holidays: open
windows: [{{days: every day, hours: "00:00-24:00"}}]
"""
TEN = datetime(2027, 3, 9, 9, 0, tzinfo=UTC)  # a Tuesday, ten in Madrid, nine in the Canaries
ANA, BEA = "+34600000001", "+34600000002"
MADRID, CANARY = "Europe/Madrid", "Atlantic/Canary"
DAY = timedelta(days=1)


def pack(*rules: dict[str, Any], **more: Any) -> str:
    """Return the text of a pack."""
    source = {"law": "made up", "confidence": "V"}
    entries = [{"id": f"made.up{place}", "source": source, **rule} for place, rule in enumerate(rules)]
    whole = {"id": "made-up", "version": "1", "title": "Made up", "effective": {"from": "2020-01-01"}}
    whole |= {"status": "draft", "complete": "true", "applies": {"countries": ["ES"]}, "rules": entries, **more}
    return str(whole).replace("'", '"').replace('"true"', "true")


def window(*, opens: str = "09:00", closes: str = "21:00", days: str = "mon-fri", **more: Any) -> dict[str, Any]:
    """Return hours."""
    return {"type": "window", "allow": [{"days": days, "open": opens, "close": closes}], **more}


def limit(kind: str, threshold: int = 1, key: str = "lead", more: dict[str, Any] | None = None, **of: Any) -> Any:
    """Return a limit."""
    return {"type": "limit", "threshold": threshold, "window": {"kind": kind, **of}, "key": [key], **(more or {})}


def proof(
    *sent: tuple[timedelta, str],
    law: str,
    zone: str = MADRID,
    region: str = "MD",
    purpose: str = "marketing",
    jurisdictions: str = "[]",
    late: timedelta = timedelta(0),
    slack: timedelta = timedelta(0),
) -> Proof:
    """Return the proof of what was carried to two numbers of one person: so long after ten, on which channel."""
    carried = [
        Carried(
            sid=f"S{place}",
            channel=channel.partition("@")[0],
            person=BEA if channel.endswith("@bea") else ANA,
            touch=f"t{place}",
            at=TEN + after,
            zone=zone,
            body=f"words {place}",
        )
        for place, (after, channel) in enumerate(sent)
    ]
    touches = [
        OurTouch(id=touch.touch, lead="ana", key=touch.touch, at=touch.at - late, confirmation=False, taken=True)
        for touch in carried
    ]
    who = OurLead(id="ana", numbers=(ANA, BEA), country="ES", region=region, finished=True)
    account = LedgerAccount(touches=tuple(touches), leads=(who,), rows=1)
    file = FILE.format(purpose=purpose, jurisdictions=jurisdictions)
    return prove(CarrierRecord(carried=tuple(carried), stops=()), file, account, slack, {"made-up": law})


NOW = (timedelta(0), "call")
CALLS = {"when": {"channels": ["voice"]}}
FELL_SILENT = {"count": {"events": ["machine"]}}


@pytest.mark.parametrize(
    ("result", "line", "cases"),
    [
        # inside the hours of the law
        (proof(NOW, law=pack(window())), "outside_window", 0),
        # the file is open, the law is not: nine in the evening is closed
        (proof((timedelta(hours=11), "call"), law=pack(window())), "outside_window", 1),
        # eight where the person truly is, nine where the list may have thought
        (proof((-timedelta(hours=1), "call"), law=pack(window()), zone=CANARY), "outside_window", 1),
        # Saturday
        (proof((4 * DAY, "call"), law=pack(window())), "outside_window", 1),
        # Good Friday 2027, of the nation
        (proof((17 * DAY, "call"), law=pack(window(closed={"levels": ["national"]}))), "outside_window", 1),
        # the second of May is a holiday of Madrid only: 2028, a Tuesday
        (proof((420 * DAY, "call"), law=pack(window(closed={"levels": ["regional"]}))), "outside_window", 1),
        (proof((420 * DAY, "call"), law=pack(window(closed={"levels": ["national"]}))), "outside_window", 0),
        # two calls in a day, and the second just after it
        (proof(NOW, (DAY - timedelta(seconds=1), "call"), law=pack(limit("rolling", seconds=86400))), "over_limit", 1),
        (proof(NOW, (DAY, "call"), law=pack(limit("rolling", seconds=86400))), "over_limit", 0),
        # two on one local date; the next date is another one although fewer hours have passed
        (proof(NOW, (timedelta(hours=5), "sms"), law=pack(limit("calendar_days", n=1))), "over_limit", 1),
        (proof(NOW, (timedelta(hours=15), "sms"), law=pack(limit("calendar_days", n=1))), "over_limit", 0),
        # Tuesday and Saturday are one week; the next Monday is another; from Sunday on it is another already
        (proof(NOW, (4 * DAY, "call"), law=pack(limit("calendar_week"))), "over_limit", 1),
        (proof(NOW, (6 * DAY, "call"), law=pack(limit("calendar_week"))), "over_limit", 0),
        (proof(NOW, (5 * DAY, "call"), law=pack(limit("calendar_week", starts="sun"))), "over_limit", 0),
        # the 31st is the same month, the first of April is not
        (proof(NOW, (22 * DAY, "call"), law=pack(limit("calendar_month"))), "over_limit", 1),
        (proof(NOW, (23 * DAY, "call"), law=pack(limit("calendar_month"))), "over_limit", 0),
        # two whole days between
        (
            proof(
                NOW,
                (2 * DAY, "sms"),
                law=pack(limit("calendar_days", 9, more={"min_separation": {"kind": "local_dates", "n": 3}}, n=7)),
            ),
            "over_limit",
            1,
        ),
        # by number: the person's other number has a count of its own
        (proof(NOW, (DAY, "call@bea"), law=pack(limit("calendar_days", key="number", n=7))), "over_limit", 0),
        (proof(NOW, (DAY, "call@bea"), law=pack(limit("calendar_days", n=7))), "over_limit", 1),
        # e-mails are judged and counted like the rest
        (proof((timedelta(hours=14), "email"), law=pack(window(when={"channels": ["email"]}))), "outside_window", 1),
        (proof((timedelta(hours=14), "email"), law=pack(window())), "outside_window", 1),
        (proof(NOW, (DAY, "email"), law=pack(limit("calendar_days", n=7))), "over_limit", 1),
        # calls only: a text before does not count, and none is judged
        (
            proof((-DAY, "sms"), NOW, (DAY, "sms"), law=pack(limit("calendar_days", n=7, more=CALLS))),
            "over_limit",
            0,
        ),
    ],
)  # fmt: skip
def test_what_the_law_forbids_is_found_where_the_person_truly_is(result: Proof, line: str, cases: int) -> None:
    """The file allows all of it; the second witness reads the law by itself."""
    assert result.numbers[line] == cases, result.as_json()["cases"]
    assert result.not_judged == {}
    assert result.holds == (cases == 0)


NIGHT = (timedelta(hours=14), "call")  # midnight


@pytest.mark.parametrize(
    "result",
    [
        proof(NIGHT, law=pack(window(when={"purposes": ["collections"]}))),  # another purpose
        proof(NIGHT, law=pack(window(when={"audience": "business"}))),  # other people
        proof(NIGHT, law=pack(window(when={"channels": ["sms", "email"]}))),  # another channel
        proof(NIGHT, law=pack({"type": "oracle", "when": {"channels": ["whatsapp"]}})),  # another, and not judged there
        proof(NIGHT, law=pack(limit("lunar_month", more={"when": {"channels": ["sms"]}}))),  # nor read
        proof(NIGHT, law=pack(window(), applies={"countries": ["PT"]})),  # another country
        proof(NIGHT, law=pack(window(), applies={"countries": ["ES"], "subdivisions": ["CT"]})),  # another region
        proof(NIGHT, law=pack(window(), effective={"from": "2027-03-11"})),  # not yet law
        proof(NIGHT, law=pack(window(effective={"from": "2020-01-01", "to": "2027-03-10"}))),  # no longer
        proof(NIGHT, law=pack(window(), binds="named")),  # nobody names it
        proof(NIGHT, law=pack(window()), jurisdictions="none"),  # switched off, in so many words
    ],
)
def test_law_for_others_binds_nobody_here(result: Proof) -> None:
    """Neither a finding nor a rule that was left unjudged."""
    assert (result.holds, result.not_judged) == (True, {})


@pytest.mark.parametrize(
    ("law", "rule", "why"),
    [
        # a primitive of tomorrow
        (pack({"type": "oracle", "asks": "delphi"}), "made.up0", "oracle"),
        (pack({"type": "require", "consent": {"kinds": ["express"]}}), "made.up0", "require: consent"),
        (pack({"type": "ratio", "max": "0.03"}), "made.up0", "ratio"),
        # a known one that says something new
        (pack(window(moon="full")), "made.up0", "does not know 'moon'"),
        (pack(limit("lunar_month")), "made.up0", "found 'lunar_month'"),
        (pack(window(when={"channels": ["pigeon"]})), "made.up0", "the channel 'pigeon'"),
        (pack(window(when={"weather": "rain"})), "made.up0", "does not know 'weather'"),
        # what the carrier's record cannot tell
        (pack(limit("rolling", seconds=60, more=FELL_SILENT)), "made.up0", "what came of touches"),
        (pack(limit("rolling", seconds=60, key="portfolio")), "made.up0", "by portfolio"),
        (pack(window(clock={"sources": ["number"]})), "made.up0", "clocks"),
        (pack(window(closed={"levels": ["national", "local"], "feeds": ["es_storms"]})), "made.up0", "es_storms"),
        (pack(window(when={"channels": ["vm_drop"]})), "made.up0", "a recorded voice"),
        (pack({"type": "optout", "scope": "everything", "confirm": {"max": "0"}}), "made.up0", "confirmation"),
        # what cannot be read at all
        ("rules: [", "made-up", "cannot be read"),
        (pack(window(), applies={"planets": ["Mars"]}), "made-up", "cannot be read"),
        (pack(window(), extends=["nowhere"]), "nowhere", "cannot be read"),
    ],
)  # fmt: skip
def test_what_the_proof_cannot_judge_is_named_and_never_passed_in_silence(law: str, rule: str, why: str) -> None:
    """A zero that nobody counted proves nothing; it is no fault of the campaign either."""
    result = proof(NOW, law=law)

    assert result.holds
    assert why in result.not_judged[rule]
    assert f"not judged by the proof: {rule} (" in "\n".join(result.notes)
    assert result.as_json()["not_judged"] == result.not_judged


def test_somebody_of_whom_no_region_is_known_is_said_not_to_be_judged_by_regions() -> None:
    """The gate takes the strictest; the record does not say which region it is."""
    for applies in (
        {"countries": ["ES"], "subdivisions": ["MD"]},
        {"countries": ["ES"], "unknown_subdivision": "true"},
    ):
        result = proof(NIGHT, law=pack(window(), applies=applies), region="")
        assert "where in the country" in result.not_judged["made.up0"]


def test_a_named_pack_that_nobody_has_is_not_passed_over() -> None:
    """Named, and not there: nothing of it was judged."""
    assert "atlantis" in proof(NOW, law=pack(window()), jurisdictions="[atlantis]").not_judged


def test_only_so_much_slack_is_granted_as_the_touch_before_was_late() -> None:
    """The gate counts from the reservation: what came late itself may be followed so much sooner, and no more."""
    day = pack(limit("rolling", seconds=86400))
    minute, early = timedelta(minutes=1), (DAY - timedelta(seconds=50), "call")
    granted = proof(NOW, early, law=day, late=minute, slack=timedelta(minutes=30))
    punctual = proof(NOW, early, law=day, late=timedelta(seconds=40), slack=timedelta(minutes=30))
    capped = proof(NOW, early, law=day, late=timedelta(hours=9), slack=timedelta(seconds=45))

    assert (granted.numbers["over_limit"], granted.slack) == (0, minute)
    assert (punctual.numbers["over_limit"], punctual.slack) == (1, timedelta(seconds=40))
    assert (capped.numbers["over_limit"], capped.slack) == (1, timedelta(seconds=45)), "whatever the ledger says"


def test_a_line_counts_the_rules_that_bind_anything_here() -> None:
    """Thirty rules of other countries are no denominator."""
    whole = pack(window(), window(when={"channels": ["sms"]}), limit("calendar_days", n=1))
    words = {line.name: line.words for line in proof(NOW, law=whole).lines}
    assert words["outside_window"].endswith("by the file and 1 rule of law")
    assert words["over_limit"].endswith("against 0 limits, the gap and 1 rule of law")


def test_the_report_says_how_exact_it_is() -> None:
    """For people and for machines."""
    day = pack(limit("rolling", seconds=86400))
    late = proof(NOW, (2 * DAY, "call"), law=day, late=timedelta(seconds=75), slack=timedelta(minutes=30))
    assert late.notes[0].startswith("gaps and rolling limits are proved to within 1 min 15 s")
    assert late.as_json()["slack_seconds"] == 75
    assert proof(NOW, law=day).notes[0] == "gaps and rolling limits are proved exactly"


def test_every_rule_of_every_pack_is_read_or_named() -> None:
    """Whoever writes a new pack finds here whether the second witness understands its hours and limits."""
    for name, whole in read_packs().items():
        ids = [rule["id"] for rule in YAML(typ="safe").load(whole)["rules"] if rule["type"] in ("window", "limit")]
        read = set()
        for purpose in Purpose:
            for audience in ("consumer", "business"):
                demands = read_demands(FILE.format(purpose=purpose, jurisdictions=f"[{name}]"))
                law = read_law({name: whole}, replace(demands, audience=audience))
                read |= {rule.id for rule in law if rule.hours or rule.most or rule.unseen}
        assert set(ids) <= read


PEOPLE = [
    ("ES", "MD", MADRID),
    ("ES", "CN", CANARY),
    ("US", "FL", "America/New_York"),
    ("US", "TX", "America/Chicago"),
    ("BR", "SP", "America/Sao_Paulo"),
    ("CO", "", "America/Bogota"),
    ("GB", "", "Europe/London"),
]
OUR_LAW = read_packs()


@settings(max_examples=300, deadline=None)
@given(
    who=st.sampled_from(PEOPLE),
    purpose=st.sampled_from([Purpose.MARKETING, Purpose.COLLECTIONS]),
    channel=st.sampled_from([Channel.CALL, Channel.SMS]),
    minutes=st.integers(0, 365 * 24 * 60),
)
def test_the_gate_and_the_proof_close_the_same_hours(
    who: tuple[str, str, str], purpose: Purpose, channel: Channel, minutes: int
) -> None:
    """Two readings of one law, which share no line: what one closes by a rule that both judge, the other closes."""
    country, region, zone = who
    at = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    file = FILE.format(purpose=purpose, jurisdictions="[]")
    law = [rule for rule in read_law(OUR_LAW, read_demands(file)) if rule.hours is not None and not rule.unseen]
    sent = Carried(sid="S", channel=channel, person=ANA, touch="t", at=at, zone=zone)
    ours = OurLead(id="ana", numbers=(ANA,), country=country, region=region)
    closed = {problem.rpartition(" by ")[2] for problem in outside_law([(sent, ours)], law)}

    person = lead(zones=in_zone(zone), country=country, region=region, numbers=(number(country=country),))
    declared = campaign(purpose=purpose, no_jurisdictions=False, windows=ALL_DAY)
    binding = load_law(declared, guard=Clock.real().guard * 0)
    verdict = evaluation.judge(declared, facts(lead=person), ring() if channel is Channel.CALL else text(), at, binding)

    judged = {rule.id for rule in law}
    assert closed == {reason.rule for reason in verdict.reasons} & judged
