"""
Which change to a rule would no test notice? Run by `make mutants`, which installs mutmut beside the project.

    make mutants ARGS="cadence/policy/primitives/gap.py"      every mutant of one module
    make mutants ARGS="--sample 300"              so many of all mutants of cadence/policy and cadence/replies

mutmut makes the mutants: all of them stand in one copy of the code, and a variable of the environment says which one
runs. So the tests are collected once, and each mutant is a fork that runs the tests which reach its function until one
fails. What is cached or read as a property is mutated too: its body is moved into a function of its own first.
"""

import argparse
import ast
import difflib
import functools
import gc
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.state import state

ROOT = Path(__file__).resolve().parent.parent
TREE = ROOT / ".mutants" / "tree"
ROOMS = ("cadence/policy/**/*.py", "cadence/replies/**/*.py")
TESTS = (
    "tests/unit/policy",
    "tests/unit/replies",
    "tests/unit/packs",
    "tests/unit/story/test_packs.py",
    "tests/unit/test_evaluation.py",
    "tests/unit/test_evidence.py",
    "tests/unit/test_look_back.py",
    "tests/unit/test_shared_limits.py",
)
ACTIVE = "MUTANT_UNDER_TEST"
NUMBERED = "__mutmut_"
SECONDS = 60
"""Of processor time for one mutant: it may have become an endless search."""
EXAMPLES = 40
"""Of each property, the same for every mutant."""
WRAPPED = re.compile(r"^( *)@(lru_cache\(.*\)|cache|property|cached_property)\n\1def (\w+)\(", re.MULTILINE)


def main() -> int:
    """Make the mutants, put each to the tests, and tell of those that no test noticed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument(
        "modules", nargs="*", help="files to change; without any, all of cadence/policy and cadence/replies"
    )
    parser.add_argument("--sample", type=int, metavar="N", help="try only so many, taken at random")
    parser.add_argument("--seed", type=int, default=7, help="of the sample (default: 7)")
    asked = parser.parse_args()
    files = asked.modules or [str(one.relative_to(ROOT)) for room in ROOMS for one in sorted(ROOT.glob(room))]
    tests = [str(one.relative_to(ROOT)) for tests in TESTS for one in sorted(ROOT.glob(tests))]
    grow(files)
    os.chdir(TREE)
    sys.path.insert(0, str(TREE))
    os.environ[ACTIVE] = ""
    names = [name for file in files for name in mutants(file)]
    if asked.sample is not None:
        names = random.Random(asked.seed).sample(names, min(asked.sample, len(names)))  # noqa: S311  no secret
    court = Court(names)
    options = [
        "-qq",
        "--tb=native",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "-o",
        "addopts=--import-mode=importlib",
    ]
    code = pytest.main([*options, *tests], plugins=[court])
    told = court.tell()
    return told if len(court.done) == len(names) else int(code) or 1


def grow(files: Iterable[str]) -> None:
    """Copy what git knows of into a tree of its own, and put the mutants into these files of it."""
    shutil.rmtree(TREE, ignore_errors=True)
    git = shutil.which("git") or sys.exit("error: git is not on the PATH: install it, for it knows which files count")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (TREE / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, TREE / name)
    with (TREE / "pyproject.toml").open("a", encoding="utf-8") as settings_of_mutmut:
        settings_of_mutmut.write('\n[tool.mutmut]\nsource_paths = ["cadence"]\n')
    os.chdir(TREE)
    for file in files:
        code = WRAPPED.sub(unwrapped, Path(file).read_text(encoding="utf-8"))
        Path(file).write_text(mutate_file_contents(file, code).code, encoding="utf-8")


def unwrapped(found: re.Match[str]) -> str:
    """Return a cached function or a property that calls its body: mutmut leaves alone what is decorated."""
    indent, decorator, name = found.groups()
    calls = f"self.{name}_body(" if indent else f"{name}_body("
    takes = "self, " if indent else ""
    wrapper = (f"@{decorator}", f"def {name}({takes}*args, **kwargs):", f"    return {calls}*args, **kwargs)", "")
    return "".join(f"{indent}{line}\n" for line in wrapper) + f"{indent}def {name}_body("


def functions(file: str) -> dict[str, list[str]]:
    """Return the lines of every function of a file that has its mutants."""
    code = Path(file).read_text(encoding="utf-8")
    lines = code.splitlines()
    found = (one for one in ast.walk(ast.parse(code)) if isinstance(one, ast.FunctionDef))
    return {one.name: lines[one.lineno - 1 : one.end_lineno] for one in found}


def mutants(file: str) -> Iterator[str]:
    """Yield the name of every mutant of a file, with its module."""
    module = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    numbered = re.compile(rf"{NUMBERED}\d+$")
    yield from (f"{module}.{name}" for name in functions(file) if numbered.search(name))


def change(mutant: str) -> str:
    """Return the lines by which a mutant differs."""
    module, _, name = mutant.rpartition(".")
    file = Path(*module.split("."))
    alone = file.with_suffix(".py")  # a module may have a folder of data beside it, of the same name
    known = functions(str(alone if alone.is_file() else file / "__init__.py"))
    original = known[f"{name.rpartition(NUMBERED)[0]}{NUMBERED}orig"]
    lines = list(difflib.unified_diff(original[1:], known[name][1:], n=0, lineterm=""))[2:]
    return "\n".join(f"    {one[0]} {one[1:].strip()}" for one in lines if one[0] in "+-")


class Court:
    """Puts each mutant to the tests, in a pytest session of its own. What a child does never reaches the next one."""

    def __init__(self, names: Sequence[str]) -> None:
        """Take the mutants to try."""
        self.names = names
        self.done: dict[str, str] = {}  # by mutant, what became of it
        self.killers: Counter[str] = Counter()  # the tests that notice most come first

    def pytest_configure(self) -> None:
        """Give every mutant the same few examples."""
        from hypothesis import HealthCheck, Phase, settings  # noqa: PLC0415  pytest wants to be there first

        phases, checks = [Phase.explicit, Phase.generate], list(HealthCheck)
        few = {"derandomize": True, "database": None, "deadline": None, "max_examples": EXAMPLES}
        settings.register_profile("mutants", phases=phases, suppress_health_check=checks, **few)
        settings.load_profile("mutants")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Find which tests reach what, then try one mutant after the other."""
        items = {item.nodeid: item for item in session.items}
        code, answer = forked(lambda: reach(list(items.values())), "stats", limit=20 * SECONDS)
        known = json.loads(answer) if code == 0 else {}
        if "failed" in known or not known:
            sys.exit(f"error: the tests do not pass as they are: {known.get('failed', 'they were stopped')}")
        gc.collect()
        gc.freeze()
        for place, name in enumerate(self.names, start=1):
            reaching = known["reach"].get(name.rpartition(NUMBERED)[0], [])
            order = sorted(reaching, key=lambda test: (-self.killers[test], known["seconds"][test]))
            self.done[name] = self._try(name, [items[test] for test in order])
            if self.done[name] != "killed":
                print(f"{place}/{len(self.names)} {self.done[name]}: {name}\n{change(name)}", flush=True)  # noqa: T201
        return True

    def _try(self, name: str, items: list[pytest.Item]) -> str:
        """Return what became of a mutant."""
        if not items:
            return "reached by no test"
        code, answer = forked(lambda: first_failed(items), name, limit=SECONDS)
        self.killers[answer] += 1
        return {0: "survived", 1: "killed"}.get(code, "stopped as endless")

    def tell(self) -> int:
        """Print the score, of as many as were tried."""
        print(f"{len(self.done)} of {len(self.names)} tried:", end=" ")  # noqa: T201
        print(", ".join(f"{count} {what}" for what, count in Counter(self.done.values()).most_common()))  # noqa: T201
        return 0


def forked(work: Callable[[], str], active: str, *, limit: int) -> tuple[int, str]:
    """Work in a child in which this mutant runs; return its exit code, negative for a signal, and its answer."""
    out, answer = os.pipe()
    child = os.fork()
    if child == 0:
        code = 2
        try:
            os.environ[ACTIVE] = active
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
                os.dup2(nowhere.fileno(), 1)
            text = work()
            code = 1 if text and active != "stats" else 0
            os.write(answer, text.encode())
        finally:
            os._exit(code)
    os.close(answer)
    with os.fdopen(out, encoding="utf-8") as told:
        text = told.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), text


def first_failed(items: Sequence[pytest.Item]) -> str:
    """Return the first of these tests to fail, "" for none."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
            return item.nodeid
    return ""


def reach(items: Sequence[pytest.Item]) -> str:
    """Return which tests reach each function, and how long each takes; nothing is remembered from test to test."""
    gate = [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper)]  # noqa: SLF001
    caches = [one for one in gate if one.__module__.startswith("cadence.policy.evaluation")]
    reached: dict[str, list[str]] = {}
    seconds: dict[str, float] = {}
    for item in items:
        for cache in caches:
            cache.cache_clear()
        state()._stats.clear()  # noqa: SLF001  where mutmut notes what is reached
        started = time.perf_counter()
        if first_failed([item]):
            return json.dumps({"failed": item.nodeid})
        seconds[item.nodeid] = time.perf_counter() - started
        for name in state()._stats:  # noqa: SLF001
            reached.setdefault(name, []).append(item.nodeid)
    return json.dumps({"reach": reached, "seconds": seconds})


if __name__ == "__main__":
    sys.exit(main())
