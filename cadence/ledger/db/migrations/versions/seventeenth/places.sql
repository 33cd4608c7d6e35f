-- An agent's place is taken until the conversation is written up, and goes to the right call when it becomes free.
ALTER TABLE permits ADD COLUMN free_at timestamptz;     -- the call is over, and its agent writes it up until then
ALTER TABLE floors
    ADD COLUMN paused_at timestamptz,                   -- since when so many agents are away
    ADD COLUMN paused_by text NOT NULL DEFAULT '';      -- who said so
CREATE TABLE floor_queue (
    enrolment_id uuid PRIMARY KEY REFERENCES enrolments (id),
    floor text NOT NULL REFERENCES floors (name),
    promised smallint NOT NULL,                         -- 0 for a promised call, 1 for any other
    priority smallint NOT NULL,                         -- of the campaign: 1 goes first
    score integer NOT NULL,                             -- of the lead, negated: the highest goes first
    due timestamptz NOT NULL,
    asks_until timestamptz NOT NULL,                    -- one that has not asked again by then holds nobody up
    CONSTRAINT floor_queue_promised CHECK (promised IN (0, 1))
);
CREATE INDEX floor_queue_floor ON floor_queue (floor, asks_until);
CREATE INDEX enrolments_promised ON enrolments (next_at)
    WHERE finished IS NULL AND ((move -> 'cause'::text) ->> 'kind'::text) = 'callback'::text;
CREATE INDEX touches_talks ON touches (floor, at) WHERE outcome = 'answered';
