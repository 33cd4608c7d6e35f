"""How does everything run on this machine without being installed? Edge: the servers, each usable by itself."""

from cadence.embedded.postgres import Postgres
from cadence.embedded.process import Process
from cadence.embedded.programs import Emulator, Web, Worker
from cadence.embedded.stack import Stack
from cadence.embedded.temporal import TemporalServer

__all__ = ["Emulator", "Postgres", "Process", "Stack", "TemporalServer", "Web", "Worker"]
