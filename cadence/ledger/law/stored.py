"""
Which packs and which house file have users put in force? Edge: texts by their hash, versions in the order of commits.

A version is written under the lock that every reserve holds shared (protocol §1.2). So a touch is reserved either
before it, judged by the law of that moment, or after it, judged by the new one.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from cadence.ledger.campaigns import commands
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.db.queries import query, sql
from cadence.ledger.tables.fields import reader
from cadence.ledger.tables.rules import law_texts, law_versions

REVISION = query(
    select(func.coalesce(func.max(law_versions.c.id), 0)),
    "the last change of the law that users have stored",
    index="law_versions_pkey",
)
VERSIONS = sql(
    """
    SELECT v.kind, v.name, v.version, v.at, t.body, c.actor, c.why
    FROM law_versions v JOIN law_texts t ON t.hash = v.hash JOIN commands c ON c.id = v.command_id
    WHERE v.id <= :revision
        AND v.version = (SELECT max(o.version) FROM law_versions o
                         WHERE o.kind = v.kind AND o.name = v.name AND o.id <= :revision)
    ORDER BY v.kind, v.name
    """,
    "the packs and the house file that are in force as of a revision",
    index="",
)
HISTORY = sql(
    """
    SELECT v.kind, v.name, v.version, v.at, t.body, c.actor, c.why
    FROM law_versions v JOIN law_texts t ON t.hash = v.hash JOIN commands c ON c.id = v.command_id
    WHERE v.kind = :kind AND v.name = :name ORDER BY v.version
    """,
    "every version of a pack or of the house file, with who stored it and why",
    index="law_versions_kind_name_version_key",
)
REVISION_AT = query(
    select(func.coalesce(func.max(law_versions.c.id), 0)).where(law_versions.c.at <= bindparam("at")),
    "the last change of the stored law before an instant",
    index="",
)
SHIPPED = query(
    select(law_texts).where(law_texts.c.shipped).order_by(law_texts.c.at, law_texts.c.name),
    "the packs that our programs brought, in the order in which workers first used them",
    index="",
)


class LawKind(StrEnum):
    """What a text of law is."""

    PACK = "pack"
    HOUSE = "house"


@dataclass(frozen=True, slots=True, kw_only=True)
class LawText:
    """The text of a pack or of a house file."""

    kind: LawKind
    name: str = ""  # a pack's id
    body: str

    @property
    def digest(self) -> bytes:
        """The hash of the content."""
        return hashlib.sha256(self.body.encode()).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptText:
    """A text that a program brought, and since when it was used."""

    text: LawText
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LawVersion:
    """One version of a text, and who put it in force."""

    text: LawText
    version: int
    at: datetime
    actor: str
    why: str
    new: bool = False  # it was put in force by this very order


_text = reader(LawText)
_kept = reader(KeptText, text=_text)
_version = reader(LawVersion, text=_text, new=lambda _: False)


def revision(connection: Connection) -> int:
    """Return the number of the last change; 0 if nothing was ever stored."""
    return int(connection.execute(REVISION).scalar_one())


def revision_at(connection: Connection, at: datetime) -> int:
    """Return the number of the last change before this instant of the Clock."""
    return int(connection.execute(REVISION_AT, {"at": at}).scalar_one())


def in_force(connection: Connection, revision: int) -> list[LawVersion]:
    """Return the packs, and the house file if there is one, that are in force as of a change."""
    return [_version(row) for row in connection.execute(VERSIONS, {"revision": revision})]


def history(connection: Connection, kind: LawKind, name: str = "") -> list[LawVersion]:
    """Return every version of a pack or of the house file, the first one first."""
    return [_version(row) for row in connection.execute(HISTORY, {"kind": kind, "name": name})]


def shipped(connection: Connection) -> list[KeptText]:
    """Return the packs that our programs brought, each with the instant at which a worker first used it."""
    return [_kept(row) for row in connection.execute(SHIPPED)]


def put(connection: Connection, new: LawText, command: Command, *, at: datetime) -> LawVersion:
    """
    Put a text in force, and return its version. The same text as before is no change, and no command is recorded.

    The caller holds the lock of `locks.exclude_touches`, under which `at` was taken.
    """
    versions = history(connection, new.kind, new.name)
    if versions and versions[-1].text.body == new.body:
        return versions[-1]
    given = commands.record(connection, command, at=at)
    keep(connection, [new], at=at, shipped=False)
    version = versions[-1].version + 1 if versions else 1
    values = {"kind": new.kind, "name": new.name, "version": version, "hash": new.digest, "command_id": given.id}
    connection.execute(insert(law_versions).values(**values, at=at))
    return LawVersion(text=new, version=version, at=at, actor=command.actor, why=command.why, new=True)


def keep(connection: Connection, texts: Iterable[LawText], *, at: datetime, shipped: bool) -> None:
    """Keep texts by the hash of their content; one that is kept already stays as it is."""
    rows = [
        {"hash": text.digest, "kind": text.kind, "name": text.name, "body": text.body, "shipped": shipped, "at": at}
        for text in texts
    ]
    if rows:
        connection.execute(insert(law_texts).on_conflict_do_nothing(), rows)
