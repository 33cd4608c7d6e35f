"""Which servers of the emulator, beside Twilio's API, does a stack use, and how do our programs find them? Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StackService:
    """Servers of the emulator on ports of their own."""

    ports: tuple[str, ...]  # their names in the emulator's `--listen`
    settings: Callable[[Mapping[str, int]], dict[str, str]]  # our variables, given the port of each name


SERVICES: tuple[StackService, ...] = ()


def words_for(ports: Mapping[str, int]) -> list[str]:
    """Return the emulator's words for these ports."""
    return [word for name, port in ports.items() for word in ("--listen", f"{name}={port}")]
