-- As before; but an end by an event of another system leaves nobody without a path.
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
        'account_reached', 'account_stopped', 'converted', 'paid', 'resolved', 'canceled') AND t.contacted IS NOT TRUE) IS TRUE AS exhausted
FROM report_entries s
    LEFT JOIN report_enrolments e ON e.campaign_id = s.campaign_id AND e.lead_id = s.lead_id
    LEFT JOIN report_contacts t ON t.campaign_id = s.campaign_id AND t.lead_id = s.lead_id
    LEFT JOIN campaigns c ON c.id = s.campaign_id
    LEFT JOIN leads l ON l.id = s.lead_id;
