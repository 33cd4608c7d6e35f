"""Which earlier stops apply to the people and numbers of a page? Pure: SQL."""

from cadence.ledger.lists.import_sql.step import step

SUPPRESS_PEOPLE = step(
    "suppress_people",
    """
WITH found AS (
    SELECT ln.lead_id, i.id AS message, n.hmac
    FROM import_leads s JOIN lead_numbers ln ON ln.lead_id = s.id JOIN numbers n ON n.id = ln.number_id
    JOIN inbound i ON i.number_id = n.id AND i.lead_id IS NULL
), stop AS (
    SELECT found.lead_id, found.message, last.*
    FROM found CROSS JOIN LATERAL (
        SELECT DISTINCT ON (known.scope, known.value) known.* FROM suppressions known WHERE known.hmac = found.hmac
        ORDER BY known.scope, known.value, known.id DESC
    ) AS last
    WHERE NOT last.lifted AND last.ref = CAST(found.message AS text)
), written AS (
    INSERT INTO suppressions (person, key_name, scope, value, since, source, ref)
    SELECT DISTINCT ON (stop.lead_id, stop.scope, stop.value)
        stop.lead_id, stop.key_name, stop.scope, stop.value, stop.since, stop.source, stop.ref
    FROM stop
    WHERE NOT EXISTS (
        SELECT 1 FROM suppressions p
        WHERE p.person = stop.lead_id AND p.scope = stop.scope AND p.value = stop.value AND p.ref = stop.ref
    )
    ORDER BY stop.lead_id, stop.scope, stop.value, stop.id
)
UPDATE inbound SET lead_id = one.lead
FROM (
    SELECT message, CAST(min(CAST(lead_id AS text)) AS uuid) AS lead FROM stop
    GROUP BY message HAVING count(DISTINCT lead_id) = 1
) AS one
WHERE inbound.id = one.message
""",
    "suppress people who have a number from which an unknown sender wrote a stop: it counts for all their numbers",
    index="inbound_number, suppressions_latest, suppressions_person, numbers_pkey, "
    "lead_numbers_pkey | lead_numbers_lead_id_position_key",
)

SUPPRESS_NUMBERS = step(
    "suppress_numbers",
    """
INSERT INTO suppressions (hmac, key_name, scope, value, since, source, ref)
SELECT DISTINCT ON (n.hmac, stop.scope, stop.value)
    n.hmac, n.key_name, stop.scope, stop.value, stop.since, stop.source, stop.ref
FROM (
    SELECT DISTINCT ON (p.person, p.scope, p.value) p.*
    FROM import_leads s JOIN suppressions p ON p.person = s.id
    ORDER BY p.person, p.scope, p.value, p.id DESC
) AS stop
JOIN lead_numbers ln ON ln.lead_id = stop.person JOIN numbers n ON n.id = ln.number_id
LEFT JOIN LATERAL (
    SELECT known.id, known.lifted, known.source, known.ref FROM suppressions known
    WHERE known.hmac = n.hmac AND known.scope = stop.scope AND known.value = stop.value
    ORDER BY known.id DESC LIMIT 1
) AS last ON true
WHERE NOT stop.lifted AND (
    last.id IS NULL OR (last.lifted AND (last.id < stop.id OR last.source = :held))
    OR (last.source = :held AND NOT last.lifted AND (stop.source <> :held OR last.ref <> stop.ref))
)
ORDER BY n.hmac, stop.scope, stop.value, stop.id
""",
    "suppress numbers that a suppressed person gets now, for everyone who has them; likewise for a person whose row "
    "of a list waits for a decision",
    index="suppressions_person, suppressions_latest, lead_numbers_pkey | lead_numbers_lead_id_position_key, "
    "numbers_pkey",
)
