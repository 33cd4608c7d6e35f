-- A page of a lead list, as small beside the ledger as a real page is beside a real one.

INSERT INTO import_leads (line, id, key, name, country, region, segment, score, account, attributes, zones)
SELECT score, id, key, name, country, region, segment, score, '', attributes, zones FROM leads LIMIT 20;
INSERT INTO import_numbers (lead_id, position, hmac, e164, kind, country, zones)
SELECT s.id, 0, n.hmac, n.e164, n.kind, n.country, n.zones
FROM import_leads s JOIN lead_numbers ln ON ln.lead_id = s.id JOIN numbers n ON n.id = ln.number_id;
INSERT INTO import_consents (lead_id, hmac, channel, given, kind, source, evidence)
SELECT lead_id, hmac, 'sms', true, 'express', '', '' FROM import_numbers;
INSERT INTO import_registry SELECT hmac FROM import_numbers;
ANALYZE import_leads, import_numbers, import_consents, import_registry;
