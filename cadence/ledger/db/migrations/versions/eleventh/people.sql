-- A stop is a person's: it also closes the numbers that they get later. A person is known by the keyed hash of their
-- source (the list's name) and their id there, which is the id of the lead; it survives the lead's erasure.
ALTER TABLE suppressions
    ADD COLUMN person uuid REFERENCES leads,
    ALTER COLUMN hmac DROP NOT NULL,
    ADD CONSTRAINT suppressions_is_about_someone CHECK (num_nonnulls(hmac, person) = 1);
CREATE INDEX suppressions_person ON suppressions (person, scope, value, id) WHERE person IS NOT NULL;

-- The stops that stand now, and that a person said or that were ordered for one.
INSERT INTO suppressions (person, key_name, scope, value, since, source, ref)
SELECT DISTINCT ON (who.lead_id, last.scope, last.value)
    who.lead_id, last.key_name, last.scope, last.value, last.since, last.source, last.ref
FROM (
    SELECT DISTINCT ON (s.hmac, s.scope, s.value) s.* FROM suppressions s ORDER BY s.hmac, s.scope, s.value, s.id DESC
) AS last
JOIN numbers n ON n.hmac = last.hmac
CROSS JOIN LATERAL (
    SELECT i.lead_id FROM inbound i WHERE CAST(i.id AS text) = last.ref AND i.lead_id IS NOT NULL
    UNION
    -- Nobody knew who of those who share the number had written: it was taken for each of them.
    SELECT ln.lead_id FROM inbound i JOIN lead_numbers ln ON ln.number_id = n.id
    WHERE CAST(i.id AS text) = last.ref AND i.lead_id IS NULL AND i.number_id = n.id
    UNION
    SELECT t.lead_id FROM touches t WHERE CAST(t.id AS text) = last.ref
    UNION
    SELECT c.lead_id FROM commands c WHERE 'command:' || c.id = last.ref AND c.lead_id IS NOT NULL
) AS who
WHERE NOT last.lifted
ORDER BY who.lead_id, last.scope, last.value, last.since;

-- Numbers that have come to these people since.
INSERT INTO suppressions (hmac, key_name, scope, value, since, source, ref)
SELECT DISTINCT ON (n.hmac, s.scope, s.value) n.hmac, n.key_name, s.scope, s.value, s.since, s.source, s.ref
FROM suppressions s JOIN lead_numbers ln ON ln.lead_id = s.person JOIN numbers n ON n.id = ln.number_id
WHERE NOT EXISTS (
    SELECT 1 FROM suppressions known WHERE known.hmac = n.hmac AND known.scope = s.scope AND known.value = s.value
)
ORDER BY n.hmac, s.scope, s.value, s.id;
