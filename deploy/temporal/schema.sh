#!/bin/sh
# Brings Temporal's two databases to the shape that this version of the server needs. Safe to run at every start.
set -eu
schemas=/etc/temporal/schema/postgresql/v12

ready() { # DATABASE FOLDER
  tool="temporal-sql-tool --plugin postgres12 --ep $POSTGRES_SEEDS -p 5432 -u $POSTGRES_USER --db $1"
  # An existing database is brought up to date; only a new one has to be made first.
  $tool update-schema -d "$schemas/$2/versioned" && return
  $tool create
  $tool setup-schema -v 0.0
  $tool update-schema -d "$schemas/$2/versioned"
}

ready temporal temporal
ready temporal_visibility visibility
