-- What other systems are told: a row for each fact, written by the triggers below in the transaction of the fact. No code
-- path can forget one, and no statement is added. Rows hold ids, words of ours and instants, never a name, number or text.

-- The last event of each subject. Its row is locked until the commit, so the events of a subject are numbered in the order
-- of commit. Whoever writes facts about leads has locked them before (protocol §1.2), so these locks add no deadlock.
CREATE TABLE event_positions (
    subject text PRIMARY KEY,
    last bigint NOT NULL,
    horizon bigint NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE events (
    place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL DEFAULT gen_random_uuid(),     -- random: after a restore no other event gets the id of a lost one
    type text NOT NULL,
    subject text NOT NULL,                          -- leads/ID, or whatever else it is about
    seq bigint NOT NULL,                            -- within the subject, from 1
    campaign_id integer,
    at timestamptz NOT NULL,                        -- the Clock's instant of the fact
    data jsonb NOT NULL,
    -- The transaction that wrote it, or a later one that an earlier event of the subject had: so events sorted by
    -- (horizon, place) are in order within a subject, and below the oldest running transaction none can appear any more.
    horizon bigint NOT NULL,
    written_at timestamptz NOT NULL,                -- on the Clock: a fact may be imported years after its instant
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT events_id_key UNIQUE (id),
    CONSTRAINT events_type CHECK (type ~ '^[a-z_]+(\.[a-z_]+)?$'),
    CONSTRAINT events_counts_from_one CHECK (seq >= 1)
);
CREATE INDEX events_order ON events (horizon, place);
CREATE INDEX events_written ON events USING brin (written_at);

-- The engine's Clock: for facts whose row has no instant of its own, and for how long an event is kept.
CREATE FUNCTION engine_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
    SELECT coalesce(
        (SELECT origin + (clock_timestamp() - started) * speed FROM clock), clock_timestamp()
    )
$$;

-- Write one event about a lead, or about another subject. Those who only get trials are in no report, so none of theirs.
CREATE FUNCTION record_event(kind text, lead uuid, other text, campaign integer, instant timestamptz, facts jsonb)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    whose CONSTANT text := CASE WHEN lead IS NULL THEN other ELSE 'leads/' || lead END;
    position event_positions;
BEGIN
    IF EXISTS (SELECT FROM leads l WHERE l.id = lead AND l.list = 'cadence/trial') THEN
        RETURN;
    END IF;
    INSERT INTO event_positions AS known (subject, last, horizon)
    VALUES (whose, 1, CAST(CAST(pg_current_xact_id() AS text) AS bigint))
    ON CONFLICT (subject) DO UPDATE SET last = known.last + 1, horizon = greatest(known.horizon, excluded.horizon)
    RETURNING * INTO position;
    INSERT INTO events (type, subject, seq, campaign_id, at, data, horizon, written_at)
    SELECT kind, whose, position.last, campaign, coalesce(instant, clock.now), facts, position.horizon, clock.now
    FROM engine_now() AS clock (now);
END
$$;

-- Put the events of before a restore first, in the order in which they were written: the numbers of transactions begin
-- anew on another server, and all that was restored is committed. Return whether there was anything to do.
CREATE FUNCTION order_events_after_restore() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM events WHERE horizon >= CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint)
    ) THEN
        RETURN false;
    END IF;
    LOCK TABLE event_positions IN EXCLUSIVE MODE;  -- no event is written meanwhile
    UPDATE events SET horizon = 0 WHERE horizon > 0;
    UPDATE event_positions SET horizon = 0 WHERE horizon > 0;
    RETURN true;
END
$$;

-- A touch has ended, or was refused by a rule, or another outcome counts now.
CREATE FUNCTION touch_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM record_event(
        CASE WHEN NEW.state = 'skipped' THEN 'touch.skipped'
            WHEN TG_OP = 'INSERT' OR OLD.outcome IS NULL THEN 'touch.ended' ELSE 'touch.updated' END,
        NEW.lead_id, NULL, NEW.campaign_id,
        CASE WHEN NEW.state = 'skipped' THEN NEW.at ELSE coalesce(NEW.outcome_at, NEW.ended_at) END,
        jsonb_build_object('touch', NEW.id, 'enrolment', NEW.enrolment_id, 'version', NEW.version, 'step', NEW.step,
            'channel', NEW.channel, 'purpose', NEW.purpose, 'cause', NEW.cause_kind, 'attempt', NEW.attempt, 'at', NEW.at)
        || CASE WHEN NEW.state = 'skipped' THEN jsonb_build_object('rules', NEW.rules, 'scope', NEW.scope)
            ELSE jsonb_build_object('outcome', NEW.outcome, 'code', NEW.code, 'ended_at', NEW.ended_at) END
    );
    RETURN NULL;
END
$$;
CREATE TRIGGER touches_event_written AFTER INSERT ON touches FOR EACH ROW
    WHEN (NEW.outcome IS NOT NULL) EXECUTE FUNCTION touch_event();
CREATE TRIGGER touches_event_changed AFTER UPDATE ON touches FOR EACH ROW
    WHEN (NEW.outcome IS DISTINCT FROM OLD.outcome) EXECUTE FUNCTION touch_event();

-- What became of a promised call: it is kept once the person's phone rang, or somebody else took it. A promise that was
-- canceled has an event of its own, and one that a suppression ended is neither.
CREATE FUNCTION promise_of(cause text) RETURNS callbacks LANGUAGE sql STABLE AS $$
    SELECT * FROM callbacks WHERE id = CASE WHEN cause ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN CAST(cause AS uuid) END
$$;
CREATE FUNCTION promise_event(kind text, promise callbacks, touch uuid, instant timestamptz) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM record_event(kind, promise.lead_id, NULL, (SELECT campaign_id FROM enrolments WHERE id = promise.enrolment_id),
        instant, jsonb_build_object('callback', promise.id, 'enrolment', promise.enrolment_id, 'promised_for', promise.at,
            'touch', touch));
END
$$;
CREATE FUNCTION never_rang(outcome text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT outcome IS NULL OR outcome IN ('not_taken', 'too_fast', 'failed', 'canceled', 'expired', 'lost', 'blocked',
        'invalid_number', 'abandoned')
$$;
CREATE FUNCTION promise_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    promise callbacks;
BEGIN
    promise := promise_of(NEW.cause_ref);
    IF promise.id IS NOT NULL AND NOT EXISTS (
        SELECT FROM touches t
        WHERE t.lead_id = NEW.lead_id AND t.cause_kind = 'callback' AND t.cause_ref = NEW.cause_ref AND t.id <> NEW.id
            AND t.state = 'settled' AND NOT never_rang(t.outcome)
    ) THEN
        PERFORM promise_event('callback.kept', promise, NEW.id, NEW.at);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER touches_promise_kept AFTER UPDATE ON touches FOR EACH ROW
    WHEN (NEW.cause_kind = 'callback' AND NEW.state = 'settled' AND never_rang(OLD.outcome) AND NOT never_rang(NEW.outcome))
    EXECUTE FUNCTION promise_kept();

-- A promise is missed when the person, or one of ours, gets the message of that; or when the enrolment ends without the
-- call. The end may come while a call rings: then the end of the call decides.
CREATE FUNCTION miss_promise(promise callbacks, touch uuid, instant timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF promise.id IS NOT NULL AND promise.canceled_at IS NULL AND NOT EXISTS (
        SELECT FROM touches t
        WHERE t.lead_id = promise.lead_id AND t.cause_ref = CAST(promise.id AS text) AND t.id IS DISTINCT FROM touch AND (
            (t.cause_kind = 'callback' AND (t.state IN ('skipped', 'reserved', 'unknown', 'carried')
                OR (t.state = 'settled' AND NOT never_rang(t.outcome))))
            OR (t.cause_kind = 'announcement' AND t.step = 'missed'))
    ) THEN
        PERFORM promise_event('callback.missed', promise, touch, instant);
    END IF;
END
$$;
CREATE FUNCTION promise_missed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    promise callbacks;
BEGIN
    promise := promise_of(NEW.cause_ref);
    IF NEW.cause_kind = 'announcement' THEN
        PERFORM miss_promise(promise, NEW.id, NEW.at);
    ELSIF EXISTS (SELECT FROM enrolments WHERE id = promise.enrolment_id AND finished IS NOT NULL) THEN
        PERFORM miss_promise(promise, NEW.id, coalesce(NEW.ended_at, NEW.at));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER touches_promise_missed AFTER INSERT ON touches FOR EACH ROW
    WHEN (NEW.cause_kind = 'announcement' AND NEW.step = 'missed') EXECUTE FUNCTION promise_missed();
CREATE TRIGGER touches_promise_lost AFTER UPDATE ON touches FOR EACH ROW
    WHEN (NEW.cause_kind = 'callback' AND NEW.state = 'settled' AND OLD.outcome IS NULL AND never_rang(NEW.outcome))
    EXECUTE FUNCTION promise_missed();

CREATE FUNCTION callback_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM record_event('callback.promised', NEW.lead_id, NULL,
            (SELECT campaign_id FROM enrolments WHERE id = NEW.enrolment_id), NEW.asked_at,
            jsonb_build_object('callback', NEW.id, 'enrolment', NEW.enrolment_id, 'promised_for', NEW.at,
                'by_person', split_part(NEW.ref, ':', 1) IN ('inbound', 'touch')));
    ELSE
        PERFORM record_event('callback.canceled', NEW.lead_id, NULL,
            (SELECT campaign_id FROM enrolments WHERE id = NEW.enrolment_id), NEW.canceled_at,
            jsonb_build_object('callback', NEW.id, 'enrolment', NEW.enrolment_id, 'promised_for', NEW.at,
                'replaced_by', NEW.replaced_by));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER callbacks_event_written AFTER INSERT ON callbacks FOR EACH ROW EXECUTE FUNCTION callback_event();
CREATE TRIGGER callbacks_event_changed AFTER UPDATE ON callbacks FOR EACH ROW
    WHEN (OLD.canceled_at IS NULL AND NEW.canceled_at IS NOT NULL) EXECUTE FUNCTION callback_event();

-- The result of a conversation, also a corrected one. A lead is converted once in an enrolment: by an agent's word, or by
-- its end.
CREATE FUNCTION disposition_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM record_event('disposition', NEW.lead_id, NULL, NEW.campaign_id, NULL,
        jsonb_build_object('touch', NEW.id, 'enrolment', NEW.enrolment_id, 'step', NEW.step,
            'disposition', NEW.disposition, 'before', OLD.disposition));
    IF NEW.disposition = 'converted' AND NOT EXISTS (
        SELECT FROM touches t
        WHERE t.lead_id = NEW.lead_id AND t.enrolment_id = NEW.enrolment_id AND t.disposition = 'converted' AND t.id <> NEW.id
    ) THEN
        PERFORM record_event('lead.converted', NEW.lead_id, NULL, NEW.campaign_id, NULL,
            jsonb_build_object('enrolment', NEW.enrolment_id, 'touch', NEW.id));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER touches_event_disposition AFTER UPDATE ON touches FOR EACH ROW
    WHEN (NEW.disposition IS DISTINCT FROM OLD.disposition) EXECUTE FUNCTION disposition_event();

CREATE FUNCTION enrolment_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    promise callbacks;
BEGIN
    PERFORM record_event('enrolment.ended', NEW.lead_id, NULL, NEW.campaign_id, NEW.finished_at,
        jsonb_build_object('enrolment', NEW.id, 'version', NEW.version, 'kind', NEW.kind, 'reason', NEW.finished,
            'began_at', NEW.at));
    IF NEW.finished = 'converted' AND NOT EXISTS (
        SELECT FROM touches t WHERE t.lead_id = NEW.lead_id AND t.enrolment_id = NEW.id AND t.disposition = 'converted'
    ) THEN
        PERFORM record_event('lead.converted', NEW.lead_id, NULL, NEW.campaign_id, NEW.finished_at,
            jsonb_build_object('enrolment', NEW.id, 'touch', NULL));
    END IF;
    FOR promise IN SELECT * FROM callbacks WHERE enrolment_id = NEW.id ORDER BY at, id LOOP
        PERFORM miss_promise(promise, NULL, NEW.finished_at);
    END LOOP;
    RETURN NULL;
END
$$;
CREATE TRIGGER enrolments_event_written AFTER INSERT ON enrolments FOR EACH ROW
    WHEN (NEW.finished IS NOT NULL) EXECUTE FUNCTION enrolment_event();
CREATE TRIGGER enrolments_event_changed AFTER UPDATE ON enrolments FOR EACH ROW
    WHEN (OLD.finished IS NULL AND NEW.finished IS NOT NULL) EXECUTE FUNCTION enrolment_event();

-- What a person sent. Its lead may become known later.
CREATE FUNCTION reply_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM record_event(
        CASE WHEN TG_OP = 'INSERT' THEN 'reply.received' ELSE 'reply.attributed' END,
        NEW.lead_id, 'inbound/' || NEW.id, (SELECT campaign_id FROM touches WHERE id = NEW.touch_id),
        CASE WHEN TG_OP = 'INSERT' THEN NEW.at END,
        jsonb_build_object('inbound', NEW.id, 'channel', NEW.channel, 'meaning', NEW.meaning, 'number', NEW.number_id,
            'touch', NEW.touch_id, 'at', NEW.at));
    RETURN NULL;
END
$$;
CREATE TRIGGER inbound_event_written AFTER INSERT ON inbound FOR EACH ROW EXECUTE FUNCTION reply_event();
CREATE TRIGGER inbound_event_changed AFTER UPDATE ON inbound FOR EACH ROW
    WHEN (NEW.lead_id IS NOT NULL AND NEW.lead_id IS DISTINCT FROM OLD.lead_id) EXECUTE FUNCTION reply_event();

-- A stop of a person, or its lifting. What only waits for a decision is neither, and what is written again is no news.
CREATE FUNCTION opt_out_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands boolean;
BEGIN
    SELECT NOT s.lifted AND s.source <> 'held' INTO stands FROM suppressions s
    WHERE s.person = NEW.person AND s.scope = NEW.scope AND s.value = NEW.value AND s.id < NEW.id
    ORDER BY s.id DESC LIMIT 1;
    IF NEW.lifted = coalesce(stands, false) AND (NEW.lifted OR NEW.source <> 'held') THEN
        PERFORM record_event(CASE WHEN NEW.lifted THEN 'lead.opt_out_lifted' ELSE 'lead.opted_out' END,
            NEW.person, NULL, NULL, NEW.since,
            jsonb_build_object('suppression', NEW.id, 'scope', NEW.scope, 'value', NEW.value, 'source', NEW.source));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER suppressions_event AFTER INSERT ON suppressions FOR EACH ROW
    WHEN (NEW.person IS NOT NULL) EXECUTE FUNCTION opt_out_event();

CREATE FUNCTION consent_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM record_event(CASE WHEN NEW.given THEN 'consent.given' ELSE 'consent.revoked' END,
        NEW.lead_id, 'numbers/' || NEW.number_id, NULL, NEW.at,
        jsonb_build_object('consent', NEW.id, 'channel', NEW.channel, 'number', NEW.number_id, 'purpose', NEW.purpose,
            'kind', NEW.kind, 'expires_at', NEW.expires));
    RETURN NULL;
END
$$;
CREATE TRIGGER consents_event AFTER INSERT ON consents FOR EACH ROW EXECUTE FUNCTION consent_event();

-- Work for our people. A task that has grown has a new id.
CREATE FUNCTION task_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    done CONSTANT boolean := TG_OP = 'UPDATE' AND OLD.done_at IS NULL AND NEW.done_at IS NOT NULL;
BEGIN
    PERFORM record_event(CASE WHEN done THEN 'task.done' ELSE 'task.created' END,
        NEW.lead_id, 'tasks/' || NEW.id, (SELECT campaign_id FROM enrolments WHERE id = NEW.enrolment_id),
        CASE WHEN done THEN NEW.done_at WHEN TG_OP = 'INSERT' THEN NEW.opened_at END,
        jsonb_build_object('task', NEW.id, 'kind', NEW.kind, 'enrolment', NEW.enrolment_id, 'cause', NEW.ref)
        || CASE WHEN done THEN '{}' ELSE jsonb_build_object('replaces', nullif(OLD.id, NEW.id)) END);
    RETURN NULL;
END
$$;
CREATE TRIGGER tasks_event_written AFTER INSERT ON tasks FOR EACH ROW EXECUTE FUNCTION task_event();
CREATE TRIGGER tasks_event_changed AFTER UPDATE ON tasks FOR EACH ROW
    WHEN ((OLD.done_at IS NULL AND NEW.done_at IS NOT NULL) OR OLD.id <> NEW.id) EXECUTE FUNCTION task_event();

CREATE FUNCTION pause_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM record_event(CASE WHEN NEW.until IS NULL THEN 'campaign.paused' ELSE 'campaign.resumed' END,
        NULL, CASE NEW.scope WHEN 'lead' THEN 'leads/' || NEW.value WHEN 'campaign' THEN 'campaigns/' || NEW.value
            ELSE 'pauses/' || NEW.scope END,
        CASE WHEN NEW.scope = 'campaign' THEN (SELECT id FROM campaigns WHERE name = NEW.value) END,
        coalesce(NEW.until, NEW.since),
        jsonb_build_object('pause', NEW.id, 'scope', NEW.scope, 'value', NEW.value, 'since', NEW.since));
    RETURN NULL;
END
$$;
CREATE TRIGGER pauses_event_written AFTER INSERT ON pauses FOR EACH ROW EXECUTE FUNCTION pause_event();
CREATE TRIGGER pauses_event_changed AFTER UPDATE ON pauses FOR EACH ROW
    WHEN (OLD.until IS NULL AND NEW.until IS NOT NULL) EXECUTE FUNCTION pause_event();

CREATE FUNCTION campaign_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM record_event(CASE WHEN NEW.state = 'running' THEN 'campaign.launched' ELSE 'campaign.ended' END,
        NULL, 'campaigns/' || NEW.name, NEW.id,
        CASE WHEN NEW.state <> 'running' THEN NEW.closed_at WHEN TG_OP = 'INSERT' THEN NEW.launched_at END,
        jsonb_build_object('state', NEW.state));
    RETURN NULL;
END
$$;
CREATE TRIGGER campaigns_event_written AFTER INSERT ON campaigns FOR EACH ROW
    WHEN (NEW.name NOT LIKE 'trial:%') EXECUTE FUNCTION campaign_event();
CREATE TRIGGER campaigns_event_changed AFTER UPDATE ON campaigns FOR EACH ROW
    WHEN (NEW.state <> OLD.state AND NEW.name NOT LIKE 'trial:%') EXECUTE FUNCTION campaign_event();

CREATE FUNCTION erasure_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM record_event('lead.erased', NEW.id, NULL, NULL, NEW.erased_at, '{}');
    RETURN NULL;
END
$$;
CREATE TRIGGER leads_event_erased AFTER UPDATE ON leads FOR EACH ROW
    WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION erasure_event();
