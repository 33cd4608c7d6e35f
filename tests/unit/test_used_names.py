"""Does the product use every public name that it defines? What only tests use says nothing about the product."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = [file for folder in ("cadence", "workflows", "activities") for file in sorted((ROOT / folder).rglob("*.py"))]
EXCEPTIONS = {
    "cadence.campaign.reader.read_campaign": "how tests and benchmarks read a campaign that is right",
    "cadence.ledger.tables.events.event_positions": "the ledger's triggers write it; the table is declared",
    "cadence.ledger.tables.events.conversions": "the ledger's triggers write it; the table is declared",
    "cadence.ledger.tables.health.objective_counts": "its queries are SQL text; the table is declared",
    "cadence.ledger.tables.rules.registry_entries": "the queries of registries are SQL text; the table is declared",
    "cadence.ledger.tables.campaigns.not_selected": "its queries are SQL text; the table is declared",
}
FOUND_BY_NAME = {
    r"cadence\.ledger\.db\.migrations\..+": "Alembic calls them",
    r"cadence\.policy\.primitives\.\w+\.PRIMITIVE": "each module of the package declares one",
}


def module_name(file: Path) -> str:
    """Return a module's dotted name."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def defined(tree: ast.Module) -> set[str]:
    """Return the public names of a module, without functions that a decorator registers somewhere."""
    names = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            registered = not isinstance(node, ast.ClassDef) and node.decorator_list
            names |= set() if registered else {node.name}
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return {name for name in names if not name.startswith("_")}


def imported(tree: ast.Module) -> dict[str, set[str]]:
    """Return what a module imports by name, as dotted names: two functions may import two things under one name."""
    names: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        for alias in node.names if isinstance(node, ast.ImportFrom) else ():
            names.setdefault(alias.asname or alias.name, set()).add(f"{node.module}.{alias.name}")
    return names


def mentioned(module: str, tree: ast.Module) -> set[str]:
    """Return the dotted names that a module's code and its quoted annotations mention."""
    known = imported(tree)
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            names |= known.get(node.id, {f"{module}.{node.id}"})
        elif isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value)
            names |= {f"{home}.{node.attr}" for home in known.get(owner, {owner})}
        elif isinstance(node, ast.arg | ast.AnnAssign | ast.FunctionDef | ast.AsyncFunctionDef):
            annotation = node.returns if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else node.annotation
            words = re.findall(r"\w+", ast.unparse(annotation)) if annotation else []
            names = names.union(*(known.get(word, {f"{module}.{word}"}) for word in words))
    return names


def test_the_product_uses_every_public_name_that_it_defines() -> None:
    """Names are followed through the packages that offer them again."""
    trees = {module_name(file): ast.parse(file.read_text(encoding="utf-8")) for file in FILES}
    offered = {f"{module}.{name}": homes for module, tree in trees.items() for name, homes in imported(tree).items()}
    used: set[str] = set()
    following = set().union(*(mentioned(module, tree) for module, tree in trees.items()))
    while following:
        used |= following
        following = set().union(*(offered.get(name, set()) for name in following)) - used
    public = {f"{module}.{name}" for module, tree in trees.items() for name in defined(tree)}
    unused = {name for name in public - used if not re.fullmatch("|".join(FOUND_BY_NAME), name)}

    assert unused == set(EXCEPTIONS)
