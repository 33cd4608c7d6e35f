"""Which port is free on this machine? Edge."""

import secrets
import socket
from itertools import chain, count, islice

LOOPBACK = "127.0.0.1"
FIRST, COUNT = 20_000, 12_000
"""Ports below those that Linux gives to outgoing connections: one of them stays free until a server opens it."""
TRIES = 100
"""How many of them are tried before the system may choose any port."""
_turns = count(secrets.randbelow(COUNT))
"""One after the other: a port is open only once its server has started, and must not be chosen again until then."""


def free_port(preferred: int = 0) -> int:
    """Return the preferred port if it is free, else any free port."""
    others = (FIRST + turn % COUNT for turn in islice(_turns, TRIES))
    for port in filter(None, chain([preferred], others)):
        if _is_free(port):
            return port
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        chosen: int = probe.getsockname()[1]
        return chosen


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def listens(port: int) -> bool:
    """Tell whether a process answers on this port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0
