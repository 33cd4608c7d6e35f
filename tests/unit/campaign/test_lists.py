"""Before launch, each placeholder is held against the lead list."""

import pytest

from cadence.campaign import check_text
from cadence.campaign.lists import check_placeholders
from cadence.campaign.texts import missing_for, texts, unwritable_for
from cadence.documents import DocumentError
from tests.unit.campaign.samples import HEAD, PACKS, lead, read

CADENCE = """\
callback: {call: {floor: desk, voicemail: "Called back about {{ ordr }}"}}
cadence:
  - step: one
    before: {field: appointment, by: 1 day}
    sms: "Hi {{ name }}, it is {{ wether | default('sunny') }}"
  - step: two
    whatsapp:
      template: hello
      variables: {"1": "{{ order }}"}
      body: >-
        Hello {{ company }},
        your order {{ ordre }} is {{ score }}.
  - step: three
    task: {title: "Ring {{ phone }}", body: "{% if vip is defined %}Be nice{% endif %}"}
"""


def test_each_placeholder_without_a_column_is_told_where_it_stands() -> None:
    """With the nearest column; numbers and consents are columns that no text may use."""
    reading = check_text(HEAD + CADENCE, "f", PACKS)
    mistakes = [
        str(placeholder) for placeholder in check_placeholders(reading, ["order", "appointment_at", "weather", "phone"])
    ]
    known = "expected a column of the lead list: name, company, segment, account, score, country, region, "
    known += "appointment_at, order or weather"

    assert mistakes == [
        f'f:8:65: {{{{ ordr }}}}; {known}; did you mean "order"?',
        (
            'f:11:21: "appointment"; expected a column of the lead list: appointment_at, order or weather; '
            'did you mean "appointment_at"?'
        ),
        f'f:12:35: {{{{ wether }}}}; {known}; did you mean "weather"?',
        f'f:19:23: {{{{ ordre }}}}; {known}; did you mean "order"?',
        f"f:21:28: {{{{ phone }}}}; {known}",
        f"f:21:52: {{{{ vip }}}}; {known}",
    ]


def test_a_list_with_the_columns_has_nothing_to_be_told() -> None:
    """Whatever else it has."""
    reading = check_text(HEAD + CADENCE.replace("phone", "score"), "f", PACKS)
    columns = ["ordr", "order", "ordre", "appointment", "wether", "vip", "more"]

    assert [str(placeholder) for placeholder in check_placeholders(reading, columns)] == []


def test_many_columns_are_not_all_listed() -> None:
    """A list may have hundreds."""
    reading = check_text(HEAD + "cadence: [{step: one, sms: '{{ zzz }}'}]\n")
    (mistakes,) = check_placeholders(reading, [f"column_{i}" for i in range(100)])

    assert mistakes.expected.endswith("column_2 and 87 more")


def test_a_broken_campaign_is_not_held_against_a_list() -> None:
    """First things first."""
    with pytest.raises(DocumentError):
        check_placeholders(check_text("campaign: x\n"), [])


def test_every_text_of_a_campaign_is_known() -> None:
    """A text that nobody looks at would fail at the door."""
    paths = [".".join(str(key) for key in text.path) for text in texts(read(CADENCE))]

    assert paths == [
        "cadence.0.sms.body",
        "cadence.1.whatsapp.body",
        "cadence.1.whatsapp.variables.1",
        "cadence.2.task.title",
        "cadence.2.task.body",
        "callback.call.voicemail",
    ]


@pytest.mark.parametrize(
    ("attributes", "lacking"),
    [
        ({"order": "7", "appointment": "2027-03-09 10:30"}, []),
        ({"order": "7", "appointment": "09/03/2027"}, []),
        ({"order": " ", "appointment": "2027-03-09 10:30"}, ["order"]),  # an empty cell
        ({"order": "7", "appointment": "Tuesday"}, ["appointment"]),  # a date that cannot be read
        ({}, ["order", "appointment"]),
    ],
)
def test_a_lead_is_told_apart_by_what_it_lacks(attributes: dict[str, str], lacking: list[str]) -> None:
    """It is refused before launch with the names of the columns, nothing else."""
    campaign = read(
        "cadence: [{step: one, before: {field: appointment, by: 1 day}, sms: '{{ name }} {{ order }} "
        '{{ gift | default("") }}\'}]\n'
    )

    assert missing_for(campaign, lead(**attributes)) == lacking


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        ("7", None),
        ("", None),  # that is missing, which is said elsewhere
        ("x" * 1700, 'the value for "order" is longer than 1600 characters; expected a shorter one'),
        ("x" * 1599, "the text has 1602 characters; expected at most 1600"),
    ],
)
def test_a_text_that_cannot_be_made_for_a_lead_says_why(order: str, reason: str | None) -> None:
    """Before launch, and without quoting the lead."""
    campaign = read("cadence: [{step: one, sms: 'No {{ order }}'}]\n")

    words = [f'step "one" (sms), column "order": {reason}'] if reason else []
    assert [str(text) for text in unwritable_for(campaign, lead(order=order))] == words


LONG = "x" * 4500


@pytest.mark.parametrize(
    ("cadence", "attributes", "place"),
    [
        ("{step: a-b, sms: '{{ note }}'}", {"note": LONG}, 'step "a-b" (sms), column "note"'),
        ("{step: one, sms: {body: '{{ note }}'}}", {"note": LONG}, 'step "one" (sms), column "note"'),
        ("{step: one, whatsapp: {template: t, variables: {'1': '{{ note }}'}}}", {"note": LONG},
         'step "one" (whatsapp, variables, 1), column "note"'),
        ("{step: one, task: {title: Call, body: '{{ note }}'}}", {"note": LONG}, 'step "one" (task), column "note"'),
        ("{step: one, call: {floor: desk, voicemail: '{{ note }}'}}", {"note": LONG},
         'step "one" (call, voicemail), column "note"'),
        ("{step: one, sms: '{{ pay | date }}'}", {"pay": "soon"}, 'step "one" (sms), column "pay"'),
        ("{step: one, sms: '{{ pay | time }} {{ note }}'}", {"pay": "2027-03-10", "note": "n"},
         'step "one" (sms), column "pay"'),
        # each of two alone is too long beside the other: both are named
        ("{step: one, sms: '{{ a }}{{ b }}'}", {"a": "x" * 1590, "b": "y" * 1590},
         'step "one" (sms), columns "a", "b"'),
        # a condition in the text leaves nothing to say
        ("{step: one, sms: '{% if note == \"a\" %}Hello{% endif %}'}", {"note": "b"},
         'step "one" (sms), column "note"'),
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_made_names_its_step_and_the_column(
    cadence: str, attributes: dict[str, str], place: str
) -> None:
    """As the manager knows them: by the name of the step, the key it is under, and the column of the list."""
    (text,) = unwritable_for(read(f"cadence: [{cadence}]\n"), lead(**attributes))

    assert str(text).startswith(f"{place}: ")
    assert LONG not in str(text)
    assert "cadence." not in str(text)


def test_a_text_of_the_callback_names_it() -> None:
    """It belongs to no step."""
    campaign = read(
        "cadence: [{step: one, sms: Hello}]\n"
        "callback: {call: {floor: desk, voicemail: '{{ note }}'}, confirm: {sms: '{{ note }} {{ callback_at }}'}}\n"
    )

    assert [str(text).partition(":")[0] for text in unwritable_for(campaign, lead(note=LONG))] == [
        '`callback` (call, voicemail), column "note"',
        '`callback` (confirm, sms), column "note"',
    ]


def test_the_column_that_people_of_an_account_are_ordered_by_has_to_be_there() -> None:
    """With its place, and the nearest column that the list has."""
    reading = check_text(HEAD + "account: {order: {role: [boss, user]}}\ncadence: [{step: one, sms: Hello}]\n")

    (mistake,) = check_placeholders(reading, ["roles", "order"])
    assert str(mistake).endswith(
        ':8:18: "role"; expected a column of the lead list: order or roles; did you mean "roles"?'
    )
    assert check_placeholders(reading, ["role"]) == ()


PROMISED = """\
promised: pay_on
cadence:
  - {step: ring, call: desk, on: {promised: remind, otherwise: end}}
  - {step: remind, before: {field: pay_on, by: 1 day}, sms: "Until {{ pay_on | date }}"}
  - {step: ask, after: {field: pay_on, by: 1 day}, call: desk}
"""


def test_a_promised_date_needs_no_column() -> None:
    """Nobody has promised anything when the list is made: neither the file nor a lead lacks it."""
    campaign = read(PROMISED)

    assert check_placeholders(check_text(HEAD + PROMISED, "f", PACKS), ["order"]) == ()
    assert missing_for(campaign, lead()) == []
    assert unwritable_for(campaign, lead()) == []
