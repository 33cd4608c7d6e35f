-- How far the erasing of a day has come, so that a restarted worker goes on from there. The order at its end has the
-- same counts, and stays as it was written.
CREATE TABLE retention_runs (
    day date PRIMARY KEY,
    begun_at timestamptz NOT NULL,
    part text NOT NULL,
    after uuid NOT NULL,
    people bigint NOT NULL DEFAULT 0,
    texts bigint NOT NULL DEFAULT 0,
    by_law bigint NOT NULL DEFAULT 0,
    ended_at timestamptz
);
