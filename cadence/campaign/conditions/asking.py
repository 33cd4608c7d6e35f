"""How does a condition ask for consents, touches so far, and how long ago an event was? Pure."""

from collections.abc import Iterator
from decimal import Decimal

from cadence.campaign.conditions.notation import COMPARISONS, COUNTS, EVENTS, KNOWN, OUTCOMES, SENT, YES_NO
from cadence.campaign.conditions.parsed import (
    AnyOf,
    Condition,
    CountComparison,
    Happened,
    HasConsent,
    HoursSince,
    TouchCount,
)
from cadence.documents.mistakes import MistakeReport, one_of, quoted, written
from cadence.documents.tree import Items, Keys, Node, TextNode
from cadence.domain.amounts import read_number
from cadence.domain.nearest import fold, nearest


class LedgerReader:
    """Reads what a condition asks the ledger; what is wrong goes into the report."""

    def __init__(self, report: MistakeReport) -> None:
        """Start with the report of the file."""
        self.report = report

    def entries(self, node: Node, expected: str) -> list[tuple[TextNode, Node]]:
        """Return the entries of a mapping, each key once."""
        if not isinstance(node, Keys) or not node.entries:
            self.report.wrong(node, "an empty mapping" if isinstance(node, Keys) else written(node), expected)
            return []
        seen: set[str] = set()
        for key, _ in node.entries:
            if key.value in seen:
                self.report.wrong(key, f"{quoted(key.value)} a second time", "each key once; `all: [...]` repeats one")
            seen.add(key.value)
        return node.entries

    def number(self, node: Node, *, whole: bool = False) -> Decimal | None:
        """Return a number, reporting what is none."""
        number = read_number(node.value) if isinstance(node, TextNode) else None
        if number is None or (whole and (number != number.to_integral_value() or number < 0)):
            expected = "a whole number such as 2" if whole else "a number such as 18 or 59.02"
            self.report.wrong(node, written(node), expected)
            return None
        return number.normalize() if number % 1 else number.to_integral_value()

    def known(self, node: Node) -> bool | None:
        """Return whether there must be a value, reporting another word."""
        word = node.value.strip().casefold() if isinstance(node, TextNode) else ""
        if word not in KNOWN:
            hint = nearest(word, KNOWN)
            expected = f"{one_of(KNOWN)}; a value stands without `is`, as in {{plan: premium}}"
            self.report.wrong(node, written(node), expected, hint)
            return None
        return KNOWN[word]

    def consent(self, node: Node) -> Iterator[Condition]:
        """Yield that there is a consent to a channel, to one of several, or that there is one or none to each."""
        if isinstance(node, Keys):
            for key, value in self.entries(node, "channels with yes or no"):
                given = YES_NO.get(fold(value.value)) if isinstance(value, TextNode) else None
                if given is None:
                    self.report.wrong(value, written(value), "yes or no")
                if self._word(key, SENT) and given is not None:
                    yield HasConsent.model_validate({"channel": key.value, "given": given})
            return
        channels = self._words(node, SENT)
        consents = [HasConsent.model_validate({"channel": channel, "given": True}) for channel in channels]
        if consents:
            yield consents[0] if len(consents) == 1 else AnyOf(of=tuple(consents))

    def touches(self, node: Node) -> Iterator[Condition]:
        """Yield how many touches there were so far."""
        if isinstance(node, TextNode):
            if (number := self.number(node, whole=True)) is not None:
                yield TouchCount(comparison="is", number=int(number))
            return
        before = len(self.report.mistakes)
        narrows = {"channel": SENT, "outcome": OUTCOMES}
        narrowed: dict[str, tuple[str, ...]] = {}
        bounds = list[tuple[CountComparison, int]]()
        right = (*COUNTS, *narrows, "step")
        for key, value in self.entries(node, "a number, or a comparison such as {at_most: 2, channel: call}"):
            comparison = next((word for word in COUNTS if word == key.value), None)
            if comparison is not None:
                if (number := self.number(value, whole=True)) is not None:
                    bounds.append((comparison, int(number)))
            elif key.value in right:
                narrowed[key.value] = self._words(value, narrows.get(key.value))
            else:
                hint = nearest(key.value, right)
                self.report.wrong(key, f"{quoted(key.value)} is not a key of touches", one_of(right), hint)
        if not bounds and len(self.report.mistakes) == before:
            self.report.wrong(node, "touches without a number", one_of(COUNTS))
        for comparison, count in bounds:
            yield TouchCount.model_validate(
                {
                    "comparison": comparison,
                    "number": count,
                    "channels": narrowed.get("channel", ()),
                    "steps": narrowed.get("step", ()),
                    "outcomes": narrowed.get("outcome", ()),
                }
            )

    def hours_since(self, node: Node) -> Iterator[Condition]:
        """Yield how long ago something happened last, or whether it happened at all."""
        entries = self.entries(node, "an event and a comparison, such as {event: replied, at_least: 24}")
        event = next((value for key, value in entries if key.value == "event"), None)
        if event is None:
            if entries:
                self.report.wrong(node, 'no "event" in hours_since', f"event: {one_of(EVENTS)}")
            return
        name = event.value if isinstance(event, TextNode) else ""
        known = self._word(event, EVENTS)
        right = ("event", *COMPARISONS, "is")
        compared = [(key, value) for key, value in entries if key.value != "event"]
        if not compared:
            self.report.wrong(node, "hours_since without a number", one_of(right[1:]))
        for key, value in compared:
            comparison = next((word for word in COMPARISONS if word == key.value), None)
            if comparison is not None:
                hours = self.number(value)
                if known and hours is not None:
                    yield HoursSince(event=name, comparison=comparison, hours=hours)
            elif key.value == "is":
                happened = self.known(value)
                if known and happened is not None:
                    yield Happened(event=name, happened=happened)
            else:
                hint = nearest(key.value, right)
                self.report.wrong(key, f"{quoted(key.value)} is not a key of hours_since", one_of(right), hint)

    def _words(self, node: Node, right: tuple[str, ...] | None) -> tuple[str, ...]:
        """Return one word or several, of those that are right; None: any."""
        nodes = node.items if isinstance(node, Items) else [node]
        if not nodes:
            self.report.wrong(node, "an empty list", "a list of words")
        return tuple(item.value for item in nodes if self._word(item, right) and isinstance(item, TextNode))

    def _word(self, node: Node, right: tuple[str, ...] | None) -> bool:
        """Tell whether a word is right; report it if not."""
        if isinstance(node, TextNode) and not node.empty and (right is None or node.value in right):
            return True
        hint = nearest(node.value, right or ()) if isinstance(node, TextNode) else ""
        self.report.wrong(node, written(node), one_of(right) if right else "a word", hint)
        return False
