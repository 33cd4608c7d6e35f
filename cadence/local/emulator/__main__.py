"""How is the emulator started? Edge: `python -m cadence.local.emulator --help`."""

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import uvicorn

from cadence.domain.clock import Clock
from cadence.local.emulator.app import build
from cadence.local.emulator.config import ADVANCED, DEFAULT, NO_OPT_OUT, SHA1, SHA256, Config

LEAST_TOKEN = "emulated"  # noqa: S105  it guards nothing: the emulator listens on this machine


def main() -> None:
    """Serve until stopped."""
    options = _parser().parse_args()
    try:
        app = build(_config(options))
    except (OSError, ValueError, TypeError, KeyError) as error:
        sys.exit(f"The emulator cannot start: {error}")
    uvicorn.run(
        app,
        host=options.host,
        port=options.port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m cadence.local.emulator", description="Twilio's API, and the people behind it."
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--file", type=Path, required=True, help="where all that is carried is recorded (SQLite)")
    parser.add_argument("--people", type=Path, help="who lives behind the numbers (JSON)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed and history give the same people")
    parser.add_argument("--auth", help="account:token; default: TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN")
    parser.add_argument(
        "--public-url", default="", help="the engine's web server, for inbound messages and dispositions"
    )
    parser.add_argument("--inbound-url", help="where people's messages go; default: PUBLIC_URL/twilio/inbound")
    parser.add_argument("--incoming-url", help="asked when people call us; default: PUBLIC_URL/twilio/incoming")
    parser.add_argument("--desk-url", help="where agents report; default: PUBLIC_URL")
    parser.add_argument("--api-key", help="id:secret of an API key; default: TWILIO_API_KEY and TWILIO_API_SECRET")
    parser.add_argument("--desk-token", help="their bearer token; default: CADENCE_API_TOKEN")
    parser.add_argument("--origin", type=_instant, help="the instant the Clock shows at STARTED; default: real time")
    parser.add_argument("--started", type=_instant, help="a real instant; default: now")
    parser.add_argument("--speed", type=float, default=1.0, help="how many times faster the Clock runs")
    parser.add_argument("--message-rate", type=float, default=100.0, help="segments a second for each sender")
    parser.add_argument("--call-rate", type=float, default=1.0, help="calls a second for the account")
    parser.add_argument("--call-queue", type=float, default=86_400.0, help="seconds a call may wait for its turn")
    parser.add_argument("--agents", type=int, default=5, help="agents on a floor that the people file does not name")
    parser.add_argument(
        "--opt-out",
        choices=[ADVANCED, DEFAULT, NO_OPT_OUT],
        default=ADVANCED,
        help="what the carrier does on STOP: as a messaging service, as a long code on its own, or nothing",
    )
    parser.add_argument("--signature", choices=[SHA1, SHA256], default=SHA1)
    parser.add_argument(
        "--listen", action="append", type=_named_port, default=[], metavar="NAME=PORT", help="a server beside the API"
    )
    return parser


def _config(options: argparse.Namespace) -> Config:
    account, _, token = (options.auth or "").partition(":")
    public = options.public_url.rstrip("/")
    return Config(
        file=options.file,
        account=account or os.environ.get("TWILIO_ACCOUNT_SID", "AC" + "0" * 32),
        token=token or os.environ.get("TWILIO_AUTH_TOKEN", LEAST_TOKEN),
        api_key=options.api_key or _key(),
        clock=_clock(options),
        seed=options.seed,
        people=options.people,
        inbound_url=options.inbound_url or (f"{public}/twilio/inbound" if public else ""),
        incoming_url=options.incoming_url or (f"{public}/twilio/incoming" if public else ""),
        desk_url=(options.desk_url or public).rstrip("/"),
        desk_token=options.desk_token or os.environ.get("CADENCE_API_TOKEN", ""),
        message_rate=options.message_rate,
        call_rate=options.call_rate,
        call_queue=options.call_queue,
        agents=options.agents,
        opt_out=options.opt_out,
        signature=options.signature,
        ports=dict(options.listen),
    )


def _key() -> str:
    key, secret = os.environ.get("TWILIO_API_KEY", ""), os.environ.get("TWILIO_API_SECRET", "")
    return f"{key}:{secret}" if key and secret else ""


def _clock(options: argparse.Namespace) -> Clock:
    if options.origin is None and options.speed == 1:
        return Clock.real()
    started = options.started or datetime.now(UTC)
    return Clock(origin=options.origin or started, started=started, speed=options.speed)


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
