-- Attacks: after the name of what must refuse it, and why, a statement that must be refused.

-- touches_key: law 2: a lead, a cause and a try are one touch
SELECT another_touch('{"cause_ref": "hello"}');

-- touches_sid: one carrier id is one touch
SELECT another_touch('{"sid": "SM1"}');

-- touches_counts_from_one
SELECT another_touch('{"attempt": 0}');

-- touches_counts_from_one
SELECT another_touch('{"cause_lap": 0}');

-- touches_cause_kind
SELECT another_touch('{"cause_kind": "whim"}');

-- touches_channel
SELECT another_touch('{"channel": "Fax 2"}');

-- touches_purpose
SELECT another_touch('{"purpose": "fun"}');

-- touches_state
SELECT another_touch('{"state": "sent"}');

-- touches_reach_a_number: what leaves, leaves to somebody
SELECT another_touch('{"number_id": null}');

-- touches_carried_has_sid
SELECT another_touch('{"state": "carried"}');

-- touches_settled_has_outcome
SELECT another_touch('{"state": "settled"}');

-- touches_settled_has_outcome
SELECT another_touch('{"outcome": "sent"}');

-- touches_skipped_says_so
SELECT another_touch('{"state": "skipped", "outcome": "sent"}');

-- touches_enrolment_fkey: a touch of another lead than its enrolment's
SELECT another_touch('{"lead_id": "00000000-0000-4000-8000-000000000000"}');

-- enrolments_never_lost: law 3: a wake-up or a named hold
UPDATE enrolments SET next_at = NULL WHERE id = :enrolment;

-- enrolments_hold_has_name
UPDATE enrolments SET hold = '' WHERE id = :enrolment;

-- enrolments_finished_waits_for_nothing
UPDATE enrolments SET finished = 'x', finished_at = at WHERE id = :enrolment;

-- enrolments_finished_has_instant
UPDATE enrolments SET finished_at = at WHERE id = :enrolment;

-- enrolments_kind
INSERT INTO enrolments SELECT (jsonb_populate_record(e, '{"kind": "whim"}')).* FROM enrolments e;

-- enrolments_priority
UPDATE enrolments SET priority = 6 WHERE id = :enrolment;

-- enrolments_version_fkey: law 8: a version that does not exist
UPDATE enrolments SET version = 9 WHERE id = :enrolment;

-- enrolments_one_open: a lead walks through a campaign once at a time
INSERT INTO enrolments (id, lead_id, campaign_id, version, at, next_at, move)
SELECT gen_random_uuid(), lead_id, campaign_id, version, at, next_at, move
FROM enrolments
WHERE id = :enrolment;

-- roster_pkey: the same visit of a lead twice on one roster
INSERT INTO roster SELECT * FROM roster;

-- roster_one_waiting: nobody waits twice for their turn
UPDATE roster SET taken_at = NULL;
INSERT INTO roster (campaign_id, lead_id, score, added_at, visit)
SELECT campaign_id, lead_id, score, added_at, 'another' FROM roster;

-- leads_key_list_key
INSERT INTO leads (id, list, key, imported_at, updated_at)
SELECT '00000000-0000-4000-8000-000000000000', list, key, imported_at, imported_at
FROM leads
WHERE id = :lead;

-- leads_key_until_erased
UPDATE leads SET key = NULL WHERE id = :lead;

-- leads_erased_is_empty
UPDATE leads SET erased_at = imported_at, key = NULL WHERE id = :lead;

-- numbers_hmac_key
INSERT INTO numbers (hmac, key_name) SELECT hmac, key_name FROM numbers LIMIT 1;

-- numbers_hmac_is_sha256
INSERT INTO numbers (hmac, key_name) SELECT '\x00', key_name FROM numbers LIMIT 1;

-- numbers_e164_form
UPDATE numbers SET e164 = '600000001';

-- numbers_kind
UPDATE numbers SET kind = 'Fax 2';

-- numbers_closed_has_instant
UPDATE numbers SET closed = 'wrong_number';

-- numbers_same_as_is_another: a row linked to itself would be used by nobody
UPDATE numbers SET same_as = id, e164 = NULL;

-- numbers_linked_has_no_digits: the digits of a phone stand in one place, or an erasure would miss some
UPDATE numbers n SET same_as = (SELECT max(id) FROM numbers o WHERE o.id <> n.id), e164 = '+34600000009';

-- numbers_same_as_fkey
UPDATE numbers SET same_as = -1, e164 = NULL;

-- numbers_key_name_fkey: an HMAC of a key that nobody checked
UPDATE numbers SET key_name = 'k9';

-- suppressions_key_name_fkey
INSERT INTO suppressions (hmac, key_name, scope, since, source)
SELECT hmac, 'k9', 'everything', since, source
FROM suppressions WHERE person IS NULL LIMIT 1;

-- lead_numbers_pkey
INSERT INTO lead_numbers SELECT lead_id, number_id, 7 FROM lead_numbers WHERE lead_id = :lead;

-- lead_numbers_position
UPDATE lead_numbers SET position = -1 - position WHERE lead_id = :lead;

-- lead_numbers_lead_id_position_key: deferred to the commit, unless told otherwise
SET CONSTRAINTS ALL IMMEDIATE;
UPDATE lead_numbers SET position = 0 WHERE lead_id = :lead;

-- accounts_key_key
INSERT INTO accounts (key) VALUES ('ACME');

-- accounts_form_says_something
INSERT INTO accounts (key, form) VALUES ('_', '');

-- consents_is_about_someone
INSERT INTO consents (channel, given, at) VALUES ('sms', true, '2027-03-09Z');

-- consents_channel
INSERT INTO consents (lead_id, channel, given, at) VALUES (:lead, 'Fax 2', true, '2027-03-09Z');

-- consents_purpose
INSERT INTO consents (lead_id, channel, given, at, purpose) VALUES (:lead, 'sms', true, '2027-03-09Z', 'fun');

-- suppressions_hmac_fkey: law 4: only a number with a row can be locked
INSERT INTO suppressions (hmac, key_name, scope, since, source)
SELECT sha256('x'), key_name, 'everything', since, source
FROM suppressions LIMIT 1;

-- suppressions_is_about_someone: a number or a person, never both and never nobody
INSERT INTO suppressions (key_name, scope, since, source)
SELECT key_name, 'everything', since, source
FROM suppressions LIMIT 1;

-- suppressions_person_fkey: a person is a lead, erased or not
INSERT INTO suppressions (person, key_name, scope, since, source)
SELECT '00000000-0000-0000-0000-000000000001', key_name, 'everything', since, source
FROM suppressions LIMIT 1;

-- suppressions_scope
INSERT INTO suppressions (hmac, key_name, scope, since, source)
SELECT hmac, key_name, 'some', since, source
FROM suppressions WHERE person IS NULL LIMIT 1;

-- suppressions_value_by_scope
INSERT INTO suppressions (hmac, key_name, scope, since, source)
SELECT hmac, key_name, 'channel', since, source
FROM suppressions WHERE person IS NULL LIMIT 1;

-- campaigns_name_key
INSERT INTO campaigns (name, launched_at) SELECT name, launched_at FROM campaigns;

-- campaigns_state
UPDATE campaigns SET state = 'paused', closed_at = launched_at;

-- campaigns_closed_has_instant
UPDATE campaigns SET state = 'stopped';

-- campaigns_dates_in_order
UPDATE campaigns SET starts_on = '2027-03-09', ends_on = '2027-03-08';

-- campaigns_current_version_fkey: a version that does not exist
UPDATE campaigns SET current_version = 9;

-- campaign_versions_hash_is_of_content: another content under the same hash
INSERT INTO campaign_versions SELECT campaign_id, 2, '{}', hash, launched_at FROM campaign_versions;

-- campaign_versions_campaign_id_hash_key: the same content twice
INSERT INTO campaign_versions SELECT campaign_id, 2, content, hash, launched_at FROM campaign_versions;

-- campaign_versions_from_one
INSERT INTO campaign_versions SELECT campaign_id, 0, '{}', sha256('{}'), launched_at FROM campaign_versions;

-- pauses_one_open: two open pauses of one scope
INSERT INTO pauses (scope, since, actor) VALUES ('all', '2027-03-09Z', 'a'), ('all', '2027-03-10Z', 'b');

-- pauses_scope
INSERT INTO pauses (scope, value, since, actor) VALUES ('moon', 'x', '2027-03-09Z', 'a');

-- pauses_value_by_scope
INSERT INTO pauses (scope, since, actor) VALUES ('campaign', '2027-03-09Z', 'a');

-- pauses_in_order
INSERT INTO pauses (scope, since, until, actor) VALUES ('all', '2027-03-09Z', '2027-03-08Z', 'a');

-- alert_changes_once: two workers that raise an alert at the same time
INSERT INTO alert_changes (campaign_id, origin, name, nth, change, cause, at, version, condition, does, figure, value, n, bound, pause_id)
SELECT id, 'campaign', 'late', 1, 'raised', 'figure', '2027-03-09Z', 1, 'overdue_leads > 5', '{log}', 'overdue_leads', 6, 9, 5, NULL FROM campaigns;
INSERT INTO alert_changes (campaign_id, origin, name, nth, change, cause, at, version, condition, does, figure, value, n, bound, pause_id)
SELECT id, 'campaign', 'late', 1, 'raised', 'figure', '2027-03-09Z', 1, 'overdue_leads > 5', '{log}', 'overdue_leads', 6, 9, 5, NULL FROM campaigns;

-- alert_changes_origin: an alert of no file
INSERT INTO alert_changes (campaign_id, origin, name, nth, change, cause, at, version, condition, does, figure, value, n, bound, pause_id)
SELECT id, 'law', 'late', 1, 'raised', 'figure', '2027-03-09Z', 1, 'overdue_leads > 5', '{log}', 'overdue_leads', 6, 9, 5, NULL FROM campaigns;

-- alert_changes_in_turn: an alert that is raised twice
INSERT INTO alert_changes (campaign_id, origin, name, nth, change, cause, at, version, condition, does, figure, value, n, bound, pause_id)
SELECT id, 'campaign', 'late', 2, 'raised', 'figure', '2027-03-09Z', 1, 'overdue_leads > 5', '{log}', 'overdue_leads', 6, 9, 5, NULL FROM campaigns;

-- alert_changes_cause: an alert that is raised because it was resumed
INSERT INTO alert_changes (campaign_id, origin, name, nth, change, cause, at, version, condition, does, figure, value, n, bound, pause_id)
SELECT id, 'campaign', 'late', 1, 'raised', 'resumed', '2027-03-09Z', 1, 'overdue_leads > 5', '{log}', 'overdue_leads', 6, 9, 5, NULL FROM campaigns;

-- alert_changes_raised: an alert that is raised without a value
INSERT INTO alert_changes (campaign_id, origin, name, nth, change, cause, at, version, condition, does, figure, value, n, bound, pause_id)
SELECT id, 'campaign', 'late', 1, 'raised', 'figure', '2027-03-09Z', 1, 'overdue_leads > 5', '{log}', 'overdue_leads', NULL, 9, 5, NULL FROM campaigns;

-- alert_changes_pause: a pause by an alert that does not pause
INSERT INTO alert_changes (campaign_id, origin, name, nth, change, cause, at, version, condition, does, figure, value, n, bound, pause_id)
SELECT id, 'campaign', 'late', 1, 'raised', 'figure', '2027-03-09Z', 1, 'overdue_leads > 5', '{log}', 'overdue_leads', 6, 9, 5, (SELECT max(id) FROM pauses) FROM campaigns;

-- alert_readings_state: an alert that stands as none does
INSERT INTO alert_readings (campaign_id, origin, name, condition, does, figure, state, n, at)
SELECT id, 'campaign', 'late', 'overdue_leads > 5', '{log}', 'overdue_leads', 'quiet', 9, '2027-03-09Z' FROM campaigns;

-- alert_readings_error: an error that keeps nothing from being judged
INSERT INTO alert_readings (campaign_id, origin, name, condition, does, figure, state, n, error, at)
SELECT id, 'campaign', 'late', 'overdue_leads > 5', '{log}', 'overdue_leads', 'clear', 9, 'UndefinedTable', '2027-03-09Z' FROM campaigns;

-- decisions_verdict
SELECT another_decision('{"verdict": "maybe"}');

-- decisions_defer_has_instant
SELECT another_decision('{"verdict": "defer"}');

-- decisions_hold_has_name
SELECT another_decision('{"verdict": "hold"}');

-- decisions_refuse_has_scope
SELECT another_decision('{"verdict": "refuse"}');

-- decisions_document
SELECT another_decision('{"document": null}');

-- decisions_document
SELECT another_decision('{"facts": {}}');

-- decisions_base
SELECT another_decision('{"base": 99}');

-- decisions_base
SELECT another_decision('{"base": 1, "document": null, "facts": {}}');

-- permits_pkey: two calls for the same agent's place
INSERT INTO permits
SELECT p.floor, p.slot, t.id, p.taken_at, p.lease_until
FROM permits p, touches t
WHERE t.id <> :touch;

-- permits_touch_id_key: one call in two places
INSERT INTO permits SELECT floor, slot + 1, touch_id, taken_at, lease_until FROM permits;

-- permits_slot
UPDATE permits SET slot = 0;

-- permits_lease
UPDATE permits SET lease_until = taken_at - interval '1 second';

-- floors_agents
UPDATE floors SET agents = -1;

-- floors_paused
UPDATE floors SET paused = -1;

-- inbound_channel
INSERT INTO inbound (id, channel, number_id, sender, at)
SELECT '00000000-0000-4000-8000-000000000000', 'Fax 2', id, '', recorded_at
FROM numbers LIMIT 1;

-- inbound_sid: a webhook delivered twice
INSERT INTO inbound (id, sid, channel, number_id, sender, at)
SELECT gen_random_uuid(), 'SM2', 'sms', id, '', recorded_at
FROM numbers;

-- stranger_addresses_is_sealed: an address that lies open
INSERT INTO inbound (id, channel, number_id, sender, at)
SELECT '00000000-0000-4000-8000-000000000000', 'sms', id, '', recorded_at FROM numbers LIMIT 1;
INSERT INTO stranger_addresses VALUES ('00000000-0000-4000-8000-000000000000', '+34600000001', '2027-03-09T12:00Z');

-- stranger_addresses_pkey
INSERT INTO inbound (id, channel, number_id, sender, at)
SELECT '00000000-0000-4000-8000-000000000000', 'sms', id, '', recorded_at FROM numbers LIMIT 1;
INSERT INTO stranger_addresses
SELECT '00000000-0000-4000-8000-000000000000', sha256('a') || sha256('b'), '2027-03-09T12:00Z' FROM generate_series(1, 2);

-- stranger_addresses_inbound_id_fkey: an address that nobody wrote from
INSERT INTO stranger_addresses VALUES (gen_random_uuid(), sha256('a') || sha256('b'), '2027-03-09T12:00Z');

-- callbacks_ref: one request stands for one promise
INSERT INTO callbacks (id, lead_id, enrolment_id, at, asked_at, ref)
SELECT gen_random_uuid(), :lead, :enrolment, recorded_at, recorded_at, 'x'
FROM numbers;

-- callbacks_replaced_is_canceled: what was replaced is not called
INSERT INTO callbacks (id, lead_id, enrolment_id, at, asked_at, ref, replaced_by)
SELECT gen_random_uuid(), :lead, :enrolment, recorded_at, recorded_at, 'x', gen_random_uuid()
FROM numbers LIMIT 1;

-- tasks_ref_key
INSERT INTO tasks (id, ref, kind, title, opened_at)
SELECT gen_random_uuid(), 'x', 'step', '', recorded_at
FROM numbers;

-- tasks_done_by_someone
INSERT INTO tasks (id, ref, kind, title, opened_at, done_at)
SELECT gen_random_uuid(), 'x', 'step', '', recorded_at, recorded_at
FROM leads;

-- tasks_result: a word of ours
INSERT INTO tasks (id, ref, kind, title, opened_at, done_at, done_by, result)
SELECT gen_random_uuid(), 'x', 'step', '', recorded_at, recorded_at, 'ana', 'maybe'
FROM leads;

-- tasks_result_ends: what has a result is closed
INSERT INTO tasks (id, ref, kind, title, opened_at, result)
SELECT gen_random_uuid(), 'x', 'step', '', recorded_at, 'done'
FROM leads;

-- commands_key_key
INSERT INTO commands (key, name, actor, origin, at) SELECT 'x', 'pause', 'a', 'b', recorded_at FROM numbers;

-- commands_actor_is_named
INSERT INTO commands (name, actor, origin, at) SELECT 'pause', '', 'b', recorded_at FROM numbers;

-- clock_is_one_row
INSERT INTO clock VALUES (2, '2027-03-09Z', '2027-03-09Z', 1);

-- clock_runs_forward
INSERT INTO clock VALUES (1, '2027-03-09Z', '2027-03-09Z', 0);

-- consents keeps every row
UPDATE consents SET given = NOT given;

-- consents keeps every row
DELETE FROM consents;

-- consents keeps every row
TRUNCATE consents CASCADE;

-- suppressions keeps every row
UPDATE suppressions SET lifted = true;

-- suppressions keeps every row
DELETE FROM suppressions;

-- suppressions keeps every row
TRUNCATE suppressions;

-- decisions keeps every row
UPDATE decisions SET verdict = 'allow';

-- decisions keeps every row
DELETE FROM decisions;

-- decisions keeps every row
TRUNCATE decisions;

-- contradictions keeps every row
INSERT INTO contradictions (touch_id, outcome, at) SELECT id, 'busy', at FROM touches WHERE id = :touch;
UPDATE contradictions SET outcome = 'answered';

-- contradictions keeps every row
INSERT INTO contradictions (touch_id, outcome, at) SELECT id, 'busy', at FROM touches WHERE id = :touch;
DELETE FROM contradictions;

-- contradictions keeps every row
TRUNCATE contradictions;

-- campaign_versions keeps every row
UPDATE campaign_versions SET content = '{}', hash = sha256('{}');

-- campaign_versions keeps every row
DELETE FROM campaign_versions;

-- campaign_versions keeps every row
TRUNCATE campaign_versions CASCADE;

-- touches keeps every row
DELETE FROM touches;

-- enrolments keeps every row
DELETE FROM enrolments;

-- pauses keeps every row
DELETE FROM pauses;

-- a touch keeps its key
UPDATE touches SET attempt = 7 WHERE id = :touch;

-- a touch keeps its carrier id
UPDATE touches SET sid = 'SM9' WHERE sid = 'SM1';

-- a touch does not go from settled to reserved
UPDATE touches SET state = 'reserved', outcome = NULL WHERE sid = 'SM1';

-- a pause is only ever closed, once
UPDATE pauses SET until = until + interval '1 hour';

-- an enrolment keeps its lead
UPDATE enrolments SET at = at + interval '1 hour';

-- a finished enrolment stays finished
UPDATE enrolments SET finished = 'x', finished_at = at, next_at = NULL;
UPDATE enrolments SET finished = NULL, finished_at = NULL, next_at = at;

-- keys_sole_key: a second key beside the first
INSERT INTO keys (name, check_value) VALUES ('k9', 'x');

-- keys_sole
INSERT INTO keys (name, check_value, sole) VALUES ('k9', 'x', false);

-- registry_copies_name_key: two copies of one list
INSERT INTO registry_copies (name, key_name, as_of, numbers, imported_at)
SELECT 'tps', 'k1', '2027-03-01', n, '2027-03-09T12:00Z' FROM generate_series(1, 2) n;

-- registry_copies_name_form
INSERT INTO registry_copies (name, key_name, as_of, numbers, imported_at)
VALUES ('T P S', 'k1', '2027-03-01', 1, '2027-03-09T12:00Z');

-- registry_copies_not_ahead: a copy from tomorrow is young for too long
INSERT INTO registry_copies (name, key_name, as_of, numbers, imported_at)
VALUES ('tps', 'k1', '2027-03-10', 1, '2027-03-09T12:00Z');

-- registry_copies_not_empty: an empty copy lets everybody through
INSERT INTO registry_copies (name, key_name, as_of, numbers, imported_at)
VALUES ('tps', 'k1', '2027-03-01', 0, '2027-03-09T12:00Z');

-- registry_entries_hmac_is_sha256
INSERT INTO registry_entries (copy_id, hmac) VALUES (1, 'short');

-- closed_feeds_name_form
INSERT INTO closed_feeds (name, as_of, dates, imported_at) VALUES ('A B', '2027-03-01', 0, '2027-03-09T12:00Z');

-- closed_feeds_not_ahead
INSERT INTO closed_feeds (name, as_of, dates, imported_at) VALUES ('x', '2027-03-10', 0, '2027-03-09T12:00Z');

-- closed_days_country: a day of no country would close the world
INSERT INTO closed_feeds (name, as_of, dates, imported_at) VALUES ('x', '2027-03-01', 0, '2027-03-09T12:00Z');
INSERT INTO closed_days VALUES ('x', '', '', '', '2027-03-10', 'feast');

-- consent_wordings_hash: words that were changed prove nothing
INSERT INTO consent_wordings (hash, body) VALUES (sha256('I agree'), 'I agree to all');

-- consent_wordings_not_empty
INSERT INTO consent_wordings (hash, body) VALUES (sha256(''), '');

-- consent_wordings keeps every row
INSERT INTO consent_wordings (hash, body) VALUES (sha256('I agree'), 'I agree');
UPDATE consent_wordings SET body = 'I agree';

-- consents_kind: a kind that no rule knows
INSERT INTO consents (lead_id, channel, given, at, kind) VALUES (:lead, 'sms', true, '2027-03-09T12:00Z', 'nodded');

-- an order is never changed: somebody else would have given it
INSERT INTO commands (name, actor, origin, at) VALUES ('stop', 'ops', 'cli@host', '2027-03-09T12:00Z');
UPDATE commands SET actor = 'somebody else';

-- an order is never changed: its reason may be emptied, not written anew
INSERT INTO commands (name, actor, origin, why, at) VALUES ('stop', 'ops', 'cli@host', 'sold out', '2027-03-09T12:00Z');
UPDATE commands SET why = 'another reason';

-- commands keeps every row
INSERT INTO commands (name, actor, origin, at) VALUES ('stop', 'ops', 'cli@host', '2027-03-09T12:00Z');
DELETE FROM commands;

-- commands keeps every row: not even all at once
TRUNCATE commands CASCADE;

-- processes_role: doctor would look for nobody
INSERT INTO processes (id, role, host, pid, version, started_at, heard_at)
VALUES (gen_random_uuid(), 'broom', 'here', 1, '0.1.0', '2027-03-09T12:00Z', '2027-03-09T12:00Z');

-- set_aside_job_item_key: one item of a job is set aside once
INSERT INTO set_aside (job, item, cause, tries, since, last_at)
SELECT 'hear messages', 'SM1', 'KeyError', 1, '2027-03-09T12:00Z', '2027-03-09T12:00Z' FROM generate_series(1, 2);

-- set_aside_tries_check: it was tried at least once
INSERT INTO set_aside (job, item, cause, tries, since, last_at)
VALUES ('hear messages', 'SM1', 'KeyError', 0, '2027-03-09T12:00Z', '2027-03-09T12:00Z');

-- floor_queue_promised: a call is promised or it is not
INSERT INTO floor_queue SELECT :enrolment, floor, 2, 3, 0, taken_at, taken_at FROM permits;

-- law_texts_kind
INSERT INTO law_texts (hash, kind, name, body, at) VALUES (sha256('x'), 'rumour', '', 'x', '2027-03-09Z');

-- law_texts_hash_is_of_body: the text of a law is found by its content
INSERT INTO law_texts (hash, kind, name, body, at) VALUES (sha256('y'), 'pack', 'es', 'x', '2027-03-09Z');

-- law_texts_packs_have_names
INSERT INTO law_texts (hash, kind, name, body, at) VALUES (sha256('x'), 'pack', '', 'x', '2027-03-09Z');

-- law_versions_from_one
INSERT INTO law_versions (kind, name, version, hash, command_id, at)
VALUES ('pack', 'es', 0, sha256('x'), 1, '2027-03-09Z');

-- law_versions_kind_name_version_key: one text is the first version of a pack
INSERT INTO law_texts (hash, kind, name, body, at) VALUES (sha256('x'), 'pack', 'es', 'x', '2027-03-09Z');
INSERT INTO commands (name, actor, origin, args, at) VALUES ('packs add', 'ana', 'test', '{}', '2027-03-09Z');
INSERT INTO law_versions (kind, name, version, hash, command_id, at)
SELECT 'pack', 'es', 1, sha256('x'), max(id), '2027-03-09Z' FROM commands;
INSERT INTO law_versions (kind, name, version, hash, command_id, at)
SELECT 'pack', 'es', 1, sha256('x'), max(id), '2027-03-09Z' FROM commands;

-- saved_values_name: a placeholder of a text has such a name
INSERT INTO saved_values (lead_id, name, value, at) SELECT id, 'Net promoter', '9', now() FROM leads LIMIT 1;

-- blocks_in_order: a block has at least one leaf
INSERT INTO blocks VALUES (2, 1, sha256('x'), sha256('x'), sha256('x'), now(), '');

-- blocks_in_order: the first one is 1
INSERT INTO blocks VALUES (0, 1, sha256('x'), sha256('x'), sha256('x'), now(), '');

-- blocks_hashes
INSERT INTO blocks VALUES (1, 1, 'x', sha256('x'), sha256('x'), now(), '');

-- events_type: a type is a word, or two with a dot between
INSERT INTO events (type, subject, seq, at, data, horizon, written_at) VALUES ('Touch ended', 'x', 1, now(), '{}', 1, now());

-- events_counts_from_one
INSERT INTO events (type, subject, seq, at, data, horizon, written_at) VALUES ('touch.ended', 'x', 0, now(), '{}', 1, now());

-- events_id_key: an id is one event
INSERT INTO events (id, type, subject, seq, at, data, horizon, written_at)
SELECT gen, 'touch.ended', 'x', 1, now(), '{}', 1, now() FROM gen_random_uuid() AS gen, generate_series(1, 2);

-- endpoints_name_key
INSERT INTO endpoints (name, url, secret, horizon, place, added_at)
SELECT 'crm', 'https://crm.example.com/', '', 0, 0, now() FROM generate_series(1, 2);

-- endpoints_old_secret_ends: an old secret has an end
INSERT INTO endpoints (name, url, secret, old_secret, horizon, place, added_at)
VALUES ('crm', 'https://crm.example.com/', '', '', 0, 0, now());

-- api_keys_role: nobody may do what no role may
INSERT INTO api_keys (id, prefix, hash, role, name, per_minute, created_at, created_by)
VALUES ('a', 'cad', 'x', 'root', 'crm', 60, '2027-03-09Z', 'ana');

-- api_keys_per_minute
INSERT INTO api_keys (id, prefix, hash, role, name, per_minute, created_at, created_by)
VALUES ('a', 'cad', 'x', 'viewer', 'crm', 0, '2027-03-09Z', 'ana');

-- api_keys_name: somebody must know which system uses it
INSERT INTO api_keys (id, prefix, hash, role, name, per_minute, created_at, created_by)
VALUES ('a', 'cad', 'x', 'viewer', '', 60, '2027-03-09Z', 'ana');

-- page_sessions_expires: a session that is over before it begins
INSERT INTO api_keys (id, prefix, hash, role, name, per_minute, created_at, created_by)
VALUES ('a', 'cad', 'x', 'viewer', 'crm', 60, '2027-03-09Z', 'ana');
INSERT INTO page_sessions (hash, key_id, began_at, expires_at) VALUES ('x', 'a', '2027-03-09Z', '2027-03-09Z');

-- api_keys_revoked: whoever revokes a key is named
INSERT INTO api_keys (id, prefix, hash, role, name, per_minute, created_at, created_by, revoked_at)
VALUES ('a', 'cad', 'x', 'viewer', 'crm', 60, '2027-03-09Z', 'ana', '2027-03-10Z');

-- objective_counts_good: a part is not more than its whole
INSERT INTO objective_counts VALUES ('messages_leave', now(), 2, 1);

-- prices_currency: an amount without its currency is no price
INSERT INTO prices (touch_id, lead_id, sid, amount, currency, source, at)
VALUES (CAST(:touch AS uuid), CAST(:lead AS uuid), 'SM1', 0.01, 'eur', 'carrier', now());

-- prices_source: somebody must say so
INSERT INTO prices (touch_id, lead_id, sid, amount, currency, source, at)
VALUES (CAST(:touch AS uuid), CAST(:lead AS uuid), 'SM1', 0.01, 'EUR', '', now());

-- external_events_effect
INSERT INTO external_events (id, lead_id, name, effect, at, ref)
VALUES (gen_random_uuid(), :lead, 'paid', 'jump', '2027-03-09Z', 'command:1');

-- external_events_says_why: an event that changed nothing says why
INSERT INTO external_events (id, lead_id, name, effect, at, ref)
VALUES (gen_random_uuid(), :lead, 'paid', 'none', '2027-03-09Z', 'command:1');

-- external_events_holds_until: a hold has an end
INSERT INTO external_events (id, lead_id, name, effect, at, ref)
VALUES (gen_random_uuid(), :lead, 'paid', 'hold', '2027-03-09Z', 'command:1');

-- external_events_ends_a_hold: nothing else of an event is ended
INSERT INTO external_events (id, lead_id, name, effect, why, ended_at, at, ref)
VALUES (gen_random_uuid(), :lead, 'paid', 'none', 'unknown', '2027-03-09Z', '2027-03-09Z', 'command:1');

-- external_events_of_an_enrolment: what ends or goes on is an enrolment
INSERT INTO external_events (id, lead_id, name, effect, target, at, ref)
VALUES (gen_random_uuid(), :lead, 'paid', 'finish', 'paid', '2027-03-09Z', 'command:1');

-- journal_entries_id_key: an entry is applied once
INSERT INTO journal_entries (id, kind, at) SELECT id, 'mark', at FROM journal_entries LIMIT 1;

-- journal_entries_kind
INSERT INTO journal_entries (kind, person, at) VALUES ('lift', :lead, '2027-03-09Z');

-- journal_entries_is_about_someone
INSERT INTO journal_entries (kind, at) VALUES ('stop', '2027-03-09Z');

-- journal_entries_waits_for_a_person
INSERT INTO journal_entries (kind, hmac, waiting, at) VALUES ('stop', 'x', true, '2027-03-09Z');

-- journal_state_pkey: one ledger has one journal
INSERT INTO journal_state DEFAULT VALUES;

-- journal_state_sole
INSERT INTO journal_state (sole) VALUES (false);

-- journal_state_signs_a_problem
UPDATE journal_state SET to_sign = true;

-- journal_state_doubt_begins
UPDATE journal_state SET doubt_until = '2027-03-09Z';

-- carrier_deletions_of_one_thing: neither a touch nor a message
INSERT INTO carrier_deletions (lead_id, due_at) VALUES (:lead, '2027-03-09Z');

-- carrier_deletions_tries: less than none
INSERT INTO carrier_deletions (lead_id, touch_id, due_at, tries) VALUES (:lead, :touch, '2027-03-09Z', -1);

-- carrier_deletions_touch_id_key: the same text twice
INSERT INTO carrier_deletions (lead_id, touch_id, due_at) VALUES (:lead, :touch, '2027-03-09Z');
INSERT INTO carrier_deletions (lead_id, touch_id, due_at) VALUES (:lead, :touch, '2027-03-10Z');

-- carrier_deletions_inbound_id_key: the same message twice
INSERT INTO inbound (id, channel, number_id, sender, at)
SELECT gen_random_uuid(), 'sms', min(id), '+34910000001', '2027-03-09Z' FROM numbers;
INSERT INTO carrier_deletions (lead_id, inbound_id, due_at) SELECT :lead, id, at FROM inbound;
INSERT INTO carrier_deletions (lead_id, inbound_id, due_at) SELECT :lead, id, at FROM inbound;

-- a deletion is done once: what was deleted is said to be there
INSERT INTO carrier_deletions (lead_id, touch_id, due_at, done_at) VALUES (:lead, :touch, '2027-03-09Z', '2027-03-09Z');
UPDATE carrier_deletions SET done_at = NULL;

-- a deletion is done once: it is said to be about somebody else's touch
INSERT INTO carrier_deletions (lead_id, touch_id, due_at) VALUES (:lead, :touch, '2027-03-09Z');
UPDATE carrier_deletions SET recorded_at = '2027-03-09Z';

-- a deletion is done once: it is forgotten
INSERT INTO carrier_deletions (lead_id, touch_id, due_at) VALUES (:lead, :touch, '2027-03-09Z');
DELETE FROM carrier_deletions;
