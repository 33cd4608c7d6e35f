"""Does each channel reach its own provider, and what is said where none is set up?"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from cadence.channels.carriers import BoundCarrier, Carriers
from cadence.channels.provider import (
    Accepted,
    AccountCheck,
    Answer,
    CarrierReport,
    Dial,
    Message,
    NotSent,
    PriceReport,
    Received,
    TouchReport,
    Unreadable,
)
from cadence.domain import Channel
from cadence.domain.errors import UnavailableError
from cadence.domain.money import Money

NOW = datetime(2027, 3, 9, 10, tzinfo=UTC)
DIAL = Dial(
    touch="t", to="+34600000001", sender="+34910000001", ring=timedelta(seconds=20), talk=timedelta(minutes=5),
    detect_machines=False, leaves_voicemail=False,
)  # fmt: skip


@dataclass(kw_only=True)
class Network:
    """A provider that remembers what it was asked."""

    address: str
    answers: bool = True
    asked: list[object] = field(default_factory=list)

    def provision(self) -> AccountCheck:
        """Return itself: it knows its own senders."""
        return self

    def sender(self, channel: Channel, sender: str) -> str | None:
        """Know one sender."""
        self.asked.append(("sender", channel, sender))
        return "" if sender == self.address else "not ours"

    def template(self, channel: Channel, name: str, variables: Collection[str]) -> str | None:
        """Know no template."""
        self.asked.append(("template", channel, name, tuple(variables)))
        return "no such template"

    def send(self, message: Message) -> Answer:
        """Accept it."""
        self.asked.append(message)
        return Accepted(sid=f"{self.address}1", status="sent")

    def dial(self, dial: Dial) -> Answer:
        """Accept it."""
        self.asked.append(dial)
        return Accepted(sid=f"{self.address}2", status="queued")

    def fetch(self, channel: Channel, sid: str) -> CarrierReport | None:
        """Report that it was sent."""
        self.asked.append((channel, sid))
        return CarrierReport(sid=sid, status="sent", at=NOW)

    def find(self, channel: Channel, to: str, sender: str, since: datetime, body: str = "") -> list[CarrierReport]:
        """Find nothing."""
        self.asked.append((channel, to, sender, since, body))
        return []

    def cancel(self, channel: Channel, sid: str) -> bool:
        """Cancel it."""
        self.asked.append((channel, sid))
        return True

    def received(self, since: datetime, ours: Collection[tuple[Channel, str]] = ()) -> Iterator[Received]:
        """Yield one message, or be out of order."""
        self.asked.append((since, tuple(ours)))
        if not self.answers:
            raise UnavailableError(f"{self.address} does not answer.")
        yield Received(sid=self.address, channel=Channel.SMS, sender="+34600000001", to="", body="BAJA", at=NOW)

    def prices(self, since: datetime, until: datetime) -> Iterator[PriceReport]:
        """Charge for one message, or be out of order."""
        self.asked.append((since, until))
        if not self.answers:
            raise UnavailableError(f"{self.address} does not answer.")
        yield PriceReport(sid=self.address, price=Money(amount=Decimal("0.01"), currency="EUR"))

    def receive(self, sid: str) -> Received | None:
        """Have it no more."""
        self.asked.append(sid)

    def erase(self, channel: Channel, sid: str) -> str:
        """Delete it."""
        self.asked.append((channel, sid))
        return ""

    def check(self) -> None:
        """Answer, or be out of order."""
        self.asked.append("check")
        if not self.answers:
            raise UnavailableError(f"{self.address} does not answer.")


def bound(network: Network, *channels: Channel) -> BoundCarrier:
    """Bind a network to channels; it knows the ids that begin with its address."""
    return BoundCarrier(carrier=network, channels=frozenset(channels), owns=lambda sid: sid.startswith(network.address))


@pytest.fixture
def phones() -> Network:
    """Return the network of the phones."""
    return Network(address="phone")


@pytest.fixture
def chat() -> Network:
    """Return another network."""
    return Network(address="chat")


@pytest.fixture
def carriers(phones: Network, chat: Network) -> Carriers:
    """Return both as one."""
    return Carriers([bound(phones, Channel.SMS, Channel.CALL), bound(chat, Channel.WHATSAPP)])


def test_a_message_goes_to_the_provider_of_its_channel(carriers: Carriers, phones: Network, chat: Network) -> None:
    """And to no other."""
    message = Message(touch="t", channel=Channel.WHATSAPP, to="+34600000001", sender="x", body="Hola")

    assert carriers.send(message) == Accepted(sid="chat1", status="sent")
    assert (chat.asked, phones.asked) == ([message], [])


def test_a_call_goes_to_the_provider_of_calls(carriers: Carriers, phones: Network, chat: Network) -> None:
    """A Dial names no channel."""
    assert carriers.dial(DIAL) == Accepted(sid="phone2", status="queued")
    assert (phones.asked, chat.asked) == ([DIAL], [])


def test_without_a_provider_a_touch_waits(phones: Network) -> None:
    """It was certainly not sent, and once a provider is set up it goes: nobody loses a step."""
    carriers = Carriers([bound(phones, Channel.SMS)])
    message = Message(touch="t", channel=Channel.WHATSAPP, to="+34600000001", sender="x", body="Hola")

    answers = [carriers.send(message), carriers.dial(DIAL)]

    assert all(isinstance(answer, NotSent) and answer.retry_after for answer in answers)
    assert carriers.fetch(Channel.WHATSAPP, "x") is None
    assert carriers.find(Channel.WHATSAPP, "x", "y", NOW) == []
    assert carriers.cancel(Channel.WHATSAPP, "x") is False
    assert phones.asked == []


def test_a_question_goes_to_the_provider_of_the_channel(carriers: Carriers, phones: Network, chat: Network) -> None:
    """What another provider knows under the same id is another message."""
    assert carriers.fetch(Channel.SMS, "x") == CarrierReport(sid="x", status="sent", at=NOW)
    assert carriers.find(Channel.SMS, "to", "from", NOW, "Hola") == []
    assert carriers.cancel(Channel.CALL, "x")
    assert phones.asked == [(Channel.SMS, "x"), (Channel.SMS, "to", "from", NOW, "Hola"), (Channel.CALL, "x")]
    assert chat.asked == []


def test_the_provider_of_the_channel_deletes(carriers: Carriers, phones: Network, chat: Network) -> None:
    """What nobody can be asked for is not said to be deleted."""
    alone = Carriers([bound(phones, Channel.SMS)])

    assert carriers.erase(Channel.WHATSAPP, "x") == ""
    assert alone.erase(Channel.WHATSAPP, "x") == "no provider of the channel is set up"
    assert (phones.asked, chat.asked) == ([], [(Channel.WHATSAPP, "x")])


def test_every_provider_is_asked_for_what_came_in(carriers: Carriers, phones: Network, chat: Network) -> None:
    """Each about its own senders only."""
    ours = [(Channel.SMS, "+34910000001"), (Channel.WHATSAPP, "+34910000002")]

    assert [message.sid for message in carriers.received(NOW, ours)] == ["phone", "chat"]
    assert phones.asked == [(NOW, (ours[0],))]
    assert chat.asked == [(NOW, (ours[1],))]


def test_an_outage_of_one_provider_hides_no_message_of_another(carriers: Carriers, phones: Network) -> None:
    """And is still raised, so that what it holds is asked for again."""
    phones.answers = False
    came: list[str] = []

    with pytest.raises(UnavailableError, match="phone"):
        came.extend(message.sid for message in carriers.received(NOW))

    assert came == ["chat"]


def test_a_message_is_asked_for_where_it_came_from(carriers: Carriers, phones: Network, chat: Network) -> None:
    """By its id."""
    carriers.receive("chat7")
    carriers.receive("elsewhere")

    assert (phones.asked, chat.asked) == ([], ["chat7"])


def test_senders_are_checked_where_they_belong(carriers: Carriers, phones: Network) -> None:
    """And a channel without a provider is refused before a launch, not at its first touch."""
    provision = carriers.provision()

    assert provision.sender(Channel.SMS, "phone") == ""
    assert provision.sender(Channel.WHATSAPP, "phone") == "not ours"
    assert provision.template(Channel.WHATSAPP, "cart", ["1"]) == "no such template"
    assert "no provider" in (Carriers([bound(phones, Channel.CALL)]).provision().sender(Channel.SMS, "x") or "")


def test_all_are_checked_and_named(carriers: Carriers, phones: Network, chat: Network) -> None:
    """`cadence doctor` shows where each answers."""
    carriers.check()

    assert carriers.address == "phone, chat"
    assert (phones.asked, chat.asked) == (["check"], ["check"])


@pytest.mark.parametrize(
    ("silent", "message"),
    [
        ({"phone"}, "phone does not answer."),
        ({"chat"}, "chat does not answer."),
        ({"phone", "chat"}, "phone does not answer. chat does not answer."),
    ],
)
def test_one_provider_that_does_not_answer_hides_no_other(
    carriers: Carriers, phones: Network, chat: Network, silent: set[str], message: str
) -> None:
    """Each is checked and read, and each that does not answer is named."""
    phones.answers, chat.answers = "phone" not in silent, "chat" not in silent
    received: list[Received | TouchReport | Unreadable] = []

    with pytest.raises(UnavailableError) as checked:
        carriers.check()
    with pytest.raises(UnavailableError) as read:
        received.extend(carriers.received(NOW))

    assert (str(checked.value), str(read.value)) == (message, message)
    assert {item.address for item in (phones, chat) if "check" in item.asked} == {"phone", "chat"}
    assert {item.sid for item in received} == {"phone", "chat"} - silent
