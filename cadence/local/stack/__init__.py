"""How does everything run on this machine without being installed? Edge: the servers, each usable by itself."""

from cadence.local.stack.postgres import Postgres
from cadence.local.stack.process import ServerProcess
from cadence.local.stack.programs import EmulatorProcess, Web, Worker
from cadence.local.stack.stack import Stack
from cadence.local.stack.temporal import TemporalServer

__all__ = ["EmulatorProcess", "Postgres", "ServerProcess", "Stack", "TemporalServer", "Web", "Worker"]
