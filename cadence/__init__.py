"""Cadence: an outbound cadence engine. The ledger decides, Temporal keeps time."""
