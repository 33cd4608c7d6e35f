-- An agent who corrects the time of a promised call means one call. The older promise stays, and names the newer one.
ALTER TABLE callbacks
    ADD COLUMN replaced_by uuid,
    -- Deferred: the old promise lets go of its request before the new one takes it.
    ADD CONSTRAINT callbacks_replaced_by_fkey FOREIGN KEY (replaced_by) REFERENCES callbacks (id)
        DEFERRABLE INITIALLY DEFERRED,
    -- What was replaced is not called.
    ADD CONSTRAINT callbacks_replaced_is_canceled CHECK (replaced_by IS NULL OR canceled_at IS NOT NULL),
    DROP CONSTRAINT callbacks_ref_key;
-- One request stands for one promise, however often it is delivered or corrected.
CREATE UNIQUE INDEX callbacks_ref ON callbacks (ref) WHERE replaced_by IS NULL;

-- When the report came that stands. `ended_at` is when the touch was over, which is often earlier.
ALTER TABLE touches ADD COLUMN outcome_at timestamptz;

-- Append-only, without personal data: what the carrier also said of a touch, and cannot be true beside what stands.
CREATE TABLE contradictions (
    touch_id uuid NOT NULL REFERENCES touches,
    outcome text NOT NULL,
    code text NOT NULL DEFAULT '',                  -- the carrier's error code
    at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (touch_id, outcome, code)           -- however often it is repeated
);
CREATE TRIGGER contradictions_append_only BEFORE UPDATE OR DELETE ON contradictions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contradictions_never_truncated BEFORE TRUNCATE ON contradictions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
