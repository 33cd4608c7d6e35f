"""What was said? Edge: erasable, because an auditor must see what was sent and a person may have it forgotten."""

from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from cadence.ledger.db.queries import named
from cadence.ledger.tables import texts
from cadence.ledger.tables.base import ID

OF_TOUCH = named(
    select(texts).where(texts.c.touch_id == bindparam("touch", type_=ID)),
    "text_of_touch",
    "what a touch said",
    index="texts_pkey",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedText:
    """The rendered words of a touch. Personal data."""

    body: str
    template: str = ""
    variables: dict[str, str] = field(default_factory=dict)


def put(connection: Connection, touch: str, text: RenderedText) -> None:
    """Keep what a touch says; a planned touch that is rendered again says the new words."""
    values = {"body": text.body, "template": text.template, "variables": text.variables}
    statement = insert(texts).values(touch_id=touch, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["touch_id"], set_=values))


def find(connection: Connection, touch: str) -> RenderedText | None:
    """Return what a touch said; None when it said nothing or was erased."""
    row = connection.execute(OF_TOUCH, {"touch": touch}).first()
    return RenderedText(body=row.body, template=row.template, variables=row.variables) if row else None
