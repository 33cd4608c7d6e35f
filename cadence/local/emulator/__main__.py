"""How is the emulator started? Edge: `python -m cadence.local.emulator --help`."""

import argparse
import os
import sys
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn

from cadence.domain.clock import Clock
from cadence.local.emulator.app import Emulator, parts
from cadence.local.emulator.config import ADVANCED, DEFAULT, NO_OPT_OUT, SHA1, SHA256, Config

LEAST_TOKEN = "emulated"  # noqa: S105  it guards nothing: the emulator listens on this machine


def main() -> None:
    """Serve until stopped."""
    options = _parser().parse_args()
    try:
        app = Emulator(parts(_config(options))).app()
    except (OSError, ValueError, TypeError, KeyError) as error:
        sys.exit(f"The emulator cannot start: {error}")
    uvicorn.run(
        app,
        host=options.host,
        port=options.port,
        log_level="warning",
        access_log=False,
        timeout_keep_alive=60,  # as a real carrier: a client that keeps connections for a while finds them open
        timeout_graceful_shutdown=1,
    )


def _parser() -> argparse.ArgumentParser:
    """Return the options. Those that only set a field of Config are named after it; what is not given stays unset."""
    parser = argparse.ArgumentParser(
        prog="python -m cadence.local.emulator",
        description="Twilio's API, and the people behind it.",
        argument_default=argparse.SUPPRESS,
    )
    add = parser.add_argument
    add("--host", default="127.0.0.1")
    add("--port", type=int, required=True)
    add("--file", type=Path, required=True, help="where all that is carried is recorded (SQLite)")
    add("--people", type=Path, help="who lives behind the numbers (JSON)")
    add("--seed", type=int, help="the same seed and history give the same people")
    add("--auth", default="", help="account:token; default: TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN")
    add("--public-url", type=_base, default="", help="the engine's web server, for inbound messages")
    add("--inbound-url", help="where people's messages go; default: PUBLIC_URL/twilio/inbound")
    add("--incoming-url", help="asked when people call us; default: PUBLIC_URL/twilio/incoming")
    add("--desk-url", type=_base, help="the engine's API, where agents report; default: PUBLIC_URL")
    add("--api-key", help="id:secret of an API key; default: TWILIO_API_KEY and TWILIO_API_SECRET")
    add("--desk-token", help="their bearer token; default: CADENCE_API_TOKEN")
    add("--origin", type=_instant, default=None, help="the instant the Clock shows at STARTED; default: real time")
    add("--started", type=_instant, default=None, help="a real instant; default: now")
    add("--speed", type=float, default=1.0, help="how many times faster the Clock runs")
    add("--message-rate", type=float, help="segments a second for each sender")
    add("--call-rate", type=float, help="calls a second for the account")
    add("--call-queue", type=float, help="seconds a call may wait for its turn")
    add("--agents", type=int, help="agents on a floor that the people file does not name")
    add(
        "--opt-out",
        choices=[ADVANCED, DEFAULT, NO_OPT_OUT],
        help="what the carrier does on STOP: as a messaging service, as a long code on its own, or nothing",
    )
    add("--signature", choices=[SHA1, SHA256])
    add("--listen", action="append", type=_named_port, metavar="NAME=PORT", help="a server beside the API")
    return parser


def _config(options: argparse.Namespace) -> Config:
    account, _, token = options.auth.partition(":")
    public, known = options.public_url, {field.name for field in fields(Config)}
    settings: dict[str, Any] = {
        "api_key": _key(),
        "inbound_url": f"{public}/twilio/inbound" if public else "",
        "incoming_url": f"{public}/twilio/incoming" if public else "",
        "desk_url": public,
        "desk_token": os.environ.get("CADENCE_API_TOKEN", ""),
        **{name: value for name, value in vars(options).items() if name in known},
    }
    return Config(
        account=account or os.environ.get("TWILIO_ACCOUNT_SID", "AC" + "0" * 32),
        token=token or os.environ.get("TWILIO_AUTH_TOKEN", LEAST_TOKEN),
        clock=_clock(options),
        ports=dict(getattr(options, "listen", [])),
        **settings,
    )


def _key() -> str:
    key, secret = os.environ.get("TWILIO_API_KEY", ""), os.environ.get("TWILIO_API_SECRET", "")
    return f"{key}:{secret}" if key and secret else ""


def _clock(options: argparse.Namespace) -> Clock:
    if options.origin is None and options.speed == 1:
        return Clock.real()
    started = options.started or datetime.now(UTC)
    return Clock(origin=options.origin or started, started=started, speed=options.speed)


def _base(text: str) -> str:
    return text.rstrip("/")


def _named_port(text: str) -> tuple[str, int]:
    name, _, port = text.partition("=")
    if not name or not port.isdecimal():
        raise argparse.ArgumentTypeError(f"found {text}; expected a name and a port such as smtp=2525")
    return name, int(port)


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text} has no zone; expected an instant such as 2026-03-02T08:00:00+00:00")
    return instant.astimezone(UTC)


if __name__ == "__main__":
    main()
