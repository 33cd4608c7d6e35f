-- Alerts: when each was raised and cleared. They are about campaigns, and hold nothing about a person.
CREATE TABLE alert_changes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    campaign_id integer NOT NULL REFERENCES campaigns,
    origin text NOT NULL,                           -- campaign or house: which file it stands in
    name text NOT NULL,                             -- its name in that file
    nth integer NOT NULL,                           -- of its changes, from 1: each happens once, whoever sees it
    change text NOT NULL,                           -- raised or cleared
    cause text NOT NULL,                            -- figure, resumed or unarmed
    at timestamptz NOT NULL,                        -- the instant that was judged
    version integer NOT NULL,                       -- of the campaign
    condition text NOT NULL,
    does text[] NOT NULL,
    figure text NOT NULL,
    value double precision,
    n bigint NOT NULL,
    bound double precision,                         -- with which the value was compared
    pause_id bigint REFERENCES pauses,              -- the pause that it began, or that held the campaign already
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT alert_changes_once UNIQUE (campaign_id, origin, name, nth),
    CONSTRAINT alert_changes_origin CHECK (origin IN ('campaign', 'house')),
    CONSTRAINT alert_changes_in_turn CHECK (nth >= 1 AND change = CASE nth % 2 WHEN 1 THEN 'raised' ELSE 'cleared' END),
    CONSTRAINT alert_changes_cause CHECK (cause = 'figure' OR (change = 'cleared' AND cause IN ('resumed', 'unarmed'))),
    CONSTRAINT alert_changes_raised CHECK (change = 'cleared' OR (value IS NOT NULL AND bound IS NOT NULL AND n >= 1)),
    CONSTRAINT alert_changes_pause CHECK (pause_id IS NULL OR ('pause' = ANY (does) AND change = 'raised'))
);
CREATE INDEX alert_changes_at ON alert_changes (campaign_id, at);
CREATE TRIGGER alert_changes_append_only BEFORE UPDATE OR DELETE ON alert_changes
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER alert_changes_never_truncated BEFORE TRUNCATE ON alert_changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER alert_changes_leaf AFTER INSERT OR DELETE ON alert_changes
    FOR EACH ROW EXECUTE FUNCTION write_leaf(27, '{id}', '{}', '{}');
CREATE TRIGGER alert_changes_changed_leaf AFTER UPDATE ON alert_changes
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION write_leaf(27, '{id}', '{}', '{}');

CREATE FUNCTION alert_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM record_event('alert.' || NEW.change, NULL,
        'campaigns/' || (SELECT name FROM campaigns WHERE id = NEW.campaign_id), NEW.campaign_id, NEW.at,
        jsonb_build_object('change', NEW.id, 'alert', NEW.name, 'origin', NEW.origin, 'version', NEW.version, 'cause', NEW.cause,
            'condition', NEW.condition, 'figure', NEW.figure, 'value', NEW.value, 'n', NEW.n, 'bound', NEW.bound,
            'pause', NEW.pause_id));
    RETURN NULL;
END
$$;
CREATE TRIGGER alert_changes_event AFTER INSERT ON alert_changes FOR EACH ROW
    WHEN ('webhook' = ANY (NEW.does)) EXECUTE FUNCTION alert_event();

-- Since when each fact about a touch is known. What is counted at an instant, now or in the past, is what was known then.
CREATE VIEW report_instants AS
SELECT t.id AS touch_id, t.campaign_id, t.at, known.outcome_at,
    least(known.outcome_at, s.replied_at, s.stopped_at) AS delivered_at,
    CASE WHEN t.outcome = 'answered' THEN known.outcome_at ELSE s.replied_at END AS contact_at,
    d.at AS disposition_at,
    coalesce(CASE WHEN t.disposition = 'converted' THEN d.at END, e.finished_at) AS converted_at,
    least(s.stopped_at, CASE WHEN t.disposition = 'do_not_contact' THEN d.at END,
        CASE WHEN t.outcome = 'opted_out' THEN known.outcome_at END) AS opted_out_at
FROM touches t
    CROSS JOIN LATERAL (SELECT coalesce(t.outcome_at, t.ended_at, t.at) AS outcome_at) AS known
    LEFT JOIN enrolments e ON e.id = t.enrolment_id
    LEFT JOIN LATERAL (
        SELECT min(r.at) FILTER (WHERE NOT r.stop) AS replied_at,
            min(greatest(r.at, (  -- a reply that one of our people read as a stop is one from then on
                SELECT min(v.since) FROM suppressions v WHERE v.source = 'review' AND v.ref = CAST(r.inbound_id AS text)
            ))) FILTER (WHERE r.stop) AS stopped_at
        FROM report_replies r WHERE r.touch_id = t.id
    ) AS s ON true
    LEFT JOIN LATERAL (
        SELECT max(o.at) AS at FROM commands o
        WHERE o.lead_id = t.lead_id AND o.name = 'disposition' AND o.args ->> 'touch' = CAST(t.id AS text)
    ) AS d ON t.disposition IS NOT NULL;

-- Touches that ended, and those of them that the carrier or the network failed to bring. A person who did not pick up, or
-- a number that does not exist, is no failure of the carrier.
CREATE VIEW report_failures AS
SELECT t.campaign_id, t.at, coalesce(t.outcome_at, t.ended_at, t.at) AS known_at,
    t.outcome IN ('undelivered', 'expired', 'blocked', 'failed', 'not_taken', 'too_fast', 'lost') AS part
FROM touches t
WHERE t.outcome IS NOT NULL AND t.state <> 'skipped' AND t.channel <> 'task' AND t.outcome <> 'canceled'
    AND t.cause_kind <> 'trial';
