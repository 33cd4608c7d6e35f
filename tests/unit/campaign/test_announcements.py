"""Are the texts that announce a promised call read, checked and shown like any other?"""

import pytest

from cadence.campaign import read_campaign
from cadence.campaign.lists import check_placeholders
from cadence.campaign.reader import check_text
from cadence.campaign.texts import dated_columns, missing_for, texts
from cadence.domain import Channel, Lead

FILE = """
campaign: spring
purpose: service
language: es
country: ES
from: {company: Tienda Sol, voice: "+34910000001", sms: "+34910000001", whatsapp: "+34910000001"}
windows: [{days: mon-fri, hours: "09:30-14:00"}]
floors: {sales: {agents: 1, endpoint: "client:sales"}}
callback:
  call: sales
  confirm: {sms: "Hola {{ name }}, te llamamos el {{ callback_at | date }}"}
  moved: {whatsapp: {template: moved_call, variables: {"1": "{{ callback_at | date }}"}}}
cadence:
  - {step: hello, sms: "Hola {{ name }}"}
"""


def test_both_announcements_are_read_with_their_channels() -> None:
    """Per channel, with templates for WhatsApp; their texts are texts of the campaign."""
    rule = read_campaign(FILE).callback
    assert rule is not None
    assert rule.confirm is not None
    assert rule.confirm.channels == (Channel.SMS,)
    assert rule.moved is not None
    assert rule.moved.step("moved", Channel.WHATSAPP).whatsapp == rule.moved.whatsapp
    paths = [written.path for written in texts(read_campaign(FILE)) if written.announces]
    assert paths == [("callback", "confirm", "sms", "body"), ("callback", "moved", "whatsapp", "variables", "1")]


def test_when_the_call_is_made_is_no_column_of_the_list() -> None:
    """Nobody is refused for lacking it, and no column of dates is looked for."""
    campaign = read_campaign(FILE)
    assert missing_for(campaign, Lead(id="1", numbers=(), name="Ana")) == []
    assert missing_for(campaign, Lead(id="1", numbers=())) == ["name"]
    assert dated_columns(campaign) == frozenset()
    assert check_placeholders(check_text(FILE), ["name"]) == ()


@pytest.mark.parametrize(
    ("before", "after", "place", "words"),
    [
        (
            "te llamamos el {{ callback_at | date }}",
            "te llamamos",
            "11:18",
            "a text that does not say when the call will be made",
        ),
        ('{sms: "Hola {{ name }}, te llamamos el {{ callback_at | date }}"}', "{}", "11:12", "without text"),
        (
            '{"1": "{{ callback_at | date }}"}',
            '{"1": "x"}',
            "12:21",
            "a text that does not say when the call will be made",
        ),
        ("confirm: {sms:", "confirm: {smss:", "11:13", 'did you mean "sms"'),
        ('{{ callback_at | date }}"}\n  moved', '{{ callback_at | dat }}"}\n  moved', "11:", '"dat" is not a filter'),
        ("template: moved_call, ", "", "12:", "variables without a template"),
        (', whatsapp: "+34910000001"}', "}", "6:7", 'no "whatsapp" in `from`'),
    ],
)
def test_a_mistake_in_an_announcement_is_named_where_it_stands(before: str, after: str, place: str, words: str) -> None:
    """File, line and column, as for every text."""
    assert before in FILE
    errors = [str(error) for error in check_text(FILE.replace(before, after)).errors]
    assert any(f"campaign.yaml:{place}" in error and words in error for error in errors), errors


def test_the_variable_means_nothing_in_a_step() -> None:
    """Only an announcement knows of a promised call; elsewhere it is a column that the list lacks."""
    wrong = FILE.replace('sms: "Hola {{ name }}"}\n', 'sms: "Hola {{ callback_at }}"}\n')
    mistakes = check_placeholders(check_text(wrong), ["name"])
    assert [mistake.found for mistake in mistakes] == ["{{ callback_at }}"]
