"""Does the code use every sentence, and only sentences that are there? Found in its syntax trees."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import cadence
from cadence.domain import Disposition, HoldName, NewsKind, Outcome, PauseScope, Purpose, SuppressionScope
from cadence.domain.enums import ZoneSource
from cadence.languages import sentence_id
from cadence.languages.texts import sentences_of
from cadence.planning.entering import COMES, Entering
from cadence.planning.moved import StaysReason

CODE = Path(cadence.__path__[0])
ANY = r"[\w-]+"
WORDED = tuple(
    f"cadence.{package}."
    for package in ("policy", "channels", "campaign", "engine.launch", "cli.launching", "explain", "api.page")
)
"""The packages whose modules keep sentences beside their code."""
MADE = {
    "say": "{}",
    "sentence": "{}",
    "_worded": "{}",
    "say_recorded": "{}",
    "headed": "plan-{}",
    "_headed": "judge-{}",
    "term": f"{{}}-{ANY}",
}
"""How each function makes the id of a sentence from the word it is given."""
MEMBERS: dict[str, Iterable[str]] = {
    "outcome": Outcome,
    "disposition": Disposition,
    "hold": HoldName,
    "news": NewsKind,
    "purpose": Purpose,
    "scope": [*PauseScope, *SuppressionScope],
    "staying": StaysReason,
    "left-out": set(Entering) - COMES,
    "zone": ZoneSource,
}
"""Families of sentences with one for each member of an enumeration."""


@cache
def trees() -> tuple[tuple[str, ast.Module], ...]:
    """The syntax tree of every file of the engine."""
    files = sorted(CODE.rglob("*.py"))
    return tuple((str(path.relative_to(CODE)), ast.parse(path.read_text(encoding="utf-8"))) for path in files)


@cache
def ids() -> frozenset[str]:
    """The id of every sentence, also of those that modules keep beside their code."""
    for module in walk_packages(cadence.__path__, "cadence."):
        if module.name.startswith(WORDED):
            import_module(module.name)
    return frozenset(name for name in sentences_of("en").ids if not name.startswith("reader-test"))


def patterns(node: ast.expr) -> Iterator[str]:
    """Yield what a text may be, as regular expressions; nothing for one that is made elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(sentence_id(node.value))
    elif isinstance(node, ast.JoinedStr):
        yield "".join("".join(patterns(part)) if isinstance(part, ast.Constant) else ANY for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from patterns(node.body)
        yield from patterns(node.orelse)


@cache
def said() -> tuple[tuple[str, str], ...]:
    """Each place that says a sentence whose id is written there, and the id as a regular expression."""
    return (*_said(), *_said_in_templates())


def _said() -> Iterator[tuple[str, str]]:
    for file, tree in trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or file.startswith(("local/", "languages/")):
                continue
            method = isinstance(node.func, ast.Attribute)
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            place = 0 if method else 1  # a function takes the language first; `say` with one text prints it
            named = [word.value for word in node.keywords if word.arg == "sentence"]
            for argument in [*named, *(node.args[place : place + 1] if name in MADE else [])]:
                for pattern in patterns(argument):
                    yield f"{file}:{node.lineno}", MADE.get(name, "{}").format(pattern)


SAID_IN_A_TEMPLATE = re.compile(r"""\bsay\(\s*["']([\w-]+)["']\s*(~)?""")
EITHER_IN_A_TEMPLATE = re.compile(r"""\bsay\(["']([\w-]+)["'] if [\w.]+ else ["']([\w-]+)["']\)""")


def _said_in_templates() -> Iterator[tuple[str, str]]:
    """The sentences of the templates: `say("web-now")`, or `say("web-state-" ~ state)`."""
    for file in sorted(CODE.rglob("*.html")):
        text = file.read_text(encoding="utf-8")
        for match in SAID_IN_A_TEMPLATE.finditer(text):
            yield str(file.relative_to(CODE)), match[1] + (ANY if match[2] else "")
        for match in EITHER_IN_A_TEMPLATE.finditer(text):
            yield str(file.relative_to(CODE)), match[2]


@cache
def words() -> frozenset[str]:
    """Every text of the code, as a part of an id: some ids go through a variable."""
    texts = (node.value for _, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Constant))
    rules = {rule for pack in CODE.rglob("*.yaml") for rule in re.findall(r"- id: ([\w.-]+)", pack.read_text("utf-8"))}
    return frozenset(sentence_id(text) for text in {*texts, *rules} if isinstance(text, str))


def of_a_rule(name: str) -> bool:
    """Tell whether a sentence is about a rule, kind or word that the code names, and a reason that it gives."""
    pieces = re.sub("^rule-((term|per|hours)-)?", "", name).split("-")
    return any(
        "-".join(pieces[:cut]) in words() and (cut == len(pieces) or "-".join(pieces[cut:]) in words())
        for cut in range(1, len(pieces) + 1)
    )


def test_every_sentence_that_the_code_says_is_there() -> None:
    """A user would read its id instead."""
    every = "\n".join(sorted(ids()))

    assert len(said()) > 150
    assert [place for place, pattern in said() if not re.search(f"^{pattern}$", every, re.MULTILINE)] == []


def test_every_sentence_is_used() -> None:
    """One that nobody reads any more would be translated into each new language."""
    direct = re.compile("|".join({pattern for _, pattern in said()}))
    inside = set(re.findall(r"\{ ([a-z][\w-]*) \}", (CODE / "languages" / "en.ftl").read_text(encoding="utf-8")))
    used = {name for name in ids() if direct.fullmatch(name)} | inside | words()

    assert [name for name in sorted(ids() - used) if not (name.startswith("rule-") and of_a_rule(name))] == []


@pytest.mark.parametrize("family", MEMBERS)
def test_every_member_has_its_sentence_and_no_other_has_one(family: str) -> None:
    """A new member of an enumeration gets its words with it, and an old one takes them along."""
    named = {name for name in ids() if name.startswith(f"{family}-") and name not in words()}

    assert named == {f"{family}-{sentence_id(member)}" for member in MEMBERS[family]}
