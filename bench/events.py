"""
What do the events for other systems cost? Reserves touches with the triggers that write events, and without them.

    python bench/events.py                     # 4,800 reserves, half of them without: two minutes

A reserved touch is no event yet, so the triggers write nothing here: what is measured is what they cost every row.
"""  # noqa: INP001  a script, not a package

import argparse
import sys

import triggers
from sqlalchemy import Connection, text
from triggers import TriggerCost

LEADS = 4800
TRIGGERS = text(
    """
    SELECT t.tgname AS name, CAST(CAST(t.tgrelid AS regclass) AS text) AS table
    FROM pg_trigger t JOIN pg_proc f ON f.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND f.prosrc ~ 'PERFORM (record|promise)_event[(]'
    """
)
"""Every trigger whose function writes events."""


def switch(connection: Connection, on: bool) -> None:  # noqa: FBT001  as `triggers.Switch` is called
    """Switch the triggers that write events on or off."""
    names = connection.execute(TRIGGERS).all()
    assert "touches" in {trigger.table for trigger in names}  # noqa: S101  else nothing would be compared
    for trigger in names:
        verb = "ENABLE" if on else "DISABLE"
        connection.execute(text(f"ALTER TABLE {trigger.table} {verb} TRIGGER {trigger.name}"))


def measure(leads: int = LEADS) -> TriggerCost:
    """Reserve the first touch of so many leads."""
    return triggers.measure(leads, switch, "events")


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("--leads", type=int, default=LEADS)
    cost = measure(parser.parse_args().leads)
    (triggered, bare), (lower, upper) = cost.milliseconds, cost.spread
    sys.stdout.write(
        f"a reserve takes {triggered:.2f} ms with the triggers of events and {bare:.2f} ms without: throughput "
        f"{cost.throughput:.3f} (half of {len(cost.seconds[0])} pairs: {lower:.3f} to {upper:.3f}), "
        f"per CPU second {cost.cpu_ratio:.3f}\n"
    )


if __name__ == "__main__":
    main()
