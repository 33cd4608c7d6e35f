-- What operators measure: counts that processes write down, and touches whose answer was lost.

-- What no row tells, such as how fast a webhook was answered. Instants are real time; nothing is decided by them.
CREATE TABLE objective_counts (
    objective text NOT NULL,
    minute timestamptz NOT NULL,
    good bigint NOT NULL,
    whole bigint NOT NULL,
    CONSTRAINT objective_counts_pkey PRIMARY KEY (objective, minute),
    CONSTRAINT objective_counts_good CHECK (good BETWEEN 0 AND whole)
);

-- Since when a touch was unknown, and when that was over: the touch itself keeps neither instant.
CREATE TABLE unanswered_touches (
    touch_id uuid PRIMARY KEY REFERENCES touches (id),
    since timestamptz NOT NULL,
    settled_at timestamptz
);
CREATE INDEX unanswered_touches_since ON unanswered_touches (since);
CREATE INDEX unanswered_touches_open ON unanswered_touches (since) WHERE settled_at IS NULL;

CREATE FUNCTION note_unanswered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'unknown' THEN
        INSERT INTO unanswered_touches (touch_id, since) VALUES (NEW.id, engine_now())
        ON CONFLICT (touch_id) DO UPDATE SET settled_at = NULL;
    ELSE
        UPDATE unanswered_touches SET settled_at = engine_now() WHERE touch_id = NEW.id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER touches_unanswered AFTER UPDATE ON touches FOR EACH ROW
    WHEN ((OLD.state = 'unknown') <> (NEW.state = 'unknown')) EXECUTE FUNCTION note_unanswered();

-- Those that are unknown now have been so since they were reserved, at the longest.
INSERT INTO unanswered_touches (touch_id, since) SELECT id, at FROM touches WHERE state = 'unknown';

CREATE INDEX callbacks_at ON callbacks (at);
