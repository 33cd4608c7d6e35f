"""
How is a condition written in a campaign file? Pure: YAML -> Where, with each mistake at its place.

A mapping says what must all hold: `{plan: premium, age: {at_least: 18}}`. `any`, `all` and `not` combine; `consent`,
`touches` and `hours_since` ask what the ledger knows; every other key is a field of the lead or a column of the list.
"""

import re
from collections.abc import Callable, Iterator

from cadence.campaign.conditions.asking import LedgerReader
from cadence.campaign.conditions.notation import (
    ASKED,
    COMPARISONS,
    ONLY_IN,
    OPERATORS,
    REFERENCE,
    SPECIAL,
)
from cadence.campaign.conditions.parsed import (
    FIELDS,
    LANGUAGE,
    All,
    AnyOf,
    Condition,
    IsDate,
    IsKnown,
    IsNumber,
    IsOneOf,
    Not,
    Where,
)
from cadence.campaign.kinds import WRONG, Schema
from cadence.documents.mistakes import MistakeReport, one_of, quoted, written
from cadence.documents.tree import Items, Keys, Node, TextNode
from cadence.domain.dates import read_wall
from cadence.domain.nearest import fold, nearest

EXAMPLE = "{plan: premium, age: {at_least: 18}}"
SIGNED = re.compile(r"\s*[<>=]=?\s*[\d.,]+\s*")
"""What looks like a comparison by signs."""
VALUE = "a value, a list of values, or a comparison such as {at_least: 18}"
MOST_PARTS = 50
"""More comparisons than one condition needs."""
LIKE = 0.8
"""How similar a key must be to one of ours before a column of that name is doubted."""


class WhereKind:
    """A condition."""

    expected = f"a condition such as {EXAMPLE}"

    def read(self, node: Node, report: MistakeReport) -> object:
        """Return the condition, or WRONG after saying why."""
        before = len(report.mistakes)
        parts = list(_Reader(report).every(node))
        if len(report.mistakes) > before:
            return WRONG
        where = Where(holds=_all(parts))
        if len(where.leaves) > MOST_PARTS:
            report.wrong(node, f"a condition of {len(where.leaves)} comparisons", f"at most {MOST_PARTS}")
            return WRONG
        return where

    def schema(self) -> Schema:
        """Return a reference to the schema of conditions, which stands once in the schema of the file."""
        return REFERENCE


class _Reader(LedgerReader):
    """Reads a condition into its parts; what is wrong goes into the report."""

    def __init__(self, report: MistakeReport) -> None:
        super().__init__(report)
        self._special: dict[str, Callable[[Node], Iterator[Condition]]] = {
            "any": self._any,
            "all": self._all,
            "not": self._not,
            "consent": self.consent,
            "touches": self.touches,
            "hours_since": self.hours_since,
            "columns": self._columns,
        }

    def every(self, node: Node) -> Iterator[Condition]:
        """Yield what must all hold."""
        for key, value in self.entries(node, WhereKind.expected):
            read = self._special.get(key.value)
            yield from read(value) if read is not None else self._subject(key, value)

    def _subject(self, key: TextNode, value: Node) -> Iterator[Condition]:
        """Yield what is said of a field or a column."""
        subject = fold(key.value)
        if subject in OPERATORS or not subject:
            expected = f"a field or a column first, such as {{age: {{{subject or 'at_least'}: 18}}}}"
            self.report.wrong(key, f"{quoted(key.value)} where a field or a column stands", expected)
            return
        if (meant := self._meant(subject, value)) is not None:
            found = f"{quoted(key.value)}, which is no comparison of a column"
            self.report.wrong(key, found, f"{one_of(SPECIAL)}, a field or a column", meant)
            return
        yield from self.about(subject, value)

    @staticmethod
    def _meant(subject: str, value: Node) -> str | None:
        """Return which of our own keys is meant by a key whose value no column can have."""
        if isinstance(value, Items):
            several = any(not isinstance(item, TextNode) for item in value.items)
            return nearest(subject, SPECIAL) if several else None
        inside = {key.value for key, _ in value.entries} if isinstance(value, Keys) else set()
        return next((key for key, own in ONLY_IN.items() if not own.isdisjoint(inside)), None)

    def about(self, subject: str, value: Node) -> Iterator[Condition]:
        """Yield what is said of a value: a word, one of several, or comparisons."""
        if isinstance(value, TextNode) and SIGNED.fullmatch(value.value):
            expected = "{at_least: 18}, at_most, above or below, unless the list has this very text"
            self.report.warn(value, f"{quoted(value.value)} is a text, and compares no numbers", expected)
        if isinstance(value, TextNode) and not value.empty and value.value.strip():
            yield from self._one_of(subject, [value])
        elif isinstance(value, Items) and value.items:
            words = [item for item in value.items if isinstance(item, TextNode) and not item.empty]
            if len(words) < len(value.items) or not all(word.value.strip() for word in words):
                self.report.wrong(value, "a list with something else than values", "a list of values: [vip, gold]")
                return
            yield from self._one_of(subject, words)
        elif isinstance(value, Keys) and value.entries:
            for name, operand in self.entries(value, VALUE):
                yield from self._compared(subject, name, operand)
        else:
            self.report.wrong(value, "an empty list" if isinstance(value, Items) else written(value), VALUE)

    @staticmethod
    def _one_of(subject: str, nodes: list[TextNode]) -> Iterator[Condition]:
        yield IsOneOf(subject=subject, values=tuple(node.value.strip() for node in nodes))

    def _compared(self, subject: str, name: TextNode, operand: Node) -> Iterator[Condition]:
        """Yield one comparison."""
        operator = next((word for word in COMPARISONS if word == name.value), None)
        if operator is not None:
            if (number := self.number(operand)) is not None:
                yield IsNumber(subject=subject, comparison=operator, number=number)
        elif name.value in {"before", "after"}:
            yield from self._date(subject, name.value, operand)
        elif name.value == "is":
            if (known := self.known(operand)) is not None:
                yield IsKnown(subject=subject, known=known)
        else:
            self.report.wrong(
                name, f"{quoted(name.value)} is not a comparison", one_of(OPERATORS), nearest(name.value, OPERATORS)
            )

    def _date(self, subject: str, comparison: str, node: Node) -> Iterator[Condition]:
        try:
            wall = read_wall(node.value if isinstance(node, TextNode) else "")
        except ValueError:
            self.report.wrong(node, written(node), 'a date such as "2027-03-08" or "2027-03-08 10:30"')
            return
        if wall.at.tzinfo is not None:
            self.report.wrong(node, written(node), "a date without a zone: it is the person's own clock")
            return
        after = comparison == "after"
        yield IsDate(subject=subject, comparison="after" if after else "before", at=wall.at, timed=wall.timed)

    def _any(self, node: Node) -> Iterator[Condition]:
        """Yield that one of several holds: of the conditions of a list, or of the keys of a mapping."""
        if isinstance(node, Items) and node.items:
            yield AnyOf(of=tuple(_all(list(self.every(item))) for item in node.items))
        elif isinstance(node, Keys):
            yield AnyOf(of=tuple(self.every(node)))
        else:
            self._no_list(node)

    def _all(self, node: Node) -> Iterator[Condition]:
        if isinstance(node, Items) and node.items:
            for item in node.items:
                yield from self.every(item)
        elif isinstance(node, Keys):
            yield from self.every(node)
        else:
            self._no_list(node)

    def _no_list(self, node: Node) -> None:
        found = "an empty list" if isinstance(node, Items) else written(node)
        self.report.wrong(node, found, "a list of conditions such as [{plan: premium}, {score: {at_least: 80}}]")

    def _not(self, node: Node) -> Iterator[Condition]:
        yield Not(of=_all(list(self.every(node))))

    def _columns(self, node: Node) -> Iterator[Condition]:
        for key, value in self.entries(node, "columns of the list with conditions, such as {columns: {touches: 3}}"):
            yield from self.about(fold(key.value), value)


def _all(parts: list[Condition]) -> Condition:
    """Return one condition that several make together; a single one is itself."""
    return parts[0] if len(parts) == 1 else All(of=tuple(parts))


def doubtful(where: Where) -> Iterator[tuple[str, str]]:
    """Yield each column whose name is almost that of a field or a key of ours, with that name."""
    for column in where.columns:
        meant = nearest(column, (*FIELDS, LANGUAGE, *ASKED), LIKE)
        if meant and column not in {LANGUAGE, *SPECIAL}:
            yield column, meant


WHERE = WhereKind()
