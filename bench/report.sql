-- A campaign of :leads people with ten touches each, in the shape that the engine writes. No triggers: leaves and events
-- of so many facts would take longer than the facts, and a report reads neither.
SET session_replication_role = replica;

UPDATE campaigns SET launched_at = CAST(:at AS timestamptz) WHERE name = :campaign;

INSERT INTO leads (id, list, key, segment, zones, imported_at, updated_at)
SELECT gen_random_uuid(), 'many', 'M' || n, 'segment ' || n % 8, '[{"zone": "Europe/Madrid", "source": "stated", "detail": ""}]',
    CAST(:at AS timestamptz), CAST(:at AS timestamptz) FROM generate_series(1, :leads) n;

INSERT INTO numbers (hmac, key_name, e164, kind, country, zones)
SELECT sha256(convert_to(l.key, 'UTF8')), k.name, '+34699' || substr(l.key, 2), 'mobile', 'ES', l.zones
FROM leads l CROSS JOIN (SELECT name FROM keys LIMIT 1) k WHERE l.list = 'many';

INSERT INTO lead_numbers (lead_id, number_id, position)
SELECT l.id, n.id, 0 FROM leads l JOIN numbers n ON n.e164 = '+34699' || substr(l.key, 2) WHERE l.list = 'many';

INSERT INTO roster (campaign_id, lead_id, score, added_at, taken_at)
SELECT c.id, l.id, 0, CAST(:at AS timestamptz), CAST(:at AS timestamptz)
FROM leads l CROSS JOIN campaigns c WHERE l.list = 'many' AND c.name = :campaign;

-- One in five is under way; the others have ended, in eight ways.
INSERT INTO enrolments (id, lead_id, campaign_id, version, at, started_at, next_at, move, finished, finished_at)
SELECT gen_random_uuid(), l.id, c.id, 1, entered, entered, CASE WHEN n % 5 = 0 THEN entered + interval '30 days' END, '{}',
    CASE WHEN n % 5 > 0 THEN (ARRAY['completed', 'unreached', 'opted_out', 'converted', 'refused', 'completed', 'do_not_contact', 'unreached'])[1 + n % 8] END,
    CASE WHEN n % 5 > 0 THEN entered + interval '9 days' END
FROM (
    SELECT l.*, CAST(substr(key, 2) AS int) AS n,
        CAST(:at AS timestamptz) + CAST(substr(key, 2) AS int) % 42 * interval '1 day' AS entered
    FROM leads l WHERE list = 'many'
) l CROSS JOIN campaigns c WHERE c.name = :campaign;

INSERT INTO touches (id, lead_id, enrolment_id, campaign_id, version, cause_kind, cause_ref, attempt, step, channel, purpose,
    state, at, number_id, sender, sid, outcome, answered_at, greeting_end_at, disposition, segments, seconds)
SELECT gen_random_uuid(), t.lead_id, t.enrolment_id, t.campaign_id, 1, 'step', 's' || nth, nth, 's' || nth, t.channel,
    'marketing', 'settled', t.at, t.number_id, '+3491000000' || n % 5, 'SM' || n || '-' || nth, t.outcome,
    CASE WHEN t.outcome IN ('answered', 'abandoned') THEN t.at END, CASE WHEN t.outcome IN ('answered', 'machine') THEN t.at END,
    CASE WHEN t.outcome = 'answered' AND (n + nth) % 7 = 0 THEN (ARRAY['converted', 'refused', 'wrong_number'])[1 + n % 3] END,
    CASE WHEN t.channel = 'sms' THEN 1 + n % 2 ELSE 0 END,
    CASE WHEN t.outcome IN ('answered', 'abandoned', 'machine', 'voicemail_left') THEN 5 + n % 180 ELSE 0 END
FROM (
    SELECT e.lead_id, e.id AS enrolment_id, e.campaign_id, ln.number_id, n, nth,
        e.at + nth * interval '21 hours' + n % 61 * interval '1 minute' AS at,
        CASE WHEN nth % 3 = 0 THEN 'call' ELSE 'sms' END AS channel,
        CASE WHEN nth % 3 > 0 THEN (ARRAY['sent', 'delivered', 'read', 'delivered', 'undelivered'])[1 + (n + nth) % 5]
            ELSE (ARRAY['answered', 'busy', 'no_answer', 'machine', 'no_answer', 'voicemail_left', 'abandoned'])[1 + (n + nth) % 7]
        END AS outcome
    FROM (SELECT e.*, CAST(substr(l.key, 2) AS int) AS n FROM enrolments e JOIN leads l ON l.id = e.lead_id WHERE l.list = 'many') e
    JOIN lead_numbers ln USING (lead_id) CROSS JOIN generate_series(1, 10) nth
) t;

-- One message in twenty is answered, one answer in five is a stop.
INSERT INTO inbound (id, sid, channel, number_id, sender, at, meaning, lead_id, touch_id)
SELECT gen_random_uuid(), 'IN' || sid, 'sms', number_id, sender, at + interval '3 minutes',
    CASE WHEN hashtext(sid) % 100 < -79 THEN 'revoke' ELSE 'none' END, lead_id, id
FROM touches WHERE channel = 'sms' AND hashtext(sid) % 20 = 0;

-- The carrier has reported the price of nine touches in ten; some of them twice. Tariffs price the others.
INSERT INTO prices (touch_id, lead_id, sid, amount, currency, source, at)
SELECT t.id, t.lead_id, t.sid, 0.0075 * times, 'USD', 'carrier', t.at + times * interval '1 hour'
FROM touches t CROSS JOIN generate_series(1, 2) times
WHERE t.sid IS NOT NULL AND hashtext(t.sid) % 10 <> 0 AND (times = 1 OR hashtext(t.sid) % 50 = 1)
    AND (t.channel = 'sms' OR t.seconds > 0);

INSERT INTO decisions (lead_id, enrolment_id, version, at, verdict, rules, candidate, facts, digest)
SELECT lead_id, id, 1, at, 'allow', '{}', '{}', '{}', '' FROM enrolments e WHERE version = 1;

SET session_replication_role = origin;
