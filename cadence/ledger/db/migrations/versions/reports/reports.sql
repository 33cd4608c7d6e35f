-- What a campaign achieves: facts about touches and leads, and one view for each figure (docs/reports.md).
-- A figure has a `part` and a `whole`, counted row by row; nothing is averaged. The columns of the facts are the
-- definitions; a figure names two of them.

CREATE INDEX inbound_touch ON inbound (touch_id) WHERE touch_id IS NOT NULL;
CREATE INDEX suppressions_reviewed ON suppressions (ref) WHERE source = 'review';

-- What was sent to us in answer to a touch. A message that a person of ours read as a stop is one.
CREATE VIEW report_replies AS
SELECT i.touch_id, i.id AS inbound_id, i.at,
    i.meaning IN ('revoke', 'revoke_part')
        OR EXISTS (SELECT FROM suppressions s WHERE s.source = 'review' AND s.ref = CAST(i.id AS text)) AS stop
FROM inbound i WHERE i.touch_id IS NOT NULL;

CREATE VIEW report_answers AS
SELECT touch_id, bool_or(stop) AS stop, min(at) FILTER (WHERE NOT stop) AS replied_at
FROM report_replies GROUP BY touch_id;

-- A machine in a report that another report contradicts.
CREATE VIEW report_machines AS
SELECT touch_id FROM contradictions WHERE outcome IN ('machine', 'voicemail_left') GROUP BY touch_id;

-- Attempts: touches that the carrier took. The confirmation of a stop, tasks and trials are none.
CREATE VIEW report_touches AS
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
        AND (t.outcome = 'answered' OR a.touch_id IS NOT NULL) IS NOT TRUE AS machine_as_person
FROM touches t
    LEFT JOIN campaigns c ON c.id = t.campaign_id
    LEFT JOIN enrolments e ON e.id = t.enrolment_id
    LEFT JOIN leads l ON l.id = t.lead_id
    LEFT JOIN numbers n ON n.id = t.number_id
    LEFT JOIN report_answers a ON a.touch_id = t.id
    LEFT JOIN report_machines m ON m.touch_id = t.id
WHERE t.sid IS NOT NULL AND t.channel <> 'task' AND t.cause_kind NOT IN ('inbound', 'trial');

-- The attempts of each lead in order.
CREATE VIEW report_attempts AS
SELECT campaign_id, lead_id, touch_id, at, contact, row_number() OVER attempts AS nth, lead(at) OVER attempts AS next_at
FROM report_touches
WINDOW attempts AS (PARTITION BY campaign_id, lead_id ORDER BY at, touch_id);

-- Leads that a list has brought to a campaign. Who is held back by a pilot has not entered.
CREATE VIEW report_entries AS
SELECT campaign_id, lead_id, min(at) AS entered_at, bool_or(waiting) AS waiting, bool_or(entered) AS entered
FROM (
    SELECT campaign_id, lead_id, added_at AS at, taken_at IS NULL AS waiting, true AS entered FROM roster
    UNION ALL
    SELECT campaign_id, lead_id, added_at, false, false FROM held_back
    UNION ALL
    SELECT campaign_id, lead_id, at, false, true FROM enrolments WHERE kind = 'cadence'
) AS rows
GROUP BY campaign_id, lead_id;

-- The enrolment that says where a lead is: the open one, else the last.
CREATE VIEW report_enrolments AS
SELECT DISTINCT ON (campaign_id, lead_id)
    campaign_id, lead_id, id AS enrolment_id, version, at, finished, finished_at, hold, hold_key
FROM enrolments WHERE kind = 'cadence'
ORDER BY campaign_id, lead_id, (finished IS NULL) DESC, at DESC, id;

CREATE VIEW report_contacts AS
SELECT campaign_id, lead_id, count(*) AS attempts, bool_or(contact) AS contacted, min(contact_at) AS contact_at,
    bool_or(wrong_number) AS wrong_number, bool_or(converted) AS converted, bool_or(opted_out) AS opted_out
FROM report_touches GROUP BY campaign_id, lead_id;

-- A lead of a campaign, with the one bucket it is in.
CREATE VIEW report_leads AS
SELECT s.campaign_id, s.lead_id, e.enrolment_id, c.name AS campaign, e.version, l.segment, e.finished_at,
    coalesce(e.at, s.entered_at) AS at,
    CAST(date_trunc('week', coalesce(e.at, s.entered_at) AT TIME ZONE 'UTC') AS date) AS cohort,
    CASE
        WHEN e.enrolment_id IS NOT NULL AND e.finished IS NULL THEN CASE
            WHEN e.hold IS NOT NULL THEN 'held'
            WHEN t.attempts IS NULL THEN 'not_begun'
            ELSE 'under_way' END
        WHEN s.waiting THEN 'waiting'
        WHEN e.finished IS NOT NULL THEN 'ended'
        WHEN NOT s.entered THEN 'held_back'
        ELSE 'left_out'
    END AS bucket,
    CASE
        WHEN e.finished IS NULL THEN coalesce(e.hold, '')
        WHEN s.waiting THEN ''
        ELSE e.finished
    END AS reason,
    coalesce(e.hold_key, '') AS hold_key,
    s.entered,
    t.attempts IS NOT NULL AS attempted,
    coalesce(t.attempts, 0) AS attempts,
    coalesce(t.contacted, false) AS contacted,
    t.contact_at,
    coalesce(t.contacted AND NOT t.wrong_number, false) AS right_party,
    (t.converted OR e.finished = 'converted') IS TRUE AS converted,
    coalesce(t.contacted AND t.converted, false) AS contacted_and_converted,
    coalesce(t.opted_out, false) AS opted_out,
    (e.finished NOT IN ('campaign_stopped', 'campaign_ended', 'opted_out', 'do_not_contact', 'suppressed',
        'account_reached', 'account_stopped', 'converted') AND t.contacted IS NOT TRUE) IS TRUE AS exhausted
FROM report_entries s
    LEFT JOIN report_enrolments e ON e.campaign_id = s.campaign_id AND e.lead_id = s.lead_id
    LEFT JOIN report_contacts t ON t.campaign_id = s.campaign_id AND t.lead_id = s.lead_id
    LEFT JOIN campaigns c ON c.id = s.campaign_id
    LEFT JOIN leads l ON l.id = s.lead_id;

-- Why a lead was not contacted so far: by the last decision about it.
CREATE VIEW report_reasons AS
SELECT l.*, d.verdict, d.rule
FROM report_leads l LEFT JOIN LATERAL (
    SELECT verdict, coalesce(rules[1], '') AS rule FROM decisions
    WHERE NOT l.attempted AND decisions.enrolment_id = l.enrolment_id ORDER BY id DESC LIMIT 1
) AS d ON true;

-- Promised calls: whether the person asked, and what came of the promise.
CREATE VIEW report_callbacks AS
SELECT b.id AS callback_id, e.campaign_id, b.lead_id, e.version, c.name AS campaign, b.at AS promised_at,
    b.asked_at AS at, split_part(b.ref, ':', 1) IN ('inbound', 'touch') AS requested,
    b.canceled_at, e.finished, e.finished_at, t.at AS called_at
FROM callbacks b JOIN enrolments e ON e.id = b.enrolment_id
    LEFT JOIN campaigns c ON c.id = e.campaign_id
    LEFT JOIN LATERAL (
        SELECT min(t.at) AS at FROM touches t
        WHERE t.lead_id = b.lead_id AND t.cause_kind = 'callback' AND t.cause_ref = CAST(b.id AS text)
            AND t.sid IS NOT NULL
    ) AS t ON true;

-- Who asked for a call without naming a time, and when they were called next.
CREATE VIEW report_calls_asked_for AS
SELECT i.id AS inbound_id, t.campaign_id, t.lead_id, t.version, i.at, c.at AS called_at
FROM inbound i JOIN touches t ON t.id = i.touch_id
    LEFT JOIN LATERAL (
        SELECT min(later.at) AS at FROM touches later
        WHERE later.lead_id = t.lead_id AND later.channel = 'call' AND later.at >= i.at AND later.sid IS NOT NULL
    ) AS c ON true
WHERE i.meaning = 'callback'
    AND NOT EXISTS (SELECT FROM callbacks b WHERE b.ref = 'inbound:' || i.id AND b.replaced_by IS NULL);

-- The figures: what is counted (`part`), and among what (`whole`).
CREATE VIEW figure_penetration AS SELECT r.*, attempted AS part, entered AS whole FROM report_leads r;
CREATE VIEW figure_answer_rate AS SELECT r.*, answered AS part, call_ended AS whole FROM report_touches r;
CREATE VIEW figure_contact_rate AS SELECT r.*, contacted AS part, attempted AS whole FROM report_leads r;
CREATE VIEW figure_right_party AS SELECT r.*, right_party AS part, attempted AS whole FROM report_leads r;
CREATE VIEW figure_conversion AS SELECT r.*, converted AS part, entered AS whole FROM report_leads r;
CREATE VIEW figure_conversion_of_contacted AS
SELECT r.*, contacted_and_converted AS part, contacted AS whole FROM report_leads r;
CREATE VIEW figure_exhausted AS SELECT r.*, exhausted AS part, entered AS whole FROM report_leads r;
CREATE VIEW figure_opt_outs_by_message AS
SELECT r.*, opted_out AND delivered AS part, delivered AS whole FROM report_touches r;
CREATE VIEW figure_opt_outs_by_lead AS SELECT r.*, opted_out AS part, attempted AS whole FROM report_leads r;
CREATE VIEW figure_person_as_machine AS SELECT r.*, person_as_machine AS part, detected AS whole FROM report_touches r;
CREATE VIEW figure_machine_as_person AS SELECT r.*, machine_as_person AS part, detected AS whole FROM report_touches r;
