"""Which text did a touch send? Edge: kept for auditors in a table of its own, so that it can be erased."""

from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from cadence.ledger.db.queries import query
from cadence.ledger.tables.touches import texts

OF_TOUCH = query(select(texts).where(texts.c.touch_id == bindparam("touch")), "the text of a touch", index="texts_pkey")


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedText:
    """The rendered text of a touch. Personal data."""

    body: str
    template: str = ""
    variables: dict[str, str] = field(default_factory=dict)


def put(connection: Connection, touch: str, text: RenderedText) -> None:
    """Store the text of a touch; a planned touch that is rendered again gets the new text."""
    values = {"body": text.body, "template": text.template, "variables": text.variables}
    statement = insert(texts).values(touch_id=touch, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["touch_id"], set_=values))


def find(connection: Connection, touch: str) -> RenderedText | None:
    """Return the text of a touch; None when it had none or was erased."""
    row = connection.execute(OF_TOUCH, {"touch": touch}).first()
    return RenderedText(body=row.body, template=row.template, variables=row.variables) if row else None
