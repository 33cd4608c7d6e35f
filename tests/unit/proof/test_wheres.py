"""Does the proof judge limits and hours that are for some people, and name those that it cannot judge?"""

from datetime import UTC, datetime, timedelta

import pytest

from cadence.campaign.conditions.evaluate import holds
from cadence.domain.amounts import read_number
from cadence.domain.spreadsheets import ERRORS
from cadence.local.proof import CarrierRecord, LedgerAccount, OurLead, OurTouch, Proof, prove
from cadence.local.proof.record import Carried
from cadence.local.proof.tree import tree
from cadence.local.proof.wheres import number, true_of
from tests.unit.campaign.conditions.samples import person, somebody, where

CAMPAIGN = """
campaign: spring
purpose: marketing
country: ES
windows: [{days: mon-fri, hours: "09:00-14:00"}]
limits: []
cadence: [{step: free, sms: Hello}]
"""
TEN = datetime(2027, 3, 8, 9, 0, tzinfo=UTC)  # Monday, ten in Madrid
COLUMNS = {"plan": " Prémium", "age": "1.200", "idioma": "es-MX", "sum": "59,02 €", "empty": "", "error": "#N/A"}
TRUE = [
    "{plan: premium}",
    "{plan: [basic, PREMIUM]}",
    "{segment: vip}",
    "{score: {at_least: 50, below: 51}}",
    '{age: {at_least: "1.200", at_most: 1200}}',
    "{sum: {above: 59, below: 60}}",
    "{language: castellano}",
    "{columns: {plan: premium}}",
    "{empty: {is: unknown}, plan: {is: known}}",
    "{not: {plan: basic}}",
    "{any: [{nothing: here}, {plan: premium}]}",
    "{any: {nothing: here, segment: VIP}}",
    "{all: [{plan: premium}, {not: {score: {below: 50}}}]}",
]
FALSE = [
    "{plan: basic}",
    "{age: 1200}",
    "{score: {above: 50}}",
    "{empty: {is: known}}",
    "{language: [en, pt]}",
    "{not: {any: [{plan: premium}, {nothing: here}]}}",
    "{all: [{nothing: here}, {plan: basic}]}",
]
UNKNOWN = [
    "{nothing: here}",
    "{empty: x}",
    "{error: {above: 3}}",
    "{plan: {at_least: 18}}",
    "{not: {empty: x}}",
    "{any: [{plan: basic}, {empty: x}]}",
    "{plan: premium, error: x}",
]


def proof(file: str) -> Proof:
    """Return the proof of two messages to one person, on Monday and on Tuesday at ten."""
    at = {f"t{day}": TEN + timedelta(days=day) for day in range(2)}
    phone = "+34600000001"
    record = CarrierRecord(
        carried=tuple(
            Carried(
                sid=f"SM-{touch}", channel="sms", person=phone, touch=touch, at=when, zone="Europe/Madrid", body=touch
            )
            for touch, when in at.items()
        ),
        stops=(),
    )
    touches = tuple(
        OurTouch(id=touch, lead="ana", key=touch, at=when, confirmation=False, taken=True) for touch, when in at.items()
    )
    ana = OurLead(id="ana", numbers=(phone,), country="ES", finished=True, segment="vip", score=50, attributes=COLUMNS)
    return prove(record, file, LedgerAccount(touches=touches, leads=(ana,), rows=1), timedelta(0))


def with_limit(condition: str) -> str:
    """Return the file with a limit for some people, which the second message breaks."""
    return CAMPAIGN.replace("limits: []", f"limits: [{{max: 1, per: 7 days, where: {condition}}}]")


def with_window(condition: str, more: str = "") -> str:
    """Return the file with hours for some people, in which nothing left."""
    window = f'{{days: mon-fri, hours: "12:00-13:00", where: {condition}}}'
    return CAMPAIGN.replace('"09:00-14:00"}]', f'"09:00-14:00"}}, {window}{more}]')


@pytest.mark.parametrize(("conditions", "faults"), [(TRUE, 1), (FALSE, 0), (UNKNOWN, 1)])
def test_a_limit_binds_people_of_whom_its_condition_is_true_or_not_known(conditions: list[str], faults: int) -> None:
    """The second message to them is one too many (law 7)."""
    for condition in conditions:
        counted = proof(with_limit(condition))
        assert (counted.numbers["over_limit"], counted.holds) == (faults, not faults), condition
        assert not any("campaign" in rule for rule in counted.not_judged), condition


@pytest.mark.parametrize(("conditions", "faults"), [(TRUE, 2), (FALSE, 0), (UNKNOWN, 2)])
def test_hours_for_some_people_replace_the_others_or_narrow_them(conditions: list[str], faults: int) -> None:
    """Where it is not known whether they are for somebody, both must be open."""
    for condition in conditions:
        counted = proof(with_window(condition))
        assert (counted.numbers["outside_window"], counted.holds) == (faults, not faults), condition
        assert not any("campaign" in rule for rule in counted.not_judged), condition


@pytest.mark.parametrize("unknown", ["{nothing: here}", "{empty: x}"])
@pytest.mark.parametrize(("second", "faults"), [("{plan: premium}", 0), ("{plan: basic}", 2), ("{error: x}", 2)])
def test_hours_that_are_surely_a_persons_leave_the_unsure_ones_out(unknown: str, second: str, faults: int) -> None:
    """Hours of which it is known that they are for this person count alone."""
    more = f', {{days: mon-fri, hours: "09:00-11:00", where: {second}}}'

    assert proof(with_window(unknown, more)).numbers["outside_window"] == faults


@pytest.mark.parametrize(
    ("condition", "named"),
    [
        ("{hours_since: {event: replied, at_most: 48}}", "hours_since"),
        ("{any: [{plan: basic}, {not: {touches: 0}}]}", "touches"),
        ("{all: {consent: sms}}", "consent"),
        ("{born: {before: 2000-01-01}}", "dates"),
        ("{columns: {born: {after: 2000-01-01}}}", "dates"),
        ("{NPS: {at_least: 9}}", "the answer kept as NPS"),
    ],
)
def test_what_the_list_does_not_say_is_named_as_not_judged(condition: str, named: str) -> None:
    """The proof passes over no rule in silence, and accuses nobody of what it cannot know."""
    asks = "{step: free, sms: Hello, ask: {save: nps, as: 0-10}}"
    for file, rule in ((with_limit(condition), "campaign.limits[0]"), (with_window(condition), "campaign.windows")):
        counted = proof(file.replace("{step: free, sms: Hello}", asks))
        assert counted.holds
        assert named in counted.not_judged[rule]
        assert any(rule in note for note in counted.notes)


def test_the_proof_and_the_engine_answer_alike() -> None:
    """Two readers of their own come to the same answer about each condition."""
    facts = somebody(COLUMNS, segment="vip", score=50, country="ES")
    ana = OurLead(id="ana", numbers=(), country="ES", segment="vip", score=50, attributes=COLUMNS)

    for texts, answer in ((TRUE, True), (FALSE, False), (UNKNOWN, None)):
        for text in texts:
            assert (true_of(tree(text), ana), holds(where(text), person(facts))) == (answer, answer), text


AMOUNTS = """
18|18,5|1.200|1,200|0.125|1.200,50|1,200.50|$1,200.50|59,02 €|R$ 10|-3|- 3|+7|1 200|1'200|10%|12.3456|1.2.3|1€2|-€3
1,2,3|abc|12a|€|.5|5.|S/. 20|US$5|EUR 12|1.200.300|1.20.300|007|0,500|1234.567|100 euros|3 - 4
"""


@pytest.mark.parametrize("text", ["\N{MINUS SIGN}3", *AMOUNTS.strip().replace("\n", "|").split("|")])
def test_the_proof_and_the_engine_read_the_same_numbers(text: str) -> None:
    """Amounts as lists have them, and texts that are none."""
    assert number(text) == read_number(text)


@pytest.mark.parametrize("error", sorted(ERRORS))
def test_the_errors_of_spreadsheets_are_no_values(error: str) -> None:
    """They are unknown, as empty cells are."""
    ana = OurLead(id="ana", numbers=(), attributes={"plan": f"#{error}".upper()})

    assert true_of({"plan": "premium"}, ana) is None
