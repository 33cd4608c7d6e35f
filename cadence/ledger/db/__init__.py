"""How is PostgreSQL reached, locked, migrated and asked? Edge."""
