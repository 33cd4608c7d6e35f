#!/bin/sh
# Gives Temporal a role of its own: it makes its two databases and cannot read the ledger.
# Run by the postgres image once, when the data folder is new.
set -eu
psql --set=ON_ERROR_STOP=1 --set=password="$TEMPORAL_DB_PASSWORD" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE temporal LOGIN CREATEDB PASSWORD :'password';
REVOKE CONNECT ON DATABASE cadence FROM PUBLIC;
SQL
