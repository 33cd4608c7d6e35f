"""
Which sentences does a language have, and with which arguments? Pure: read from the files and from modules.

A language is parsed when its first sentence is needed, and Fluent is imported only then: most commands need none.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle
    from fluent.syntax.ast import Entry, Resource

Language = Literal["en", "es", "pt"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
LONGEST_ARGUMENT = 1_000_000
"""In characters. Fluent itself refuses more than 2,500, and a voicemail message may be longer."""

_added: list[Callable[[Language], str]] = []


class WordingError(Exception):
    """A sentence or one of its arguments is missing, or a text is not Fluent."""


def add_sentences(**texts: str) -> None:
    """Add the sentences that a module keeps beside its code: Fluent text by language, such as `en="..."`."""
    _added.append(lambda language: texts.get(language, ""))


def add_files(package: str, name: str) -> None:
    """Add the sentences that a package keeps in files of its own: `name.en.ftl`, `name.es.ftl`, ..."""
    _added.append(lambda language: _read(package, f"{name}.{language}.ftl"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """The sentences of one language."""

    bundle: "FluentBundle"
    entries: Mapping[str, "Entry"]
    """Each message by its id, and each term by its id with a hyphen in front."""
    mistakes: tuple[str, ...]
    """What is not Fluent, and ids that are there twice."""
    _arguments: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all sentences."""
        return frozenset(name for name in self.entries if not name.startswith("-"))

    def arguments(self, name: str) -> frozenset[str]:
        """Return the names of the arguments of a sentence, and of the sentences that it contains."""
        if name not in self._arguments:
            self._arguments[name] = frozenset(_arguments(self.entries[name], self.entries))
        return self._arguments[name]

    def text(self, name: str, values: Mapping[str, object]) -> str:
        """Return a sentence with its arguments filled in."""
        pattern = self.bundle.get_message(name).value
        if pattern is None:
            raise WordingError(f"{name} has no text of its own")
        return str(self.bundle.format_pattern(pattern, dict(values))[0])


def sentences_of(language: Language) -> Sentences:
    """Return the sentences of a language."""
    return _sentences(language, len(_added))


@cache
def _sentences(language: Language, parts: int) -> Sentences:
    """Return the sentences of the file and of the first `parts` modules that added theirs."""
    from fluent.runtime import FluentBundle, resolver  # noqa: PLC0415  thirty milliseconds
    from fluent.syntax.ast import Junk, Message, Term  # noqa: PLC0415  as above

    resolver.MAX_PART_LENGTH = LONGEST_ARGUMENT
    bundle = FluentBundle([language], use_isolating=False)
    entries: dict[str, Entry] = {}
    mistakes: list[str] = []
    for resource in map(_parsed, (_read(__package__, f"{language}.ftl"), *(part(language) for part in _added[:parts]))):
        bundle.add_resource(resource)
        for entry in resource.body:
            if isinstance(entry, Junk):
                mistakes.append(f"{language}: not Fluent: {entry.content!r}")
            if isinstance(entry, Message | Term):
                name = f"-{entry.id.name}" if isinstance(entry, Term) else entry.id.name
                if name in entries:
                    mistakes.append(f"{language}: {name} is there twice")
                entries.setdefault(name, entry)
    return Sentences(bundle=bundle, entries=entries, mistakes=tuple(mistakes))


def _read(package: str, name: str) -> str:
    """Return the text of a file, "" where there is none: a test names the sentences that are then missing."""
    file = files(package) / name
    return file.read_text(encoding="utf-8") if file.is_file() else ""


@cache
def _parsed(text: str) -> "Resource":
    from fluent.runtime import FluentResource  # noqa: PLC0415  as above

    return FluentResource(text)


def _arguments(node: Any, entries: Mapping[str, Any]) -> Iterator[str]:  # noqa: ANN401  any part of a syntax tree
    """Yield the names of the variables in a part of a sentence."""
    from fluent.syntax.ast import BaseNode, MessageReference, VariableReference  # noqa: PLC0415  as above

    if isinstance(node, VariableReference):
        yield node.id.name
    elif isinstance(node, MessageReference):
        yield from _arguments(entries.get(node.id.name), entries)
    elif isinstance(node, BaseNode | list):
        for part in node if isinstance(node, list) else vars(node).values():
            yield from _arguments(part, entries)
