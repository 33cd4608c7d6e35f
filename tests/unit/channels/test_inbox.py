"""Whatever stands in one record of the carrier's list, the messages beside it are heard."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from twilio.http.response import Response

from cadence.channels.provider import Received, Unreadable
from cadence.channels.twilio.provider import TwilioCarrier
from cadence.channels.twilio.templates import Templates
from cadence.domain import Channel
from cadence.domain.errors import LookUpRefusedError, UnavailableError
from tests.unit.channels.test_requests import ACCOUNT, PUBLIC

SINCE = datetime(2027, 3, 9, 9, tzinfo=UTC)
GOOD = {
    "sid": "SM" + "1" * 32,
    "from": "+34600000001",
    "to": "+34910000001",
    "body": "BAJA",
    "direction": "inbound",
    "date_sent": "Tue, 09 Mar 2027 10:00:00 +0000",
}
OLDER = {**GOOD, "sid": "SM" + "2" * 32, "date_sent": "Tue, 09 Mar 2027 09:30:00 +0000"}
OURS = {**GOOD, "sid": "SM" + "3" * 32, "direction": "outbound-api"}


class Pages:
    """A transport that answers with these pages, one for each request, and keeps what was asked."""

    def __init__(self, *pages: Any) -> None:
        self.pages = list(pages)
        self.asked: list[str] = []

    def request(self, method: str, uri: str, *, params: Mapping[str, Any] | None = None, **_: object) -> Response:
        """Answer with the next page."""
        self.asked.append(str((params or {}).get("To", "")))
        page = self.pages.pop(0)
        return page if isinstance(page, Response) else Response(200, json.dumps(page))


def carrier(*pages: Any) -> tuple[TwilioCarrier, Pages]:
    """A carrier that answers so."""
    twilio, transport = TwilioCarrier(ACCOUNT, public_url=PUBLIC), Pages(*pages)
    twilio._client.http_client = transport
    return twilio, transport


def listed(*records: Any, more: str | None = None) -> dict[str, Any]:
    """One page of the list."""
    return {"messages": list(records), "next_page_uri": more, "page": 0, "page_size": 200}


@pytest.mark.parametrize(
    "record",
    [
        {**GOOD, "sid": "SM0", "date_sent": "Tue, 39 Mar 2027 10:00:00 +0000"},  # a day that no month has
        {**GOOD, "sid": "SM0", "date_sent": "Tue, 09 Mar 2027 25:61:00 +0000"},  # an hour that no day has
        {**GOOD, "sid": "SM0", "date_sent": 17},
        {**GOOD, "sid": "SM0", "date_sent": None, "date_created": None},
        {**GOOD, "sid": "SM0", "from": None},
        {**GOOD, "sid": "SM0", "from": 34600000001},
        {**GOOD, "sid": "SM0", "to": ""},
        {**GOOD, "sid": "SM0", "body": {"text": "hola"}},
        {**GOOD, "sid": None},
        None,
        "SM0",
        {},
        [],
    ],
    ids=repr,
)
def test_a_record_that_cannot_be_read_is_one_item_and_the_stops_beside_it_are_heard(record: Any) -> None:
    """Before it, behind it, and on the next page."""
    twilio, _ = carrier(listed(GOOD, record, OURS, more="/2010-04-01/more"), listed(OLDER))

    received = list(twilio.received(SINCE, [(Channel.SMS, "+34910000001")]))

    assert [message.sid for message in received if isinstance(message, Received)] == [OLDER["sid"], GOOD["sid"]]
    assert len([message for message in received if isinstance(message, Unreadable)]) <= 1


def test_what_we_sent_ourselves_is_never_set_aside() -> None:
    """A broken date of our own message is nobody's word."""
    twilio, _ = carrier(listed({**OURS, "date_sent": "Tue, 39 Mar 2027 10:00:00 +0000"}, GOOD))

    assert [message.sid for message in twilio.received(SINCE)] == [GOOD["sid"]]


def test_a_sender_that_the_carrier_does_not_know_keeps_nobody_from_being_heard() -> None:
    """It refuses the list of that one: then everything is read."""
    refused = Response(400, json.dumps({"code": 21211, "message": "invalid"}))
    twilio, transport = carrier(listed(GOOD), refused, listed(OLDER, GOOD))

    received = list(twilio.received(SINCE, [(Channel.SMS, "+34910000001"), (Channel.SMS, "+34000")]))

    assert [message.sid for message in received] == [OLDER["sid"], GOOD["sid"]]
    assert transport.asked[-1] == ""


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        (Response(200, "<html>a proxy</html>"), UnavailableError),
        (Response(401, "{}"), UnavailableError),  # about us, not about what was asked
        (Response(400, "{}"), LookUpRefusedError),
        (
            Response(200, json.dumps(listed({**GOOD, "date_created": "Tue, 39 Mar 2027 10:00:00 +0000"}))),
            LookUpRefusedError,
        ),
    ],
    ids=["no JSON", "401", "400", "a day that no month has"],
)
def test_a_look_up_says_whether_asking_again_can_help(answer: Response, raised: type[Exception]) -> None:
    """An outage ends the round of a job; a refusal, or an answer that stays unreadable, sets one touch aside."""
    twilio, _ = carrier(answer)

    with pytest.raises(UnavailableError) as error:
        twilio.find(Channel.SMS, "+34600000001", "+34910000001", SINCE)

    assert error.type is raised


def test_a_template_whose_date_cannot_be_read_spoils_no_other() -> None:
    """The one with a date is the newer of two with the same name."""
    records = [
        {"sid": "HX" + "1" * 32, "friendly_name": "cart", "date_updated": "yesterday"},
        {"sid": "HX" + "2" * 32, "friendly_name": "cart", "date_updated": "2026-03-02T00:00:00Z"},
        {"sid": "HX" + "3" * 32, "friendly_name": "other", "date_updated": None},
    ]
    twilio, _ = carrier({"contents": records, "meta": {"key": "contents", "next_page_url": None}})

    templates = Templates(twilio._client)

    assert templates.sid("cart") == "HX" + "2" * 32
    assert templates.sid("other") == "HX" + "3" * 32
