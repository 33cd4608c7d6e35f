-- As before, with the carrier's id: a price with this id is of the touch itself, any other one of a leg of its call.
CREATE OR REPLACE VIEW report_paid AS
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
    END AS seconds,
    t.sid
FROM touches t
    LEFT JOIN campaigns c ON c.id = t.campaign_id
    LEFT JOIN enrolments e ON e.id = t.enrolment_id
    LEFT JOIN leads l ON l.id = t.lead_id
    LEFT JOIN numbers n ON n.id = t.number_id
WHERE t.sid IS NOT NULL AND t.channel <> 'task' AND t.cause_kind <> 'trial';
