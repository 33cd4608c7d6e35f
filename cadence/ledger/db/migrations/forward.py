"""How does a migration run its SQL, and why is there no way back? Edge."""

from pathlib import Path

from alembic import op


def run_script(migration: str, script: str) -> None:
    """Run an SQL file that lies beside a migration; `migration` is its own `__file__`."""
    statements = (Path(migration).parent / script).read_text(encoding="utf-8")
    op.get_bind().connection.cursor().execute(statements)


def no_way_back() -> None:
    """Refuse: the ledger only moves forward. Restore a backup instead."""
    raise NotImplementedError("the ledger has no way back: restore a backup made before the upgrade")
