"""
Which sentences does a language have, and with which arguments? Pure: read from the files and from modules.

A sentence is parsed when it is first said. One that has nothing but words and texts needs no Fluent, whose import takes
forty milliseconds: most commands say no other.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle
    from fluent.syntax.ast import Message, Resource, Term

Language = Literal["en", "es", "pt"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
LONGEST_ARGUMENT = 1_000_000
"""In characters. Fluent itself refuses more than 2,500, and a voicemail message may be longer."""

BEGINNING = re.compile(r"^(-?[A-Za-z][A-Za-z0-9_-]*) *=", re.MULTILINE)
"""The beginning of a message, or of a term."""

ARGUMENT = re.compile(r"\{ *\$([A-Za-z][A-Za-z0-9_-]*) *\}")
"""The place of an argument in a sentence."""
PLACEABLE = re.compile(r"[{}]")
"""A sign that something in a sentence is chosen, written or looked up."""

_added: list[Callable[[Language], str]] = []


class WordingError(Exception):
    """A sentence or one of its arguments is missing, or a text is not Fluent."""


def add_sentences(**texts: str) -> None:
    """Add the sentences that a module keeps beside its code: Fluent text by language, such as `en="..."`."""
    _added.append(lambda language: texts.get(language, ""))


def add_files(package: str, name: str) -> None:
    """Add the sentences that a package keeps in files of its own: `name.en.ftl`, `name.es.ftl`, ..."""
    _added.append(lambda language: _read(package, f"{name}.{language}.ftl"))


class Sentences:
    """The sentences of one language. Each is parsed when it is first said: a command says a few of five hundred."""

    def __init__(self, language: Language, texts: Sequence[str]) -> None:
        """Find where each sentence of these Fluent texts is written; the first of two with one id counts."""
        self.language = language
        self.texts = tuple(texts)
        self._written = {name: source for text in reversed(self.texts) for name, source in reversed(_written(text))}
        self._plain = {name: words for name, source in self._written.items() if (words := _words(source))}
        self._entries: dict[str, Message | Term | None] = {}
        self._arguments: dict[str, frozenset[str]] = {}

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all sentences."""
        return frozenset(name for name in self._written if not name.startswith("-") and name in self)

    @property
    def mistakes(self) -> tuple[str, ...]:
        """What is not Fluent, and ids that are there twice."""
        from fluent.syntax.ast import Junk  # noqa: PLC0415  as above

        bodies = [entry for text in self.texts for entry in _parsed(text).body]
        twice = [
            name
            for name, count in Counter(name for text in self.texts for name, _ in _written(text)).items()
            if count > 1
        ]
        not_fluent = [entry.content for entry in bodies if isinstance(entry, Junk)]
        return (
            *(f"{self.language}: not Fluent: {content!r}" for content in not_fluent),
            *(f"{self.language}: {name} is there twice" for name in twice),
        )

    def __contains__(self, name: str) -> bool:
        """Return whether there is a sentence with this id, or a term with this id behind a hyphen."""
        return name in self._plain or self._entry(name) is not None

    def arguments(self, name: str) -> frozenset[str]:
        """Return the names of the arguments of a sentence, and of the sentences that it contains."""
        if name not in self._arguments:
            plain = self._plain.get(name)
            self._arguments[name] = frozenset(ARGUMENT.findall(plain) if plain else self._needed(self._entry(name)))
        return self._arguments[name]

    def text(self, name: str, values: Mapping[str, object]) -> str:
        """Return a sentence with its arguments filled in."""
        wanted, plain = self.arguments(name), self._plain.get(name)
        texts = {argument: value for argument, value in values.items() if isinstance(value, str)}
        if plain and texts.keys() >= wanted:  # a number is Fluent's to write, as the language does
            return ARGUMENT.sub(lambda argument: texts[argument[1]], plain)
        self._entry(name)
        pattern = self._bundle.get_message(name).value
        if pattern is None:
            raise WordingError(f"{name} has no text of its own")
        return str(self._bundle.format_pattern(pattern, dict(values))[0])

    @cached_property
    def _bundle(self) -> "FluentBundle":
        from fluent.runtime import FluentBundle, resolver  # noqa: PLC0415  forty milliseconds

        resolver.MAX_PART_LENGTH = LONGEST_ARGUMENT
        return FluentBundle([self.language], use_isolating=False)

    def _entry(self, name: str) -> "Message | Term | None":
        """Return a sentence as Fluent reads it; None if there is none, or if it is not Fluent."""
        from fluent.syntax.ast import Message, Term  # noqa: PLC0415  as above

        if name not in self._entries and name in self._written:
            resource = _parsed(self._written[name])
            self._bundle.add_resource(resource)
            self._entries[name] = next((entry for entry in resource.body if isinstance(entry, Message | Term)), None)
        return self._entries.get(name)

    def _needed(self, node: Any) -> Iterator[str]:  # noqa: ANN401  any part of a syntax tree
        """Yield the names of the variables in a part of a sentence."""
        from fluent.syntax.ast import (  # noqa: PLC0415  as above
            BaseNode,
            MessageReference,
            TermReference,
            VariableReference,
        )

        if isinstance(node, VariableReference):
            yield node.id.name
        elif isinstance(node, MessageReference):
            yield from self._needed(self._entry(node.id.name))
        elif isinstance(node, TermReference):
            self._entry(f"-{node.id.name}")
        elif isinstance(node, BaseNode | list):
            for part in node if isinstance(node, list) else vars(node).values():
                yield from self._needed(part)


def sentences_of(language: Language) -> Sentences:
    """Return the sentences of a language."""
    return _sentences(language, len(_added))


@cache
def _sentences(language: Language, parts: int) -> Sentences:
    """Return the sentences of the file and of the first `parts` modules that added theirs."""
    return Sentences(language, [_read(__package__, f"{language}.ftl"), *(part(language) for part in _added[:parts])])


def _read(package: str, name: str) -> str:
    """Return the text of a file, "" where there is none: a test names the sentences that are then missing."""
    file = files(package) / name
    return file.read_text(encoding="utf-8") if file.is_file() else ""


@cache
def _written(text: str) -> tuple[tuple[str, str], ...]:
    """Return each sentence of a text, with its id: it begins at the margin, and no other line of it looks like that."""
    begins = [(match[1], match.start()) for match in BEGINNING.finditer(text)]
    ends = [*(place for _, place in begins[1:]), len(text)]
    return tuple((name, text[place:end]) for (name, place), end in zip(begins, ends, strict=True))


def _words(source: str) -> str:
    """Return a sentence of one line that has nothing but words and arguments; "" for any other."""
    first, _, rest = source.partition("\n")
    words = first.partition("=")[2].strip(" ")
    more = any(line and not line.startswith("#") for line in rest.split("\n"))
    return "" if more or PLACEABLE.search(ARGUMENT.sub("", words)) else words


@cache
def _parsed(text: str) -> "Resource":
    from fluent.runtime import FluentResource  # noqa: PLC0415  as above

    return FluentResource(text)
