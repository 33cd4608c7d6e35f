-- Attempts: touches that the carrier took. The confirmation of a stop, tasks and trials are none.
CREATE OR REPLACE VIEW report_touches AS
SELECT t.id AS touch_id, t.campaign_id, t.lead_id, t.enrolment_id, t.version, t.step, t.channel, t.sender, t.floor,
    t.number_id, t.at, t.due, t.cause_kind, t.cause_ref,
    c.name AS campaign, l.segment, CAST(date_trunc('week', t.at AT TIME ZONE 'UTC') AS date) AS week,
    CAST(date_trunc('week', e.at AT TIME ZONE 'UTC') AS date) AS cohort,
    t.at AT TIME ZONE CASE  -- the person's clock, as far as it is known; a zone that PostgreSQL does not know is UTC
        WHEN coalesce(l.zones -> 0 ->> 'zone', n.zones -> 0 ->> 'zone') IN (SELECT name FROM pg_timezone_names)
        THEN coalesce(l.zones -> 0 ->> 'zone', n.zones -> 0 ->> 'zone') ELSE 'UTC' END AS local_at,
    (
        SELECT o.actor FROM commands o
        WHERE o.lead_id = t.lead_id AND o.name = 'disposition' AND o.args ->> 'touch' = CAST(t.id AS text)
        ORDER BY o.id DESC LIMIT 1
    ) AS agent,
    t.channel = 'call' AND t.state = 'settled' AS call_ended,
    t.channel = 'call' AND t.outcome IN ('answered', 'abandoned') IS TRUE AS answered,
    t.channel <> 'call' AND (t.outcome IN ('delivered', 'read') OR (t.channel = 'email' AND t.outcome = 'sent')
        OR a.touch_id IS NOT NULL) IS TRUE AS delivered,
    (t.outcome = 'answered' OR a.replied_at IS NOT NULL) IS TRUE AS contact,
    CASE WHEN t.outcome = 'answered' THEN coalesce(t.answered_at, t.at) ELSE a.replied_at END AS contact_at,
    (t.disposition = 'wrong_number') IS TRUE AS wrong_number,
    (t.disposition = 'converted'
        OR (e.finished = 'converted' AND (t.outcome = 'answered' OR a.replied_at IS NOT NULL))) IS TRUE AS converted,
    (a.stop OR t.disposition = 'do_not_contact' OR t.outcome = 'opted_out') IS TRUE AS opted_out,
    t.channel = 'call' AND (
        t.greeting_end_at IS NOT NULL OR t.outcome IN ('machine', 'voicemail_left') OR m.touch_id IS NOT NULL
    ) IS TRUE AS detected,
    t.channel = 'call' AND (t.outcome IN ('machine', 'voicemail_left') OR m.touch_id IS NOT NULL) IS TRUE
        AND (t.outcome = 'answered' OR a.touch_id IS NOT NULL) IS TRUE AS person_as_machine,
    t.channel = 'call' AND t.greeting_end_at IS NOT NULL
        AND (t.outcome IN ('machine', 'voicemail_left') OR m.touch_id IS NOT NULL) IS TRUE
        AND (t.outcome = 'answered' OR a.touch_id IS NOT NULL) IS NOT TRUE AS machine_as_person,
    (t.channel = 'call' AND t.outcome = 'abandoned') IS TRUE AS abandoned
FROM touches t
    LEFT JOIN campaigns c ON c.id = t.campaign_id
    LEFT JOIN enrolments e ON e.id = t.enrolment_id
    LEFT JOIN leads l ON l.id = t.lead_id
    LEFT JOIN numbers n ON n.id = t.number_id
    LEFT JOIN report_answers a ON a.touch_id = t.id
    LEFT JOIN report_machines m ON m.touch_id = t.id
WHERE t.sid IS NOT NULL AND t.channel <> 'task' AND t.cause_kind NOT IN ('inbound', 'trial');

CREATE VIEW figure_abandonment_rate AS SELECT r.*, abandoned AS part, answered AS whole FROM report_touches r;
