-- Our copies of official lists of numbers that must not be contacted. By HMAC only, and apart from the people: a copy
-- outlives everybody's erasure.
CREATE TABLE registry_copies (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,                             -- as the packs call the list
    key_name text NOT NULL REFERENCES keys,         -- of the HMACs in it
    as_of date NOT NULL,                            -- the day its keeper gave it out
    numbers bigint NOT NULL,
    imported_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- One copy of a list: a new one takes the place of the old in one transaction.
    CONSTRAINT registry_copies_name_key UNIQUE (name),
    CONSTRAINT registry_copies_name_form CHECK (name ~ '^[a-z][a-z0-9_]*$'),
    -- A copy from tomorrow would be young for a day too long.
    CONSTRAINT registry_copies_not_ahead CHECK (as_of <= CAST(imported_at AT TIME ZONE 'UTC' AS date)),
    -- An empty copy would let everybody through.
    CONSTRAINT registry_copies_not_empty CHECK (numbers > 0)
);

CREATE TABLE registry_entries (
    copy_id integer NOT NULL REFERENCES registry_copies,
    hmac bytea NOT NULL,
    PRIMARY KEY (copy_id, hmac),                    -- asked for each number of a lead
    CONSTRAINT registry_entries_hmac_is_sha256 CHECK (octet_length(hmac) = 32)
);
