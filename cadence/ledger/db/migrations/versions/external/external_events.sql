-- Events that other systems have sent about a person: what each was called, and what it changed in one campaign.
-- Without personal data: a name of the campaign's author, an amount, ids and instants.
CREATE TABLE external_events (
    id uuid PRIMARY KEY,
    lead_id uuid NOT NULL REFERENCES leads,
    campaign_id integer REFERENCES campaigns,
    enrolment_id uuid REFERENCES enrolments,
    name text NOT NULL,
    effect text NOT NULL,
    target text NOT NULL DEFAULT '',                -- the outcome of a finish, the step of a go
    why text NOT NULL DEFAULT '',                   -- why it changed nothing
    until timestamptz,                              -- of a hold
    ended_at timestamptz,                           -- a hold that somebody ended before
    value numeric(16, 4),                           -- what an end is worth
    currency text NOT NULL DEFAULT '',
    at timestamptz NOT NULL,
    ref text NOT NULL,                              -- the order that brought it
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT external_events_effect CHECK (effect IN ('finish', 'hold', 'go', 'none')),
    CONSTRAINT external_events_says_why CHECK ((effect = 'none') = (why <> '')),
    CONSTRAINT external_events_holds_until CHECK ((effect = 'hold') = (until IS NOT NULL)),
    CONSTRAINT external_events_ends_a_hold CHECK (ended_at IS NULL OR until IS NOT NULL),
    CONSTRAINT external_events_of_an_enrolment CHECK (effect IN ('none', 'hold') OR enrolment_id IS NOT NULL)
);
CREATE INDEX external_events_lead ON external_events (lead_id, at);
CREATE INDEX external_events_go ON external_events (enrolment_id) WHERE effect = 'go';
CREATE INDEX external_events_hold ON external_events (lead_id) WHERE effect = 'hold';
CREATE INDEX external_events_ref ON external_events (ref);

-- A hold may be ended once; nothing else of an event changes.
CREATE FUNCTION external_events_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL OR to_jsonb(NEW) - 'ended_at' IS DISTINCT FROM to_jsonb(OLD) - 'ended_at' THEN
        RAISE EXCEPTION 'an event is never changed or deleted; only its hold may be ended' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER external_events_append_only BEFORE UPDATE OR DELETE ON external_events
    FOR EACH ROW EXECUTE FUNCTION external_events_kept();
CREATE TRIGGER external_events_never_truncated BEFORE TRUNCATE ON external_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- It is a fact: a leaf commits to it.
CREATE TRIGGER external_events_leaf AFTER INSERT OR DELETE ON external_events
    FOR EACH ROW EXECUTE FUNCTION write_leaf('26', '{id}', '{}', '{}');
CREATE TRIGGER external_events_changed_leaf AFTER UPDATE ON external_events
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION write_leaf('26', '{id}', '{}', '{}');

CREATE FUNCTION external_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM record_event('event.received', NEW.lead_id, NULL, NEW.campaign_id, NEW.at,
        jsonb_build_object('event', NEW.id, 'enrolment', NEW.enrolment_id, 'event_name', NEW.name, 'effect', NEW.effect,
            'target', NEW.target, 'reason', NEW.why, 'until', NEW.until, 'amount', CAST(trim_scale(NEW.value) AS text),
            'currency', NEW.currency));
    RETURN NULL;
END
$$;
CREATE TRIGGER external_events_event AFTER INSERT ON external_events
    FOR EACH ROW EXECUTE FUNCTION external_event();
