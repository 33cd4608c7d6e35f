"""Which text did a touch send? Edge: kept for auditors in a table of its own, so that it can be erased."""

from dataclasses import asdict, dataclass, field

from sqlalchemy import Connection, bindparam, select

from cadence.ledger.db.batches import Writer
from cadence.ledger.db.queries import new, query, upsert
from cadence.ledger.tables.fields import reader
from cadence.ledger.tables.touches import texts

OF_TOUCH = query(select(texts).where(texts.c.touch_id == bindparam("touch")), "the text of a touch", index="texts_pkey")


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedText:
    """The rendered text of a touch. Personal data."""

    body: str
    template: str = ""
    variables: dict[str, str] = field(default_factory=dict)


_text = reader(RenderedText)


def put(writer: Writer[object], touch: str, text: RenderedText) -> None:
    """Store the text of a touch; a planned touch that is rendered again gets the new text."""
    values = {"touch_id": touch, **asdict(text)}
    writer.execute(upsert(texts, "touch_id", *values), new(values))


def find(connection: Connection, touch: str) -> RenderedText | None:
    """Return the text of a touch; None when it had none or was erased."""
    row = connection.execute(OF_TOUCH, {"touch": touch}).first()
    return _text(row) if row else None
