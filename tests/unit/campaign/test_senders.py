"""Does a campaign file take a messaging service and a short code as senders, and only where they can send?"""

import pytest

from cadence.campaign import check_text
from cadence.domain.senders import country_of, is_service, on_the_wire, takes_replies

SERVICE = "MG00112233445566778899aabbccddeeff"
FILE = """campaign: spring
purpose: service
jurisdictions: none
from: {{company: Tienda Sol, voice: "{voice}", sms: {sms}, whatsapp: "{whatsapp}"}}
windows: [{{days: mon-sun, hours: "09:00-21:00"}}]
country: {country}
limits: [{{max: 9, per: campaign}}]
floors: {{sales: {{agents: 5, endpoint: "client:sales"}}}}
cadence:
  - step: text
    sms: "{{{{ company }}}}: hola"
    on: {{replied: end}}
  - step: chat
    whatsapp: {{template: saludo, variables: {{"1": "{{{{ name }}}}"}}}}
  - step: ring
    call: sales
"""
OURS = {"voice": "+34910000001", "sms": '"+34910000001"', "whatsapp": "+34910000001", "country": "ES"}


def checked(extra: str = "", **senders: str) -> list[str]:
    """Return what is said of a file with these senders."""
    reading = check_text(FILE.format(**(OURS | senders)) + extra, "spring.yaml")
    return [str(error) for error in (*reading.errors, *reading.warnings)]


@pytest.mark.parametrize(
    "senders",
    [
        {"sms": SERVICE},
        {"sms": f'"{SERVICE}"'},
        {"sms": SERVICE, "whatsapp": SERVICE},
        {"sms": '"ES:25555"'},
        {"sms": "ES:255"},  # plain in YAML: no space follows the colon
    ],
)
def test_a_service_and_a_short_code_are_senders(senders: dict[str, str]) -> None:
    """People can reply to each of them, so `replied` may come of the step."""
    assert checked(**senders) == []


@pytest.mark.parametrize(
    ("senders", "place", "fault"),
    [
        ({"voice": SERVICE}, "4:36", SERVICE),  # only a number places calls
        ({"voice": "ES:25555"}, "4:36", "ES:25555"),
        ({"whatsapp": "ES:25555"}, "4:83", "ES:25555"),  # WhatsApp has no short codes
        ({"sms": "25555"}, "4:57", "25555"),  # of which country?
        ({"sms": '"ES:25555555555"'}, "4:57", "ES:25555555555"),
        ({"sms": "MG0011"}, "12:10", "MG0011"),  # a registered name of six letters, to which nobody can reply
    ],
)
def test_what_cannot_send_is_refused_at_its_place(senders: dict[str, str], place: str, fault: str) -> None:
    """At its line and column, with what was expected."""
    errors = checked(**senders)
    assert len(errors) == 1, errors
    assert errors[0].startswith(f"spring.yaml:{place}: ")
    assert fault in errors[0]
    assert "expected" in errors[0]


@pytest.mark.parametrize(
    ("step", "line"),
    [
        (f"{SERVICE}\n    call: sales\n", f'"{SERVICE}" as the sender of call'),
        ('"ES:25555"\n    call: {floor: sales, voicemail: "Hola"}\n', '"ES:25555" as the sender of call'),
        ('"ES:25555"\n    whatsapp: {template: saludo}\n', '"ES:25555" as the sender of whatsapp'),
    ],
)
def test_a_step_names_no_sender_that_its_channel_cannot_use(step: str, line: str) -> None:
    """Calls, voicemail included, come from a number; WhatsApp from a number or a service."""
    (errors,) = checked(f"  - step: again\n    from: {step}")
    assert errors.startswith("spring.yaml:18:11: ")
    assert line in errors


def test_a_short_code_of_another_country_than_the_files_is_a_warning() -> None:
    """The list may have other people than the file's country says."""
    (errors,) = checked(sms='"US:12345"')
    assert errors.startswith("spring.yaml:4:57: ")
    assert "a short code of US, which does not reach numbers of ES" in errors


@pytest.mark.parametrize(
    ("sender", "service", "country", "wire", "replies"),
    [
        ("+34910000001", False, "", "+34910000001", True),
        ("TiendaSol", False, "", "TiendaSol", False),
        (SERVICE, True, "", SERVICE, True),
        ("US:12345", False, "US", "12345", True),
        ("12345", False, "", "12345", False),  # as the carrier writes it: never in a file
        ("MG0011", False, "", "MG0011", False),  # a registered name
        ("", False, "", "", False),
    ],
)
def test_what_a_sender_is(sender: str, service: bool, country: str, wire: str, replies: bool) -> None:
    """By its form alone."""
    assert (is_service(sender), country_of(sender), on_the_wire(sender), takes_replies(sender)) == (
        service,
        country,
        wire,
        replies,
    )
