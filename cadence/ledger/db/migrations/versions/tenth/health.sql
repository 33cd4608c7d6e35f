-- Which of our processes run, since when, and when each was last heard. Instants here are PostgreSQL's own, in real time.
CREATE TABLE processes (
    id uuid PRIMARY KEY,                            -- made anew at each start
    role text NOT NULL CONSTRAINT processes_role CHECK (role IN ('worker', 'web')),
    host text NOT NULL,
    pid integer NOT NULL,
    version text NOT NULL,
    queues text NOT NULL DEFAULT '',                -- the task queues of a worker, with commas
    started_at timestamptz NOT NULL,
    heard_at timestamptz NOT NULL,
    ahead double precision NOT NULL DEFAULT 0,      -- seconds by which its clock is ahead of PostgreSQL's
    details jsonb NOT NULL DEFAULT '{}'
);

-- How the reconciler's jobs go: the last success and the last error of each.
CREATE TABLE jobs (
    name text PRIMARY KEY,
    succeeded_at timestamptz,
    failed_at timestamptz,
    failures integer NOT NULL DEFAULT 0,            -- in a row, since the last success
    error text NOT NULL DEFAULT ''                  -- its type, and our own words; never a person's data
);

-- Whom do we depend on: when each was last heard, and which one it is.
CREATE TABLE services (
    name text PRIMARY KEY,
    heard_at timestamptz NOT NULL,
    identity text NOT NULL DEFAULT ''               -- of Temporal: its namespace's id, which a new database changes
);
