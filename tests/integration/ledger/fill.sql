-- A ledger of :leads people in one campaign: what a planner needs to see before it chooses.

-- Rows without what triggers do: the events of so many facts would take longer than the facts.
SET session_replication_role = replica;

INSERT INTO campaigns (name, launched_at) SELECT 'campaign ' || n, now() FROM generate_series(1, 1000) n;
INSERT INTO campaign_versions (campaign_id, version, content, hash, launched_at)
SELECT id, n, n::text, sha256(convert_to(n::text, 'UTF8')), now() FROM campaigns, generate_series(2, 3) n;
INSERT INTO campaign_files SELECT campaign_id, version, content FROM campaign_versions;
INSERT INTO pauses (scope, value, since, until, actor)
SELECT 'sender', '+34910' || n % 100, now(), now(), 'carrier' FROM generate_series(1, 5000) n;

INSERT INTO accounts (key, form) SELECT 'C' || n, 'c' || n FROM generate_series(1, :leads / 10) n;

INSERT INTO leads (id, list, key, account_id, imported_at, updated_at, attributes)
SELECT gen_random_uuid(), 'list' || n % 20, 'K' || n, CASE WHEN n % 2 = 0 THEN 1 + n % (:leads / 10) END,
       now(), now(), '{"cart": "3"}'
FROM generate_series(1, :leads) n;

INSERT INTO saved_values (lead_id, name, value, at) SELECT id, 'nps', '9', now() FROM leads;

INSERT INTO numbers (hmac, key_name, e164, kind)
SELECT sha256(convert_to('n' || n, 'UTF8')), 'k1', '+34600' || lpad(n::text, 6, '0'), 'mobile'
FROM generate_series(1, :leads) n;

INSERT INTO lead_numbers (lead_id, number_id, position)
SELECT l.id, n.id, 0 FROM (SELECT id, row_number() OVER () AS place FROM leads) l
JOIN (SELECT id, row_number() OVER () AS place FROM numbers) n USING (place);

INSERT INTO consent_wordings (hash, body) SELECT sha256(convert_to('form ' || n, 'UTF8')), 'form ' || n FROM generate_series(1, 2000) n;
INSERT INTO consents (number_id, lead_id, channel, given, at, list, wording)
SELECT CASE WHEN number_id % 4 > 0 THEN number_id END, lead_id, 'sms', true, now(), 'list1',
    sha256(convert_to('form ' || 1 + number_id % 2000, 'UTF8')) FROM lead_numbers;
INSERT INTO consent_evidence SELECT id, 'ticked' FROM consents;

INSERT INTO suppressions (hmac, key_name, scope, since, source)
SELECT hmac, key_name, 'everything', now(), 'reply' FROM numbers WHERE id % 4 = 0;

INSERT INTO roster (campaign_id, lead_id, score, added_at, taken_at)
SELECT c.id, l.id, 0, now(), CASE WHEN random() < 0.9 THEN now() END FROM leads l CROSS JOIN campaigns c WHERE c.name = 'spring';

INSERT INTO held_back (campaign_id, lead_id, added_at)
SELECT c.id, l.id, now() FROM leads l CROSS JOIN campaigns c WHERE c.name IN ('spring', 'campaign 7');
INSERT INTO not_selected (campaign_id, lead_id, version, at)
SELECT v.campaign_id, l.id, v.version, now() FROM leads l CROSS JOIN campaign_versions v
    JOIN campaigns c ON c.id = v.campaign_id WHERE v.version = 1 AND c.name IN ('spring', 'campaign 7');

INSERT INTO enrolments (id, lead_id, campaign_id, version, at, started_at, next_at, move, hold, hold_key, finished,
                        finished_at)
SELECT gen_random_uuid(), r.lead_id, r.campaign_id, 1, now(), CASE WHEN random() < 0.9 THEN now() END,
       CASE WHEN kind < 0.4 THEN now() + kind * interval '1 day' END, '{}', CASE WHEN kind BETWEEN 0.4 AND 0.5 THEN 'campaign.running' END,
       CASE WHEN kind BETWEEN 0.4 AND 0.5 THEN 'all:' ELSE '' END, CASE WHEN kind > 0.5 THEN 'end' END,
       CASE WHEN kind > 0.5 THEN now() END
FROM (SELECT *, random() AS kind FROM roster) r;

INSERT INTO external_events (id, lead_id, campaign_id, enrolment_id, name, effect, target, until, at, ref)
SELECT gen_random_uuid(), lead_id, campaign_id, id, 'delivered', CASE WHEN at_all < 0.5 THEN 'go' ELSE 'hold' END, 'hello',
    CASE WHEN at_all >= 0.5 THEN now() + interval '1 day' END, now(), 'command:' || row_number() OVER ()
FROM (SELECT *, random() AS at_all FROM enrolments) e;

INSERT INTO touches (id, lead_id, enrolment_id, campaign_id, version, cause_kind, cause_ref, attempt, step, channel,
                     purpose, state, at, number_id, sender, account_id, sid, outcome)
SELECT gen_random_uuid(), e.lead_id, e.id, e.campaign_id, 1, 'step', 'hello', n, 'hello', 'sms', 'marketing',
       CASE WHEN open THEN 'reserved' ELSE 'settled' END, now(), ln.number_id, '+34910000001', l.account_id,
       CASE WHEN open THEN NULL ELSE 'SM' || ln.number_id || '-' || n END, CASE WHEN open THEN NULL ELSE 'sent' END
FROM enrolments e JOIN lead_numbers ln USING (lead_id) JOIN leads l ON l.id = e.lead_id
CROSS JOIN generate_series(1, 2) n CROSS JOIN LATERAL (SELECT random() < 0.02 AS open WHERE e.id IS NOT NULL) o;
INSERT INTO texts SELECT id, 'Hola' FROM touches;
INSERT INTO prices (touch_id, lead_id, sid, amount, currency, source, at)
SELECT id, lead_id, coalesce(sid, id::text), 0.01, 'EUR', 'carrier', at FROM touches, generate_series(1, 2);

INSERT INTO decisions (lead_id, enrolment_id, version, at, verdict, candidate, facts, digest)
SELECT lead_id, id, 1, now(), 'allow', '{}', '{}', '' FROM enrolments;

INSERT INTO news (enrolment_id, kind, at, delivered_at)
SELECT id, 'reply', now(), CASE WHEN random() < 0.95 THEN now() END FROM enrolments;

INSERT INTO inbound (id, sid, channel, number_id, sender, at, lead_id)
SELECT gen_random_uuid(), 'IN' || number_id, 'sms', number_id, '+34910000001', now(),
       CASE WHEN number_id % 2 = 0 THEN lead_id END
FROM lead_numbers;
INSERT INTO inbound_texts SELECT id, 'hola' FROM inbound;

INSERT INTO carrier_deletions (lead_id, touch_id, due_at, done_at)
SELECT lead_id, id, now(), CASE WHEN random() < 0.95 THEN now() END FROM touches WHERE attempt = 1;
INSERT INTO carrier_deletions (lead_id, inbound_id, due_at, done_at) SELECT lead_id, id, now(), now() FROM inbound WHERE lead_id IS NOT NULL;

INSERT INTO callbacks (id, lead_id, enrolment_id, at, asked_at, ref)
SELECT gen_random_uuid(), lead_id, id, now(), now(), id::text FROM enrolments;

INSERT INTO tasks (id, lead_id, ref, kind, title, opened_at, done_at, done_by)
SELECT gen_random_uuid(), id, id::text, 'reply', 'read', now(), now(), 'ops' FROM leads;

INSERT INTO commands (key, name, actor, origin, lead_id, campaign_id, at)
SELECT l.id::text, 'pause', 'ops', 'cli', l.id, c.id, now() FROM leads l CROSS JOIN campaigns c WHERE c.name = 'spring';

INSERT INTO closed_feeds (name, as_of, dates, imported_at) VALUES ('es_local_holidays', now() - interval '1 day', 1, now());
INSERT INTO closed_days SELECT 'es_local_holidays', 'ES', '', CASE WHEN n > 20 THEN 'town ' || n ELSE '' END, now() + n * interval '1 day', 'feast'
FROM generate_series(1, 8000) n;

INSERT INTO registry_copies (name, key_name, as_of, numbers, imported_at)
SELECT 'list_' || n, 'k1', now() - interval '1 day', 1, now() FROM generate_series(1, 5) n;
INSERT INTO registry_entries SELECT c.id, n.hmac FROM registry_copies c CROSS JOIN numbers n WHERE n.id % 2 = 0;

INSERT INTO list_readings (campaign_id, list, at, rows, usable, causes)
SELECT id, 'crm', now(), 10, 9, '{"contact": 1}' FROM campaigns, generate_series(1, 20) n;

INSERT INTO alert_changes (campaign_id, origin, name, nth, change, cause, at, version, condition, does, figure, value, n, bound)
SELECT c.id, 'campaign', 'alert ' || a, n, CASE n % 2 WHEN 1 THEN 'raised' ELSE 'cleared' END, 'figure', now(), 1, 'x', '{log}', 'x', 6, 9, 5
FROM campaigns c CROSS JOIN generate_series(1, 20) a CROSS JOIN generate_series(1, 20) n;

INSERT INTO events (type, subject, seq, campaign_id, at, data, horizon, written_at)
SELECT 'touch.ended', 'leads/' || id, 1, 1, now(), '{}', row_number() OVER (), now() FROM leads;
INSERT INTO event_positions SELECT subject, seq, horizon FROM events ON CONFLICT DO NOTHING;
INSERT INTO endpoints (name, url, secret, horizon, place, added_at)
SELECT 'endpoint ' || n, 'https://crm.example.com/', '', 0, 0, now() FROM generate_series(1, 3) n;
INSERT INTO deliveries (event_id, endpoint_id, subject, seq, next_at, delivered_at)
SELECT e.id, p.id, e.subject, e.seq, CASE WHEN e.place % 10 = 0 THEN now() END, CASE WHEN e.place % 10 > 1 THEN now() END
FROM events e CROSS JOIN endpoints p;
SET session_replication_role = origin;
