"""What does a YAML text contain, and at which line and column is each part? Pure: depth and size are bounded."""

import re
from dataclasses import dataclass, field

from ruamel.yaml import YAML, events
from ruamel.yaml.error import MarkedYAMLError

from cadence.documents.mistakes import MistakeReport
from cadence.documents.tree import Items, Keys, Node, SourceError, TextNode
from cadence.domain.plurals import many
from cadence.domain.storable import storable

MAX_CHARACTERS = 256 * 1024
"""The longest document is a few pages; a file of this size is something else."""
MAX_DEPTH = 12
"""Campaigns and packs need five levels."""
MAX_KEYS = 500
"""More keys than any block needs; it limits what YAML merges can multiply."""

IN_OUR_WORDS = {
    "mapping values are not allowed": ('a second ": " in one line', 'quotes around a text with ": " in it'),
    "cannot start any token": ("a text that begins with a special character", "quotes around it"),
    "could not find expected ':'": ('a line without ": "', "a key and its value"),
    "found unexpected end of stream": ("a quote that is never closed", "a second quote"),
    "expected <block end>": (
        "a line that does not go on with the block above it",
        "the indentation of the lines above, and quotes around a text that begins with a sign",
    ),
    "sequence entries are not allowed": ('a "- " where no list can begin', "the list below its key, on new lines"),
    "expected the node content": ("a value or a closing bracket left out", "a value, and brackets in pairs"),
}
"""Messages of the YAML parser, and ours for them: found and expected."""
CLOSES = {"{": "}", "[": "]"}
CURLY = "“”„‟‘’‚‛"  # noqa: RUF001  as people paste them
"""Quotes of word processors. YAML takes them for letters of the text."""
CURLY_VALUE = re.compile(rf"(?:^|[:\-,{{\[])\s*([{CURLY}])")


def read_yaml(text: str, example: str) -> Node:
    """Return the tree of a text; `example` says what was expected where there is nothing. Raises SourceError."""
    if len(text) > MAX_CHARACTERS:
        found = f"a file of {many(len(text), 'character')}"
        raise SourceError(1, 1, found, f"at most {MAX_CHARACTERS}")
    builder = _Builder(text)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
    except SourceError:
        raise
    except MarkedYAMLError as error:
        raise _syntax(text, error, builder.last) from error
    except Exception as error:  # whatever a foreign parser trips over is the file's mistake, never a crash
        raise _unreadable(text, error) from error
    if builder.root is None:
        raise SourceError(1, 1, "an empty file", example)
    return builder.root


def read_keys(text: str, report: MistakeReport, example: str, keys: str) -> Keys | None:
    """Return a text that is a mapping of keys, such as `keys`; None for another, after reporting what is wrong."""
    try:
        tree = read_yaml(text, example)
    except SourceError as error:
        report.wrong(error, error.found, error.expected)
        return None
    if not isinstance(tree, Keys):
        report.wrong(tree, "a file that is not a mapping of keys", f"keys such as {keys}")
        return None
    return tree


@dataclass(slots=True)
class _Builder:
    """Makes the tree from the parser's events, without recursion."""

    text: str
    root: Node | None = None
    open: list[Items | Keys] = field(default_factory=list)
    keys: list[TextNode | None] = field(default_factory=list)  # per open node: the key that waits for its value
    named: dict[str, Node] = field(default_factory=dict)
    anchors: list[str | None] = field(default_factory=list)
    documents: int = 0
    last: TextNode | None = None  # the newest text, for a mistake that follows it

    def take(self, event: events.Event) -> None:
        """Take one event."""
        if isinstance(event, events.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                mark = event.start_mark
                found = "a second document after ---"
                raise SourceError(mark.line + 1, mark.column + 1, found, "one document per file")
        elif isinstance(event, events.MappingEndEvent | events.SequenceEndEvent):
            self._close(event)
        elif isinstance(event, events.NodeEvent):
            self._node(event)

    def _node(self, event: events.NodeEvent) -> None:
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        if tag := getattr(event, "tag", None):
            raise SourceError(line, column, f"the tag {tag}", "a plain value without a tag")
        if isinstance(event, events.AliasEvent):
            if event.anchor not in self.named:
                raise SourceError(line, column, f"*{event.anchor}", f"an anchor &{event.anchor} further up")
            self._place(self.named[event.anchor], line, column)
        elif isinstance(event, events.ScalarEvent):
            if storable(event.value) != event.value:
                raise SourceError(line, column, "an escape for NUL or for half a character", "plain text")
            raw = self.text[mark.index : event.end_mark.index]
            plain = event.style is None or event.style == ""
            if plain and raw[:1] and raw[0] in CURLY:
                raise _curly(line, column, raw[0])
            node = TextNode(line=line, column=column, end=_end(event), value=event.value, plain=plain, raw=raw)
            self.last = node
            self._name(event.anchor, node)
            self._place(node, line, column)
        elif isinstance(event, events.MappingStartEvent | events.SequenceStartEvent):
            if len(self.open) >= MAX_DEPTH:
                raise SourceError(line, column, "too many levels", f"at most {MAX_DEPTH} inside each other")
            kind = Keys if isinstance(event, events.MappingStartEvent) else Items
            self.open.append(kind(line=line, column=column))
            self.keys.append(None)
            self.anchors.append(event.anchor)

    def _close(self, event: events.Event) -> None:
        """End the innermost list or mapping; only now may an alias name it, so nothing contains itself."""
        node = self.open.pop()
        self.keys.pop()
        node.end = _end(event)
        if isinstance(node, Keys):
            if len(node.entries) > MAX_KEYS:
                raise SourceError(
                    node.line, node.column, f"{many(len(node.entries), 'key')}", f"at most {MAX_KEYS} in one place"
                )
            node.merge()
        self._name(self.anchors.pop(), node)
        self._place(node, node.line, node.column)

    def _name(self, anchor: str | None, node: Node) -> None:
        if anchor:
            self.named[anchor] = node

    def _place(self, node: Node, line: int, column: int) -> None:
        """Put a finished node where it belongs."""
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if isinstance(parent, Items):
            parent.items.append(node)
        elif (waiting := self.keys[-1]) is not None:
            if isinstance(node, TextNode) and not node.raw:  # nothing was written: the key is the place to look at
                node.line, node.column, node.end = waiting.line, waiting.column, waiting.end
            parent.entries.append((waiting, node))
            self.keys[-1] = None
        elif isinstance(node, TextNode):
            self.keys[-1] = node
        else:
            expected = "a word as the key; a text that begins with {{ needs quotes"
            raise SourceError(line, column, "a list or mapping as a key", expected)


def _end(event: events.Event) -> tuple[int, int]:
    return event.end_mark.line + 1, event.end_mark.column + 1


def _curly(line: int, column: int, quote: str) -> SourceError:
    return SourceError(
        line, column, f"the curly quote {quote} of a word processor", "straight quotes: \"...\" or '...'"
    )


def _quote(row: str, line: int, last: TextNode | None) -> SourceError | None:
    """Return what is wrong with the quotes before a mistake in a row; None if they are in order."""
    if last is not None and not last.plain and last.line < last.end[0] == line and last.raw[:1] in {'"', "'"}:
        found = f"a quote that closes only in line {line}"
        return SourceError(last.line, last.column, found, "a second quote in this line")
    curly = CURLY_VALUE.search(row)
    if curly and row[: curly.start()].count('"') % 2 == 0:  # not inside a text
        return _curly(line, curly.start(1) + 1, curly[1])
    return None


def _syntax(text: str, error: MarkedYAMLError, last: TextNode | None) -> SourceError:
    """Return what the parser says, in our words where we have better ones; `last` is the text before."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    rows = text.splitlines()
    row = rows[line - 1] if line <= len(rows) else ""
    if "\t" in row[: column + 1] and not row[:column].strip():
        return SourceError(line, row.index("\t") + 1, "a tab", "spaces before the key: YAML does not indent with tabs")
    if (misread := _odd_indent(rows) or _quote(row, line, last)) is not None:
        return misread
    if error.context_mark is not None and str(error.problem).startswith(("expected ',' or '}'", "expected ',' or ']'")):
        # Where the parser gave up says little: the bracket may stand lines above, and so may a quote inside it.
        opened = error.context_mark
        bracket = text[opened.index]
        found = f'a "{bracket}" that is not closed, or a quote inside it'
        return SourceError(opened.line + 1, opened.column + 1, found, f'a "{CLOSES[bracket]}", and quotes in pairs')
    problem = " ".join(str(error.problem or error.context or "something odd").split())
    if "found unexpected end of stream" in problem and error.context_mark is not None:
        line, column = error.context_mark.line + 1, error.context_mark.column + 1  # where the quote opens
    for words, (found, expected) in IN_OUR_WORDS.items():
        if words in problem:
            return SourceError(line, column, found, expected)
    return SourceError(line, column, f"this is not YAML: {problem}", "keys and values, such as purpose: marketing")


def _odd_indent(rows: list[str]) -> SourceError | None:
    """Return the first line that begins with a space of another kind, as word processors and web pages have them."""
    for number, row in enumerate(rows, start=1):
        blank = row[: len(row) - len(row.lstrip())]
        if (odd := blank.strip(" \t")) and row.strip():
            found = "a space of another kind, such as a no-break space, before the text"
            return SourceError(number, row.index(odd) + 1, found, "plain spaces: delete it and type spaces")
    return None


def _unreadable(text: str, error: Exception) -> SourceError:
    """Return the place of a character that YAML does not allow, else the start of the file."""
    at = getattr(error, "position", 0)
    before = text[:at] if isinstance(at, int) else ""
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return SourceError(line, column, "a character or escape that YAML does not allow", "plain text in UTF-8")
