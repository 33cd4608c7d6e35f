-- What was done, what was not done, and why.

CREATE TABLE touches (
    id uuid PRIMARY KEY,
    lead_id uuid NOT NULL,
    enrolment_id uuid NOT NULL,
    campaign_id integer NOT NULL,
    version integer NOT NULL,
    cause_kind text NOT NULL,
    cause_ref text NOT NULL,
    cause_lap integer NOT NULL DEFAULT 1,
    -- A step's cause is a visit within one enrolment; other causes have ids of their own.
    cause_enrolment uuid GENERATED ALWAYS AS (CASE WHEN cause_kind = 'step' THEN enrolment_id END) STORED,
    attempt integer NOT NULL,
    step text NOT NULL DEFAULT '',
    channel text NOT NULL,
    purpose text NOT NULL,
    state text NOT NULL,
    at timestamptz NOT NULL,                        -- when it was last reserved, or skipped: what limits count from
    due timestamptz,                                -- what the language said, before rules moved it
    number_id bigint REFERENCES numbers,
    sender text NOT NULL DEFAULT '',
    floor text NOT NULL DEFAULT '',
    account_id bigint REFERENCES accounts,
    subject text NOT NULL DEFAULT '',
    seller text NOT NULL DEFAULT '',
    portfolio text NOT NULL DEFAULT '',
    delivery text NOT NULL DEFAULT '',              -- live, recorded, voicemail
    sid text,                                       -- the carrier's id
    status text NOT NULL DEFAULT '',                -- the carrier's own last word
    code text NOT NULL DEFAULT '',                  -- the carrier's error code
    outcome text,
    disposition text,
    carried_at timestamptz,                         -- when the carrier took it
    answered_at timestamptz,
    greeting_end_at timestamptz,
    agent_at timestamptz,
    replied_at timestamptz,
    ended_at timestamptz,
    wrap_up_until timestamptz,
    rules text[] NOT NULL DEFAULT '{}',             -- of a skipped one: what refused it
    scope text NOT NULL DEFAULT '',                 -- of a skipped one: how far the refusal reached
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- A touch cannot name another lead or campaign than its enrolment does.
    CONSTRAINT touches_enrolment_fkey FOREIGN KEY (enrolment_id, lead_id, campaign_id)
        REFERENCES enrolments (id, lead_id, campaign_id),
    -- Never twice (law 2): a lead, a cause and a try are one touch.
    CONSTRAINT touches_key UNIQUE NULLS NOT DISTINCT
        (lead_id, cause_kind, cause_ref, cause_lap, attempt, cause_enrolment),
    CONSTRAINT touches_counts_from_one CHECK (attempt >= 1 AND cause_lap >= 1),
    CONSTRAINT touches_cause_kind CHECK (cause_kind IN ('step', 'callback', 'inbound', 'command')),
    CONSTRAINT touches_channel CHECK (channel IN ('sms', 'whatsapp', 'call', 'task')),
    CONSTRAINT touches_purpose CHECK (purpose IN ('marketing', 'collections', 'service', 'survey')),
    CONSTRAINT touches_state CHECK (state IN ('planned', 'reserved', 'unknown', 'carried', 'settled', 'skipped')),
    -- What leaves, leaves to somebody.
    CONSTRAINT touches_reach_a_number CHECK (
        number_id IS NOT NULL OR channel = 'task' OR state IN ('planned', 'skipped')
    ),
    -- A call under way can be asked about and taken back.
    CONSTRAINT touches_carried_has_sid CHECK (state <> 'carried' OR sid IS NOT NULL),
    CONSTRAINT touches_settled_has_outcome CHECK ((outcome IS NOT NULL) = (state IN ('settled', 'skipped'))),
    CONSTRAINT touches_skipped_says_so CHECK ((state = 'skipped') = (outcome IS NOT DISTINCT FROM 'skipped'))
);
CREATE INDEX touches_lead ON touches (lead_id, at);
CREATE INDEX touches_number ON touches (number_id, at);
CREATE INDEX touches_campaign ON touches (campaign_id, step);
CREATE INDEX touches_account ON touches (account_id, at) WHERE account_id IS NOT NULL;
-- One carrier id is one touch: a report cannot count for two.
CREATE UNIQUE INDEX touches_sid ON touches (sid) WHERE sid IS NOT NULL;
-- In the air, or perhaps.
CREATE INDEX touches_open ON touches (at) WHERE state IN ('reserved', 'unknown', 'carried');

-- A touch only moves forward. Back to `planned` goes only what surely never left.
CREATE FUNCTION touches_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.lead_id, NEW.enrolment_id, NEW.campaign_id, NEW.cause_kind, NEW.cause_ref, NEW.cause_lap,
        NEW.attempt, NEW.channel)
        IS DISTINCT FROM (OLD.id, OLD.lead_id, OLD.enrolment_id, OLD.campaign_id, OLD.cause_kind, OLD.cause_ref,
        OLD.cause_lap, OLD.attempt, OLD.channel) THEN
        RAISE EXCEPTION 'a touch keeps its key' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.sid IS NOT NULL AND NEW.sid IS DISTINCT FROM OLD.sid THEN
        RAISE EXCEPTION 'a touch keeps its carrier id' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('planned', 'reserved'), ('planned', 'skipped'), ('planned', 'settled'),
        ('reserved', 'planned'), ('reserved', 'unknown'), ('reserved', 'carried'), ('reserved', 'settled'),
        ('unknown', 'carried'), ('unknown', 'settled'),
        ('carried', 'settled')
    ) THEN
        RAISE EXCEPTION 'a touch does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER touches_forward BEFORE UPDATE ON touches FOR EACH ROW EXECUTE FUNCTION touches_forward();
CREATE TRIGGER touches_never_deleted BEFORE DELETE ON touches FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Erasable: what was said. An auditor must see what was sent.
CREATE TABLE texts (
    touch_id uuid PRIMARY KEY REFERENCES touches,
    body text NOT NULL,
    template text NOT NULL DEFAULT '',
    variables jsonb NOT NULL DEFAULT '{}'
);

-- Append-only, without personal data: what was decided, for what was not sent as much as for what was (law 10).
CREATE TABLE decisions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lead_id uuid NOT NULL REFERENCES leads,
    enrolment_id uuid NOT NULL REFERENCES enrolments,
    touch_id uuid REFERENCES touches,               -- the touch that was allowed or skipped, if there is one
    version integer NOT NULL,
    at timestamptz NOT NULL,
    verdict text NOT NULL,
    until timestamptz,                              -- of a defer: when; of an allow: when it closes
    hold text NOT NULL DEFAULT '',
    hold_key text NOT NULL DEFAULT '',
    scope text NOT NULL DEFAULT '',                 -- of a refuse
    number_id bigint,
    rules text[] NOT NULL DEFAULT '{}',
    reasons jsonb NOT NULL DEFAULT '[]',
    evidence jsonb NOT NULL DEFAULT '{}',
    candidate jsonb NOT NULL,                       -- the touch somebody would have liked to make
    packs jsonb NOT NULL DEFAULT '{}',              -- pack id -> version, and the versions of calendars and zones
    facts jsonb NOT NULL,                           -- what was judged, so that it can be judged again
    digest bytea NOT NULL,                          -- of all but instant and facts: the same twice in a row is one row
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT decisions_verdict CHECK (verdict IN ('allow', 'defer', 'hold', 'refuse')),
    CONSTRAINT decisions_defer_has_instant CHECK (verdict <> 'defer' OR until IS NOT NULL),
    CONSTRAINT decisions_hold_has_name CHECK ((verdict = 'hold') = (hold <> '')),
    CONSTRAINT decisions_refuse_has_scope CHECK ((verdict = 'refuse') = (scope <> ''))
);
CREATE INDEX decisions_enrolment ON decisions (enrolment_id, id);
CREATE INDEX decisions_lead ON decisions (lead_id, id);
CREATE TRIGGER decisions_append_only BEFORE UPDATE OR DELETE ON decisions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER decisions_never_truncated BEFORE TRUNCATE ON decisions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE floors (
    name text PRIMARY KEY,
    agents integer NOT NULL,
    paused integer NOT NULL DEFAULT 0,              -- agents on a break
    endpoint text NOT NULL DEFAULT '',
    updated_at timestamptz NOT NULL,
    CONSTRAINT floors_agents CHECK (agents >= 0),
    CONSTRAINT floors_paused CHECK (paused >= 0)
);

-- The right of one call to ring. A row exists only while the permit is held.
CREATE TABLE permits (
    floor text NOT NULL REFERENCES floors,
    slot integer NOT NULL,                          -- 1 .. agents
    touch_id uuid NOT NULL REFERENCES touches,
    taken_at timestamptz NOT NULL,
    lease_until timestamptz NOT NULL,               -- after this the carrier is asked; it is never just taken away
    PRIMARY KEY (floor, slot),                      -- two calls can never ring for the same agent's place
    CONSTRAINT permits_touch_id_key UNIQUE (touch_id),
    CONSTRAINT permits_slot CHECK (slot >= 1),
    CONSTRAINT permits_lease CHECK (lease_until >= taken_at)
);
CREATE INDEX permits_lease_until ON permits (lease_until);

-- When each of our own numbers may send its next segment.
CREATE TABLE senders (
    sender text PRIMARY KEY,
    next_free timestamptz NOT NULL
);
