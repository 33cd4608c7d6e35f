-- As before, and since when: the first attempt, the conversion, and the place in the line, so that one pass over the leads
-- counts where they stand and where they stood.
CREATE OR REPLACE VIEW report_entries AS
SELECT campaign_id, lead_id, min(at) AS entered_at, bool_or(waiting) AS waiting, bool_or(entered) AS entered,
    min(at) FILTER (WHERE waiting) AS waiting_since, max(taken_at) AS taken_at
FROM (
    SELECT campaign_id, lead_id, added_at AS at, taken_at IS NULL AS waiting, true AS entered, taken_at FROM roster
    UNION ALL
    SELECT campaign_id, lead_id, added_at, false, false, NULL FROM held_back
    UNION ALL
    SELECT campaign_id, lead_id, at, false, true, NULL FROM enrolments WHERE kind = 'cadence'
) AS rows
GROUP BY campaign_id, lead_id;

CREATE OR REPLACE VIEW report_contacts AS
SELECT campaign_id, lead_id, count(*) AS attempts, bool_or(contact) AS contacted, min(contact_at) AS contact_at,
    bool_or(wrong_number) AS wrong_number, bool_or(converted) AS converted, bool_or(opted_out) AS opted_out,
    min(at) AS first_at, min(at) FILTER (WHERE converted) AS converted_at
FROM report_touches GROUP BY campaign_id, lead_id;

CREATE OR REPLACE VIEW report_leads AS
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
        'account_reached', 'account_stopped', 'converted', 'paid', 'resolved', 'canceled') AND t.contacted IS NOT TRUE) IS TRUE AS exhausted,
    s.entered_at, s.waiting_since, s.taken_at, e.at AS enrolled_at, t.first_at,
    CASE WHEN e.finished = 'converted' THEN e.finished_at ELSE t.converted_at END AS converted_at  -- else the call's
FROM report_entries s
    LEFT JOIN report_enrolments e ON e.campaign_id = s.campaign_id AND e.lead_id = s.lead_id
    LEFT JOIN report_contacts t ON t.campaign_id = s.campaign_id AND t.lead_id = s.lead_id
    LEFT JOIN campaigns c ON c.id = s.campaign_id
    LEFT JOIN leads l ON l.id = s.lead_id;

-- The columns of a view are those that there were when it was made.
CREATE OR REPLACE VIEW report_reasons AS
SELECT l.campaign_id, l.lead_id, l.enrolment_id, l.campaign, l.version, l.segment, l.finished_at, l.at, l.cohort, l.bucket,
    l.reason, l.hold_key, l.entered, l.attempted, l.attempts, l.contacted, l.contact_at, l.right_party, l.converted,
    l.contacted_and_converted, l.opted_out, l.exhausted, d.verdict, d.rule, l.entered_at, l.waiting_since, l.taken_at,
    l.enrolled_at, l.first_at, l.converted_at
FROM report_leads l LEFT JOIN LATERAL (
    SELECT verdict, coalesce(rules[1], '') AS rule FROM decisions
    WHERE NOT l.attempted AND decisions.enrolment_id = l.enrolment_id ORDER BY id DESC LIMIT 1
) AS d ON true;
