-- Days that are closed by somebody's word: towns' own holidays, declared emergencies. What a calendar does not know.
CREATE TABLE closed_feeds (
    name text PRIMARY KEY,                          -- as the packs call it
    as_of date NOT NULL,
    dates integer NOT NULL,                         -- none is an answer, too: no emergency just now
    imported_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT closed_feeds_name_form CHECK (name ~ '^[a-z][a-z0-9_]*$'),
    -- Tomorrow's word is not known today.
    CONSTRAINT closed_feeds_not_ahead CHECK (as_of <= CAST(imported_at AT TIME ZONE 'UTC' AS date))
);

CREATE TABLE closed_days (
    feed text NOT NULL REFERENCES closed_feeds,
    country text NOT NULL,                          -- ISO 3166-1
    region text NOT NULL,                           -- ISO 3166-2 without the country; '' is all of it
    town text NOT NULL,                             -- folded; '' is all of the region
    day date NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (feed, country, region, town, day),
    -- A day of no country would close the world.
    CONSTRAINT closed_days_country CHECK (country ~ '^[A-Z]{2}$')
);
CREATE INDEX closed_days_town ON closed_days (town, day);

-- The town a lead lives in, folded: for its own holidays.
ALTER TABLE leads
    ADD COLUMN municipality text NOT NULL DEFAULT '',
    DROP CONSTRAINT leads_erased_is_empty,
    -- Erased means erased.
    ADD CONSTRAINT leads_erased_is_empty CHECK (
        erased_at IS NULL
        OR (key IS NULL AND name = '' AND region = '' AND municipality = '' AND segment = '' AND score = 0
            AND account_id IS NULL AND attributes = '{}' AND zones = '[]')
    );
