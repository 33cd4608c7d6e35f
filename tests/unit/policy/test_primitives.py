"""Does each kind of rule have all of its parts? The registry is walked, so a new kind is held to the same."""

import inspect
import re
from importlib import import_module
from pkgutil import iter_modules
from typing import get_args

import pytest
from pydantic import BaseModel

from cadence.languages import LANGUAGES, Language, sentence_id
from cadence.languages.texts import sentences_of
from cadence.policy import primitives
from cadence.policy.packs.schema import RULE_ENTRIES, Pack
from cadence.policy.primitive import Primitive, PrimitivePart, Requirement, RuleEntry
from cadence.policy.primitives import COLUMNS, PRIMITIVES, REQUIREMENTS, RULE_TYPES

PARTS = [primitive for primitive in PRIMITIVES if primitive.part is not None]
BARRING = [primitive for primitive in PARTS if primitive.kind not in {"ratio", "optout"}]
"""Those that can stop a touch: a ratio slows a floor down, and an opt-out becomes a suppression."""


def by_kind(primitive: Primitive) -> str:
    """Name a case by its primitive."""
    return primitive.kind


def test_the_registry_has_every_kind_once() -> None:
    """Two modules of one kind would share a key of packs, and their sentences."""
    kinds = [primitive.kind for primitive in PRIMITIVES]

    assert len(kinds) == len(set(kinds))
    assert {"window", "limit", "ratio", "optout"} <= set(RULE_TYPES)
    assert {"consent", "registry", "sender", "dialer", "content", "session", "destination"} <= set(REQUIREMENTS)
    assert {"gap", "rest", "budget"} <= set(kinds)


@pytest.mark.parametrize("primitive", PARTS, ids=by_kind)
def test_a_kind_has_every_part(primitive: Primitive) -> None:
    """Evaluation, tightening and the line in `cadence packs`: a missing one is named here."""
    part = primitive.part
    assert part is not None

    missing = sorted(part.__abstractmethods__)

    assert missing == []
    assert issubclass(part, RuleEntry | Requirement)
    assert set(primitive.columns) <= set(COLUMNS)


@pytest.mark.parametrize("primitive", PARTS, ids=by_kind)
def test_a_kind_that_counts_touches_says_how_far_back_it_looks(primitive: Primitive) -> None:
    """Touches to other leads by the same number are read only as far back as some rule looks."""
    part = primitive.part
    assert part is not None

    source = inspect.getsource(import_module(part.__module__))
    counts = re.search(r"\b(question|facts)\.touches\b", source) is not None

    assert ("look_back" in vars(part)) is counts


@pytest.mark.parametrize("primitive", [primitive for primitive in PRIMITIVES if not primitive.part], ids=by_kind)
def test_a_kind_that_packs_do_not_have_checks_and_looks_back(primitive: Primitive) -> None:
    """Campaign files and the house use it; its keys belong to their grammar."""
    module = import_module(f"cadence.policy.primitives.{primitive.kind}")
    rules = [rule for rule in vars(module).values() if hasattr(rule, "check") and rule.__module__ == module.__name__]

    assert rules
    assert all(hasattr(rule, "look_back") for rule in rules)


def test_a_module_is_named_after_its_kind() -> None:
    """So it is found by the word that a pack uses."""
    assert [primitive.kind for primitive in PRIMITIVES] == [module.name for module in iter_modules(primitives.__path__)]


def models(part: type[BaseModel]) -> list[type[BaseModel]]:
    """Return a model and every model that its fields are made of."""
    found = [part]
    for field in part.model_fields.values():
        waiting = [field.annotation]
        while waiting:
            annotation = waiting.pop()
            if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
                found += models(annotation)
            waiting += get_args(annotation)
    return found


@pytest.mark.parametrize("part", [Pack, *RULE_ENTRIES.values()], ids=lambda part: part.__name__)
def test_every_key_of_a_pack_is_described(part: type[BaseModel]) -> None:
    """The page of what a pack may contain is made from these words. What names a choice needs none."""
    bare = [
        f"{model.__name__}.{name}"
        for model in models(part)
        for name, field in model.model_fields.items()
        if not field.description and name not in {"type", "kind"}
    ]

    assert bare == []


@pytest.mark.parametrize("primitive", BARRING, ids=by_kind)
def test_a_refusal_of_a_kind_is_recognised_by_marks_of_its_own(primitive: Primitive) -> None:
    """Stored refusals do not name their kind; what two kinds had in common would be worded as the wrong one."""
    others = {mark for other in PRIMITIVES if other is not primitive for mark in other.marks}

    assert primitive.marks
    assert primitive.marks.isdisjoint(others)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("primitive", BARRING, ids=by_kind)
def test_a_refusal_of_a_kind_has_sentences_in_every_language(primitive: Primitive, language: Language) -> None:
    """In Fluent, in its own module: one for all refusals, or one for each `why`."""
    whole = sentence_id("rule", primitive.kind)
    ids = sentences_of(language).ids

    assert [name for name in ids if name == whole or name.startswith(f"{whole}-")]


def test_a_module_without_a_part_is_noticed() -> None:
    """The walk would be worth nothing if a kind could pass without a method."""

    class Unfinished(Requirement):
        """A requirement that says nothing but what a pack writes."""

    assert Unfinished.__abstractmethods__ == {"rules", "looser_than", "describe"}
    assert PrimitivePart.__abstractmethods__ == Unfinished.__abstractmethods__
