"""
Which keys does the campaign language have? Writes the tables of docs/campaigns.md.

They come from the shapes that the reader follows (`cadence/campaign`), so they are never wrong; a test holds the page
against them. Run it by `make docs`.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

from cadence.campaign.blocks import Block, Key, ListKind, MappingKind
from cadence.campaign.kinds import NotationKind, TextKind, ValueKind, WholeNumberKind, WordKind, YesNoKind
from cadence.campaign.shape import CAMPAIGN
from cadence.languages.sentences import span_in_words

PAGE = Path(__file__).parents[1] / "docs" / "campaigns.md"
REGION = re.compile(r"(<!-- keys of (.+?): made by `make docs` -->\n).*?(<!-- end of keys -->)", re.DOTALL)
MINUTE = 60
HEAD = "| key | what it says | written as | example | without it | rule |\n|---|---|---|---|---|---|\n"


def main() -> None:
    """Write the tables."""
    PAGE.write_text(filled(PAGE.read_text()))


def filled(page: str) -> str:
    """Return the page with its tables. Raises KeyError for a block without a table, or a table without a block."""
    sections = {region[2]: _anchor(page[: region.start()]) for region in REGION.finditer(page)}
    tables = {block.called: table(block, sections) for block in blocks(CAMPAIGN)}
    return REGION.sub(lambda region: f"{region[1]}{tables[region[2]]}{region[3]}", page)


def _anchor(before: str) -> str:
    """Return the anchor of the section that a text ends in."""
    heading = re.findall(r"^#+ (.*)$", before, re.MULTILINE)[-1]
    return re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-")


def blocks(block: Block) -> Iterator[Block]:
    """Yield a block and all blocks in it, each once, by its name in messages such as "a step"."""
    seen: dict[str, Block] = {}
    waiting = [block]
    while waiting:
        current = waiting.pop(0)
        if current.called not in seen:
            seen[current.called] = current
            waiting += [inner for key in current.keys.values() for inner in _inner(key.kind)]
    yield from seen.values()


def _inner(kind: ValueKind) -> Iterator[Block]:
    """Yield the blocks that a value of this kind may hold."""
    if isinstance(kind, Block):
        yield kind
    elif isinstance(kind, ListKind | MappingKind):
        yield from _inner(kind.of)
    else:
        for block in getattr(kind, "blocks", ()):
            yield from _inner(block)


def table(block: Block, sections: Mapping[str, str]) -> str:
    """Return the table of a block's keys; `sections` are the anchors of the blocks, by name."""
    return HEAD + "".join(_row(block, name, key, sections) for name, key in block.keys.items())


def _row(block: Block, name: str, key: Key, sections: Mapping[str, str]) -> str:
    """Return the line of one key."""
    shown = f"`{name}`" + (", or its value alone" if name == block.short else "")
    example = f"`{key.example or example_of(key.kind)}`"
    rule = f"`{key.rule}`" if key.rule else ""
    cells = (shown, key.says, written_as(key.kind, sections), example, without(key), rule)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def written_as(kind: ValueKind, sections: Mapping[str, str]) -> str:
    """Return how a value of this kind is written, without its example."""
    if isinstance(kind, ListKind):
        return f"a list: {written_as(kind.of, sections)}"
    if isinstance(kind, MappingKind):
        return f"names with values: {written_as(kind.of, sections)}"
    if isinstance(kind, WordKind):
        return ", ".join(f"`{word}`" for word in kind.words)
    if isinstance(kind, Block):
        short = f"{written_as(kind.keys[kind.short].kind, sections)}, or " if kind.short else ""
        name = _in_code(kind.called)
        return f"{short}[{name}](#{sections[kind.called]})"
    return _in_code(re.split(r",? such as ", kind.expected, maxsplit=1)[0])


def _in_code(text: str) -> str:
    """Return a text whose quoted pieces are code, and whose placeholders are not taken for markup."""
    return re.sub(r'"([^"]*)"', r"`\1`", text)


def example_of(kind: ValueKind) -> str:
    """Return a value of this kind as it is written. Raises ValueError for a kind that has none to show."""
    shown = ""
    match kind:
        case ListKind():
            shown = f"[{example_of(kind.of)}]"
        case MappingKind():
            shown = f"{{{example_of(kind.name)}: {example_of(kind.of)}}}"
        case WordKind():
            shown = str(kind.words[-1])
        case YesNoKind():
            shown = "true"
        case WholeNumberKind():
            shown = str(min(max(kind.least, 2), kind.most))
        case NotationKind(examples=(first, *_)):
            shown = first if re.fullmatch(r"[\w -]+", first) else f'"{first}"'
        case Block():
            shown = kind.example
        case TextKind() if match := re.search(r'such as ("[^"]+"|[^\s,]+)', kind.expected):
            shown = match[1]
    if not shown:
        raise ValueError(f"no example of {kind.expected!r}: give the key one (`example=`)")
    return shown


def without(key: Key) -> str:
    """Return what holds without the key."""
    if key.need or key.without:
        return key.without or "needed"
    match key.default:
        case bool():
            return f"`{str(key.default).lower()}`"
        case timedelta():
            seconds = round(key.default.total_seconds())
            return f"`{span_in_words(seconds, 'en') if seconds >= MINUTE else f'{seconds} seconds'}`"
        case int() | str() if key.default:
            return f"`{key.default}`"
        case _:
            return "-"


if __name__ == "__main__":
    main()
