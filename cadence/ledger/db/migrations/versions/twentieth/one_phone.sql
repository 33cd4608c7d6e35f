-- Unite the rows of one phone that earlier versions made under its spellings. `spelt` has, for each number whose digits
-- are known, the hash of the row to use and that of another spelling; it is filled before, as it takes the secret key.

-- The row to use: made where only another spelling has one.
INSERT INTO numbers (hmac, key_name, e164, kind, country, zones)
SELECT DISTINCT ON (s.used) s.used, n.key_name, n.e164, n.kind, n.country, n.zones
FROM spelt s JOIN numbers n ON n.hmac = s.other
WHERE n.e164 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM numbers known WHERE known.hmac = s.used)
ORDER BY s.used, n.id;

-- And its digits: it may be known by its hash alone.
UPDATE numbers main SET e164 = alias.e164, kind = alias.kind, country = alias.country, zones = alias.zones
FROM spelt s JOIN numbers alias ON alias.hmac = s.other
WHERE main.hmac = s.used AND main.e164 IS NULL AND alias.e164 IS NOT NULL;

CREATE TEMPORARY TABLE united ON COMMIT DROP AS
SELECT alias.id AS alias, alias.hmac AS alias_hmac, main.id AS main, main.hmac, main.key_name,
    alias.closed, alias.closed_at
FROM (SELECT DISTINCT used, other FROM spelt) s JOIN numbers main ON main.hmac = s.used
JOIN numbers alias ON alias.hmac = s.other
WHERE alias.same_as IS NULL AND alias.id <> main.id;

-- Digits stand in the row in use alone. A number found dead under one spelling is dead under all.
UPDATE numbers main SET closed = coalesce(main.closed, u.closed), closed_at = coalesce(main.closed_at, u.closed_at)
FROM united u WHERE main.id = u.main AND u.closed IS NOT NULL;
UPDATE numbers alias SET same_as = u.main, e164 = NULL FROM united u WHERE alias.id = u.alias;

-- Suppressions are united: what stands under a spelling stands for the phone.
INSERT INTO suppressions (hmac, key_name, scope, value, since, source, ref)
SELECT last.hmac, last.key_name, last.scope, last.value, last.since, last.source, last.ref
FROM (
    SELECT DISTINCT ON (s.hmac, s.scope, s.value) u.hmac, u.key_name, s.scope, s.value, s.since, s.source, s.ref, s.lifted
    FROM united u JOIN suppressions s ON s.hmac = u.alias_hmac
    ORDER BY s.hmac, s.scope, s.value, s.id DESC
) AS last
WHERE NOT last.lifted;
INSERT INTO registry_entries (copy_id, hmac)
SELECT entry.copy_id, u.hmac FROM united u JOIN registry_entries entry ON entry.hmac = u.alias_hmac
ON CONFLICT DO NOTHING;

-- Whoever has both spellings has one number, at the place of the first.
DELETE FROM lead_numbers ln USING united u
WHERE ln.number_id IN (u.alias, u.main) AND EXISTS (
    SELECT 1 FROM lead_numbers better LEFT JOIN united o ON o.alias = better.number_id
    WHERE better.lead_id = ln.lead_id AND better.position < ln.position AND coalesce(o.main, better.number_id) = u.main
);
UPDATE lead_numbers ln SET number_id = u.main FROM united u WHERE ln.number_id = u.alias;
UPDATE touches t SET number_id = u.main FROM united u WHERE t.number_id = u.alias;
UPDATE inbound i SET number_id = u.main FROM united u WHERE i.number_id = u.alias;
UPDATE callbacks c SET number_id = u.main FROM united u WHERE c.number_id = u.alias;

-- The strictest consent wins: where the last word under a spelling is a no, a yes under another does not stand.
CREATE TEMPORARY TABLE refused ON COMMIT DROP AS
SELECT DISTINCT coalesce(u.main, last.number_id) AS main, last.channel, last.purpose
FROM (
    SELECT DISTINCT ON (c.number_id, c.channel, c.purpose) c.number_id, c.channel, c.purpose, c.given
    FROM consents c
    WHERE c.number_id IN (SELECT alias FROM united UNION SELECT main FROM united)
    ORDER BY c.number_id, c.channel, c.purpose, c.at DESC, c.given, c.id DESC
) AS last LEFT JOIN united u ON u.alias = last.number_id
WHERE NOT last.given;
ALTER TABLE consents DISABLE TRIGGER consents_append_only;
UPDATE consents c SET number_id = u.main FROM united u WHERE c.number_id = u.alias;
ALTER TABLE consents ENABLE TRIGGER consents_append_only;
INSERT INTO consents (number_id, lead_id, channel, given, at, purpose, source, recorded_by)
SELECT c.number_id, c.lead_id, c.channel, false, max(c.at) + interval '1 microsecond', c.purpose, 'spellings',
    'cadence db upgrade'
FROM consents c JOIN refused r ON r.main = c.number_id AND r.channel = c.channel
    AND (r.purpose IS NULL OR r.purpose IS NOT DISTINCT FROM c.purpose)
WHERE c.given
GROUP BY c.number_id, c.lead_id, c.channel, c.purpose;

-- Stops that came under a spelling which no list had: they find their person now, with every number of theirs.
CREATE TEMPORARY TABLE found ON COMMIT DROP AS
SELECT i.id AS inbound_id, ln.lead_id, i.number_id
FROM inbound i JOIN lead_numbers ln ON ln.number_id = i.number_id
WHERE i.number_id IN (SELECT main FROM united) AND i.lead_id IS NULL AND i.meaning LIKE 'revoke%';
UPDATE inbound i SET lead_id = one.lead_id
FROM (SELECT inbound_id, CAST(min(CAST(lead_id AS text)) AS uuid) AS lead_id FROM found GROUP BY inbound_id HAVING count(*) = 1) one
WHERE i.id = one.inbound_id;
CREATE TEMPORARY TABLE said ON COMMIT DROP AS
SELECT DISTINCT f.lead_id, s.key_name, s.scope, s.value, s.since, s.source, s.ref
FROM found f JOIN numbers n ON n.id = f.number_id
JOIN suppressions s ON s.hmac = n.hmac AND s.ref = CAST(f.inbound_id AS text) AND NOT s.lifted;
INSERT INTO suppressions (person, key_name, scope, value, since, source, ref)
SELECT lead_id, key_name, scope, value, since, source, ref FROM said;
INSERT INTO suppressions (hmac, key_name, scope, value, since, source, ref)
SELECT DISTINCT n.hmac, n.key_name, said.scope, said.value, said.since, said.source, said.ref
FROM said JOIN lead_numbers ln ON ln.lead_id = said.lead_id JOIN numbers n ON n.id = ln.number_id
WHERE NOT EXISTS (
    SELECT 1 FROM suppressions known
    WHERE known.hmac = n.hmac AND known.scope = said.scope AND known.value = said.value AND known.ref = said.ref
);
