"""
What do the leaves of the audit cost? Reserves touches with the triggers that write leaves, and without them.

    python bench/audit.py                      # 9,600 reserves, half of them without: two minutes
"""  # noqa: INP001  a script, not a package

import argparse
import sys

import triggers
from sqlalchemy import Connection, text
from triggers import TriggerCost

from cadence.ledger.audit.fact_tables import TABLES

LEADS = 9600


def switch(connection: Connection, on: bool) -> None:  # noqa: FBT001  as `triggers.Switch` is called
    """Switch the triggers that write leaves on or off."""
    for table in TABLES:
        for name in ("leaf", "changed_leaf"):
            verb = "ENABLE" if on else "DISABLE"
            connection.execute(text(f"ALTER TABLE {table.name} {verb} TRIGGER {table.name}_{name}"))


def measure(leads: int = LEADS) -> TriggerCost:
    """Reserve the first touch of so many leads."""
    return triggers.measure(leads, switch, "leaves")


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("--leads", type=int, default=LEADS)
    cost = measure(parser.parse_args().leads)
    leafed, bare = cost.milliseconds
    sys.stdout.write(
        f"a reserve takes {leafed:.2f} ms with {cost.rows:.1f} leaves and {bare:.2f} ms without: "
        f"throughput {cost.throughput:.3f}, per CPU second {cost.cpu_ratio:.3f}\n"
    )


if __name__ == "__main__":
    main()
