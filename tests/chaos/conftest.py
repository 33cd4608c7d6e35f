"""The stage of the engine's tests, on which processes are killed."""

from tests.integration.engine.conftest import stage

__all__ = ["stage"]
