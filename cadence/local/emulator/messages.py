"""
How does a message live? Edge: queued, sent, delivered, perhaps read and answered; each change is reported.

Twilio sends no webhook for the first status: the answer to the request already has it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from cadence.local.emulator.config import ADVANCED, NO_OPT_OUT
from cadence.local.emulator.people_file import APPROVED
from cadence.local.emulator.refusals import TwilioRefusalError
from cadence.local.emulator.replies import CARRIER_HELP, CARRIER_STARTS, CARRIER_STOPS, means_stop
from cadence.local.emulator.resources import VERSION, ends, wrote
from cadence.local.emulator.spellings import dialled, phone, spellings
from cadence.local.emulator.store import Row, stamp
from cadence.local.emulator.webhooks import WebhookDelivery
from cadence.local.emulator.world import EmulatorParts, new_sid

LEAVES_AFTER = timedelta(seconds=0.5)
SESSION = timedelta(hours=24)
"""How long after a person's last WhatsApp message free text may be sent."""
FINAL = frozenset({"delivered", "undelivered", "failed", "read", "received", "canceled"})
CONFIRMATION = (
    "You have successfully been unsubscribed. You will not receive any more messages from this number."
    " Reply START to resubscribe."
)

EXPIRED, OUTSIDE_SESSION, NO_SUCH_SENDER = 30036, 63016, 63007
REJECTED = 63040
STOPPED = {"paused": 63041, "disabled": 63042}
"""Templates that WhatsApp has approved once and lets nobody send now, not even in a session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageOrder:
    """A message to carry, found to be in order; each field is a column."""

    channel: str
    person: str
    ours: str
    body: str
    segments: int
    template: str = ""
    callback: str = ""
    touch: str = ""
    service: str = ""
    valid_until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundButton:
    """A quick-reply button of a WhatsApp message, when it is pressed."""

    text: str
    payload: str  # what its template sends with it; a template may have none
    message: str = ""  # whose button it is


class Messages:
    """All messages, in both directions."""

    def __init__(self, world: EmulatorParts) -> None:
        """Say what happens to them."""
        self._world, self._store = world, world.store
        world.schedule.on("message.leaves", self._leaves)
        world.schedule.on("message.lands", self._lands)
        world.schedule.on("message.read", self._read)
        world.schedule.on("person.writes", self._writes)

    def take(self, order: MessageOrder, stalled: timedelta = timedelta(0)) -> Row:
        """Take a message: write it down, and let it leave soon."""
        status = "accepted" if order.service else "queued"
        with self._store.together():
            sid = self._world.add("messages", new_sid("SM"), direction="outbound-api", status=status, **asdict(order))
            self._world.schedule.after(LEAVES_AFTER + stalled, "message.leaves", sid)
        return self._row(sid)

    def _row(self, sid: str) -> Row:
        return self._store.row("messages", sid)

    def blocked(self, person: str, ours: str) -> bool:
        """Return whether the carrier itself keeps these two apart (21610)."""
        return bool(
            self._store.one("SELECT 1 FROM blocks WHERE person = ? AND ours = ?", phone(person), self._desk(ours))
        )

    def sender_for(self, service: str, person: str) -> str:
        """Return the number of a messaging service's pool that writes to this person."""
        pools = self._world.people_file.pools
        if service not in pools.services:
            raise TwilioRefusalError(21701)
        if not pools.services[service]:
            raise TwilioRefusalError(21704)
        known = spellings(person)
        marks = ", ".join("?" * len(known))
        earlier = f"SELECT ours FROM messages WHERE person IN ({marks}) AND service = ? ORDER BY id DESC LIMIT 1"  # noqa: S608  marks
        last = self._store.one(earlier, *known, service)
        return pools.choose(service, person, last["ours"] if last else "")

    def _desk(self, ours: str) -> str:
        """Return what a stop to one of our numbers closes."""
        return self._world.people_file.pools.desk(ours)

    def _leaves(self, sid: str, _: Mapping[str, Any]) -> None:
        row = self._row(sid)
        if row["status"] in FINAL:
            return
        now = self._world.now()
        if row["valid_until"] and stamp(now) > row["valid_until"]:
            self._become(row, "failed", EXPIRED)
            return
        if row["channel"] == "whatsapp" and (code := self._refused_by_whatsapp(row)):
            self._become(row, "failed", code)
            return
        self._store.update("messages", sid, sent_at=stamp(now))
        self._become(row, "sent")
        nth = self._store.nth("messages", row)
        whatsapp, text = row["channel"] == "whatsapp", row["body"]
        landing = self._world.people.takes_message(
            row["person"], nth, whatsapp=whatsapp, text=text, template=row["template"]
        )
        schedule = self._world.schedule
        schedule.after(landing.after, "message.lands", sid, status=landing.status, code=landing.code)
        if landing.read_after is not None:
            schedule.after(landing.after + landing.read_after, "message.read", sid)
        if landing.reply:
            writing = {"text": landing.reply, "payload": landing.payload}
            schedule.after(landing.after + landing.reply_after, "person.writes", sid, **writing)

    def _refused_by_whatsapp(self, row: Row) -> int:
        """
        Return why WhatsApp does not carry a message, 0 where it does.

        Outside a session it carries approved templates only: any other content is free text. Inside one, a template
        needs no approval.
        """
        file, template = self._world.people_file, row["template"]
        if file.whatsapp is not None and row["ours"] not in file.whatsapp:
            return NO_SUCH_SENDER
        status = file.status_of(template) if template else "unsubmitted"
        if status in STOPPED:
            return STOPPED[status]
        if status == APPROVED or self._in_session(row):
            return 0
        return REJECTED if status == "rejected" else OUTSIDE_SESSION

    def _lands(self, sid: str, data: Mapping[str, Any]) -> None:
        row = self._row(sid)
        if row["status"] not in FINAL:
            self._become(row, data["status"], data["code"])

    def _read(self, sid: str, _: Mapping[str, Any]) -> None:
        row = self._row(sid)
        if row["status"] == "delivered":
            self._become(row, "read")

    def _writes(self, sid: str, data: Mapping[str, Any]) -> None:
        row = self._row(sid)
        text, payload = data["text"], data.get("payload")
        written = text if payload is None else InboundButton(text=text, payload=payload, message=sid)
        self.receive(row["person"], row["ours"], row["channel"], written)

    def receive(self, person: str, ours: str, channel: str, written: str | InboundButton, user: str = "") -> str:
        """
        Let a person write to one of our numbers, or press a button; the carrier itself acts on some words.

        `user` is WhatsApp's own id of them. A person who hides the number writes from it, so it is `person`, too.
        """
        person, pressed = dialled(person), _pressed(written, channel, ours)
        text, payload = (written, "") if isinstance(written, str) else (written.text, written.payload)
        kind = self._carrier_acts(person, ours, text.strip().casefold()) if channel == "sms" else ""
        opt_out = 0
        with self._store.together():
            sid = self._world.add(
                "messages",
                new_sid("SM"),
                "sent_at",
                direction="inbound",
                channel=channel,
                person=person,
                ours=ours,
                body=text,
                status="received",
                service=self._world.people_file.pools.of(ours),
            )
            if means_stop(text) or kind == "STOP" or means_stop(payload):
                opt_out = self._world.hear_stop(person, ours, channel, text, confirmed=kind == "STOP")
            if kind == "STOP":
                self._confirm(person, ours, channel)
        self._world.webhooks.post(
            WebhookDelivery(
                sid=person,  # what one person writes comes in order
                where="inbound",
                url=self._world.config.inbound_url,
                params=self._inbound_params(self._row(sid), kind) | _identified(person, user) | pressed,
                opt_out=opt_out,
            )
        )
        return sid

    def _carrier_acts(self, person: str, ours: str, word: str) -> str:
        """Block or unblock, as the carrier does on its own words. Return its name for what it did."""
        if self._world.config.opt_out == NO_OPT_OUT:
            return ""
        if word in CARRIER_STOPS:
            self._store.do(
                "INSERT OR IGNORE INTO blocks VALUES (?, ?, ?)", phone(person), self._desk(ours), self._world.stamp()
            )
            return "STOP"
        if word in CARRIER_STARTS:
            unblocked = self._store.do(
                "DELETE FROM blocks WHERE person = ? AND ours = ?", phone(person), self._desk(ours)
            )
            return "START" if unblocked else ""
        return "HELP" if word in CARRIER_HELP else ""

    def _confirm(self, person: str, ours: str, channel: str) -> None:
        self._world.add(
            "messages",
            new_sid("SM"),
            "sent_at",
            direction="outbound-reply",
            channel=channel,
            person=person,
            ours=ours,
            body=CONFIRMATION,
            status="delivered",
        )

    def _in_session(self, row: Row) -> bool:
        known = spellings(row["person"])
        query = (
            f"SELECT 1 FROM messages WHERE person IN ({', '.join('?' * len(known))}) AND ours = ?"  # noqa: S608  marks
            " AND channel = 'whatsapp' AND direction = 'inbound' AND created_at > ?"
        )
        return bool(self._store.one(query, *known, row["ours"], stamp(self._world.now() - SESSION)))

    def _become(self, row: Row, status: str, code: int | None = None) -> None:
        self._store.update("messages", row["sid"], status=status, error_code=code, updated_at=self._world.stamp())
        params = self._params(row) | {"MessageStatus": status, "SmsStatus": status}
        if code:
            params["ErrorCode"] = str(code)
        self._world.webhooks.post(WebhookDelivery(sid=row["sid"], where="messages", url=row["callback"], params=params))

    def _params(self, row: Row) -> dict[str, str]:
        sender, receiver = ends(row)
        params = {
            "AccountSid": self._world.config.account,
            "ApiVersion": VERSION,
            "MessageSid": row["sid"],
            "SmsSid": row["sid"],
            "From": sender,
            "To": receiver,
        }
        return params | ({"MessagingServiceSid": row["service"]} if row["service"] else {})

    def _inbound_params(self, row: Row, kind: str) -> dict[str, str]:
        kind = kind if self._world.config.opt_out == ADVANCED else ""
        params = self._params(row) | {
            "SmsMessageSid": row["sid"],
            "SmsStatus": "received",
            "Body": row["body"],
            "NumMedia": "0",
            "NumSegments": "1",
        }
        if row["channel"] == "whatsapp":
            params |= {"WaId": wrote(row).removeprefix("+"), "ProfileName": "", "MessageType": "text"}
        return params | ({"OptOutType": kind} if kind else {})


def _identified(person: str, user: str) -> dict[str, str]:
    """Return the parameters of WhatsApp for a person with an id; without a number there is no `WaId`."""
    if not user:
        return {}
    return {"ExternalUserId": user} | ({"WaId": ""} if person == user else {})


def _pressed(written: str | InboundButton, channel: str, ours: str) -> dict[str, str]:
    """Return the parameters of a pressed button, as Twilio sends them. Raises ValueError where there are no buttons."""
    if isinstance(written, str):
        return {}
    if channel != "whatsapp":
        raise ValueError(f"found a button on {channel}; expected whatsapp, which has quick-reply buttons")
    params = {"MessageType": "button", "ButtonText": written.text}
    if written.payload:
        params["ButtonPayload"] = written.payload
    if written.message:
        sender = f"whatsapp:{ours}"
        params |= {"OriginalRepliedMessageSid": written.message, "OriginalRepliedMessageSender": sender}
    return params
