"""Does every count go with its noun, in English and in Spanish? Searches the code, and the sentences of the rules."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cadence.domain.plurals import many

CODE = Path(__file__).parents[2] / "cadence"
NOUNS = [
    "agents",
    "calls",
    "cells",
    "characters",
    "columns",
    "contacts",
    "dates",
    "days",
    "floors",
    "hours",
    "ids",
    "keys",
    "leads",
    "lines",
    "limits",
    "messages",
    "numbers",
    "people",
    "places",
    "questions",
    "records",
    "refusals",
    "replies",
    "rows",
    "rules",
    "seconds",
    "steps",
    "stops",
    "tasks",
    "texts",
    "times",
    "touches",
    "tries",
    "versions",
    "workflows",
    "years",
    "llamadas",
    "mensajes",
    "contactos",
    "personas",
    "números",
    "días",
    "veces",
    "intentos",
    "horas",
]
COUNTED = re.compile(rf"^ (?:[a-z]+ )?({'|'.join(NOUNS)})\b")
SEVERAL = {
    # never one: the branch is for several, or a constant of ours
    ("campaign/checks.py", "fixed"),
    ("channels/smtp/account.py", "len(local)"),  # over the longest local part
    ("campaign/templates.py", "len(made)"),  # over the longest text
    ("campaign/templates.py", "longest"),
    ("cli/launching/entered.py", "same.known"),
    ("cli/connection.py", "len(leads)"),
    ("cli/commands/preview.py", "intake.report.rows"),
    ("cli/commands/registry.py", "days"),
    ("cli/commands/simulate.py", "tries / tally.contacted"),
    ("cli/checks/undecided.py", "len(waiting)"),
    ("local/demo/pace.py", "days"),
    ("local/demo/pace.py", "self.needed"),
    ("local/demo/pace.py", "self.speed"),
    ("leads/lists/cells.py", "len(cell)"),  # over the longest cell
    ("leads/lists/headers.py", "len(places)"),
    ("leads/lists/workbook/archive.py", "ratio"),  # over the largest ratio
    ("ledger/db/migrations/versions/0020_one_phone.py", "row.rows"),
    ("ledger/db/migrations/versions/0020_one_phone.py", "row.stops"),
    ("policy/primitives/ratio.py", "period.days"),
    ("policy/hours/periods.py", "self.n"),
    ("api/api.py", "len(leads)"),
    ("api/limits.py", "PATIENCE.seconds"),
}
"""Counts that are looked at one by one: file and expression."""


def counts(path: Path, root: Path = CODE) -> Iterator[tuple[str, str]]:
    """Yield each expression in an f-string that a plural noun follows, as (file, expression)."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.JoinedStr):
            continue
        for value, text in zip(node.values, node.values[1:], strict=False):
            if not (isinstance(value, ast.FormattedValue) and isinstance(text, ast.Constant)):
                continue
            constant = isinstance(value.value, ast.Name) and value.value.id.isupper()
            expression = ast.unparse(value.value)
            verb = "quoted(" in expression or expression in {"name", "shown.speed"} or expression.startswith("many(")
            if COUNTED.match(str(text.value)) and not constant and not verb:
                yield path.relative_to(root).as_posix(), expression


def test_no_count_is_followed_by_a_fixed_plural() -> None:
    """People notice "1 leads" first. `many` says "1 lead"; what is never one is entered above."""
    counted = {count for path in CODE.rglob("*.py") for count in counts(path)}

    assert counted - SEVERAL == set()
    assert SEVERAL - counted == set(), "entries that no code has any more"


def test_the_search_finds_what_it_looks_for(tmp_path: Path) -> None:
    """A search that finds nothing would pass for ever."""
    (tmp_path / "a.py").write_text('print(f"{n} leads", f"{len(x):,} more rows", f"{n} leads", f"{LEADS} leads")\n')

    assert [*counts(tmp_path / "a.py", tmp_path)] == [("a.py", "n"), ("a.py", "len(x)"), ("a.py", "n")]
    assert not COUNTED.match(" leadership")


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 touches"), (1, "1 touch"), (2, "2 touches"), (1234, "1,234 touches"), (11, "11 touches")]
)
def test_a_count_is_said_with_its_noun(count: int, said: str) -> None:
    """Only one is one."""
    assert many(count, "touch", "touches") == said


PLACEHOLDER = re.compile(
    r"\{ \$(\w+) \} (?:más )?(touches|dates|days|people|contactos|días|personas|contatos|dias|pessoas)\b"
)
SENTENCES = [*(CODE / "languages").glob("*.ftl"), *(CODE / "policy" / "primitives").glob("*.py")]
"""The files with sentences about rules."""


@pytest.mark.parametrize("path", SENTENCES, ids=lambda path: path.name)
def test_no_sentence_of_a_rule_has_a_fixed_plural(path: Path) -> None:
    """In every language: "límite alcanzado: 1 contactos" is as wrong. A plural stands in a branch of its own."""
    lines = path.read_text(encoding="utf-8").splitlines()
    counted = [line.lstrip() for line in lines if PLACEHOLDER.search(line)]

    assert [line for line in counted if not line.startswith(("*[other]", "[0]"))] == []
