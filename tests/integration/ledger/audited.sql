-- So many facts of every kind, about :leads people: what somebody could want to change afterwards.
INSERT INTO campaigns (name, launched_at) SELECT 'campaign ' || n, now() FROM generate_series(1, 24) n;
INSERT INTO campaign_versions (campaign_id, version, content, hash, launched_at)
SELECT id, 7, name, sha256(convert_to(name, 'UTF8')), now() FROM campaigns;
INSERT INTO leads (id, list, key, imported_at, updated_at)
SELECT gen_random_uuid(), 'list', 'K' || n, now(), now() FROM generate_series(1, :leads) n;
INSERT INTO numbers (hmac, key_name) SELECT sha256(convert_to(key, 'UTF8')), 'k1' FROM leads;
INSERT INTO lead_numbers (lead_id, number_id, position)
SELECT l.id, n.id, 0 FROM leads l JOIN numbers n ON n.hmac = sha256(convert_to(l.key, 'UTF8'));
INSERT INTO saved_values (lead_id, name, value, at) SELECT id, 'nps', '9', now() FROM leads;
INSERT INTO consent_wordings (hash, body) SELECT sha256(convert_to('form ' || n, 'UTF8')), 'form ' || n
FROM generate_series(1, :leads) n;
INSERT INTO consents (number_id, lead_id, channel, given, at, list, wording)
SELECT number_id, lead_id, 'sms', true, now(), 'list',
    (SELECT hash FROM consent_wordings ORDER BY hash OFFSET number_id % :leads LIMIT 1)
FROM lead_numbers;
INSERT INTO consent_evidence SELECT id, 'ticked' FROM consents;
INSERT INTO suppressions (hmac, key_name, scope, since, source)
SELECT hmac, key_name, 'everything', now(), 'reply' FROM numbers;
INSERT INTO held_back (campaign_id, lead_id, added_at)
SELECT (SELECT min(id) FROM campaigns), id, now() + row_number() OVER () * interval '1 second' FROM leads;
INSERT INTO enrolments (id, lead_id, campaign_id, version, at, next_at, move)
SELECT gen_random_uuid(), id, (SELECT min(campaign_id) FROM campaign_versions WHERE version = 7), 7, now(), now(), '{}'
FROM leads;
INSERT INTO touches (id, lead_id, enrolment_id, campaign_id, version, cause_kind, cause_ref, attempt, step, channel,
                     purpose, state, at, number_id, sender, sid, outcome)
SELECT gen_random_uuid(), e.lead_id, e.id, e.campaign_id, 7, 'step', 'hello', n, 'hello', 'sms', 'marketing', 'settled',
       now(), ln.number_id, '+34910000001', 'SM' || ln.number_id || '-' || n, 'sent'
FROM enrolments e JOIN lead_numbers ln USING (lead_id) CROSS JOIN generate_series(1, 2) n;
INSERT INTO texts SELECT id, 'Hola' FROM touches;
INSERT INTO contradictions (touch_id, outcome, code, at) SELECT id, 'failed', '30003', now() + row_number() OVER () * interval '1 second' FROM touches WHERE attempt = 1;
INSERT INTO decisions (lead_id, enrolment_id, version, at, verdict, candidate, facts, digest)
SELECT lead_id, id, 1, now(), 'allow', '{"channel": "sms"}', '{}', '' FROM enrolments;
INSERT INTO inbound (id, sid, channel, number_id, sender, at, lead_id)
SELECT gen_random_uuid(), 'IN' || number_id, 'sms', number_id, '+34910000001', now(), lead_id FROM lead_numbers;
INSERT INTO inbound_texts SELECT id, 'hola' FROM inbound;
INSERT INTO callbacks (id, lead_id, enrolment_id, at, asked_at, ref)
SELECT gen_random_uuid(), lead_id, id, now(), now(), id::text FROM enrolments;
INSERT INTO tasks (id, lead_id, ref, kind, title, opened_at)
SELECT gen_random_uuid(), id, id::text, 'reply', 'read', now() FROM leads;
INSERT INTO commands (key, name, actor, origin, why, lead_id, at)
SELECT l.id::text, 'pause', 'ops', 'cli', 'asked for', l.id, now() FROM leads l;
INSERT INTO pauses (scope, value, since, until, actor, reason)
SELECT 'lead', id::text, now(), now(), 'ops', 'on holiday' FROM leads;
INSERT INTO not_selected (lead_id, campaign_id, version, at, recorded_at)
SELECT id, (SELECT min(campaign_id) FROM campaign_versions WHERE version = 7), 7, now(),
    now() + row_number() OVER () * interval '1 second'
FROM leads;
INSERT INTO prices (touch_id, lead_id, sid, amount, currency, source, at)
SELECT id, lead_id, id::text, 0.0079, 'USD', 'carrier', at FROM touches;
INSERT INTO carrier_deletions (lead_id, touch_id, due_at) SELECT lead_id, id, at FROM touches WHERE attempt = 1;
INSERT INTO external_events (id, lead_id, name, effect, why, at, ref)
SELECT gen_random_uuid(), id, 'returned', 'none', 'unknown', now(), 'command:1' FROM leads;
INSERT INTO list_readings (campaign_id, list, at, rows, usable) SELECT id, 'list', now(), 9, 8 FROM campaigns;
INSERT INTO alert_changes (campaign_id, origin, name, nth, change, cause, at, version, condition, does, figure, value, n, bound)
SELECT id, 'campaign', 'late', 1, 'raised', 'figure', now(), 7, 'overdue_leads > 5', '{log}', 'overdue_leads', 6, 9, 5 FROM campaigns;
INSERT INTO law_texts (hash, kind, name, body, at)
SELECT sha256(convert_to('pack ' || n, 'UTF8')), 'pack', 'p' || n, 'pack ' || n, now() FROM generate_series(1, 24) n;
INSERT INTO law_versions (kind, name, version, hash, command_id, at)
SELECT kind, name, 1, hash, (SELECT min(id) FROM commands), now() FROM law_texts;
