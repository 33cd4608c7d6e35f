-- What each alert that watches a campaign read last. It is no fact: each round of the job writes it anew, and what an alert
-- did stands in alert_changes. It holds nothing about a person.
CREATE TABLE alert_readings (
    campaign_id integer NOT NULL REFERENCES campaigns,
    origin text NOT NULL,                           -- campaign or house: which file it stands in
    name text NOT NULL,                             -- its name in that file; '' for a file that cannot be read
    condition text NOT NULL,
    does text[] NOT NULL,
    figure text NOT NULL,
    state text NOT NULL,
    since timestamptz,                              -- when it was raised or cleared last
    value double precision,
    n bigint NOT NULL,
    bound double precision,
    reason text NOT NULL DEFAULT '',                -- why it cannot be judged; '' if it can
    error text NOT NULL DEFAULT '',                 -- what went wrong, if its figure could not be read
    pause_id bigint REFERENCES pauses,              -- while it is raised
    at timestamptz NOT NULL,                        -- the minute that was read
    PRIMARY KEY (campaign_id, origin, name),
    CONSTRAINT alert_readings_state CHECK (state IN ('raised', 'clear', 'too_few', 'unjudged')),
    CONSTRAINT alert_readings_error CHECK (error = '' OR reason <> '')
);

CREATE OR REPLACE VIEW report_failures AS
SELECT t.campaign_id, t.at, coalesce(t.outcome_at, t.ended_at, t.at) AS known_at,
    t.outcome IN ('undelivered', 'expired', 'blocked', 'failed', 'not_taken', 'too_fast', 'lost') AS part, t.lead_id
FROM touches t
WHERE t.outcome IS NOT NULL AND t.state <> 'skipped' AND t.channel <> 'task' AND t.outcome <> 'canceled'
    AND t.cause_kind <> 'trial';
