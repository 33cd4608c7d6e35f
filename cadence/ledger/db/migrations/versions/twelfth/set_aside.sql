-- One bad item never blocks a background job: it is set aside with its cause, the job goes on, and it is tried again
-- a bounded number of times. `item` is an id, never personal data.
CREATE TABLE set_aside (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job text NOT NULL,
    item text NOT NULL,
    cause text NOT NULL,                            -- the kind of error, and the id under which the log has the rest
    tries integer NOT NULL CHECK (tries > 0),
    since timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    next_at timestamptz,                            -- NULL: it is not tried again by itself
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (job, item)
);
CREATE INDEX set_aside_due ON set_aside (next_at) WHERE next_at IS NOT NULL;
