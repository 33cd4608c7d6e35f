-- What is to be done with whom, and what each lead waits for.

CREATE TABLE campaigns (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    state text NOT NULL DEFAULT 'running',
    current_version integer,                        -- what new enrolments start with
    starts_on date,
    ends_on date,
    launched_at timestamptz NOT NULL,
    closed_at timestamptz,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT campaigns_name_key UNIQUE (name),
    CONSTRAINT campaigns_state CHECK (state IN ('running', 'stopped', 'ended')),
    CONSTRAINT campaigns_closed_has_instant CHECK ((state = 'running') = (closed_at IS NULL)),
    CONSTRAINT campaigns_dates_in_order CHECK (ends_on >= starts_on)
);

-- Immutable: a lead finishes on the version it started with (law 8).
CREATE TABLE campaign_versions (
    campaign_id integer NOT NULL REFERENCES campaigns,
    version integer NOT NULL,
    content text NOT NULL,                          -- canonical JSON
    hash bytea NOT NULL,
    launched_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (campaign_id, version),
    -- Launching the same file twice makes no second version.
    CONSTRAINT campaign_versions_campaign_id_hash_key UNIQUE (campaign_id, hash),
    CONSTRAINT campaign_versions_hash_is_of_content CHECK (hash = sha256(convert_to(content, 'UTF8'))),
    CONSTRAINT campaign_versions_from_one CHECK (version >= 1)
);
CREATE TRIGGER campaign_versions_append_only BEFORE UPDATE OR DELETE ON campaign_versions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER campaign_versions_never_truncated BEFORE TRUNCATE ON campaign_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE campaigns ADD CONSTRAINT campaigns_current_version_fkey
    FOREIGN KEY (id, current_version) REFERENCES campaign_versions (campaign_id, version);

-- Who is to be enrolled. A lead stands here once per campaign, so enrolling twice is impossible from the start.
CREATE TABLE roster (
    campaign_id integer NOT NULL REFERENCES campaigns,
    lead_id uuid NOT NULL REFERENCES leads,
    score integer NOT NULL,                         -- the highest first
    added_at timestamptz NOT NULL,
    taken_at timestamptz,                           -- when its enrolment was made
    PRIMARY KEY (campaign_id, lead_id)
);
CREATE INDEX roster_waiting ON roster (campaign_id, score DESC, lead_id) WHERE taken_at IS NULL;

CREATE TABLE enrolments (
    id uuid PRIMARY KEY,
    lead_id uuid NOT NULL REFERENCES leads,
    campaign_id integer NOT NULL,
    version integer NOT NULL,
    kind text NOT NULL DEFAULT 'cadence',
    priority smallint NOT NULL DEFAULT 3,           -- 1 first, 5 last
    at timestamptz NOT NULL,                        -- the origin of the first step's wait
    started_at timestamptz,                         -- when its workflow was started; NULL: still to do
    next_at timestamptz,                            -- the next wake-up
    move jsonb NOT NULL,                            -- what it will do then
    hold text,                                      -- what it waits for instead
    hold_key text NOT NULL DEFAULT '',
    errors smallint NOT NULL DEFAULT 0,             -- unexpected errors in a row
    finished text,                                  -- the reason
    finished_at timestamptz,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT enrolments_version_fkey
        FOREIGN KEY (campaign_id, version) REFERENCES campaign_versions (campaign_id, version),
    -- What touches refer to, so that a touch cannot name another lead or campaign than its enrolment does.
    CONSTRAINT enrolments_id_lead_id_campaign_id_key UNIQUE (id, lead_id, campaign_id),
    CONSTRAINT enrolments_kind CHECK (kind IN ('cadence', 'callback', 'confirmation')),
    CONSTRAINT enrolments_priority CHECK (priority BETWEEN 1 AND 5),
    -- Never lost (law 3): finished, or a wake-up, or a named hold.
    CONSTRAINT enrolments_never_lost CHECK (finished IS NOT NULL OR next_at IS NOT NULL OR hold IS NOT NULL),
    CONSTRAINT enrolments_hold_has_name CHECK (hold <> ''),
    CONSTRAINT enrolments_finished_waits_for_nothing CHECK (finished IS NULL OR (next_at IS NULL AND hold IS NULL)),
    CONSTRAINT enrolments_finished_has_instant CHECK ((finished IS NULL) = (finished_at IS NULL))
);
-- A lead walks through a campaign once at a time.
CREATE UNIQUE INDEX enrolments_one_open ON enrolments (lead_id, campaign_id) WHERE finished IS NULL;
CREATE INDEX enrolments_lead ON enrolments (lead_id, at);
CREATE INDEX enrolments_campaign ON enrolments (campaign_id, finished);
CREATE INDEX enrolments_open ON enrolments (campaign_id, id) WHERE finished IS NULL;
CREATE INDEX enrolments_unstarted ON enrolments (priority, at, id) WHERE started_at IS NULL AND finished IS NULL;
CREATE INDEX enrolments_wakeups ON enrolments (next_at) WHERE finished IS NULL;
CREATE INDEX enrolments_held ON enrolments (hold, hold_key, id) WHERE finished IS NULL AND hold IS NOT NULL;

CREATE FUNCTION enrolments_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.lead_id, NEW.campaign_id, NEW.kind, NEW.at)
        IS DISTINCT FROM (OLD.id, OLD.lead_id, OLD.campaign_id, OLD.kind, OLD.at) THEN
        RAISE EXCEPTION 'an enrolment keeps its lead, campaign, kind and origin' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.finished IS NOT NULL AND NEW.finished IS DISTINCT FROM OLD.finished THEN
        RAISE EXCEPTION 'a finished enrolment stays finished' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER enrolments_forward BEFORE UPDATE ON enrolments FOR EACH ROW EXECUTE FUNCTION enrolments_forward();
CREATE TRIGGER enrolments_never_deleted BEFORE DELETE ON enrolments
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Something that changes a plan. Committed first; then the workflow is woken to look (protocol §2.1).
CREATE TABLE news (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    enrolment_id uuid NOT NULL REFERENCES enrolments,
    kind text NOT NULL,
    at timestamptz NOT NULL,
    ref text NOT NULL DEFAULT '',                   -- the inbound message, touch, callback or command behind it
    delivered_at timestamptz,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX news_undelivered ON news (id) WHERE delivered_at IS NULL;
CREATE INDEX news_enrolment ON news (enrolment_id, id);

-- An interval in which nothing of its scope leaves. One open pause per scope and value.
CREATE TABLE pauses (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    scope text NOT NULL,
    value text NOT NULL DEFAULT '',
    since timestamptz NOT NULL,
    until timestamptz,                              -- NULL: still paused
    actor text NOT NULL,
    reason text NOT NULL DEFAULT '',
    resumed_by text,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pauses_scope CHECK (scope IN ('all', 'campaign', 'channel', 'sender', 'floor', 'lead')),
    CONSTRAINT pauses_value_by_scope CHECK ((scope = 'all') = (value = '')),
    CONSTRAINT pauses_in_order CHECK (until >= since)
);
CREATE UNIQUE INDEX pauses_one_open ON pauses (scope, value) WHERE until IS NULL;
CREATE INDEX pauses_scope_value ON pauses (scope, value, since);

-- Time held does not count (law 5), so an interval that has ended must stay what it was.
CREATE FUNCTION pauses_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.scope, NEW.value, NEW.since, NEW.actor)
        IS DISTINCT FROM (OLD.id, OLD.scope, OLD.value, OLD.since, OLD.actor)
        OR (OLD.until IS NOT NULL AND NEW.until IS DISTINCT FROM OLD.until) THEN
        RAISE EXCEPTION 'a pause is only ever closed, once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pauses_forward BEFORE UPDATE ON pauses FOR EACH ROW EXECUTE FUNCTION pauses_forward();
CREATE TRIGGER pauses_never_deleted BEFORE DELETE ON pauses FOR EACH ROW EXECUTE FUNCTION refuse_change();
