"""What does a ledger look like in which everything has happened that a report counts? Made up from a seed."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from tests.integration.ledger.world import NOON

ENDS = ("completed", "unreached", "opted_out", "converted", "campaign_stopped", "refused", "refused_by_rule")
OF_CALLS = ("answered", "abandoned", "machine", "voicemail_left", "busy", "no_answer", "hung_up")
OF_MESSAGES = ("sent", "delivered", "read", "undelivered", "opted_out")
DISPOSITIONS = (None, "converted", "refused", "wrong_number", "do_not_contact")
ZONES = ("Europe/Madrid", "America/New_York", "Mars/Olympus")
"""The last one is none that PostgreSQL knows."""
_serial = count(1)


@dataclass(slots=True)
class Grown:
    """The rows as they were written, for a naive count."""

    campaign: int
    leads: dict[str, dict[str, Any]] = field(default_factory=dict)  # lead -> where it is
    touches: list[dict[str, Any]] = field(default_factory=list)
    replies: list[dict[str, Any]] = field(default_factory=list)
    ends: dict[str, str] = field(default_factory=dict)  # enrolment -> why it ended


def grow(connection: Connection, seed: int, leads: int = 40) -> Grown:
    """Write a campaign in which leads are everywhere that they can be; return what was written."""
    chance = random.Random(seed)  # noqa: S311  made-up data
    campaign = connection.execute(
        text("INSERT INTO campaigns (name, launched_at) VALUES (:name, :at) RETURNING id"),
        {"name": f"grown {next(_serial)}", "at": NOON},
    ).scalar_one()
    for version in (1, 2):
        connection.execute(
            text(
                "INSERT INTO campaign_versions (campaign_id, version, content, hash, launched_at)"
                " VALUES (:campaign, :version, :body, sha256(convert_to(:body, 'UTF8')), :at)"
            ),
            {"campaign": campaign, "version": version, "body": f"{{}}{' ' * version}", "at": NOON},
        )
    grown = Grown(campaign)
    for _ in range(leads):
        _add_lead(connection, chance, grown)
    return grown


def _add_lead(connection: Connection, chance: random.Random, grown: Grown) -> None:
    serial, lead = next(_serial), _id(chance)
    zone = f'[{{"zone": "{chance.choice(ZONES)}", "source": "stated", "detail": ""}}]'
    segment = chance.choice(("", "gold", "silver"))
    written = {"id": lead, "key": f"G{serial}", "at": NOON, "segment": segment, "zones": zone}
    insert(connection, "leads", written | {"list": "grown", "imported_at": NOON, "updated_at": NOON}, drop="at")
    number = connection.execute(
        text(
            "INSERT INTO numbers (hmac, key_name, e164, kind) SELECT sha256(convert_to(:e164, 'UTF8')), name, :e164,"
            " 'mobile' FROM keys LIMIT 1 RETURNING id"
        ),
        {"e164": f"+346{serial:08}"},
    ).scalar_one()
    place = chance.choice(("held_back", "waiting", "left_out", "open", "held", "ended", "ended", "open", "again"))
    entered = NOON + timedelta(hours=chance.randrange(24 * 20))
    row: dict[str, Any] = {"place": place, "segment": segment, "end": "", "hold": "", "entered": entered}
    base = {"campaign_id": grown.campaign, "lead_id": lead}
    if place == "held_back":
        insert(connection, "held_back", base | {"added_at": entered})
    else:
        taken = None if place in {"waiting", "again"} else entered
        visit = "2" if place == "again" else ""
        insert(connection, "roster", base | {"score": 0, "added_at": NOON, "taken_at": taken, "visit": visit})
    grown.leads[lead] = row
    if place in {"held_back", "waiting", "left_out"}:
        return
    if place == "again":
        insert(connection, "roster", base | {"score": 0, "added_at": NOON, "taken_at": NOON, "visit": "1"})
    earlier = chance.random() < 0.2
    for nth, is_open in enumerate([False] * earlier + [place in {"open", "held"}]):
        _enrol(connection, chance, grown, lead, number, entered + timedelta(days=30 * nth), is_open=is_open)


def _enrol(
    connection: Connection,
    chance: random.Random,
    grown: Grown,
    lead: str,
    number: int,
    at: datetime,
    *,
    is_open: bool,
) -> None:
    row = grown.leads[lead]
    enrolment, end = _id(chance), "" if is_open else chance.choice(ENDS)
    hold = "engine.error" if is_open and row["place"] == "held" else None
    written = {
        "id": enrolment,
        "lead_id": lead,
        "campaign_id": grown.campaign,
        "version": chance.choice((1, 2)),
        "at": at,
        "next_at": at if is_open and not hold else None,
        "move": "{}",
        "hold": hold,
        "finished": end or None,
        "finished_at": at + timedelta(days=3) if end else None,
    }
    insert(connection, "enrolments", written)
    grown.ends[enrolment] = end
    row.update(end=end, hold=hold or "", enrolled=at, finished_at=written["finished_at"])
    for nth in range(chance.randrange(5)):
        _touch(connection, chance, grown, written, number, nth + 1)


def _touch(
    connection: Connection, chance: random.Random, grown: Grown, enrolment: dict[str, Any], number: int, nth: int
) -> None:
    channel = chance.choice(("call", "sms", "email"))
    outcome = chance.choice(OF_CALLS if channel == "call" else OF_MESSAGES)
    at = enrolment["at"] + timedelta(hours=nth * 7, minutes=chance.randrange(60))
    cause = chance.choices(("step", "inbound"), (9, 1))[0]
    took = chance.random() < 0.9
    written = {
        "id": _id(chance),
        "lead_id": enrolment["lead_id"],
        "enrolment_id": enrolment["id"],
        "campaign_id": grown.campaign,
        "version": enrolment["version"],
        "cause_kind": cause,
        "cause_ref": f"s{nth}" if cause == "step" else _id(chance),
        "attempt": nth,
        "step": f"s{nth}" if cause == "step" else "",
        "channel": channel,
        "purpose": "service",
        "state": "settled",
        "at": at,
        "number_id": number,
        "sender": chance.choice(("+34910000001", "+34910000002")),
        "sid": f"S{next(_serial)}" if took else None,
        "outcome": outcome if took else "failed",
        "disposition": chance.choice(DISPOSITIONS) if took and outcome == "answered" else None,
        "answered_at": at if outcome in {"answered", "abandoned"} else None,
        "greeting_end_at": at if channel == "call" and outcome in {"answered", "abandoned"} else None,
        "replied_at": None,
    }
    insert(connection, "touches", written)
    grown.touches.append(written)
    if took and chance.random() < 0.3:
        _reply(connection, chance, grown, written)


def _reply(connection: Connection, chance: random.Random, grown: Grown, touch: dict[str, Any]) -> None:
    meaning = chance.choice(("revoke", "none", "hold", "callback", "reply.yes"))
    reply = {
        "id": _id(chance),
        "channel": "sms",
        "number_id": touch["number_id"],
        "sender": touch["sender"],
        "at": touch["at"] + timedelta(minutes=3),
        "meaning": meaning,
        "lead_id": touch["lead_id"],
        "touch_id": touch["id"],
    }
    insert(connection, "inbound", reply)
    read_as_stop = meaning == "hold" and chance.random() < 0.5
    if read_as_stop:
        connection.execute(
            text(
                "INSERT INTO suppressions (hmac, key_name, scope, since, source, ref)"
                " SELECT hmac, key_name, 'everything', :at, 'review', :ref FROM numbers WHERE id = :number"
            ),
            {"at": reply["at"], "ref": reply["id"], "number": reply["number_id"]},
        )
    grown.replies.append(reply | {"stop": meaning == "revoke" or read_as_stop})


def _id(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))


def insert(connection: Connection, table: str, row: dict[str, Any], *, drop: str = "") -> None:
    """Write a row."""
    columns = [name for name in row if name != drop]
    values = ", ".join(f"CAST(:{name} AS jsonb)" if name in {"zones", "move"} else f":{name}" for name in columns)
    connection.execute(text(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})"), row)  # noqa: S608  ours
