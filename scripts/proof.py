"""
What shows that the engine keeps its promises, and takes too long for every test run? Runs it, and writes docs/proof.md.

    make proof                                    # everything: hours
    make proof ARGS="--list"                      # the parts, and how long they take
    make proof ARGS="--part oracle events"        # two of them; the others keep what the page says of them

A part holds if its program ends well. The page shows the last lines that it printed.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "proof.md"
HEAD = """# Proof

Made by `make proof`: what takes too long for each run of the tests. Each part says what it shows, how it was run, when,
and on which commit. `make proof ARGS="--part NAME"` runs one part again.
"""
NOT_RUN = "Not run yet."
OF_MAKE = frozenset({"ARGS", "MAKEFLAGS", "MAKEOVERRIDES", "MFLAGS"})


@dataclass(frozen=True, slots=True)
class Part:
    """A program that shows something."""

    name: str
    shows: str
    command: str
    minutes: int  # that it takes on two processors, about
    lines: int  # of its output, from the end, that the page shows


PARTS = (
    Part(
        "oracle",
        "100,000 random cases have the same verdict and the same rules from the gate and from a second, naive judge "
        "that shares no code with it; and 5,000 deferred cases are deferred to the same minute.",
        "make oracle",
        40,
        4,
    ),
    Part(
        "events",
        "10,000 events reach an endpoint, none lost and each lead's in order, while the processes that send them are "
        "killed between sending and noting (SIGKILL), answers are 5xx, hang or get lost, and the receiver is down for "
        "an hour. What comes again has the same id and says the same.",
        ".venv/bin/python -m tests.integration.engine.event_faults --events 10000",
        5,
        1,
    ),
    Part(
        "demo",
        "A campaign is carried through five days by the whole stack, and its record at the carrier is judged by code "
        "that shares nothing with the engine: nobody is contacted twice, after a stop or outside the hours, and every "
        "figure is the same.",
        "make demo",
        5,
        40,
    ),
    Part(
        "mutants",
        "Each small change of the rules and of how replies are read is noticed by a test; those that no test notices "
        "are listed.",
        "make mutants",
        600,
        40,
    ),
)


def sections() -> dict[str, str]:
    """Return what the page says of each part, by its name."""
    body = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    matches = re.finditer(r"^## (\w+)\n(.*?)(?=^## |\Z)", body, re.MULTILINE | re.DOTALL)
    return {section[1]: section[2].strip() for section in matches}


def run(part: Part, commit: str) -> str:
    """Run a part, and return what the page is to say of it."""
    began = time.monotonic()
    printed: list[str] = []
    # A make inside this one would take over its ARGS, which are ours.
    environment = {name: value for name, value in os.environ.items() if name not in OF_MAKE}
    with subprocess.Popen(  # noqa: S603  our own
        part.command.split(), cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in process.stdout or ():
            sys.stdout.write(line)
            sys.stdout.flush()
            printed.append(line.rstrip())
    minutes = (time.monotonic() - began) / 60
    verdict = "**It holds.**" if process.returncode == 0 else f"**It does not hold** (exit code {process.returncode})."
    shown = "\n".join(printed[-part.lines :])
    when = f"{datetime.now(UTC):%Y-%m-%d}, commit {commit}, {minutes:.0f} minutes on {os.cpu_count()} processors"
    return f"{verdict} {when}.\n\n```\n{shown}\n```"


def commit_here() -> str:
    """Return the short name of the commit, and whether files differ from it."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=8"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  our own
    return done.stdout.strip() or "unknown"


def write(said: dict[str, str]) -> None:
    """Write the page."""
    parts = [
        f"## {part.name}\n\n{part.shows}\n\n`{part.command}`\n\n{said.get(part.name, NOT_RUN)}\n" for part in PARTS
    ]
    PAGE.write_text("\n".join([HEAD, *parts]), encoding="utf-8")


def results() -> dict[str, str]:
    """Return the result of each part, as the page has it, without what it shows and how it is run."""
    return {name: text.split("\n\n", 2)[2] for name, text in sections().items() if text.count("\n\n") > 1}


def main() -> int:
    """Run the parts; 1 if any of them does not hold."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--part", nargs="+", choices=[part.name for part in PARTS], help="only these parts")
    options.add_argument("--list", action="store_true", help="name the parts, and how long they take")
    options.add_argument("--page", action="store_true", help="run nothing, write the page")
    chosen = options.parse_args()
    if chosen.list:
        sys.stdout.writelines(f"{part.name:10} about {part.minutes} minutes\n" for part in PARTS)
        return 0
    said, commit = results(), commit_here()  # before the page is written, which is a file, too
    failed = False
    for part in PARTS:
        if not chosen.page and part.name in (chosen.part or [part.name]):
            said[part.name] = run(part, commit)
            failed |= "does not hold" in said[part.name]
            write(said)
    write(said)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
