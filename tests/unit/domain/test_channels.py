"""Does every channel say everything that the engine asks? The registry is walked: no channel can forget a part."""

from dataclasses import fields

import pytest

from cadence.campaign.content import CONTENTS
from cadence.campaign.content.base import FilledContent
from cadence.campaign.parts import FROM, Senders
from cadence.campaign.step_shape import STEP, Step
from cadence.campaign.templates import TemplateFiller
from cadence.domain import Channel, Outcome
from cadence.domain.channels import (
    CONTACT_CHANNELS,
    CONVERSATION_CHANNELS,
    DESCRIPTORS,
    MESSAGE_CHANNELS,
    ChannelDescriptor,
    ChannelKind,
    can_address,
    descriptor_of,
    stored_address,
)
from cadence.domain.names import touch_queue
from cadence.languages import LANGUAGES
from cadence.leads.lists.headers import NAMES
from cadence.simulation.people import SimulatedPeople

OF_EVERY_CHANNEL = {"block", "outcomes", "longest", "load"}
OF_CONTACTS = OF_EVERY_CHANNEL | {
    *("retryable", "sender_key", "senders", "number_kinds"),
    *("consent_columns", "opt_out_columns", "consent_words", "forms", "law_words", "header_words"),
}
NEEDED = {
    ChannelKind.MESSAGE: OF_CONTACTS | {"people_write", "can_reply"},
    ChannelKind.CONVERSATION: OF_CONTACTS | {"uses_agents", "ends_later"},
    ChannelKind.WORK: OF_EVERY_CHANNEL,
}
"""What each kind of channel has to fill in, beside its kind, its address and its labels."""


FILLER = TemplateFiller(language="en", senders={"company": "Sol", "postal_address": "Calle Mayor 1"}, known={})
EACH = pytest.mark.parametrize("descriptor", DESCRIPTORS.values(), ids=lambda descriptor: descriptor.channel)


def test_every_channel_has_a_descriptor() -> None:
    """Also in the same order: reports and generated tables follow it."""
    assert list(DESCRIPTORS) == list(Channel)
    assert all(descriptor.channel is channel for channel, descriptor in DESCRIPTORS.items())


def test_an_unknown_channel_is_never_judged_by_the_rules_of_another() -> None:
    """Guessing would send by the wrong law."""
    with pytest.raises(LookupError, match="pigeon"):
        descriptor_of("pigeon")


@EACH
def test_a_channel_fills_in_what_its_kind_needs(descriptor: ChannelDescriptor) -> None:
    """The message names what is missing."""
    assert {name for name in NEEDED[descriptor.kind] if not getattr(descriptor, name)} == set()


@EACH
def test_a_channel_that_reaches_people_has_an_address(descriptor: ChannelDescriptor) -> None:
    """And work for our own people has none, no number, no sender and no law."""
    assert descriptor.reaches_person == (descriptor.channel in CONTACT_CHANNELS)
    assert descriptor.reaches_person == (descriptor.by_phone or descriptor.reader is not None)
    assert (
        descriptor.reaches_person == bool(descriptor.number_kinds) == bool(descriptor.forms) == bool(descriptor.senders)
    )


@EACH
def test_an_address_of_its_own_is_read_by_the_channel(descriptor: ChannelDescriptor) -> None:
    """And everywhere: in lists, on the command line, in the API. A phone number is read for all channels alike."""
    if descriptor.reader is None:
        return
    assert descriptor.number_kinds == {descriptor.reader.kind}
    assert descriptor.reader.sign in descriptor.reader.example
    assert (
        stored_address(descriptor.reader.example.upper())
        == descriptor.reader.read(descriptor.reader.example)
        == descriptor.reader.example
    )
    with pytest.raises(ValueError, match=r"\w"):
        descriptor.reader.read(descriptor.reader.sign)
    assert descriptor.reader.columns[0] in NAMES
    assert [channel for channel in CONTACT_CHANNELS if can_address(channel, descriptor.reader.kind)] == [
        descriptor.channel
    ]


@EACH
def test_a_channel_has_a_task_queue_of_its_own(descriptor: ChannelDescriptor) -> None:
    """A touch of a channel without one would wait for ever."""
    assert descriptor.channel.value in touch_queue(descriptor.channel, "sales")


@EACH
def test_a_channel_says_something(descriptor: ChannelDescriptor) -> None:
    """What a step says is checked, sent and shown from one class; a template that it forgot would never be checked."""
    kind = CONTENTS[descriptor.channel]
    needed = {key.field or name: "x" for name, key in kind.block.keys.items() if key.need}
    content = kind.block.build(**(needed or {kind.block.short: "x"}))

    assert isinstance(content, kind.content)
    assert all(hasattr(content, text.path[0]) for text in content.written())
    assert isinstance(content.filled(FILLER, in_session=True), FilledContent)
    assert [piece.text for piece in content.shown(FILLER)]
    assert descriptor.kind is not ChannelKind.MESSAGE or content.read()
    assert {*kind.needs} <= {*kind.senders}
    assert not descriptor.sender_key or next(iter(kind.senders)) == descriptor.sender_key


@EACH
def test_made_up_people_get_its_messages(descriptor: ChannelDescriptor) -> None:
    """A channel that the simulation did not know would make every plan of it fail."""
    if descriptor.kind is not ChannelKind.MESSAGE:
        return
    people = SimulatedPeople(seed=1)
    reactions = {people.message_reaction(f"+3460000{nth:04}", 1, descriptor.channel).outcome for nth in range(400)}

    assert reactions & {Outcome.SENT, Outcome.DELIVERED, Outcome.READ}
    assert reactions <= set(descriptor.outcomes)


@EACH
def test_a_channel_has_its_labels_in_every_language(descriptor: ChannelDescriptor) -> None:
    """A sentence with a hole, or with a word of ours in it, helps nobody."""
    labels = [
        descriptor.labels.name,
        *([descriptor.labels.touches, descriptor.labels.consent] if descriptor.reaches_person else []),
    ]

    assert all(label.get(language) for label in labels for language in LANGUAGES)


@EACH
def test_a_channel_has_its_block_in_the_campaign_file(descriptor: ChannelDescriptor) -> None:
    """The key of its step, and of its sender, in the grammar and in the shape."""
    assert descriptor.block in STEP.keys
    assert descriptor.block in Step.model_fields
    assert not descriptor.sender_key or (
        descriptor.sender_key in FROM.keys and descriptor.sender_key in Senders.model_fields
    )


@EACH
def test_a_retry_follows_an_outcome_of_the_channel(descriptor: ChannelDescriptor) -> None:
    """A retry after what never comes would never be made."""
    assert set(descriptor.retryable) <= set(descriptor.outcomes)


@EACH
def test_the_words_of_packs_and_the_forms_of_a_channel_are_the_same(descriptor: ChannelDescriptor) -> None:
    """A form that no word of a pack means would escape every law."""
    assert {form for forms in descriptor.law_words.values() for form in forms} == set(descriptor.forms)
    assert all(form.channel is descriptor.channel for form in descriptor.forms)
    assert descriptor.left_form is None or descriptor.left_form in descriptor.forms


@pytest.mark.parametrize(
    "name", ["block", "sender_key", "consent_columns", "opt_out_columns", "consent_words", "people_write"]
)
def test_no_two_channels_share_a_word(name: str) -> None:
    """Whatever people write, it means one channel."""
    words = [
        word
        for descriptor in DESCRIPTORS.values()
        for value in [getattr(descriptor, name)]
        for word in ([value] if isinstance(value, str) else value)
        if word
    ]

    assert len(words) == len(set(words))


def test_work_has_no_legal_form() -> None:
    """Asking which law binds a task is a mistake of ours."""
    with pytest.raises(ValueError, match="task"):
        descriptor_of(Channel.TASK).forms_of(leaves_words=False)


def test_a_call_that_leaves_words_is_also_a_voicemail() -> None:
    """A message leaves nothing for later: it is one form, whatever is asked."""
    call, sms = descriptor_of(Channel.CALL), descriptor_of(Channel.SMS)

    assert {form.delivery for form in call.forms_of(leaves_words=True)} == {"live", "voicemail"}
    assert {form.delivery for form in call.forms_of(leaves_words=False)} == {"live"}
    assert call.forms_of(leaves_words=True).isdisjoint(sms.forms_of(leaves_words=True))


def test_the_groups_of_channels_are_by_kind() -> None:
    """Everything but work reaches a person."""
    assert {*MESSAGE_CHANNELS, *CONVERSATION_CHANNELS} == set(CONTACT_CHANNELS)
    assert {field.name for field in fields(ChannelDescriptor)} >= OF_CONTACTS
