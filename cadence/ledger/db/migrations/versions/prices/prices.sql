-- What touches cost. A carrier reports a price late, and may change it: each price is a row, and the last of an id counts.
ALTER TABLE touches ADD COLUMN segments integer NOT NULL DEFAULT 0;  -- of a text message; 0 is not known
ALTER TABLE touches ADD COLUMN seconds integer NOT NULL DEFAULT 0;   -- of a call from its answer on, as the carrier counts

CREATE TABLE prices (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    touch_id uuid NOT NULL REFERENCES touches,
    lead_id uuid NOT NULL REFERENCES leads,
    sid text NOT NULL,                              -- the carrier's id of what is paid for: the touch, or a leg of its call
    amount numeric NOT NULL,                        -- what we pay
    currency text NOT NULL,
    source text NOT NULL,                           -- who says so
    at timestamptz NOT NULL,                        -- when it was read
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT prices_currency CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT prices_source CHECK (source IN ('carrier'))
);
CREATE INDEX prices_sid ON prices (sid, id);
CREATE INDEX prices_touch ON prices (touch_id);
CREATE TRIGGER prices_append_only BEFORE UPDATE OR DELETE ON prices FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER prices_never_truncated BEFORE TRUNCATE ON prices FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER prices_leaf AFTER INSERT OR DELETE ON prices
    FOR EACH ROW EXECUTE FUNCTION write_leaf('25', '{id}', '{}', '{}');
CREATE TRIGGER prices_changed_leaf AFTER UPDATE ON prices
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION write_leaf('25', '{id}', '{}', '{}');

-- The carrier's price of a touch, in each currency: of the message or call itself and of the legs of the call. `own` is
-- false while only the price of a leg is known: then the price of the touch is not known.
CREATE VIEW report_prices AS
SELECT touch_id, currency, sum(amount) AS amount, bool_or(bool_or(own)) OVER (PARTITION BY touch_id) AS own
FROM (
    SELECT DISTINCT ON (p.sid) p.touch_id, p.amount, p.currency, p.sid = t.sid AS own
    FROM prices p JOIN touches t ON t.id = p.touch_id
    ORDER BY p.sid, p.id DESC
) AS latest
GROUP BY touch_id, currency;

-- Touches that the carrier took, with what a tariff needs to know of them. The confirmation of an opt-out is one, and
-- costs as much as any; a trial is none.
CREATE VIEW report_paid AS
SELECT t.id AS touch_id, t.campaign_id, t.lead_id, t.version, t.step, t.channel, t.sender, t.floor, t.at,
    c.name AS campaign, l.segment, coalesce(n.country, '') AS country,
    CAST(date_trunc('week', t.at AT TIME ZONE 'UTC') AS date) AS week,
    CAST(date_trunc('week', e.at AT TIME ZONE 'UTC') AS date) AS cohort,
    t.at AT TIME ZONE CASE
        WHEN coalesce(l.zones -> 0 ->> 'zone', n.zones -> 0 ->> 'zone') IN (SELECT name FROM pg_timezone_names)
        THEN coalesce(l.zones -> 0 ->> 'zone', n.zones -> 0 ->> 'zone') ELSE 'UTC' END AS local_at,
    (
        SELECT o.actor FROM commands o
        WHERE o.lead_id = t.lead_id AND o.name = 'disposition' AND o.args ->> 'touch' = CAST(t.id AS text)
        ORDER BY o.id DESC LIMIT 1
    ) AS agent,
    nullif(t.segments, 0) AS segments,
    CASE  -- nobody knows how long a call was that is under way, or whose end was reported without its length
        WHEN t.channel <> 'call' THEN 0
        WHEN t.seconds > 0 THEN t.seconds
        WHEN t.state <> 'settled' OR t.outcome IN ('answered', 'abandoned', 'machine', 'voicemail_left') THEN NULL
        ELSE 0
    END AS seconds
FROM touches t
    LEFT JOIN campaigns c ON c.id = t.campaign_id
    LEFT JOIN enrolments e ON e.id = t.enrolment_id
    LEFT JOIN leads l ON l.id = t.lead_id
    LEFT JOIN numbers n ON n.id = t.number_id
WHERE t.sid IS NOT NULL AND t.channel <> 'task' AND t.cause_kind <> 'trial';
