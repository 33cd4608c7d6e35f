-- What the person answered to a touch: the name of an answer of the campaign file, never their words.
ALTER TABLE touches ADD COLUMN answer text NOT NULL DEFAULT '';

-- What a person told us of themselves in an answer, or to an agent: a mark, a date, a free text. A row is never changed:
-- the latest of a name counts, and an empty one takes it back. An erasure deletes them.
CREATE TABLE saved_values (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lead_id uuid NOT NULL REFERENCES leads,
    name text NOT NULL CONSTRAINT saved_values_name CHECK (name ~ '^[a-z][a-z0-9_]*$'),
    value text NOT NULL,
    at timestamptz NOT NULL,
    ref text NOT NULL DEFAULT '',                       -- 'inbound:ID' or 'touch:ID': the evidence
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX saved_values_latest ON saved_values (lead_id, name, at, id);
