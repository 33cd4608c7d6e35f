-- Who receives events, and what they have received.

CREATE TABLE endpoints (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    url text NOT NULL,
    types text[] NOT NULL DEFAULT '{}',             -- none: every type
    secret bytea NOT NULL,                          -- sealed (`cadence/ledger/db/sealing.py`)
    old_secret bytea,                               -- signs as well until the receiver has the new one
    old_until timestamptz,
    horizon bigint NOT NULL,                        -- up to where events were taken: (horizon, place)
    place bigint NOT NULL,
    added_at timestamptz NOT NULL,
    disabled_at timestamptz,
    disabled_because text NOT NULL DEFAULT '',
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT endpoints_name_key UNIQUE (name),
    CONSTRAINT endpoints_old_secret_ends CHECK ((old_secret IS NULL) = (old_until IS NULL))
);

-- An event for an endpoint. Of each subject only the first one that is not delivered has a next attempt. Every change
-- is made with the row of the endpoint locked.
CREATE TABLE deliveries (
    event_id uuid NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    endpoint_id integer NOT NULL REFERENCES endpoints,
    subject text NOT NULL,
    seq bigint NOT NULL,
    next_at timestamptz,                            -- NULL: delivered, or behind another one of its subject
    tries integer NOT NULL DEFAULT 0,
    status integer,                                 -- of the last answer; NULL: there was none
    problem text NOT NULL DEFAULT '',
    delivered_at timestamptz,
    PRIMARY KEY (event_id, endpoint_id)
);
CREATE INDEX deliveries_due ON deliveries (endpoint_id, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX deliveries_open ON deliveries (endpoint_id, subject, seq) WHERE delivered_at IS NULL;

-- As before; and each endpoint looks from the first event on for those that it was not given.
CREATE OR REPLACE FUNCTION order_events_after_restore() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM events WHERE horizon >= CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint)
    ) THEN
        RETURN false;
    END IF;
    LOCK TABLE event_positions IN EXCLUSIVE MODE;  -- no event is written meanwhile
    UPDATE events SET horizon = 0 WHERE horizon > 0;
    UPDATE event_positions SET horizon = 0 WHERE horizon > 0;
    UPDATE endpoints SET horizon = 0, place = 0;
    RETURN true;
END
$$;
