-- A ledger as the code of revision 0022 wrote it. Its key is the one that tests use.
-- All people and numbers are made up.

-- Rows refer to each other in circles.
SET LOCAL session_replication_role = replica;

INSERT INTO accounts (id, key) OVERRIDING SYSTEM VALUE VALUES
('1', 'cuenta-1');

SELECT setval(pg_get_serial_sequence('accounts', 'id'), (SELECT max(id) FROM accounts));

INSERT INTO callbacks (id, lead_id, enrolment_id, number_id, at, asked_at, ref, canceled_at, replaced_by) OVERRIDING SYSTEM VALUE VALUES
('300dd701-2d2d-40cb-b633-bafad0ff6a4b', '4db7c126-e258-4cf7-8880-50e69f6b5020', '72691df4-d9e5-4241-9383-e0c872ddbfa1', NULL, '2027-03-10 17:00:00+00', '2027-03-10 16:16:00+00', 'touch:9f6c5ed7-dd13-434c-b19d-40eadee54d69', NULL, NULL),
('488a3044-7e19-4d86-abbd-2e7380ad8f01', 'bbe9fc88-a028-44ce-9a88-3b5c20edb716', '67761308-9c2a-434a-ac0c-66be2a6674f0', NULL, '2027-03-10 19:00:00+00', '2027-03-10 16:19:00+00', 'api:b8a33d31-b657-4384-b04f-d6c0c1129c46', NULL, NULL),
('592d3494-7a2a-4a5b-abe9-9970139fb75b', '946621ec-eb41-4b8a-839d-6fe75bdd8c45', '267e7964-66df-499f-8352-b04abc6d6b62', NULL, '2027-03-10 18:00:00+00', '2027-03-10 16:17:00+00', 'api:fb672c6a-1efb-4545-bc16-70c3c29db743', NULL, NULL);

INSERT INTO campaign_versions (campaign_id, version, content, hash, launched_at) OVERRIDING SYSTEM VALUE VALUES
('1', '1', '{"audience":"consumer","cadence":[{"after":"PT0S","before":null,"call":null,"expires":null,"if_late":"send","on":{"otherwise":"talk","undelivered":"talk"},"otherwise":"","retry":null,"sender":"","sms":{"body":"{{ company }}: hola. BAJA para no recibir mas"},"step":"hello","task":null,"wait":null,"whatsapp":null},{"after":"PT1H","before":null,"call":{"detect_machines":true,"floor":"sales","ring":"PT25S","talk":"PT30M","voicemail":"Hola, somos {{ company }}.","voicemail_audio":""},"expires":null,"if_late":"send","on":{"answered":"end","otherwise":"end"},"otherwise":"","retry":{"after":"PT1H","on":["busy","no_answer"],"times":2},"sender":"","sms":null,"step":"talk","task":null,"wait":null,"whatsapp":null}],"callback":null,"campaign":"harbour","confirmation":"","consent":{},"country":"ES","end":null,"enter":{"kind":"once"},"floors":{"sales":{"agents":500,"endpoint":"client:sales","wrap_up":"PT2M"}},"from":{"company":"Tienda Sol","sms":"+34910000001","voice":"+34910000001","whatsapp":"+34910000001"},"gap":"PT0S","holidays":"closed","in_flight":1000,"jurisdictions":[],"language":"es","limits":[{"channels":[],"max":9,"per":{"kind":"campaign"}}],"no_jurisdictions":true,"priority":3,"purpose":"marketing","spread":"PT30M","start":null,"stop_on":["refused","wrong_number"],"subject":"","title":"","windows":[{"days":[0,1,2,3,4,5,6],"hours":[{"closes":"00:00:00","opens":"00:00:00"}],"segments":[]}],"without_pack":[]}', E'\\x83e632a0e3a69b0506e483682d6448150b689647102cea62630b47e55cc7d801', '2027-03-10 12:00:00+00');

INSERT INTO campaigns (id, name, state, current_version, starts_on, ends_on, launched_at, closed_at) OVERRIDING SYSTEM VALUE VALUES
('1', 'harbour', 'running', '1', NULL, NULL, '2027-03-10 12:00:00+00', NULL);

SELECT setval(pg_get_serial_sequence('campaigns', 'id'), (SELECT max(id) FROM campaigns));

INSERT INTO carrier_cursor (name, seen_at) OVERRIDING SYSTEM VALUE VALUES
('inbound', '2027-03-10 12:00:00+00');

INSERT INTO clock (id, origin, started, speed) OVERRIDING SYSTEM VALUE VALUES
('1', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', '1');

INSERT INTO closed_days (feed, country, region, town, day, name) OVERRIDING SYSTEM VALUE VALUES
('madrid', 'ES', 'MD', '', '2027-05-02', 'Fiesta');

INSERT INTO closed_feeds (name, as_of, dates, imported_at) OVERRIDING SYSTEM VALUE VALUES
('madrid', '2027-03-01', '1', '2027-03-10 12:00:00+00');

INSERT INTO commands (id, key, name, actor, origin, why, lead_id, campaign_id, args, at) OVERRIDING SYSTEM VALUE VALUES
('1', NULL, 'record', 'ana', 'test', '', '4db7c126-e258-4cf7-8880-50e69f6b5020', NULL, '{"touch": "9f6c5ed7-dd13-434c-b19d-40eadee54d69", "callback_at": "2027-03-10T17:00:00+00:00", "disposition": "callback"}', '2027-03-10 16:16:00+00'),
('2', NULL, 'record', 'ana', 'test', '', NULL, NULL, '{}', '2027-03-10 16:17:00+00'),
('3', NULL, 'record', 'ana', 'test', '', NULL, NULL, '{}', '2027-03-10 16:19:00+00');

SELECT setval(pg_get_serial_sequence('commands', 'id'), (SELECT max(id) FROM commands));

INSERT INTO consent_evidence (consent_id, body) OVERRIDING SYSTEM VALUE VALUES
('1', 'ticked the box'),
('10', 'ticked the box'),
('11', 'ticked the box'),
('12', 'ticked the box'),
('13', 'ticked the box'),
('14', 'ticked the box'),
('15', 'ticked the box'),
('16', 'ticked the box'),
('17', 'ticked the box'),
('18', 'ticked the box'),
('19', 'ticked the box'),
('2', 'ticked the box'),
('20', 'ticked the box'),
('21', 'ticked the box'),
('22', 'ticked the box'),
('23', 'ticked the box'),
('24', 'ticked the box'),
('25', 'ticked the box'),
('26', 'ticked the box'),
('27', 'ticked the box'),
('28', 'ticked the box'),
('3', 'ticked the box'),
('4', 'ticked the box'),
('5', 'ticked the box'),
('6', 'ticked the box'),
('7', 'ticked the box'),
('8', 'ticked the box'),
('9', 'ticked the box');

INSERT INTO consent_wordings (hash, body) OVERRIDING SYSTEM VALUE VALUES
(E'\\xbc8aa132d0d4dcc1f3253454bfe057753e11ed389296ff3b3bf0148d75d9dd94', 'I agree to text messages from Tienda Sol.');

INSERT INTO consents (id, number_id, lead_id, channel, given, at, purpose, kind, source, list, expires, wording, recorded_by) OVERRIDING SYSTEM VALUE VALUES
('1', '1', 'b6cc7bca-2f75-481a-9d0a-24e340b33e74', 'call', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('10', '4', '0ed2d248-b705-49b7-ae7f-64644a3f493e', 'call', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('11', '4', '0ed2d248-b705-49b7-ae7f-64644a3f493e', 'sms', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('12', '4', '0ed2d248-b705-49b7-ae7f-64644a3f493e', 'whatsapp', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('13', '6', '671fb046-eb66-418c-8db4-e18570d07c1b', 'call', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('14', '6', '671fb046-eb66-418c-8db4-e18570d07c1b', 'sms', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('15', '6', '671fb046-eb66-418c-8db4-e18570d07c1b', 'whatsapp', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('16', '11', '41a636ca-ad41-41a7-ad1b-4fcf61d13f9e', 'call', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('17', '11', '41a636ca-ad41-41a7-ad1b-4fcf61d13f9e', 'sms', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('18', '11', '41a636ca-ad41-41a7-ad1b-4fcf61d13f9e', 'whatsapp', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('19', '12', '946621ec-eb41-4b8a-839d-6fe75bdd8c45', 'call', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('2', '1', 'b6cc7bca-2f75-481a-9d0a-24e340b33e74', 'sms', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('20', '12', '946621ec-eb41-4b8a-839d-6fe75bdd8c45', 'sms', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('21', '12', '946621ec-eb41-4b8a-839d-6fe75bdd8c45', 'whatsapp', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('22', '14', 'bbe9fc88-a028-44ce-9a88-3b5c20edb716', 'call', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('23', '14', 'bbe9fc88-a028-44ce-9a88-3b5c20edb716', 'sms', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('24', '14', 'bbe9fc88-a028-44ce-9a88-3b5c20edb716', 'whatsapp', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('25', '15', '8cca2b6d-a7c4-4bba-8d45-9616ea93b426', 'sms', 'true', '2027-03-09 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, E'\\xbc8aa132d0d4dcc1f3253454bfe057753e11ed389296ff3b3bf0148d75d9dd94', ''),
('26', '16', 'cd560c7d-bc17-4824-8ceb-0405143c8e8a', 'call', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('27', '16', 'cd560c7d-bc17-4824-8ceb-0405143c8e8a', 'sms', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('28', '16', 'cd560c7d-bc17-4824-8ceb-0405143c8e8a', 'whatsapp', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('3', '1', 'b6cc7bca-2f75-481a-9d0a-24e340b33e74', 'whatsapp', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('4', '2', '70aaab17-6caf-4880-9d1d-01921518fffa', 'call', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('5', '2', '70aaab17-6caf-4880-9d1d-01921518fffa', 'sms', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('6', '2', '70aaab17-6caf-4880-9d1d-01921518fffa', 'whatsapp', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('7', '3', '09dce114-dc01-4533-b601-d83a19f26670', 'call', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('8', '3', '09dce114-dc01-4533-b601-d83a19f26670', 'sms', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, ''),
('9', '3', '09dce114-dc01-4533-b601-d83a19f26670', 'whatsapp', 'true', '2027-03-10 12:00:00+00', NULL, 'express', 'web form', 'list', NULL, NULL, '');

SELECT setval(pg_get_serial_sequence('consents', 'id'), (SELECT max(id) FROM consents));

INSERT INTO contradictions (touch_id, outcome, code, at) OVERRIDING SYSTEM VALUE VALUES
('2160802a-d1a4-48b8-8afe-584094403f6d', 'undelivered', '30003', '2027-03-10 14:05:00+00');

INSERT INTO decisions (id, lead_id, enrolment_id, touch_id, version, at, verdict, until, hold, hold_key, scope, number_id, rules, reasons, evidence, candidate, packs, facts, digest) OVERRIDING SYSTEM VALUE VALUES
('1', '70aaab17-6caf-4880-9d1d-01921518fffa', 'dbc2919f-ef00-4e24-a7b8-b6ab28153677', '28d00739-d3fa-4016-b6ea-ad24089699df', '1', '2027-03-10 13:02:00+00', 'allow', '2027-03-18 22:59:00+00', '', '', '', '2', '{}', '[]', '{"guard": 60, "packs": {"twilio": {"status": "draft", "version": "2026-11-22.1"}, "whatsapp": {"status": "draft", "version": "2026-11-22.2"}}, "zones": [{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}], "passed": {"pause": {}, "house.rest": {}, "pack.valid": {}, "consent.sms": {"ground": "opt_in", "channel": "sms", "consent": 5}, "number.kind": {"kind": "mobile", "number": 2, "channel": "sms"}, "pack.covers": {}, "suppression": {}, "campaign.gap": {}, "zone.unknown": {}, "number.closed": {}, "reply.unclear": {}, "campaign.state": {"state": "running"}, "sender.country": {}, "campaign.windows": {}, "campaign.holidays": {}, "campaign.limits[0]": {"max": 9, "per": "campaign", "counted": {"lead": 0, "number": 0}}, "enrolment.finished": {}}, "tzdata": "2026f", "holidays": "0.109"}', '{"step": "hello", "cause": {"lap": 1, "ref": "hello", "kind": "step"}, "floor": "", "number": null, "sender": "+34910000001", "attempt": 1, "channel": "sms", "content": "", "template": false}', '{"twilio": "2026-11-22.1", "whatsapp": "2026-11-22.2"}', '{"lead": {"id": "70aaab17-6caf-4880-9d1d-01921518fffa", "name": "", "score": 0, "zones": [], "region": "", "account": "", "country": "ES", "numbers": [{"id": 2, "e164": "", "kind": "mobile", "zones": [{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}], "closed": null, "region": "", "country": "ES"}], "segment": "", "attributes": {}, "municipality": ""}, "state": "running", "pauses": [], "inbound": [], "planned": {"at": "2027-03-10T12:30:52Z", "due": "2027-03-10T12:00:00Z", "kind": "attempt", "step": "hello", "cause": {"lap": 1, "ref": "hello", "kind": "step"}, "floor": "", "lasts": null, "attempt": 1, "channel": "sms"}, "touches": [], "consents": [{"at": "2027-03-10T12:00:00Z", "id": 4, "kind": "express", "given": true, "number": 2, "source": "web form", "channel": "call", "expires": null, "purpose": null}, {"at": "2027-03-10T12:00:00Z", "id": 5, "kind": "express", "given": true, "number": 2, "source": "web form", "channel": "sms", "expires": null, "purpose": null}, {"at": "2027-03-10T12:00:00Z", "id": 6, "kind": "express", "given": true, "number": 2, "source": "web form", "channel": "whatsapp", "expires": null, "purpose": null}], "callbacks": [], "enrolment": {"at": "2027-03-10T12:00:00Z", "id": "dbc2919f-ef00-4e24-a7b8-b6ab28153677", "kind": "cadence", "version": 1, "campaign": "harbour", "finished": null}, "registries": [], "closed_days": [], "suppressions": []}', E'\\x7c5ea1581d4e1a06585a018ebd23bd0cded9ecb0f41468fd708fba712f01f895'),
('2', '09dce114-dc01-4533-b601-d83a19f26670', '2085c01c-b01c-498a-8abb-0ff71a313679', '2160802a-d1a4-48b8-8afe-584094403f6d', '1', '2027-03-10 14:04:00+00', 'allow', '2027-03-18 22:59:00+00', '', '', '', '3', '{}', '[]', '{"guard": 60, "packs": {"twilio": {"status": "draft", "version": "2026-11-22.1"}, "whatsapp": {"status": "draft", "version": "2026-11-22.2"}}, "zones": [{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}], "passed": {"pause": {}, "house.rest": {}, "pack.valid": {}, "consent.sms": {"ground": "opt_in", "channel": "sms", "consent": 8}, "number.kind": {"kind": "mobile", "number": 3, "channel": "sms"}, "pack.covers": {}, "suppression": {}, "campaign.gap": {}, "zone.unknown": {}, "number.closed": {}, "reply.unclear": {}, "campaign.state": {"state": "running"}, "sender.country": {}, "campaign.windows": {}, "campaign.holidays": {}, "campaign.limits[0]": {"max": 9, "per": "campaign", "counted": {"lead": 0, "number": 0}}, "enrolment.finished": {}}, "tzdata": "2026f", "holidays": "0.109"}', '{"step": "hello", "cause": {"lap": 1, "ref": "hello", "kind": "step"}, "floor": "", "number": null, "sender": "+34910000001", "attempt": 1, "channel": "sms", "content": "", "template": false}', '{"twilio": "2026-11-22.1", "whatsapp": "2026-11-22.2"}', '{"lead": {"id": "09dce114-dc01-4533-b601-d83a19f26670", "name": "", "score": 0, "zones": [], "region": "", "account": "", "country": "ES", "numbers": [{"id": 3, "e164": "", "kind": "mobile", "zones": [{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}], "closed": null, "region": "", "country": "ES"}], "segment": "", "attributes": {}, "municipality": ""}, "state": "running", "pauses": [], "inbound": [], "planned": {"at": "2027-03-10T13:22:32Z", "due": "2027-03-10T12:00:00Z", "kind": "attempt", "step": "hello", "cause": {"lap": 1, "ref": "hello", "kind": "step"}, "floor": "", "lasts": null, "attempt": 1, "channel": "sms"}, "touches": [], "consents": [{"at": "2027-03-10T12:00:00Z", "id": 7, "kind": "express", "given": true, "number": 3, "source": "web form", "channel": "call", "expires": null, "purpose": null}, {"at": "2027-03-10T12:00:00Z", "id": 8, "kind": "express", "given": true, "number": 3, "source": "web form", "channel": "sms", "expires": null, "purpose": null}, {"at": "2027-03-10T12:00:00Z", "id": 9, "kind": "express", "given": true, "number": 3, "source": "web form", "channel": "whatsapp", "expires": null, "purpose": null}], "callbacks": [], "enrolment": {"at": "2027-03-10T12:00:00Z", "id": "2085c01c-b01c-498a-8abb-0ff71a313679", "kind": "cadence", "version": 1, "campaign": "harbour", "finished": null}, "registries": [], "closed_days": [], "suppressions": []}', E'\\x512276771e7eac2c95f8194fb6456ca2cb2b17c6583b8a0568d346cefe4ab7c6'),
('3', '0ed2d248-b705-49b7-ae7f-64644a3f493e', '78c89b9a-f3e9-43f0-bb8a-49dacbca6fb0', '1ede840d-1251-4b9e-88df-56e1eff5a660', '1', '2027-03-10 15:08:00+00', 'allow', '2027-03-18 22:59:00+00', '', '', '', '4', '{}', '[]', '{"guard": 60, "packs": {"twilio": {"status": "draft", "version": "2026-11-22.1"}, "whatsapp": {"status": "draft", "version": "2026-11-22.2"}}, "zones": [{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}], "passed": {"pause": {}, "house.rest": {}, "pack.valid": {}, "consent.sms": {"ground": "opt_in", "channel": "sms", "consent": 11}, "number.kind": {"kind": "mobile", "number": 4, "channel": "sms"}, "pack.covers": {}, "suppression": {}, "campaign.gap": {}, "zone.unknown": {}, "number.closed": {}, "reply.unclear": {}, "campaign.state": {"state": "running"}, "sender.country": {}, "campaign.windows": {}, "campaign.holidays": {}, "campaign.limits[0]": {"max": 9, "per": "campaign", "counted": {"lead": 0, "number": 0}}, "enrolment.finished": {}}, "tzdata": "2026f", "holidays": "0.109"}', '{"step": "hello", "cause": {"lap": 1, "ref": "hello", "kind": "step"}, "floor": "", "number": null, "sender": "+34910000001", "attempt": 1, "channel": "sms", "content": "", "template": false}', '{"twilio": "2026-11-22.1", "whatsapp": "2026-11-22.2"}', '{"lead": {"id": "0ed2d248-b705-49b7-ae7f-64644a3f493e", "name": "", "score": 0, "zones": [], "region": "", "account": "", "country": "ES", "numbers": [{"id": 4, "e164": "", "kind": "mobile", "zones": [{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}], "closed": null, "region": "", "country": "ES"}], "segment": "", "attributes": {}, "municipality": ""}, "state": "running", "pauses": [], "inbound": [], "planned": {"at": "2027-03-10T14:23:50Z", "due": "2027-03-10T12:00:00Z", "kind": "attempt", "step": "hello", "cause": {"lap": 1, "ref": "hello", "kind": "step"}, "floor": "", "lasts": null, "attempt": 1, "channel": "sms"}, "touches": [], "consents": [{"at": "2027-03-10T12:00:00Z", "id": 10, "kind": "express", "given": true, "number": 4, "source": "web form", "channel": "call", "expires": null, "purpose": null}, {"at": "2027-03-10T12:00:00Z", "id": 11, "kind": "express", "given": true, "number": 4, "source": "web form", "channel": "sms", "expires": null, "purpose": null}, {"at": "2027-03-10T12:00:00Z", "id": 12, "kind": "express", "given": true, "number": 4, "source": "web form", "channel": "whatsapp", "expires": null, "purpose": null}], "callbacks": [], "enrolment": {"at": "2027-03-10T12:00:00Z", "id": "78c89b9a-f3e9-43f0-bb8a-49dacbca6fb0", "kind": "cadence", "version": 1, "campaign": "harbour", "finished": null}, "registries": [], "closed_days": [], "suppressions": []}', E'\\x26485d4eebdd27af52c88306581522cac005d0f11082a53c3315079537cef36a'),
('4', '0ed2d248-b705-49b7-ae7f-64644a3f493e', '78c89b9a-f3e9-43f0-bb8a-49dacbca6fb0', NULL, '1', '2027-03-10 15:09:00+00', 'hold', NULL, 'reply.reviewed', '', '', NULL, '{reply.unclear}', '[{"rule": "reply.unclear", "until": null, "evidence": {"why": "hold", "since": "2027-03-10T15:09:00+00:00", "replies": 1}}]', '{"guard": 60, "packs": {"twilio": {"status": "draft", "version": "2026-11-22.1"}, "whatsapp": {"status": "draft", "version": "2026-11-22.2"}}, "zones": [{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}], "passed": {"pause": {}, "house.rest": {}, "pack.valid": {}, "number.kind": {"kind": "mobile", "number": 4, "channel": "call"}, "pack.covers": {}, "suppression": {}, "campaign.gap": {}, "consent.call": {"ground": "opt_in", "channel": "call", "consent": 10}, "zone.unknown": {}, "number.closed": {}, "campaign.state": {"state": "running"}, "sender.country": {}, "campaign.windows": {}, "campaign.holidays": {}, "campaign.limits[0]": {"max": 9, "per": "campaign", "counted": {"lead": 1, "number": 1}}, "enrolment.finished": {}}, "tzdata": "2026f", "holidays": "0.109"}', '{"step": "talk", "cause": {"lap": 1, "ref": "talk", "kind": "step"}, "floor": "sales", "number": null, "sender": "+34910000001", "attempt": 1, "channel": "call", "content": "", "template": false}', '{"twilio": "2026-11-22.1", "whatsapp": "2026-11-22.2"}', '{"lead": {"id": "0ed2d248-b705-49b7-ae7f-64644a3f493e", "name": "", "score": 0, "zones": [], "region": "", "account": "", "country": "ES", "numbers": [{"id": 4, "e164": "", "kind": "mobile", "zones": [{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}], "closed": null, "region": "", "country": "ES"}], "segment": "", "attributes": {}, "municipality": ""}, "state": "running", "pauses": [], "inbound": [{"at": "2027-03-10T15:09:00Z", "id": "24f6cfae-bfe7-4ebf-837f-db48cad97cb0", "touch": "1ede840d-1251-4b9e-88df-56e1eff5a660", "number": 4, "sender": "+34910000001", "channel": "sms", "meaning": "hold", "reviewed": false, "confirmed_by_carrier": false}], "planned": {"at": "2027-03-10T16:08:00Z", "due": "2027-03-10T16:08:00Z", "kind": "attempt", "step": "talk", "cause": {"lap": 1, "ref": "talk", "kind": "step"}, "floor": "sales", "lasts": "PT30M25S", "attempt": 1, "channel": "call"}, "touches": [{"at": "2027-03-10T15:08:00Z", "id": "1ede840d-1251-4b9e-88df-56e1eff5a660", "due": "2027-03-10T12:00:00Z", "lead": "0ed2d248-b705-49b7-ae7f-64644a3f493e", "step": "hello", "cause": {"lap": 1, "ref": "hello", "kind": "step"}, "rules": [], "scope": "", "state": "settled", "taken": true, "number": 4, "seller": "Tienda Sol", "sender": "+34910000001", "account": "", "attempt": 1, "channel": "sms", "outcome": "sent", "purpose": "marketing", "subject": "harbour", "agent_at": null, "campaign": "harbour", "delivery": "", "ended_at": "2027-03-10T15:08:00Z", "enrolment": "78c89b9a-f3e9-43f0-bb8a-49dacbca6fb0", "portfolio": "", "replied_at": "2027-03-10T15:09:00Z", "answered_at": null, "disposition": null, "wrap_up_until": null, "greeting_end_at": null}], "consents": [{"at": "2027-03-10T12:00:00Z", "id": 10, "kind": "express", "given": true, "number": 4, "source": "web form", "channel": "call", "expires": null, "purpose": null}, {"at": "2027-03-10T12:00:00Z", "id": 11, "kind": "express", "given": true, "number": 4, "source": "web form", "channel": "sms", "expires": null, "purpose": null}, {"at": "2027-03-10T12:00:00Z", "id": 12, "kind": "express", "given": true, "number": 4, "source": "web form", "channel": "whatsapp", "expires": null, "purpose": null}], "callbacks": [], "enrolment": {"at": "2027-03-10T12:00:00Z", "id": "78c89b9a-f3e9-43f0-bb8a-49dacbca6fb0", "kind": "cadence", "version": 1, "campaign": "harbour", "finished": null}, "registries": [], "closed_days": [], "suppressions": []}', E'\\x3cf4fc64a5b33447ee340c83127fd37f6069eb182428f807ac85086eef65510f'),
('5', '671fb046-eb66-418c-8db4-e18570d07c1b', '86ee7b33-78a1-4403-ac81-6f27ddb74fd1', 'd2940e95-d70e-4674-b059-aedd9605b340', '1', '2027-03-10 16:11:00+00', 'allow', '2027-03-18 22:59:00+00', '', '', '', '6', '{}', '[]', '{"guard": 60, "packs": {"twilio": {"status": "draft", "version": "2026-11-22.1"}, "whatsapp": {"status": "draft", "version": "2026-11-22.2"}}, "zones": [{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}], "passed": {"pause": {}, "house.rest": {}, "pack.valid": {}, "consent.sms": {"ground": "opt_in", "channel": "sms", "consent": 14}, "number.kind": {"kind": "mobile", "number": 6, "channel": "sms"}, "pack.covers": {}, "suppression": {}, "campaign.gap": {}, "zone.unknown": {}, "number.closed": {}, "reply.unclear": {}, "campaign.state": {"state": "running"}, "sender.country": {}, "campaign.windows": {}, "campaign.holidays": {}, "campaign.limits[0]": {"max": 9, "per": "campaign", "counted": {"lead": 0, "number": 0}}, "enrolment.finished": {}}, "tzdata": "2026f", "holidays": "0.109"}', '{"step": "hello", "cause": {"lap": 1, "ref": "hello", "kind": "step"}, "floor": "", "number": null, "sender": "+34910000001", "attempt": 1, "channel": "sms", "content": "", "template": false}', '{"twilio": "2026-11-22.1", "whatsapp": "2026-11-22.2"}', '{"lead": {"id": "671fb046-eb66-418c-8db4-e18570d07c1b", "name": "", "score": 0, "zones": [], "region": "", "account": "", "country": "ES", "numbers": [{"id": 6, "e164": "", "kind": "mobile", "zones": [{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}], "closed": null, "region": "", "country": "ES"}], "segment": "", "attributes": {}, "municipality": ""}, "state": "running", "pauses": [], "inbound": [], "planned": {"at": "2027-03-10T15:22:54Z", "due": "2027-03-10T12:00:00Z", "kind": "attempt", "step": "hello", "cause": {"lap": 1, "ref": "hello", "kind": "step"}, "floor": "", "lasts": null, "attempt": 1, "channel": "sms"}, "touches": [], "consents": [{"at": "2027-03-10T12:00:00Z", "id": 13, "kind": "express", "given": true, "number": 6, "source": "web form", "channel": "call", "expires": null, "purpose": null}, {"at": "2027-03-10T12:00:00Z", "id": 14, "kind": "express", "given": true, "number": 6, "source": "web form", "channel": "sms", "expires": null, "purpose": null}, {"at": "2027-03-10T12:00:00Z", "id": 15, "kind": "express", "given": true, "number": 6, "source": "web form", "channel": "whatsapp", "expires": null, "purpose": null}], "callbacks": [], "enrolment": {"at": "2027-03-10T12:00:00Z", "id": "86ee7b33-78a1-4403-ac81-6f27ddb74fd1", "kind": "cadence", "version": 1, "campaign": "harbour", "finished": null}, "registries": [], "closed_days": [], "suppressions": []}', E'\\x8b59845e8adb9faa224317e0b406df23a786b58bee018ff2f5959cc27f4ee584'),
('6', '423c25d2-8816-49ce-a4c6-e6d01742d994', '72508426-8b21-4860-a326-a9f9c28fba43', 'b8b32fc8-e2bf-4b0f-8d70-87555b70e983', '1', '2027-03-10 16:14:00+00', 'refuse', NULL, '', '', 'step', NULL, '{consent.sms}', '[{"rule": "consent.sms", "until": null, "evidence": {"why": "none", "ground": "opt_in", "number": 9, "channel": "sms", "consent": null}}]', '{"guard": 60, "packs": {"twilio": {"status": "draft", "version": "2026-11-22.1"}, "whatsapp": {"status": "draft", "version": "2026-11-22.2"}}, "zones": [{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}], "passed": {"pause": {}, "house.rest": {}, "pack.valid": {}, "number.kind": {"kind": "mobile", "number": 9, "channel": "sms"}, "pack.covers": {}, "suppression": {}, "campaign.gap": {}, "zone.unknown": {}, "number.closed": {}, "reply.unclear": {}, "campaign.state": {"state": "running"}, "sender.country": {}, "campaign.windows": {}, "campaign.holidays": {}, "campaign.limits[0]": {"max": 9, "per": "campaign", "counted": {"lead": 0, "number": 0}}, "enrolment.finished": {}}, "tzdata": "2026f", "holidays": "0.109"}', '{"step": "hello", "cause": {"lap": 1, "ref": "hello", "kind": "step"}, "floor": "", "number": null, "sender": "+34910000001", "attempt": 1, "channel": "sms", "content": "", "template": false}', '{"twilio": "2026-11-22.1", "whatsapp": "2026-11-22.2"}', '{"lead": {"id": "423c25d2-8816-49ce-a4c6-e6d01742d994", "name": "", "score": 0, "zones": [], "region": "", "account": "", "country": "ES", "numbers": [{"id": 9, "e164": "", "kind": "mobile", "zones": [{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}], "closed": null, "region": "", "country": "ES"}], "segment": "", "attributes": {}, "municipality": ""}, "state": "running", "pauses": [], "inbound": [], "planned": {"at": "2027-03-10T13:00:00Z", "due": null, "kind": "attempt", "step": "hello", "cause": {"lap": 1, "ref": "hello", "kind": "step"}, "floor": "", "lasts": null, "attempt": 1, "channel": "sms"}, "touches": [], "consents": [], "callbacks": [], "enrolment": {"at": "2027-03-10T12:00:00Z", "id": "72508426-8b21-4860-a326-a9f9c28fba43", "kind": "cadence", "version": 1, "campaign": "harbour", "finished": null}, "registries": [], "closed_days": [], "suppressions": []}', E'\\x0f9051c7a177cb66518c7b4390e596e45b6490867fde23df4bf97cbfe9c06c10');

SELECT setval(pg_get_serial_sequence('decisions', 'id'), (SELECT max(id) FROM decisions));

INSERT INTO enrolments (id, lead_id, campaign_id, version, kind, priority, at, started_at, next_at, move, hold, hold_key, errors, finished, finished_at) OVERRIDING SYSTEM VALUE VALUES
('2085c01c-b01c-498a-8abb-0ff71a313679', '09dce114-dc01-4533-b601-d83a19f26670', '1', '1', 'cadence', '3', '2027-03-10 12:00:00+00', NULL, '2027-03-10 15:04:00+00', '{"at": "2027-03-10T15:04:00Z", "due": "2027-03-10T15:04:00Z", "kind": "attempt", "step": "talk", "cause": {"lap": 1, "ref": "talk", "kind": "step"}, "floor": "sales", "lasts": "PT30M25S", "attempt": 1, "channel": "call"}', NULL, '', '0', NULL, NULL),
('267e7964-66df-499f-8352-b04abc6d6b62', '946621ec-eb41-4b8a-839d-6fe75bdd8c45', '1', '1', 'cadence', '3', '2027-03-10 12:00:00+00', NULL, '2027-03-10 18:00:00+00', '{"at": "2027-03-10T18:00:00Z", "due": "2027-03-10T18:00:00Z", "kind": "attempt", "step": "talk", "cause": {"lap": 1, "ref": "592d3494-7a2a-4a5b-abe9-9970139fb75b", "kind": "callback"}, "floor": "sales", "lasts": "PT30M25S", "attempt": 1, "channel": "call"}', NULL, '', '0', NULL, NULL),
('4668e121-f8ea-4ebc-abae-1794e111bd5c', 'b6cc7bca-2f75-481a-9d0a-24e340b33e74', '1', '1', 'cadence', '3', '2027-03-10 12:00:00+00', NULL, '2027-03-10 13:00:00+00', '{"at": "2027-03-10T13:00:00Z", "due": null, "kind": "attempt", "step": "hello", "cause": {"lap": 1, "ref": "hello", "kind": "step"}, "floor": "", "lasts": null, "attempt": 1, "channel": "sms"}', NULL, '', '0', NULL, NULL),
('67761308-9c2a-434a-ac0c-66be2a6674f0', 'bbe9fc88-a028-44ce-9a88-3b5c20edb716', '1', '1', 'callback', '3', '2027-03-10 16:19:00+00', NULL, '2027-03-10 19:00:00+00', '{"at": "2027-03-10T19:00:00Z", "due": "2027-03-10T19:00:00Z", "kind": "attempt", "step": "talk", "cause": {"lap": 1, "ref": "488a3044-7e19-4d86-abbd-2e7380ad8f01", "kind": "callback"}, "floor": "sales", "lasts": "PT30M25S", "attempt": 1, "channel": "call"}', NULL, '', '0', NULL, NULL),
('69354436-8381-42eb-8f0f-10803b8d12c4', '2fa528f2-07df-4074-9c37-21451923b5bf', '1', '1', 'cadence', '3', '2027-03-10 12:00:00+00', NULL, '2027-03-10 17:15:00+00', '{"at": "2027-03-10T17:15:00Z", "due": "2027-03-10T17:15:00Z", "kind": "attempt", "step": "talk", "cause": {"lap": 1, "ref": "talk", "kind": "step"}, "floor": "sales", "lasts": "PT30M25S", "attempt": 1, "channel": "call"}', NULL, '', '0', NULL, NULL),
('72508426-8b21-4860-a326-a9f9c28fba43', '423c25d2-8816-49ce-a4c6-e6d01742d994', '1', '1', 'cadence', '3', '2027-03-10 12:00:00+00', NULL, '2027-03-10 17:14:00+00', '{"at": "2027-03-10T17:14:00Z", "due": "2027-03-10T17:14:00Z", "kind": "attempt", "step": "talk", "cause": {"lap": 1, "ref": "talk", "kind": "step"}, "floor": "sales", "lasts": "PT30M25S", "attempt": 1, "channel": "call"}', NULL, '', '0', NULL, NULL),
('72691df4-d9e5-4241-9383-e0c872ddbfa1', '4db7c126-e258-4cf7-8880-50e69f6b5020', '1', '1', 'cadence', '3', '2027-03-10 12:00:00+00', NULL, '2027-03-10 17:00:00+00', '{"at": "2027-03-10T17:00:00Z", "due": "2027-03-10T17:00:00Z", "kind": "attempt", "step": "talk", "cause": {"lap": 1, "ref": "300dd701-2d2d-40cb-b633-bafad0ff6a4b", "kind": "callback"}, "floor": "sales", "lasts": "PT30M25S", "attempt": 1, "channel": "call"}', NULL, '', '0', NULL, NULL),
('78c89b9a-f3e9-43f0-bb8a-49dacbca6fb0', '0ed2d248-b705-49b7-ae7f-64644a3f493e', '1', '1', 'cadence', '3', '2027-03-10 12:00:00+00', NULL, NULL, '{"at": null, "key": "", "hold": "reply.reviewed", "kind": "wait"}', 'reply.reviewed', '', '0', NULL, NULL),
('7ec8da79-e39e-4ea8-b2d0-31924f45b52a', '41a636ca-ad41-41a7-ad1b-4fcf61d13f9e', '1', '1', 'cadence', '3', '2027-03-10 12:00:00+00', NULL, '2027-03-10 13:00:00+00', '{"at": "2027-03-10T13:00:00Z", "due": null, "kind": "attempt", "step": "hello", "cause": {"lap": 1, "ref": "hello", "kind": "step"}, "floor": "", "lasts": null, "attempt": 1, "channel": "sms"}', NULL, '', '0', NULL, NULL),
('86ee7b33-78a1-4403-ac81-6f27ddb74fd1', '671fb046-eb66-418c-8db4-e18570d07c1b', '1', '1', 'cadence', '3', '2027-03-10 12:00:00+00', NULL, '2027-03-10 16:12:00+00', '{"at": "2027-03-10T16:12:00Z", "due": "2027-03-10T16:12:00Z", "kind": "attempt", "step": "", "cause": {"lap": 1, "ref": "a279a5e8-6e69-49d7-bebd-1405d9e802f6", "kind": "inbound"}, "floor": "", "lasts": null, "attempt": 1, "channel": "sms"}', NULL, '', '0', NULL, NULL),
('b305020b-9145-4ce0-8761-9b054f2f70bb', 'cd560c7d-bc17-4824-8ceb-0405143c8e8a', '1', '1', 'cadence', '3', '2027-03-10 12:00:00+00', NULL, '2027-03-10 13:00:00+00', '{"at": "2027-03-10T13:00:00Z", "due": null, "kind": "attempt", "step": "hello", "cause": {"lap": 1, "ref": "hello", "kind": "step"}, "floor": "", "lasts": null, "attempt": 1, "channel": "sms"}', NULL, '', '0', NULL, NULL),
('dbc2919f-ef00-4e24-a7b8-b6ab28153677', '70aaab17-6caf-4880-9d1d-01921518fffa', '1', '1', 'cadence', '3', '2027-03-10 12:00:00+00', NULL, '2027-03-10 14:02:00+00', '{"at": "2027-03-10T14:02:00Z", "due": "2027-03-10T14:02:00Z", "kind": "attempt", "step": "talk", "cause": {"lap": 1, "ref": "talk", "kind": "step"}, "floor": "sales", "lasts": "PT30M25S", "attempt": 1, "channel": "call"}', NULL, '', '0', NULL, NULL),
('ee257a07-f7f2-4a4a-839a-c328a6ae712b', 'f7ebedfd-ee49-4613-81e7-5d7499e5d964', '1', '1', 'cadence', '3', '2027-03-10 12:00:00+00', NULL, '2027-03-10 13:00:00+00', '{"at": "2027-03-10T13:00:00Z", "due": null, "kind": "attempt", "step": "hello", "cause": {"lap": 1, "ref": "hello", "kind": "step"}, "floor": "", "lasts": null, "attempt": 1, "channel": "sms"}', NULL, '', '0', NULL, NULL),
('f175c9b2-3f96-42d2-88d3-07b91b3f49c0', 'bbe9fc88-a028-44ce-9a88-3b5c20edb716', '1', '1', 'cadence', '3', '2027-03-10 12:00:00+00', NULL, NULL, '{"at": "2027-03-10T16:18:00Z", "kind": "finish", "reason": "completed"}', NULL, '', '0', 'completed', '2027-03-10 16:18:00+00');

INSERT INTO floor_queue (enrolment_id, floor, promised, priority, score, due, asks_until) OVERRIDING SYSTEM VALUE VALUES
('b305020b-9145-4ce0-8761-9b054f2f70bb', 'sales', '1', '3', '0', '2027-03-10 12:00:00+00', '2027-03-10 16:21:00+00');

INSERT INTO floors (name, agents, paused, endpoint, updated_at, paused_at, paused_by) OVERRIDING SYSTEM VALUE VALUES
('sales', '500', '0', '', '2027-03-10 12:00:00+00', NULL, '');

INSERT INTO inbound (id, sid, channel, number_id, sender, at, meaning, lead_id, touch_id, confirmed_by_carrier, reviewed_at, reviewed_by) OVERRIDING SYSTEM VALUE VALUES
('24f6cfae-bfe7-4ebf-837f-db48cad97cb0', 'SMa8d4cb2b792e473396b809d0b66674d5', 'sms', '4', '+34910000001', '2027-03-10 15:09:00+00', 'hold', '0ed2d248-b705-49b7-ae7f-64644a3f493e', '1ede840d-1251-4b9e-88df-56e1eff5a660', 'false', NULL, NULL),
('a279a5e8-6e69-49d7-bebd-1405d9e802f6', 'SMee41fa46c0ba4ac2a0af645348f2b208', 'sms', '6', '+34910000001', '2027-03-10 16:12:00+00', 'revoke', '671fb046-eb66-418c-8db4-e18570d07c1b', 'd2940e95-d70e-4674-b059-aedd9605b340', 'false', NULL, NULL),
('cb49fcfd-7228-4fb1-b451-d764e2bed8c4', 'SM17b980def9e640df990771bd845c375f', 'sms', '8', '+34910000001', '2027-03-10 16:13:00+00', 'revoke', NULL, NULL, 'false', NULL, NULL);

INSERT INTO inbound_texts (inbound_id, body) OVERRIDING SYSTEM VALUE VALUES
('24f6cfae-bfe7-4ebf-837f-db48cad97cb0', 'esto es un stop o qué?'),
('a279a5e8-6e69-49d7-bebd-1405d9e802f6', 'BAJA'),
('cb49fcfd-7228-4fb1-b451-d764e2bed8c4', 'BAJA');

INSERT INTO jobs (name, succeeded_at, failed_at, failures, error) OVERRIDING SYSTEM VALUE VALUES
('waking', '2026-11-30 04:51:53.1505+00', NULL, '0', '');

INSERT INTO keys (name, check_value, sole) OVERRIDING SYSTEM VALUE VALUES
('k1', E'\\x71f5561a8a8b24d19c858960b0684dd584a6a5c79e21ce886af76f442b0c0993', 'true');

INSERT INTO lead_numbers (lead_id, number_id, position) OVERRIDING SYSTEM VALUE VALUES
('09dce114-dc01-4533-b601-d83a19f26670', '3', '0'),
('0ed2d248-b705-49b7-ae7f-64644a3f493e', '4', '0'),
('2fa528f2-07df-4074-9c37-21451923b5bf', '10', '0'),
('41a636ca-ad41-41a7-ad1b-4fcf61d13f9e', '11', '0'),
('423c25d2-8816-49ce-a4c6-e6d01742d994', '9', '0'),
('4db7c126-e258-4cf7-8880-50e69f6b5020', '13', '0'),
('671fb046-eb66-418c-8db4-e18570d07c1b', '6', '0'),
('70aaab17-6caf-4880-9d1d-01921518fffa', '2', '0'),
('8cca2b6d-a7c4-4bba-8d45-9616ea93b426', '15', '0'),
('946621ec-eb41-4b8a-839d-6fe75bdd8c45', '12', '0'),
('b6cc7bca-2f75-481a-9d0a-24e340b33e74', '1', '0'),
('bbe9fc88-a028-44ce-9a88-3b5c20edb716', '14', '0'),
('cd560c7d-bc17-4824-8ceb-0405143c8e8a', '16', '0'),
('f7ebedfd-ee49-4613-81e7-5d7499e5d964', '11', '0');

INSERT INTO leads (id, list, key, name, country, region, segment, score, account_id, attributes, zones, imported_at, updated_at, erased_at, municipality) OVERRIDING SYSTEM VALUE VALUES
('09dce114-dc01-4533-b601-d83a19f26670', 'list', 'delivered', '', 'ES', '', '', '0', NULL, '{}', '[]', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', NULL, ''),
('0ed2d248-b705-49b7-ae7f-64644a3f493e', 'list', 'held', '', 'ES', '', '', '0', NULL, '{}', '[]', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', NULL, ''),
('2fa528f2-07df-4074-9c37-21451923b5bf', 'list', 'rejected', '', 'ES', '', '', '0', NULL, '{}', '[]', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', NULL, ''),
('41a636ca-ad41-41a7-ad1b-4fcf61d13f9e', 'list', 'ringing', '', 'ES', '', '', '0', NULL, '{}', '[]', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', NULL, ''),
('423c25d2-8816-49ce-a4c6-e6d01742d994', 'list', 'refused', '', 'ES', '', '', '0', NULL, '{}', '[]', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', NULL, ''),
('4db7c126-e258-4cf7-8880-50e69f6b5020', 'list', 'talked', '', 'ES', '', '', '0', NULL, '{}', '[]', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', NULL, ''),
('671fb046-eb66-418c-8db4-e18570d07c1b', 'list', 'stopped', '', 'ES', '', '', '0', NULL, '{}', '[]', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', NULL, ''),
('70aaab17-6caf-4880-9d1d-01921518fffa', 'list', 'sent', '', 'ES', '', '', '0', NULL, '{}', '[]', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', NULL, ''),
('8cca2b6d-a7c4-4bba-8d45-9616ea93b426', 'list', 'waiting', '', 'ES', '', '', '0', NULL, '{}', '[]', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', NULL, ''),
('946621ec-eb41-4b8a-839d-6fe75bdd8c45', 'list', 'promised', '', 'ES', '', '', '0', NULL, '{}', '[]', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', NULL, ''),
('b6cc7bca-2f75-481a-9d0a-24e340b33e74', 'list', 'due', '', 'ES', '', '', '0', NULL, '{}', '[]', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', NULL, ''),
('bbe9fc88-a028-44ce-9a88-3b5c20edb716', 'list', 'ended', '', 'ES', '', '', '0', NULL, '{}', '[]', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', NULL, ''),
('cd560c7d-bc17-4824-8ceb-0405143c8e8a', 'list', 'queued', '', 'ES', '', '', '0', NULL, '{}', '[]', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', NULL, ''),
('f7ebedfd-ee49-4613-81e7-5d7499e5d964', 'list', 'ringing2', '', 'ES', '', '', '0', NULL, '{}', '[]', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', NULL, '');

INSERT INTO news (id, enrolment_id, kind, at, ref, delivered_at) OVERRIDING SYSTEM VALUE VALUES
('1', '78c89b9a-f3e9-43f0-bb8a-49dacbca6fb0', 'reply', '2027-03-10 15:09:00+00', '24f6cfae-bfe7-4ebf-837f-db48cad97cb0', NULL),
('2', '86ee7b33-78a1-4403-ac81-6f27ddb74fd1', 'opt_out', '2027-03-10 16:12:00+00', 'a279a5e8-6e69-49d7-bebd-1405d9e802f6', NULL),
('3', '72691df4-d9e5-4241-9383-e0c872ddbfa1', 'disposition', '2027-03-10 16:16:00+00', '9f6c5ed7-dd13-434c-b19d-40eadee54d69', NULL),
('4', '267e7964-66df-499f-8352-b04abc6d6b62', 'callback', '2027-03-10 16:17:00+00', 'api:fb672c6a-1efb-4545-bc16-70c3c29db743', NULL),
('5', '67761308-9c2a-434a-ac0c-66be2a6674f0', 'callback', '2027-03-10 16:19:00+00', 'api:b8a33d31-b657-4384-b04f-d6c0c1129c46', NULL);

SELECT setval(pg_get_serial_sequence('news', 'id'), (SELECT max(id) FROM news));

INSERT INTO numbers (id, hmac, key_name, e164, kind, country, zones, closed, closed_at, same_as) OVERRIDING SYSTEM VALUE VALUES
('1', E'\\x2cd103730aeef384364745a6318a56576d4d370f87516bef4aa48167a0966b02', 'k1', '+34600000001', 'mobile', 'ES', '[{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}]', NULL, NULL, NULL),
('10', E'\\x532dbde83a5949d14156bb0b40f74fe06d79b2c6bfb5ee58e0b487f95a169c93', 'k1', '+34600000007', 'mobile', 'ES', '[{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}]', NULL, NULL, NULL),
('11', E'\\x2453390df5d7371b1698fff331327828bd9bb73dab235e76c7e3269ac80fd042', 'k1', '+34600000011', 'mobile', 'ES', '[{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}]', NULL, NULL, NULL),
('12', E'\\x7b2f456c6abfe9b9fd88170c40fa399e910701c4332aeb2b7e87826e31ee511b', 'k1', '+34600000012', 'mobile', 'ES', '[{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}]', NULL, NULL, NULL),
('13', E'\\x6144b329b35de4ab00267cf8f573e2e347ba63f6a83f1e3ca221d771d0ee955c', 'k1', '+34600000013', 'mobile', 'ES', '[{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}]', NULL, NULL, NULL),
('14', E'\\x7cf50bb830bebb62daa3a2651e7e474ab6826a15d6422c9dbded5d5b139ad4a0', 'k1', '+34600000014', 'mobile', 'ES', '[{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}]', NULL, NULL, NULL),
('15', E'\\x0e60b5e5db5285a772b466c778f844fb9488eb980e88ca50d07ab120906aeafd', 'k1', '+34600000021', 'mobile', 'ES', '[{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}]', NULL, NULL, NULL),
('16', E'\\x7f863b12b91b01e65b985c41153392a5637a584df99837a96e627c0f0554a671', 'k1', '+34600000031', 'mobile', 'ES', '[{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}]', NULL, NULL, NULL),
('2', E'\\x906159bf973a414578f70e6a5b3f875f7b092948040f2c08b4cd3538ed288f2b', 'k1', '+34600000002', 'mobile', 'ES', '[{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}]', NULL, NULL, NULL),
('3', E'\\xabc2ed45a9fca626edefdb6fc1ce2edc8d6a7f72a1ce312e861a1c64e8e1beed', 'k1', '+34600000003', 'mobile', 'ES', '[{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}]', NULL, NULL, NULL),
('4', E'\\x84d9f41333ba4906765f176620bb7171b75b2e63fa42e27d13fbc74335e56d8b', 'k1', '+34600000004', 'mobile', 'ES', '[{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}]', NULL, NULL, NULL),
('6', E'\\xdc31a5ca88006396ab37d55d408552f8af66940e2e845867be620b7b5cf30fc8', 'k1', '+34600000005', 'mobile', 'ES', '[{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}]', NULL, NULL, NULL),
('8', E'\\x9729c71a287d5d0209d393329bdec02ecf596e4ede63e8d8c87dd459251bfbf8', 'k1', NULL, 'other', '', '[]', NULL, NULL, NULL),
('9', E'\\x6be63ecf65616532df0d3d6dce9db2c8ad5a2bd31d0c5b5f04bae4776d90cce3', 'k1', '+34600000006', 'mobile', 'ES', '[{"zone": "Europe/Madrid", "detail": "+34 91", "source": "number"}]', NULL, NULL, NULL);

SELECT setval(pg_get_serial_sequence('numbers', 'id'), (SELECT max(id) FROM numbers));

INSERT INTO pauses (id, scope, value, since, until, actor, reason, resumed_by, seq, fallback) OVERRIDING SYSTEM VALUE VALUES
('1', 'sender', 'sms:+34910000009', '2027-03-10 12:00:00+00', NULL, 'ana', '', NULL, '12', ''),
('2', 'all', '', '2027-03-10 12:00:00+00', '2027-03-10 16:20:00+00', 'ana', 'a check', 'ana', '13', '');

SELECT setval(pg_get_serial_sequence('pauses', 'id'), (SELECT max(id) FROM pauses));

INSERT INTO permits (floor, slot, touch_id, taken_at, lease_until, free_at) OVERRIDING SYSTEM VALUE VALUES
('sales', '1', '7b0a1f85-0c79-44fe-8d31-7aefadf2d9e7', '2027-03-10 12:00:00+00', '2027-03-10 13:00:00+00', NULL);

INSERT INTO portfolios (portfolio, turn) OVERRIDING SYSTEM VALUE VALUES
('ours', '2027-03-09 16:20:00+00');

INSERT INTO processes (id, role, host, pid, version, queues, started_at, heard_at, ahead, details) OVERRIDING SYSTEM VALUE VALUES
('45bc7769-51f4-4c4c-89c3-5b5f1677710d', 'worker', 'made-up', '1', '0', '', '2026-11-30 04:51:53.158974+00', '2026-11-30 04:51:53.158974+00', '0', '{}');

INSERT INTO registry_copies (id, name, key_name, as_of, numbers, imported_at) OVERRIDING SYSTEM VALUE VALUES
('1', 'robinson', 'k1', '2027-03-01', '1', '2027-03-10 12:00:00+00');

SELECT setval(pg_get_serial_sequence('registry_copies', 'id'), (SELECT max(id) FROM registry_copies));

INSERT INTO registry_entries (copy_id, hmac) OVERRIDING SYSTEM VALUE VALUES
('1', E'\\x8266dea64902935654c243542c3204cdd0b30ecc62a7daf6bd40b2179c7d029b');

INSERT INTO roster (campaign_id, lead_id, score, added_at, taken_at, visit) OVERRIDING SYSTEM VALUE VALUES
('1', '09dce114-dc01-4533-b601-d83a19f26670', '0', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', ''),
('1', '0ed2d248-b705-49b7-ae7f-64644a3f493e', '0', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', ''),
('1', '2fa528f2-07df-4074-9c37-21451923b5bf', '0', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', ''),
('1', '41a636ca-ad41-41a7-ad1b-4fcf61d13f9e', '0', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', ''),
('1', '423c25d2-8816-49ce-a4c6-e6d01742d994', '0', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', ''),
('1', '4db7c126-e258-4cf7-8880-50e69f6b5020', '0', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', ''),
('1', '671fb046-eb66-418c-8db4-e18570d07c1b', '0', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', ''),
('1', '70aaab17-6caf-4880-9d1d-01921518fffa', '0', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', ''),
('1', '8cca2b6d-a7c4-4bba-8d45-9616ea93b426', '0', '2027-03-10 12:00:00+00', NULL, ''),
('1', '946621ec-eb41-4b8a-839d-6fe75bdd8c45', '0', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', ''),
('1', 'b6cc7bca-2f75-481a-9d0a-24e340b33e74', '0', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', ''),
('1', 'bbe9fc88-a028-44ce-9a88-3b5c20edb716', '0', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', ''),
('1', 'cd560c7d-bc17-4824-8ceb-0405143c8e8a', '0', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', ''),
('1', 'f7ebedfd-ee49-4613-81e7-5d7499e5d964', '0', '2027-03-10 12:00:00+00', '2027-03-10 12:00:00+00', '');

INSERT INTO senders (sender, next_free) OVERRIDING SYSTEM VALUE VALUES
('+34910000001', '2027-03-10 16:11:00.001+00');

INSERT INTO services (name, heard_at, identity) OVERRIDING SYSTEM VALUE VALUES
('carrier.poll', '2026-11-30 04:51:53.151576+00', '');

INSERT INTO set_aside (id, job, item, cause, tries, since, last_at, next_at) OVERRIDING SYSTEM VALUE VALUES
('1', 'waking', 'an-item', 'RuntimeError', '1', '2027-03-10 16:20:00+00', '2027-03-10 16:20:00+00', '2027-03-10 16:21:00+00');

SELECT setval(pg_get_serial_sequence('set_aside', 'id'), (SELECT max(id) FROM set_aside));

INSERT INTO stranger_addresses (inbound_id, sealed, at) OVERRIDING SYSTEM VALUE VALUES
('cb49fcfd-7228-4fb1-b451-d764e2bed8c4', E'\\x02526549edb9b68f0389ea35ce7cb91d6b0acb6c9b7f29135b9d8ffc70c19c74a080f9cb17ebbbbbb0280a20cef20d70779d89e84396d181b5aa752833', '2027-03-10 16:13:00+00');

INSERT INTO suppressions (id, hmac, key_name, scope, value, since, source, ref, lifted, person, seq) OVERRIDING SYSTEM VALUE VALUES
('1', E'\\xdc31a5ca88006396ab37d55d408552f8af66940e2e845867be620b7b5cf30fc8', 'k1', 'everything', '', '2027-03-10 16:12:00+00', 'reply', 'a279a5e8-6e69-49d7-bebd-1405d9e802f6', 'false', NULL, '5'),
('2', NULL, 'k1', 'everything', '', '2027-03-10 16:12:00+00', 'reply', 'a279a5e8-6e69-49d7-bebd-1405d9e802f6', 'false', '671fb046-eb66-418c-8db4-e18570d07c1b', '6'),
('3', E'\\x9729c71a287d5d0209d393329bdec02ecf596e4ede63e8d8c87dd459251bfbf8', 'k1', 'everything', '', '2027-03-10 16:13:00+00', 'reply', 'cb49fcfd-7228-4fb1-b451-d764e2bed8c4', 'false', NULL, '7');

SELECT setval(pg_get_serial_sequence('suppressions', 'id'), (SELECT max(id) FROM suppressions));

INSERT INTO tasks (id, lead_id, enrolment_id, ref, kind, title, body, assign, opened_at, done_at, done_by) OVERRIDING SYSTEM VALUE VALUES
('99e9fb97-8e59-40ef-ae59-9f2a40061049', NULL, NULL, 'cb49fcfd-7228-4fb1-b451-d764e2bed8c4', 'stranger', 'A stop that matches no lead; its number is closed. Is it one of ours under another number?', 'BAJA', '', '2027-03-10 16:13:00+00', NULL, NULL),
('d933254a-b3e8-466c-882f-5506022352b8', '0ed2d248-b705-49b7-ae7f-64644a3f493e', '78c89b9a-f3e9-43f0-bb8a-49dacbca6fb0', '24f6cfae-bfe7-4ebf-837f-db48cad97cb0', 'review', 'Is this a stop? Read it and decide', 'esto es un stop o qué?', '', '2027-03-10 15:09:00+00', NULL, NULL);

INSERT INTO texts (touch_id, body, template, variables) OVERRIDING SYSTEM VALUE VALUES
('1ede840d-1251-4b9e-88df-56e1eff5a660', 'Tienda Sol: hola. BAJA para no recibir mas', '', '{}'),
('2160802a-d1a4-48b8-8afe-584094403f6d', 'Tienda Sol: hola. BAJA para no recibir mas', '', '{}'),
('28d00739-d3fa-4016-b6ea-ad24089699df', 'Tienda Sol: hola. BAJA para no recibir mas', '', '{}'),
('7b0a1f85-0c79-44fe-8d31-7aefadf2d9e7', 'Hola, somos Tienda Sol.', '', '{}'),
('9f6c5ed7-dd13-434c-b19d-40eadee54d69', 'Hola, somos Tienda Sol.', '', '{}'),
('d2940e95-d70e-4674-b059-aedd9605b340', 'Tienda Sol: hola. BAJA para no recibir mas', '', '{}');

INSERT INTO touches (id, lead_id, enrolment_id, campaign_id, version, cause_kind, cause_ref, cause_lap, attempt, step, channel, purpose, state, at, due, number_id, sender, floor, account_id, subject, seller, portfolio, delivery, sid, status, code, outcome, disposition, carried_at, answered_at, greeting_end_at, agent_at, replied_at, ended_at, wrap_up_until, rules, scope, outcome_at, seq) OVERRIDING SYSTEM VALUE VALUES
('1ede840d-1251-4b9e-88df-56e1eff5a660', '0ed2d248-b705-49b7-ae7f-64644a3f493e', '78c89b9a-f3e9-43f0-bb8a-49dacbca6fb0', '1', '1', 'step', 'hello', '1', '1', 'hello', 'sms', 'marketing', 'settled', '2027-03-10 15:08:00+00', '2027-03-10 12:00:00+00', '4', '+34910000001', '', NULL, 'harbour', 'Tienda Sol', '', '', 'SM25fcab7cc925477e85118c27b0b7bbcb', 'queued', '', 'sent', NULL, '2027-03-10 15:08:00+00', NULL, NULL, NULL, '2027-03-10 15:09:00+00', '2027-03-10 15:08:00+00', NULL, '{}', '', '2027-03-10 15:08:00+00', '3'),
('2160802a-d1a4-48b8-8afe-584094403f6d', '09dce114-dc01-4533-b601-d83a19f26670', '2085c01c-b01c-498a-8abb-0ff71a313679', '1', '1', 'step', 'hello', '1', '1', 'hello', 'sms', 'marketing', 'settled', '2027-03-10 14:04:00+00', '2027-03-10 12:00:00+00', '3', '+34910000001', '', NULL, 'harbour', 'Tienda Sol', '', '', 'SM22e4510c93df46398d16807fd3483b27', 'delivered', '', 'delivered', NULL, '2027-03-10 14:04:00+00', NULL, NULL, NULL, NULL, '2027-03-10 14:04:00+00', NULL, '{}', '', '2027-03-10 14:06:00+00', '2'),
('28d00739-d3fa-4016-b6ea-ad24089699df', '70aaab17-6caf-4880-9d1d-01921518fffa', 'dbc2919f-ef00-4e24-a7b8-b6ab28153677', '1', '1', 'step', 'hello', '1', '1', 'hello', 'sms', 'marketing', 'settled', '2027-03-10 13:02:00+00', '2027-03-10 12:00:00+00', '2', '+34910000001', '', NULL, 'harbour', 'Tienda Sol', '', '', 'SM68b386651f4b42d297e5c64985ff7832', 'queued', '', 'sent', NULL, '2027-03-10 13:02:00+00', NULL, NULL, NULL, NULL, '2027-03-10 13:02:00+00', NULL, '{}', '', '2027-03-10 13:02:00+00', '1'),
('7b0a1f85-0c79-44fe-8d31-7aefadf2d9e7', 'f7ebedfd-ee49-4613-81e7-5d7499e5d964', 'ee257a07-f7f2-4a4a-839a-c328a6ae712b', '1', '1', 'step', 'talk', '1', '1', 'talk', 'call', 'marketing', 'carried', '2027-03-10 12:00:00+00', NULL, '11', '+34910000001', 'sales', NULL, '', '', '', '', 'CAf221a8e491984c65b91fba3149aa0ce9', 'queued', '', NULL, NULL, '2027-03-10 12:00:00+00', NULL, NULL, NULL, NULL, NULL, NULL, '{}', '', NULL, '10'),
('8a25950b-0558-4e0b-bcbe-9848486e75e5', '2fa528f2-07df-4074-9c37-21451923b5bf', '69354436-8381-42eb-8f0f-10803b8d12c4', '1', '1', 'step', 'hello', '1', '1', 'hello', 'sms', 'marketing', 'settled', '2027-03-10 12:00:00+00', NULL, '10', '+34910000001', '', NULL, '', '', '', '', NULL, '', '30008', 'failed', NULL, NULL, NULL, NULL, NULL, NULL, '2027-03-10 16:15:00+00', NULL, '{}', '', '2027-03-10 16:15:00+00', '9'),
('9f6c5ed7-dd13-434c-b19d-40eadee54d69', '4db7c126-e258-4cf7-8880-50e69f6b5020', '72691df4-d9e5-4241-9383-e0c872ddbfa1', '1', '1', 'step', 'talk', '1', '1', 'talk', 'call', 'marketing', 'settled', '2027-03-10 12:00:00+00', NULL, '13', '+34910000001', 'sales', NULL, '', '', '', '', 'CA4e33a27d4a2d4d2b872c36468b75165f', 'queued', '', 'answered', 'callback', '2027-03-10 12:00:00+00', NULL, NULL, NULL, NULL, '2027-03-10 12:00:00+00', NULL, '{}', '', '2027-03-10 12:00:00+00', '11'),
('b8b32fc8-e2bf-4b0f-8d70-87555b70e983', '423c25d2-8816-49ce-a4c6-e6d01742d994', '72508426-8b21-4860-a326-a9f9c28fba43', '1', '1', 'step', 'hello', '1', '1', 'hello', 'sms', 'marketing', 'skipped', '2027-03-10 16:14:00+00', '2027-03-10 12:00:00+00', NULL, '+34910000001', '', NULL, 'harbour', 'Tienda Sol', '', '', NULL, '', '', 'skipped', NULL, NULL, NULL, NULL, NULL, NULL, '2027-03-10 16:14:00+00', NULL, '{consent.sms}', 'step', NULL, '8'),
('d2940e95-d70e-4674-b059-aedd9605b340', '671fb046-eb66-418c-8db4-e18570d07c1b', '86ee7b33-78a1-4403-ac81-6f27ddb74fd1', '1', '1', 'step', 'hello', '1', '1', 'hello', 'sms', 'marketing', 'settled', '2027-03-10 16:11:00+00', '2027-03-10 12:00:00+00', '6', '+34910000001', '', NULL, 'harbour', 'Tienda Sol', '', '', 'SM39b97f4294a94ba6b9798375ca0f9a63', 'queued', '', 'sent', NULL, '2027-03-10 16:11:00+00', NULL, NULL, NULL, NULL, '2027-03-10 16:11:00+00', NULL, '{}', '', '2027-03-10 16:11:00+00', '4');
