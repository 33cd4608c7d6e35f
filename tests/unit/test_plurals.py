"""Does every count go with its noun, in English and in Spanish? Searches the code, and the sentences of the rules."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cadence.domain.plurals import many, verb

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
    ("api/lead_story.py", "len(leads)"),
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


VERBS = "are|were|have|do|agree|answer|begin|come|enter|get|go|keep|lack|match|need|remain|skip|start|stay|take|wait"
"""Verbs for several."""
AGREES = re.compile(rf"^ (?:of (?:these|those|them|the) ?\w* )?(?:{VERBS})\b(?! not\b)")
CHECKED = {
    # never one, or no count at all
    ("api/api.py", "len(leads)"),  # several, all in one branch
    ("cli/commands/history.py", "limit"),  # "the newest 1 are": a limit, looked at below
    ("cli/connection.py", "len(leads)"),
    ("ledger/db/migrations/versions/0020_one_phone.py", "row.rows"),
    ("leads/lists/cells.py", "LONGEST_CELL"),
    ("leads/lists/workbook/archive.py", "MOST_PARTS"),
    ("leads/lists/workbook/archive.py", "_mebibytes(most)"),
    ("leads/lists/workbook/rows.py", "self.sheet"),  # a name
}
"""Expressions before a verb for several that were looked at one by one: file and expression."""


def verbs(path: Path, root: Path = CODE) -> Iterator[tuple[str, str]]:
    """Yield each expression in an f-string that a verb for several follows, as (file, expression)."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.JoinedStr):
            continue
        for value, text in zip(node.values, node.values[1:], strict=False):
            counted = isinstance(value, ast.FormattedValue) and isinstance(text, ast.Constant)
            if counted and AGREES.match(str(text.value)):
                yield path.relative_to(root).as_posix(), ast.unparse(value.value)


def test_no_count_is_followed_by_a_fixed_verb() -> None:
    """People notice "1 are held back", too. `verb` chooses, or the noun of `many` brings its verb with it."""
    found = {expression for path in CODE.rglob("*.py") for expression in verbs(path)}

    assert found - CHECKED == set()


def test_the_search_for_verbs_finds_what_it_looks_for(tmp_path: Path) -> None:
    """Also behind a noun that agrees by itself, and of several of a whole."""
    text = 'print(f"{n} are", f"{a} of {many(b, \'agent\')} are on a call", f"{n} of these people have", f"{n} area")'
    (tmp_path / "a.py").write_text(text)

    assert [*verbs(tmp_path / "a.py", tmp_path)] == [("a.py", "n"), ("a.py", "many(b, 'agent')"), ("a.py", "n")]


@pytest.mark.parametrize(("count", "word"), [(0, "are"), (1, "is"), (2, "are")])
def test_a_verb_goes_with_its_count(count: int, word: str) -> None:
    """Only one is."""
    assert verb(count, "is", "are") == word


SEVERAL_NOUNS = {
    "en": "touches|dates|days|people|trials|leads|rows|calls|messages|steps|replies|hours|minutes|agents|lines",
    "es": "contactos|días|personas|pruebas|filas|llamadas|mensajes|pasos|respuestas|horas|minutos|agentes|primeras",
    "pt": "contatos|dias|pessoas|testes|linhas|ligações|mensagens|etapas|respostas|horas|minutos|atendentes|primeiras",
}
SEVERAL_VERBS = {
    "en": VERBS,
    "es": "son|están|entran|quedan|siguen|tienen|faltan|omiten|cumplen|pasan|terminaron|tuvieron|han|pueden|esperan",
    "pt": "são|estão|entram|ficam|seguem|têm|faltam|cumprem|passam|terminaram|tiveram|podem|esperam|continuam|pulam",
}
BEFORE_VERB = {"es": "entran|salieron|quedan|faltan|pasan", "pt": "entram|saíram|ficam|faltam|passam"}
"""Verbs that stand before their count."""
NO_COUNTS = {"since", "key", "sender", "due", "names", "country", "rule", "line", "at", "local", "day", "days", "span"}
"""Arguments of sentences that are no counts."""


def sentences_of_files() -> Iterator[tuple[str, str, str]]:
    """Yield each line of each sentence that is no branch of a choice, with its file and its language."""
    for path in sorted([*CODE.rglob("*.ftl"), *CODE.rglob("*.py")]):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ftl":
            texts = [(path.stem.rpartition(".")[2] or path.stem, text)]
        else:
            texts = re.findall(r'^    (en|es|pt)="(?:"")?(.*?)"(?:"")?,$', text, re.MULTILINE | re.DOTALL)
        for language, sentences in texts:
            yield from ((path.name, language, line.strip()) for line in sentences.splitlines())


def fixed(language: str, line: str) -> bool:
    """Tell whether a line of a sentence has a count with a noun or a verb for several, whatever the count is."""
    if re.match(r"\*?\[\w+\]", line):
        return False  # a branch, for one or for several
    after = rf"\{{ \$(\w+) \}} (?:\w+ )?(?:{SEVERAL_NOUNS[language]}|{SEVERAL_VERBS[language]})\b"
    before = rf"\b(?:{BEFORE_VERB[language]}) \{{ \$(\w+) \}}" if language in BEFORE_VERB else "(?!)()"
    return any(match[1] not in NO_COUNTS for form in (after, before) for match in re.finditer(form, line))


def test_no_sentence_has_a_fixed_plural() -> None:
    """In every language, wherever a module keeps its sentences: a plural stands in a branch of its own."""
    lines = list(sentences_of_files())

    assert {language for _, language, _ in lines} == {"en", "es", "pt"}
    assert [(name, line) for name, language, line in lines if fixed(language, line)] == []


@pytest.mark.parametrize(
    ("language", "line", "wrong"),
    [
        ("en", "plan-rest-lacking = { $count } stay held back", True),
        ("en", "rule-trial-most = { $trials } trials went", True),
        ("en", "[one] { $count } lead stays", False),
        ("en", "*[other] { $count } leads stay", False),
        ("en", "rule-step-late = it was due at { $due } and did not go", False),
        ("es", "plan-pilot = entran { $coming } de { $total }", True),
        ("es", "left-out = { $count } ya tuvieron la campaña", True),
        ("pt", "plan-rest = { $count } continuam em espera", True),
        ("pt", "plan-rest = { $count } em espera", False),
    ],
)
def test_the_search_of_sentences_finds_what_it_looks_for(language: str, line: str, *, wrong: bool) -> None:
    """Nouns and verbs, before and behind their count."""
    assert fixed(language, line) is wrong
