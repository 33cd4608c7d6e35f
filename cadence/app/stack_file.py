"""What has a running embedded stack written for other processes? Edge: a file and a lock in the folder of state."""

import fcntl
import json
from pathlib import Path

STATE_DIR = ".cadence"
"""The folder of state where CADENCE_STATE_DIR names none."""
STACK_FILE = "stack.json"
LOCK_FILE = "lock"
"""Locked by a running stack: if it is not locked, `stack.json` is left over from an earlier one."""


def stack_variables(state_dir: Path) -> dict[str, str]:
    """Return the variables that a running embedded stack has written for other processes; nothing without one."""
    try:
        variables = json.loads((state_dir / STACK_FILE).read_text())
    except (OSError, ValueError):
        return {}
    if not isinstance(variables, dict) or not stack_lives(state_dir):
        return {}
    return {name: value for name, value in variables.items() if isinstance(value, str)}


def stack_lives(state_dir: Path) -> bool:
    """Return whether a stack runs in this folder: it holds a lock that is released however it ends."""
    try:
        with (state_dir / LOCK_FILE).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # there is none, or we may not read it
        return False
    return False
