"""
Which kinds of rule are there? Pure: the registry, one primitive for each module of this folder.

The schema of packs, evaluation, tightening, looking back, cache keys and wording ask it. A module is registered by
lying here, so none can be forgotten; `tests/unit/policy/test_primitives.py` names what a module lacks.
"""

from importlib import import_module
from pkgutil import iter_modules

from cadence.policy.primitive import Primitive, Requirement, RuleEntry

PRIMITIVES: tuple[Primitive, ...] = tuple(
    import_module(f"{__name__}.{module}").PRIMITIVE for module in sorted(file.name for file in iter_modules(__path__))
)
"""Every kind of rule, by the name of its module."""

BY_KIND = {primitive.kind: primitive for primitive in PRIMITIVES}

RULE_TYPES: dict[str, type[RuleEntry]] = {
    primitive.kind: primitive.part
    for primitive in PRIMITIVES
    if primitive.part is not None and issubclass(primitive.part, RuleEntry)
}
"""What a rule of a pack may be, by its `type`; `require` is one more (`packs/schema.py`)."""

REQUIREMENTS: dict[str, type[Requirement]] = {
    primitive.kind: primitive.part
    for primitive in PRIMITIVES
    if primitive.part is not None and issubclass(primitive.part, Requirement)
}
"""What a rule of the type `require` may require, by its key."""

COLUMNS: tuple[str, ...] = tuple(sorted({column for primitive in PRIMITIVES for column in primitive.columns}))
"""The columns of the lead list that rules are made from; each has a date."""
