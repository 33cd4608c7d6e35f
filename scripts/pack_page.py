"""What may a pack contain? Writes docs/packs.md from the models that read packs. Run it by `make docs`."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import NoneType
from typing import Annotated, Literal, get_args, get_origin

from pydantic import BaseModel, BeforeValidator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from cadence.policy.packs.schema import RULE_ENTRIES, Pack, PackPart
from cadence.policy.primitive import RuleEntry
from cadence.policy.primitives import REQUIREMENTS
from cadence.policy.source_words import CHANNELS, EVENTS, GROUNDS, PURPOSES

PAGE = Path(__file__).parents[1] / "docs" / "packs.md"

HEAD = """# What a pack may contain

Made by `make docs` from the models that read packs (`cadence/policy/packs/schema.py`, `cadence/policy/primitives/`).

A pack is one YAML file with the rules of a country, a state, a code, a platform or a company. A key that is not on this
page makes the whole pack invalid, and an invalid pack holds every touch. `cadence packs check FILE` names each mistake
at its line and column, `cadence packs add FILE` puts a pack of your own in force
([operations.md](operations.md#packs-of-your-own)), and `cadence packs ID` shows a pack in words.

A pack only adds rules: all rules of all packs that protect a person bind, and a pack may only tighten the packs that it
extends.
"""
WORDS = {
    "_forms": "[channels](#channels)",
    "_purposes": "[purposes](#purposes)",
    "_grounds": "a list of [kinds of consent](#kinds-of-consent)",
    "_events": "a list of [events](#events)",
    "_audiences": "`consumer`, `business` or `any`",
    "_days": "weekdays such as `mon-fri` or `sat`",
    "_clock": "a time such as `09:00`, up to `24:00`",
}
"""What is written where a function of `pack_parts.py` reads the words, by its name."""
LISTED = {"text": "texts", "[a rule](#rules)": "[rules](#rules)"}
"""How several of a kind are called, where a plural reads better."""
PLAIN = {str: "text", int: "a whole number", float: "a number", bool: "`true` or `false`"}


def page() -> str:
    """Return the page."""
    shown: set[type] = {RuleEntry, *RULE_ENTRIES.values(), *REQUIREMENTS.values()}
    parts = [HEAD, *_part("The pack", Pack), *_nested(Pack, shown)]
    parts.append("\n## Rules\n\nEvery rule has these keys, and those of its `type`.\n\n")
    parts += [_table(RuleEntry, RuleEntry.model_fields), *_nested(RuleEntry, shown)]
    for name, entry in RULE_ENTRIES.items():
        own = {key: field for key, field in entry.model_fields.items() if key not in RuleEntry.model_fields}
        parts += [f"\n## `type: {name}`\n\n{_about(entry)}\n\n", _table(entry, own)]
        parts += _nested(entry, shown)
    for name, part in REQUIREMENTS.items():
        parts += [
            f"\n## Requirement `{name}`\n\n{_about(part)}\n\n",
            _table(part, part.model_fields),
            *_nested(part, shown),
        ]
    parts += ["\n## Words\n", *_words()]
    return "".join(parts)


def _part(title: str, part: type[BaseModel]) -> list[str]:
    """Return the section of one mapping."""
    heading = f"\n##{title}" if title.startswith("#") else f"\n## {title}"
    return [f"{heading}\n\n{_about(part)}\n\n", _table(part, part.model_fields)]


def _about(part: type[BaseModel]) -> str:
    """Return the docstring as a paragraph or several."""
    lines = [line.strip() for line in (part.__doc__ or "").strip().splitlines()]
    return "\n".join(lines)


def _table(part: type[BaseModel], fields: Mapping[str, FieldInfo]) -> str:
    """Return a table of keys: what is written, whether it is needed, and what it means."""
    lines = ["| key | value | without it | meaning |", "|---|---|---|---|"]
    for name, field in fields.items():
        if not field.description and name not in {"type", "kind"}:
            raise ValueError(f"{part.__name__}.{name} has no description")
        value = " or ".join(dict.fromkeys(_value(field.annotation, field.metadata)))
        without = "**needed**" if field.is_required() else _default(field)
        lines.append(f"| `{field.alias or name}` | {value} | {without} | {field.description or 'Which kind it is.'} |")
    return "\n".join(lines) + "\n"


def _default(field: FieldInfo) -> str:
    """Return what applies without a key."""
    default = field.default
    if default is PydanticUndefined or default is None or isinstance(default, BaseModel) or default in ((), ""):
        return "-"
    if isinstance(default, frozenset):
        return "any"
    shown = ", ".join(default) if isinstance(default, tuple) else str(default).lower()
    return f"`{shown}`"


def _value(annotation: object, metadata: Iterable[object] = ()) -> Iterator[str]:
    """Yield, in words, each form in which a value may be written."""
    read_by = next((one.func.__name__ for one in metadata if isinstance(one, BeforeValidator)), "")
    if read_by in WORDS:
        yield WORDS[read_by]
    elif get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        yield from _value(inner, more)
    elif get_origin(annotation) is Literal:
        yield from (f"`{word}`" for word in get_args(annotation))
    elif get_origin(annotation) is tuple:
        inside = " or ".join(dict.fromkeys(_value(get_args(annotation)[0])))
        yield f"a list of {LISTED.get(inside, inside)}"
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield "[a rule](#rules)" if issubclass(annotation, RuleEntry) else f"[a mapping](#{_anchor(annotation)})"
    elif get_args(annotation):
        for inner in get_args(annotation):
            yield from () if inner is NoneType else _value(inner)
    elif annotation in PLAIN:
        yield PLAIN[annotation]
    else:
        members = [f"`{member.value}`" for member in annotation] if hasattr(annotation, "__members__") else []
        yield ", ".join(members) or "a day such as `2027-01-31`"


def _nested(part: type[BaseModel], shown: set[type]) -> list[str]:
    """Return the sections of the mappings inside a part; each mapping has one section on the page."""
    sections: list[str] = []
    waiting: list[object] = [field.annotation for field in part.model_fields.values()]
    while waiting:
        annotation = waiting.pop(0)
        if not (isinstance(annotation, type) and issubclass(annotation, PackPart)):
            waiting += get_args(annotation)
        elif annotation not in shown:
            shown.add(annotation)
            sections += _part(f"# {_title(annotation)}", annotation)
            waiting += [field.annotation for field in annotation.model_fields.values()]
    return sections


def _title(part: type[BaseModel]) -> str:
    """Return the name of a mapping in words: `OpenHours` is "Open hours"."""
    name = part.__name__.removesuffix("Entry")
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()
    return words.capitalize()


def _anchor(part: type[BaseModel]) -> str:
    """Return the address of a mapping's section on the page."""
    requirement = next((name for name, one in REQUIREMENTS.items() if one is part), None)
    return f"requirement-{requirement}" if requirement else _title(part).lower().replace(" ", "-")


def _words() -> Iterator[str]:
    """Yield a section for each list of words."""
    for title, table in (("Channels", CHANNELS), ("Purposes", PURPOSES), ("Events", EVENTS)):
        lines = ["| word | means |", "|---|---|"]
        for word, ours in table.items():
            meant = ", ".join(sorted(map(str, ours))) or "nothing that this program does"
            lines.append(f"| `{word}` | {meant} |")
        yield f"\n### {title}\n\n" + "\n".join(lines) + "\n"
    lines = [
        "| word | basis in a campaign |",
        "|---|---|",
        *(f"| `{word}` | {basis} |" for word, basis in GROUNDS.items()),
    ]
    yield "\n### Kinds of consent\n\n" + "\n".join(lines) + "\n"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page())


if __name__ == "__main__":
    main()
