"""Put all the cases to both judges, on every processor: `make oracle`."""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from multiprocessing import get_context
from time import perf_counter

from tests.unit.oracle import book
from tests.unit.oracle.compare import Heard, until_of, verdict_of

Trial = Callable[[int], Heard]
EVERY = 10_000
"""After so many cases it is said how far the comparison has come."""


def tried(trial: Trial, seeds: Iterable[int], workers: int) -> Iterator[tuple[int, Heard]]:
    """Yield what came of each seed, in order."""
    seeds = iter(seeds)
    with get_context("spawn").Pool(workers, maxtasksperchild=40) as pool:
        while chunk := list(islice(seeds, workers * 1000)):
            yield from zip(chunk, pool.map(trial, chunk, chunksize=100), strict=True)


def tell(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def run(name: str, trial: Trial, wanted: int, workers: int, only: str = "") -> int:
    """Try seeds until so many cases counted; print each disagreement and the figures; return how many there were."""
    started, counted, rules, differ = perf_counter(), Counter[str](), Counter[str](), 0
    for seed, said in tried(trial, range(wanted * 4 if only else wanted), workers):
        counted[said.verdict] += 1
        rules.update(said.rules)
        if said.wrong is not None:
            differ += 1
            tell(f"  {name} {seed}: {said.wrong}")
        if counted.total() % EVERY == 0:
            tell(f"  {name}: {counted.total():,} cases so far, {differ} differ ({perf_counter() - started:.0f} s)")
        if only and counted[only] >= wanted:
            break
    spread = ", ".join(f"{count:,} {verdict}" for verdict, count in counted.most_common())
    tell(f"{name}: {counted.total():,} cases, {differ} differ ({perf_counter() - started:.0f} s): {spread}")
    silent = sorted(book.barring() - set(rules))
    tell(f"  {len(rules)} rules said no; of the packs' these did not: {', '.join(silent) or 'none'}")
    return differ


def main() -> int:
    """Run both comparisons; 1 if any case differed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verdicts", type=int, default=100_000, help="cases whose verdict and rules are compared")
    parser.add_argument("--untils", type=int, default=5_000, help="deferred cases near a boundary")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    wrong = run("until", until_of, asked.untils, asked.workers, "defer")
    wrong += run("verdict", verdict_of, asked.verdicts, asked.workers)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
