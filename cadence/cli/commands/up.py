"""How does everything run on this machine until it is stopped? Edge."""

from typing import Annotated

import typer

from cadence.app.settings import Settings
from cadence.cli.app import command
from cadence.cli.launching.emulated import emulator_file
from cadence.cli.output import talk
from cadence.local.stack.signals import orders_to_end
from cadence.local.stack.stack import Stack


@command("cadence up", "cadence up --workers 2")
def up(
    *,
    workers: Annotated[int, typer.Option(min=1, max=8, help="How many worker processes to run.")] = 1,
    carrier: Annotated[
        bool, typer.Option("--carrier", help="Use the real carrier of the TWILIO_* variables instead of the emulator.")
    ] = False,
) -> None:
    """
    Run everything on this machine until Ctrl-C: PostgreSQL, Temporal with its Web UI, web server, workers, emulator.

    All data stays in the folder of CADENCE_STATE_DIR (.cadence): the next `cadence up` continues where this one
    stopped. Commands in a second terminal connect to it automatically.
    """
    folder, options, account = Settings.from_env().state_dir, [], ""
    if not carrier:
        file, templates = emulator_file(folder)
        options = ["--people", str(file)]
        account = f"  WhatsApp templates {', '.join(templates) or 'none'}; add more in {file}\n"
    stack = Stack(folder=folder, workers=workers, emulator=not carrier, emulator_options=options, say=talk)
    with orders_to_end():
        try:
            with stack:
                talk(
                    f"\nRunning. Everything is kept in {stack.folder}; logs are in {stack.folder / 'logs'}.\n"
                    f"  Temporal's Web UI  {stack.environment['CADENCE_TEMPORAL_UI']}\n"
                    f"  carrier webhooks   {stack.environment['CADENCE_PUBLIC_URL']}\n"
                    f"{account}"
                    "In a second terminal:\n"
                    "  cadence doctor\n"
                    "  cadence launch campaigns/cart-recovery.yaml --leads campaigns/cart-recovery.csv\n"
                    "  cadence status --watch\n"
                    "Ctrl-C stops everything; nothing is lost."
                )
                stack.stay()
        except KeyboardInterrupt:
            talk("Stopped.")
