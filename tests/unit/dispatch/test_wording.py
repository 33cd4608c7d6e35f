"""What exactly leaves: the words of the step, filled for one person, in the form the carrier wants."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cadence.campaign import Campaign, check_text
from cadence.campaign.templates import RenderError
from cadence.channels.provider import Dial, Message
from cadence.domain import (
    Attempt,
    Cause,
    CauseKind,
    Channel,
    Enrolment,
    Facts,
    Inbound,
    Lead,
    Number,
    NumberKind,
    Purpose,
    Touch,
    TouchState,
    ZoneEvidence,
    ZoneSource,
)
from cadence.engine.dispatch.rendering import in_session, outgoing, word
from cadence.ledger.touches.touch_rows import Stored
from cadence.planning.announced import CONFIRM, MISSED, MOVED

NOW = datetime(2027, 3, 9, 12, tzinfo=UTC)
OURS = "+34910000001"
FILE = """
campaign: shop
purpose: marketing
language: es
country: ES
jurisdictions: none
from: {company: Tienda Sol, voice: "+34910000001", sms: "+34910000001", whatsapp: "+34910000001"}
windows: [{days: mon-fri, hours: "09:00-20:00"}]
limits: [{max: 5, per: campaign}]
floors: {sales: {agents: 2, endpoint: "client:sales"}}
cadence:
  - step: hello
    whatsapp: {template: cart, variables: {"1": "{{ name }}"}, body: "Hola {{ name }}"}
  - step: text
    sms: "Hola {{ name }}, {{ total }}"
  - step: talk
    call: {floor: sales, ring: 20 seconds, voicemail: "Somos {{ company }}"}
  - step: hand_over
    task: {title: "Llamar a {{ name }}", body: "Debe {{ total }}", assign: caja}
"""
NUMBER = Number(id=1, e164="+34600000001", kind=NumberKind.MOBILE, country="ES")


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    """A campaign with a step on each channel."""
    return check_text(FILE, "shop.yaml").right()


def facts(*inbound: Inbound, **attributes: str) -> Facts:
    """Ana, and what she wrote."""
    lead = Lead(id="ana", name="Ana", numbers=(NUMBER,), attributes=attributes)
    return Facts(lead=lead, enrolment=Enrolment(id="e", campaign="shop", version=1, at=NOW), inbound=inbound)


def attempt(step: str, channel: Channel, kind: CauseKind = CauseKind.STEP) -> Attempt:
    """A try of a step."""
    return Attempt(at=NOW, channel=channel, cause=Cause(kind=kind, ref=step), step=step)


def stored(channel: Channel, step: str) -> Stored:
    """A reserved touch."""
    touch = Touch(
        id="t",
        lead="ana",
        enrolment="e",
        campaign="shop",
        cause=Cause(kind=CauseKind.STEP, ref=step),
        attempt=1,
        step=step,
        channel=channel,
        purpose=Purpose.MARKETING,
        state=TouchState.RESERVED,
        at=NOW,
        sender=OURS,
    )
    return Stored(touch=touch, version=1)


def wrote(ago: timedelta, channel: Channel = Channel.WHATSAPP, sender: str = OURS) -> Inbound:
    """A message of hers."""
    return Inbound(id="i", channel=channel, number=1, sender=sender, at=NOW - ago)


@pytest.mark.parametrize(
    ("message", "session"),
    [
        (wrote(timedelta(hours=23)), True),  # within a day
        (wrote(timedelta(hours=24)), False),  # exactly a day later it is over
        (wrote(timedelta(hours=1), sender="+34910000009"), False),  # to another number of ours
        (wrote(timedelta(hours=1), channel=Channel.SMS), False),  # by text message
    ],
)
def test_free_text_goes_only_inside_a_session(campaign: Campaign, message: Inbound, session: bool) -> None:
    """WhatsApp takes free text for 24 hours after the person's last message to that very number; else the template."""
    known = facts(message)
    assert in_session(known, 1, OURS, NOW) is session

    wording = word(campaign, known, attempt("hello", Channel.WHATSAPP), in_session=session)
    sent = outgoing(campaign, stored(Channel.WHATSAPP, "hello"), NUMBER, wording, None)
    assert isinstance(sent, Message)
    assert (sent.template, sent.body) == (("", "Hola Ana") if session else ("cart", ""))
    assert sent.variables == ({} if session else {"1": "Ana"})


def test_the_wording_of_a_template_is_kept_for_the_auditor(campaign: Campaign) -> None:
    """The carrier fills the template; what the person saw must still stand in the ledger."""
    wording = word(campaign, facts(), attempt("hello", Channel.WHATSAPP), in_session=False)

    assert (wording.text.template, wording.text.body) == ("cart", "Hola Ana")


def test_a_text_without_its_values_is_not_sent(campaign: Campaign) -> None:
    """Never a blank in a message: the door refuses the step, visibly."""
    with pytest.raises(RenderError):
        word(campaign, facts(), attempt("text", Channel.SMS), in_session=False)
    whole = word(campaign, facts(total="59 €"), attempt("text", Channel.SMS), in_session=False)

    assert whole.text.body == "Hola Ana, 59 €"
    assert whole.segments_on(Channel.SMS) == 1


def test_a_call_carries_its_times_and_whether_it_may_leave_a_message(campaign: Campaign) -> None:
    """What is said is asked for when it is answered; what the carrier needs beforehand goes with it."""
    wording = word(campaign, facts(), attempt("talk", Channel.CALL), in_session=False)
    dial = outgoing(campaign, stored(Channel.CALL, "talk"), NUMBER, wording, None)

    assert wording.text.body == "Somos Tienda Sol"
    assert isinstance(dial, Dial)
    assert (dial.ring, dial.leaves_voicemail, dial.detect_machines) == (timedelta(seconds=20), True, True)


def test_a_task_says_what_to_do_and_for_whom(campaign: Campaign) -> None:
    """It stands on a person's list, so it may name the lead."""
    task = word(campaign, facts(total="59 €"), attempt("hand_over", Channel.TASK), in_session=False)

    assert (task.title, task.text.body, task.assign) == ("Llamar a Ana", "Debe 59 €", "caja")


CALL_AT = datetime(2027, 3, 10, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "says"), [("es", "varios husos horarios"), ("en", "several time zones"), ("pt", "vários fusos")]
)
@pytest.mark.parametrize("step", [CONFIRM, MOVED])
def test_work_about_a_promised_call_says_that_clocks_differ(
    campaign: Campaign, language: str, says: str, step: str
) -> None:
    """A Spanish mobile without a region may be in the Canaries: whoever tells the person has to know both hours."""
    own = campaign.model_copy(update={"language": language})
    move = replace(attempt(step, Channel.TASK, CauseKind.ANNOUNCEMENT), due=CALL_AT)

    task = word(own, at_home("Europe/Madrid", "Atlantic/Canary"), move, in_session=False)

    assert says in task.text.body
    assert "2027-03-10 10:00 (Europe/Madrid)" in task.text.body
    assert "2027-03-10 09:00 (Atlantic/Canary)" in task.text.body
    assert "UTC" in task.text.body


@pytest.mark.parametrize(
    ("zones", "step"),
    [
        (("Europe/Madrid",), CONFIRM),  # one clock: the reason is another
        (("Europe/Madrid", "Europe/Paris"), CONFIRM),  # two zones that show the same
        (("Europe/Madrid", "Atlantic/Canary"), MISSED),  # a call that was not made: another time is agreed in any case
    ],
)
def test_work_that_clocks_are_not_the_reason_of_does_not_name_them(
    campaign: Campaign, zones: tuple[str, ...], step: str
) -> None:
    """A wrong reason is worse than none."""
    move = replace(attempt(step, Channel.TASK, CauseKind.ANNOUNCEMENT), due=CALL_AT)

    assert word(campaign, at_home(*zones), move, in_session=False).text.body == ""


def at_home(*zones: str) -> Facts:
    """Ana, whose number may be in these zones."""
    known = facts()
    evidence = tuple(ZoneEvidence(zone=zone, source=ZoneSource.NUMBER, detail="+34") for zone in zones)
    return replace(known, lead=replace(known.lead, numbers=(replace(NUMBER, zones=evidence),)))


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_the_confirmation_names_who_will_leave_them_alone(campaign: Campaign, language: str) -> None:
    """One message, no marketing, in the campaign's language; the company must say who it is."""
    own = campaign.model_copy(update={"language": language})
    confirmation = word(own, facts(), attempt("the-stop", Channel.SMS, CauseKind.INBOUND), in_session=False)

    assert confirmation.text.body.startswith("Tienda Sol: ")
    assert confirmation.segments_on(Channel.SMS) == 1
    assert "{{" not in confirmation.text.body


def test_a_campaign_may_word_its_own_confirmation(campaign: Campaign) -> None:
    """The file's words come first."""
    own = campaign.model_copy(update={"confirmation": "{{ company }}: listo, {{ name }}."})
    confirmation = word(own, facts(), attempt("the-stop", Channel.SMS, CauseKind.INBOUND), in_session=False)

    assert confirmation.text.body == "Tienda Sol: listo, Ana."


@pytest.mark.parametrize(
    "name", ["Ana\nBea", "Ana\tBea", "Ana     Bea", "Ana\r\n\r\nBea", "  Ana\u00a0 Bea  ", "Ana\u2028Bea"]
)
def test_a_template_s_variable_is_made_fit_for_the_carrier(campaign: Campaign, name: str) -> None:
    """It refuses line breaks, tabs and more than four spaces in a row there, and the list has all of them."""
    known = facts()
    known = replace(known, lead=replace(known.lead, name=name))
    wording = word(campaign, known, attempt("hello", Channel.WHATSAPP), in_session=False)

    assert wording.text.variables == {"1": "Ana Bea"}
