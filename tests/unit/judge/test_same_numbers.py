"""Does a person's file answer for a number as a lead list does, in every country that a pack is about?"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import phonenumbers
import pytest
from phonenumbers import PhoneNumberType, example_number_for_type

from cadence.campaign import Step
from cadence.campaign.content.call import CallStep
from cadence.campaign.parts import ConsentRule
from cadence.domain import Candidate, Cause, CauseKind, Channel, Refuse
from cadence.explain.judge import facts_of, read_person
from cadence.leads.lists import read_leads
from cadence.leads.phone import Unfit, read_number
from cadence.policy import evaluation
from cadence.policy.packs.loading import SHIPPED
from tests.unit.packs.court import pack_of
from tests.unit.policy.builders import LAW, campaign

NOW = datetime(2027, 3, 9, 11, 0, tzinfo=UTC)
COUNTRIES = sorted({one for name in SHIPPED.names() for one in pack_of(name).applies.countries})
TYPES = [value for name, value in vars(PhoneNumberType).items() if name.isupper() and value != PhoneNumberType.UNKNOWN]
SHORT = ("112", "911", "999", "1000", "22000", "0800", "+34112", "+1911")
"""What is dialled at home only, and belongs to a service."""
BROKEN = ("+99912345678", "+346000000011111", "+34600", "+1202555010", "+8801812345678")
"""A prefix of no country, too long, too short, one digit missing; and one of a country without a pack."""


def examples() -> Iterator[tuple[str, str]]:
    """Yield (country, number): one of each type that the country has, as the tables give it."""
    for country in COUNTRIES:
        for kind in TYPES:
            number = example_number_for_type(country, kind)
            if number is not None:
                yield country, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        yield from ((country, short) for short in SHORT)
    yield from (("ES", broken) for broken in BROKEN)


EXAMPLES = list(dict.fromkeys(examples()))


def listed(country: str, text: str, folder: Path) -> tuple[str | None, str]:
    """Return the number that a lead list makes of a text, and why it is refused."""
    file = folder / "leads.csv"
    file.write_text(f"id,phone,country\nC-1,{text},{country}\n")
    refused: list[str] = []
    with read_leads(
        file, region=country, now=NOW, writes=False, on_refusal=lambda one: refused.append(one.reason)
    ) as intake:
        leads = list(intake.leads())
    return (leads[0].numbers[0].e164 if leads else None), "; ".join(refused)


def test_every_country_of_the_packs_has_its_numbers() -> None:
    """A table that is empty would prove nothing."""
    assert len(COUNTRIES) > 40
    assert {country for country, _ in EXAMPLES} == set(COUNTRIES)
    assert len(EXAMPLES) > 10 * len(COUNTRIES)
    assert SHIPPED.read("es")


@pytest.mark.parametrize("country", COUNTRIES)
def test_judge_and_a_list_give_the_same_answer_for_a_number(country: str, tmp_path: Path) -> None:
    """Toll-free, premium, shared-cost and short numbers are refused by both, for the same reason; others by neither."""
    for where, text in EXAMPLES:
        if where != country:
            continue
        number, why = listed(country, text, tmp_path)
        person = read_person(f'{{"numbers": ["{text}"], "address": {{"country": "{country}"}}}}')
        known = facts_of(person, campaign(), NOW).lead.numbers[0]
        read = read_number(text, country)
        if isinstance(read, Unfit) and read.unused:
            continue  # an example person's: a file may be about one, a list is about real people
        assert (known.closed is None) == (number is not None), (text, why)
        assert number is None or known.e164 == number
        assert known.closed is None or known.closed in why, (text, why)


REFUSED = ("+34900123456", "+34803123456", "+34901123456", "112", "1000", "22000", "+99912345678", "+3460000")


@pytest.mark.parametrize("text", REFUSED)
@pytest.mark.parametrize("place", [0, 1])
def test_a_number_that_a_list_refuses_is_not_contacted_and_bars_no_other(text: str, place: int) -> None:
    """Alone it is refused; beside a person's number, before or after it, that one is contacted."""
    file = campaign(
        cadence=(Step(step="ring", call=CallStep(floor="sales")),),
        consent={Channel.CALL: ConsentRule.model_validate({"basis": "contract", "reason": "theirs"})},
    )
    ring = Candidate(channel=Channel.CALL, cause=Cause(kind=CauseKind.STEP, ref="ring"), step="ring", floor="sales")

    def verdict(*numbers: str) -> object:
        quoted = ", ".join(f'"{number}"' for number in numbers)
        person = read_person(f'{{"numbers": [{quoted}], "zone": "Europe/Madrid", "address": {{"country": "ES"}}}}')
        return evaluation.judge(file, facts_of(person, file, NOW), ring, NOW, LAW)

    alone, good = verdict(text), "+34910000099"
    both = (text, good) if place == 0 else (good, text)

    assert isinstance(alone, Refuse)
    assert [reason.rule for reason in alone.reasons] == ["number.closed"]
    assert type(verdict(*both)) is type(verdict(good))
