"""Does a lead list have the columns that a campaign uses? Pure."""

import re
from collections.abc import Iterable

from cadence.campaign.reader import Reading
from cadence.campaign.templates import BUILT_IN, CALLBACK_AT, placeholders
from cadence.campaign.texts import date_fields, samples, texts
from cadence.documents.mistakes import Mistake, MistakeReport, one_of, quoted
from cadence.documents.tree import Node, TextNode
from cadence.domain.channels import CONTACT_CHANNELS, descriptor_of
from cadence.domain.nearest import nearest

NOT_FOR_TEXTS = frozenset(
    {"id", "phone", "phone2", "timezone", "consent_at", "consent_source"}
    | {descriptor_of(channel).consent_column for channel in CONTACT_CHANNELS}
)
"""Columns for contact data and consent: texts cannot use them."""
SHOWN = 20
"""How many column names are listed as expected."""


def check_placeholders(reading: Reading, columns: Iterable[str]) -> tuple[Mistake, ...]:
    """
    Return the placeholders and date fields that the list has no column for, each with its place in the file.

    `columns` are the names that intake gives them: small letters, without accents, with _ for spaces.
    """
    report = MistakeReport(file=reading.file)
    campaign = reading.right()
    kept = set(samples(campaign))  # answers of the campaign itself
    own = sorted((set(columns) | kept) - NOT_FOR_TEXTS - set(BUILT_IN))
    known = dict.fromkeys((*BUILT_IN, *own))
    for written in texts(campaign):
        for name in placeholders(written.text):
            if name not in known and not (written.announces and name == CALLBACK_AT):
                place = _place(reading.at(written.path), rf"\{{[{{%][^}}]*?\b({re.escape(name)})\b")
                report.wrong(place, f"{{{{ {name} }}}}", _expected(known), nearest(name, known))
    for path, field in date_fields(campaign).items():
        if field not in own:
            place = _place(reading.at(path), r"\S")
            report.wrong(place, quoted(field), _expected(own), nearest(field, own))
    turns = campaign.account
    if turns is not None and turns.column and turns.column not in own:
        place = _place(reading.at(("account", "order")), r"\S")
        report.wrong(place, quoted(turns.column), _expected(own), nearest(turns.column, own))
    return report.sorted()


def _place(node: Node | None, pattern: str) -> Node:
    """Return the place of this: within its text if it can be found there."""
    if node is None:
        return Node(line=1, column=1)
    return node.find(pattern) if isinstance(node, TextNode) else node


def _expected(known: Iterable[str]) -> str:
    names = list(known)
    if not names:
        return "a column of the lead list, which has none of its own"
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return (
        f"a column of the lead list: {', '.join(names[:SHOWN])}{more}"
        if more
        else f"a column of the lead list: {one_of(names)}"
    )
