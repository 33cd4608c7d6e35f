"""Do `plan` and `launch` ask the carrier the same, and does a plan go on where it cannot be asked?"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cadence.domain.clock import Clock
from cadence.local.stack import EmulatorProcess
from tests.integration.cli.desk import CAMPAIGN, LIST, Desk

ACCOUNT = {"TWILIO_ACCOUNT_SID": "AC00112233445566778899aabbccddeeff", "TWILIO_AUTH_TOKEN": "emulated-token"}
WHATSAPP = CAMPAIGN.replace('sms: "+34910000001"}', 'sms: "+34910000001", whatsapp: "+34910000001"}').replace(
    '    sms: "{{ company }}: hola {{ name }}, pedido {{ order }}"',
    '    whatsapp: {template: saludo, variables: {"1": "{{ name }}"}}',
)
SERVICE = "MG00112233445566778899aabbccddeeff"
EMPTY = "MG" + "0" * 32
ACCOUNT_HAS = {
    "services": {SERVICE: ["+34910000011"], EMPTY: []},
    "short_codes": ["US:12345"],
    "whatsapp": ["+34910000001"],
}
TEMPLATES: dict[str, Any] = {**ACCOUNT_HAS, "templates": {"saludo": "Hola {{1}}, pedido {{2}}"}}


@pytest.fixture
def carrier(desk: Desk, tmp_path: Path) -> Iterator[EmulatorProcess]:
    """An emulator that has one template."""
    people = tmp_path / "people.json"
    people.write_text(json.dumps(TEMPLATES))
    options = ["--people", str(people)]
    with EmulatorProcess(
        tmp_path / "log", tmp_path / "record.db", ACCOUNT, clock=Clock.real(), options=options
    ) as emulator:
        desk.set("CADENCE_TWILIO_URL", emulator.url)
        for name, value in ACCOUNT.items():
            desk.set(name, value)
        yield emulator


def files(desk: Desk, campaign: str) -> list[str]:
    """Write a campaign and its list, and return how a command names them."""
    (desk.folder / "spring.yaml").write_text(campaign)
    (desk.folder / "leads.csv").write_text(LIST)
    return [str(desk.folder / "spring.yaml"), "--leads", str(desk.folder / "leads.csv")]


def findings(err: str) -> list[str]:
    """The lines that name a place in the file."""
    return [line for line in err.splitlines() if "spring.yaml:" in line]


@pytest.mark.usefixtures("carrier")
def test_a_plan_prints_what_would_refuse_the_launch(desk: Desk) -> None:
    """The same lines, with their places; the plan itself is shown all the same."""
    words = files(desk, WHATSAPP)

    planned, launched = desk.type("plan", *words), desk.type("launch", *words, "--yes")

    assert (planned.code, launched.code) == (1, 1)
    assert findings(planned.err) == findings(launched.err)
    assert "the template wants a value for 2" in findings(planned.err)[0]
    assert "reached       " in planned.out
    assert "carrier       1 finding would make the launch fail" in planned.out

    data = desk.type("plan", *words, "--json")
    assert data.code == 1
    (finding,) = data.data["carrier"]["findings"]
    assert finding in planned.err


@pytest.mark.usefixtures("carrier")
def test_a_plan_says_that_senders_and_templates_are_ready(desk: Desk) -> None:
    """Nothing to mend."""
    said = desk.type("plan", *files(desk, CAMPAIGN))

    assert said.code == 0
    assert "carrier       senders and templates are ready, as far as the carrier reports" in said.out


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("TWILIO_ACCOUNT_SID", "", "The carrier is not set up."),
        ("CADENCE_TWILIO_URL", "http://127.0.0.1:1", "not checked: "),  # nobody listens there
    ],
)
def test_a_plan_goes_on_where_the_carrier_cannot_be_asked(desk: Desk, name: str, value: str, why: str) -> None:
    """It says so; whoever plans may have no carrier yet."""
    desk.set(name, value)

    said = desk.type("plan", *files(desk, CAMPAIGN))

    assert said.code == 0
    assert "carrier       senders and templates were not checked: " in said.out
    assert why in said.out
    assert desk.type("plan", *files(desk, CAMPAIGN), "--json").data["carrier"]["checked"] is False


@pytest.mark.usefixtures("carrier")
@pytest.mark.parametrize(
    ("sender", "finding"),
    [
        (SERVICE, ""),
        ("US:12345", ""),
        ("MG" + "1" * 32, "there is no such messaging service at the carrier"),
        (EMPTY, "this messaging service has nothing in its pool that can send by sms"),
        ("US:54321", "this short code is not in our account at the carrier"),
    ],
)
def test_the_carrier_is_asked_for_services_and_short_codes(desk: Desk, sender: str, finding: str) -> None:
    """A service with an empty pool sends nothing."""
    said = desk.type("plan", *files(desk, CAMPAIGN.replace('sms: "+34910000001"}', f'sms: "{sender}"}}')))

    assert said.code == (1 if finding else 0), said.err
    assert [finding in line for line in findings(said.err)] == ([True] if finding else [])


@pytest.mark.usefixtures("carrier")
def test_a_plan_says_whom_a_short_code_does_not_reach(desk: Desk) -> None:
    """Numbers of other countries, with the reason; the calls of the cadence reach them."""
    only = CAMPAIGN.replace('sms: "+34910000001"}', 'sms: "US:12345"}').partition("  - step: ring")[0]
    said = desk.type("plan", *files(desk, only))

    assert said.code == 0
    assert "not reached   2 of 2 leads" in said.out
    assert "a short code from US cannot reach a number in ES" in said.out


@pytest.mark.usefixtures("carrier")
@pytest.mark.parametrize(
    ("sender", "finding"),
    [
        ("+34910000001", ""),
        (SERVICE, ""),  # a number of its pool can send on WhatsApp
        ("+34910000002", "this number is no WhatsApp sender of ours at the carrier"),
        (EMPTY, "this messaging service has nothing in its pool that can send by whatsapp"),
    ],
)
def test_the_carrier_is_asked_for_whatsapp_senders(desk: Desk, sender: str, finding: str) -> None:
    """Twilio lists them apart from the numbers."""
    file = WHATSAPP.replace('whatsapp: "+34910000001"', f'whatsapp: "{sender}"').replace(
        '{"1": "{{ name }}"}', '{"1": "{{ name }}", "2": "{{ order }}"}'
    )
    said = desk.type("plan", *files(desk, file))

    assert said.code == (1 if finding else 0), said.err
    assert [finding in line for line in findings(said.err)] == ([True] if finding else [])
