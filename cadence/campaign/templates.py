"""
How are the placeholders of a text filled? Pure: Jinja2 in its sandbox, reduced to what a message needs.

Placeholders, a few filters and `if` are all there is: no loops, calls or arithmetic, so every text renders in bounded
time and space. A missing value is an error before launch, never a blank in a message.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.filters import FILTERS as ALL_FILTERS
from jinja2.sandbox import SandboxedEnvironment
from jinja2.tests import TESTS as ALL_TESTS

from cadence.campaign.written_dates import written_date, written_time
from cadence.documents.mistakes import one_of
from cadence.domain.channels import LONGEST_MESSAGE
from cadence.domain.errors import InvalidInputError
from cadence.domain.nearest import nearest
from cadence.languages import Language

BUILT_IN = ("name", "company", "segment", "account", "score", "country", "region")
"""Placeholders that every lead list has, whatever its columns."""

CALLBACK_AT = "callback_at"
"""When a promised call will be made, on the person's own clock: only the texts that announce it know."""

FILTERS = (
    *("abs", "capitalize", "date", "default", "first_word", "float", "int", "length", "lower", "round", "time"),
    *("title", "trim", "truncate", "upper"),
)
"""The filters that may follow a `|`: none of them can produce a long text from a short one."""

SOME_VALUE = "2027-03-10 10:00"
"""Stands in for a missing value while the other placeholders are checked: every filter accepts it."""

TESTS = ("defined", "undefined")
"""What may follow `is`."""

IN_OUR_WORDS = (
    (r"needs to be closed is '(\w+)'", r"a {% \1 %} that is not closed", r'a "{% endif %}" after it'),
    (r"unexpected end of template", r"a placeholder that is not closed", r'"}}" after "{{", and "%}" after "{%"'),
    (r"unexpected char '(.)'", r'"\1" inside a placeholder', r'"}}" before the text goes on, such as "{{ name }}"'),
    (r"end of print statement', got '(.*)'", r'"\1" inside a placeholder', r'one name between "{{" and "}}"'),
    (r"unknown tag '(.*)'", r"the unknown tag {% \1 %}", r"{% if ... %}, {% elif ... %}, {% else %} and {% endif %}"),
    (r"Expected an expression", r"an empty placeholder", r'a name in it, such as "{{ name }}"'),
)
"""Messages of Jinja, and ours for them: found and expected."""

_NODES: tuple[type[nodes.Node], ...] = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Keyword, nodes.Filter),
    *(nodes.Test, nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Concat),
)
_NAMES: dict[type[nodes.Node], str] = {
    nodes.For: "a loop",
    nodes.Call: "a call",
    nodes.Getattr: "a dot",
    nodes.Getitem: "square brackets",
    nodes.Assign: "a set",
    nodes.Include: "an include",
    nodes.Import: "an import",
    nodes.Macro: "a macro",
    nodes.List: "a list",
    nodes.Tuple: "a list",
    nodes.Dict: "a mapping",
    nodes.ExprStmt: "a command",
}
_CALCULATIONS = (nodes.BinExpr, nodes.UnaryExpr)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """What is wrong with a template, and in which of its rows."""

    row: int
    found: str
    expected: str
    hint: str = ""
    needle: str = ""  # a word to look for, to say where exactly


class RenderError(InvalidInputError):
    """A text cannot be made for this lead."""

    @property
    def evidence(self) -> dict[str, str]:
        """Why, as a decision keeps it: names of the file, never a value of the person."""
        return {}


class TemplateError(RenderError):
    """The template itself is wrong."""

    def __init__(self, flaw: Flaw) -> None:
        """Keep the flaw."""
        self.flaw = flaw
        super().__init__(f"{flaw.found}; expected {flaw.expected}")


class MissingValueError(RenderError):
    """The lead has no value for a placeholder. Fill its cell in the list, or give the placeholder a default."""

    def __init__(self, name: str) -> None:
        """Keep the placeholder's name."""
        self.name = name
        super().__init__(f'no value for "{name}"; expected one in the lead list, or a default in the text')

    @property
    def evidence(self) -> dict[str, str]:
        """The name of the placeholder."""
        return {"why": "no_value", "column": self.name}


class TooLongError(RenderError):
    """The text is too long. Shorten it, or the values that fill it."""

    @property
    def evidence(self) -> dict[str, str]:
        """That it is too long."""
        return {"why": "too_long"}


class _Strict(StrictUndefined):
    """A missing value that raises an error with its name when it is used."""

    __slots__ = ()

    def __init__(self, hint: str | None = None, obj: object = None, name: str | None = None, *_: object) -> None:
        """Raise our own error when used."""
        # Jinja asks for a class of exceptions and only ever calls it.
        super().__init__(hint, obj, name, lambda _: MissingValueError(name or ""))  # type: ignore[arg-type]


def _said(say: Callable[[str, Language], str], language: Language) -> Callable[[object], str]:
    """Return a filter that says a date in this language. What is no date is a lead's mistake, never a crash."""

    def filled(value: object) -> str:
        try:
            return say(str(value), language)
        except ValueError as error:
            raise RenderError(str(error)) from None

    return filled


@lru_cache
def _environment(language: Language, *, html: bool = False) -> SandboxedEnvironment:
    """Return the sandbox with nothing in it but what a message needs. In HTML, each placeholder's result is escaped."""
    made = SandboxedEnvironment(undefined=_Strict, autoescape=html)
    made.globals = {}
    made.filters = {name: ALL_FILTERS[name] for name in FILTERS if name in ALL_FILTERS}
    made.filters["first_word"] = lambda text: (str(text).split() or [""])[0]
    made.filters |= {"date": _said(written_date, language), "time": _said(written_time, language)}
    made.tests = {name: ALL_TESTS[name] for name in TESTS}
    return made


@lru_cache(maxsize=1024)
def _compiled(text: str, language: Language = "es", *, html: bool = False) -> tuple[Template, tuple[str, ...]]:
    """Return the template and the names it uses, in order. Raises TemplateError."""
    try:
        tree = _environment(language, html=html).parse(text)
        _refuse(tree)
        template = _environment(language, html=html).from_string(text)
    except TemplateSyntaxError as error:
        raise TemplateError(_flaw(error)) from error
    except RecursionError as error:
        raise TemplateError(Flaw(row=1, found="too many nested brackets", expected="plain text")) from error
    return template, tuple(dict.fromkeys(name.name for name in tree.find_all(nodes.Name)))


def _refuse(tree: nodes.Node) -> None:
    """Raise TemplateError for anything that could loop, call or grow."""
    for node in tree.iter_child_nodes():
        if not isinstance(node, _NODES):
            other = "a calculation" if isinstance(node, _CALCULATIONS) else "something else than a placeholder"
            found = f"{_NAMES.get(type(node), other)} in a text"
            raise TemplateError(
                Flaw(row=node.lineno, found=found, expected="placeholders, filters and if, nothing else")
            )
        _refuse(node)


def _flaw(error: TemplateSyntaxError) -> Flaw:
    """Return what Jinja says, in our words where we have better ones."""
    message = str(error.message or "a placeholder that cannot be read")
    unknown = re.match(r"No (filter|test) named '(.*)'\.?$", message)
    if unknown:
        known = FILTERS if unknown[1] == "filter" else TESTS
        word = unknown[2]
        found = f'"{word[:40]}" is not a {unknown[1]}'
        return Flaw(row=error.lineno, found=found, expected=one_of(known), hint=nearest(word, known), needle=word)
    for words, found, expected in IN_OUR_WORDS:
        if match := re.search(words, message):
            return Flaw(row=error.lineno, found=match.expand(found), expected=expected)
    found = f"the text cannot be read: {message.rstrip('.')}"
    return Flaw(row=error.lineno, found=found, expected='placeholders such as "{{ name }}"')


def flaw(text: str) -> Flaw | None:
    """Return what is wrong with a template, if anything is."""
    try:
        _compiled(text)
    except TemplateError as error:
        return error.flaw
    return None


def placeholders(text: str) -> tuple[str, ...]:
    """Return the names that a text uses, in order. Raises TemplateError."""
    return _compiled(text)[1]


def dated(text: str) -> frozenset[str]:
    """Return the names that a text says as a date or a time. Raises TemplateError."""
    _compiled(text)
    filters = _environment("es").parse(text).find_all(nodes.Filter)
    return frozenset(
        name.name for filter_ in filters if filter_.name in ("date", "time") for name in filter_.find_all(nodes.Name)
    )


def fill(
    text: str,
    known: Mapping[str, Any],
    longest: int = LONGEST_MESSAGE,
    language: Language = "es",
    *,
    html: bool = False,
) -> str:
    """Return the text, or HTML, with these values. Raises TemplateError, MissingValueError or TooLongError."""
    template, used = _compiled(text, language, html=html)
    for name in used:
        if len(str(known.get(name, ""))) > longest:
            raise TooLongError(f'the value for "{name}" is longer than {longest} characters; expected a shorter one')
    try:
        made = template.render(known).strip()
    except RenderError:
        raise
    except Exception:  # noqa: BLE001  whatever values make of filters is the text's mistake, never a crash
        # The cause may quote a value, and causes travel into logs and histories.
        raise RenderError(
            "the text cannot be filled with these values; expected other filters or comparisons"
        ) from None
    if len(made) > longest:
        raise TooLongError(f"the text has {len(made)} characters; expected at most {longest}")
    if not made:
        raise RenderError("the text is empty for this lead; expected something to say")
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateFiller:
    """Fills the templates of a campaign for one person (`texts.filler_of`). Every method raises RenderError."""

    language: Language
    senders: Mapping[str, str]  # what the keys of `from` say, such as our company
    known: Mapping[str, str | int]

    def text(self, template: str, longest: int = LONGEST_MESSAGE) -> str:
        """Return a text."""
        return fill(template, self.known, longest, self.language)

    def variable(self, template: str) -> str:
        """Return a text on one line: carriers refuse tabs and line breaks in the variables of approved templates."""
        return " ".join(self.text(template).split())

    def markup(self, template: str, longest: int) -> str:
        """Return a text in HTML: values are escaped, so that none can add an element."""
        return fill(template, self.known, longest, self.language, html=True)
