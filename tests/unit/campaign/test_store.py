"""A version is kept as text and means the same for ever."""

import hashlib
import json
from pathlib import Path

import pytest

from cadence.campaign import read_campaign
from cadence.campaign.store import from_json, to_json
from tests.unit.campaign.samples import EXAMPLES, HEAD, PACKS, read


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_a_campaign_comes_back_as_it_went(file: Path) -> None:
    """Dates, spans, tuples, and `from`, which is no name in Python."""
    campaign = read_campaign(file.read_text(), file.name, PACKS)
    text = to_json(campaign)

    assert from_json(text) == campaign
    assert to_json(from_json(text)) == text
    assert json.loads(text)["from"]["company"] == campaign.sender.company


def test_equal_campaigns_are_stored_as_the_same_text_however_they_are_written() -> None:
    """Comments, order of keys, language of units and quotes are not content."""
    campaign = read("# a comment\ngap: 2 hours\nstart: 2027-03-08\ncadence: [{step: one, sms: Hello}]\n")
    other = read('start: "8/3/2027"\ngap: 120 minutos\ncadence:\n  - sms: {body: "Hello"}\n    step: one\n')
    third = read("gap: 3 hours\nstart: 2027-03-08\ncadence: [{step: one, sms: Hello}]\n")

    assert to_json(campaign) == to_json(other)
    assert to_json(campaign) != to_json(third)


DATED = """
closed: [24 dec, last friday of november]
open: [12 oct, day 5 of month]
seasons: [{start: 2027-03-01, end: 2027-06-30}, {start: 2027-11-15, end: 2028-01-31}]
cadence: [{step: one, sms: Hello}]
"""


def test_dates_come_back_as_they_went_and_leave_no_trace_where_there_are_none() -> None:
    """A file without them keeps the hash that it had before they existed."""
    head = HEAD.replace("days: mon-fri,", "days: mon-fri, dates: [1 dec - 6 jan, 2027-12-24, last 5 days of month],")
    campaign = read(DATED, head.replace("per: campaign}", "per: campaign}, {max: 1, per: 1 day, dates: [29 feb]}"))
    plain = json.loads(to_json(read("cadence: [{step: one, sms: Hello}]\n")))

    assert from_json(to_json(campaign)) == campaign
    assert len(campaign.windows[0].dates) == 3
    assert not {"closed", "open", "seasons"} & plain.keys()
    assert "dates" not in plain["windows"][0] | plain["limits"][0]


def test_a_version_of_tomorrow_can_be_read_today() -> None:
    """Stored versions outlive the code that wrote them, in both directions."""
    data = json.loads(to_json(read("cadence: [{step: one, sms: Hello}]\n"))) | {"invented_later": 1}
    del data["spread"]

    assert from_json(json.dumps(data)) == read("cadence: [{step: one, sms: Hello}]\n")


BEFORE_EMAIL = """
campaign: stored
purpose: service
audience: consumer
language: en
country: ES
jurisdictions: [es]
from: {company: Almendro, sms: "+34910000003", voice: "+34910000003", whatsapp: "+34910000003"}
windows: [{days: mon-fri, hours: "09:00-20:00"}]
limits: [{max: 1, per: 1 day}]
consent:
  sms: {basis: contract, reason: The contract asks for it.}
  whatsapp: {basis: contract, reason: The contract asks for it.}
  call: {basis: contract, reason: The contract asks for it.}
cadence:
  - {step: first, sms: Hello, on: {otherwise: second}}
  - {step: second, whatsapp: {template: HX00000000000000000000000000000001}, on: {otherwise: third}}
  - {step: third, task: {title: Look into it}}
"""


HASH_BEFORE_EMAIL = "1263bf064c61550fc98de6d54e060c7b45a4e40cbc0493e70b71d5ab208707ac"


def test_a_campaign_keeps_its_hash_from_version_to_version() -> None:
    """A field that came later is left out while it is unset; with another hash, each launch would be a new version."""
    content = to_json(read_campaign(BEFORE_EMAIL, "stored.yaml", PACKS))
    assert hashlib.sha256(content.encode()).hexdigest() == HASH_BEFORE_EMAIL


def test_a_goal_comes_back_as_it_went_and_leaves_no_trace_where_there_is_none() -> None:
    """A file launched before goals existed keeps its hash."""
    with_goal = read("goal: {value: order_value, currency: eur}\ncadence: [{step: one, sms: Hello}]\n")
    plain = json.loads(to_json(read("cadence: [{step: one, sms: Hello}]\n")))

    assert with_goal.goal is not None
    assert (with_goal.goal.value, with_goal.goal.currency) == ("order_value", "EUR")
    assert from_json(to_json(with_goal)) == with_goal
    assert "goal" not in plain
