"""Which servers of the emulator, beside Twilio's API, does a stack use, and how do our programs find them? Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StackService:
    """Servers of the emulator on ports of their own."""

    ports: tuple[str, ...]  # their names in the emulator's `--listen`
    settings: Callable[[Mapping[str, int]], dict[str, str]]  # our variables, given the port of each name


def _mail_settings(ports: Mapping[str, int]) -> dict[str, str]:
    return {
        "CADENCE_SMTP_URL": f"smtp://cadence:emulated@127.0.0.1:{ports['smtp']}?tls=none",
        "CADENCE_IMAP_URL": f"imap://return:emulated@127.0.0.1:{ports['imap']}?tls=none",
        "CADENCE_RETURN_PATH": "return@bounce.example.com",
    }


SERVICES: tuple[StackService, ...] = (StackService(ports=("smtp", "imap"), settings=_mail_settings),)


def words_for(ports: Mapping[str, int]) -> list[str]:
    """Return the emulator's words for these ports."""
    return [word for name, port in ports.items() for word in ("--listen", f"{name}={port}")]
