"""Which consents and revocations of a page are new, and which earlier stops apply to its people? Pure: SQL."""

from cadence.ledger.db.queries import sql

ADD_WORDINGS = sql(
    """
INSERT INTO consent_wordings (hash, body)
SELECT DISTINCT sha256(convert_to(wording, 'UTF8')), wording FROM import_consents WHERE wording <> ''
ON CONFLICT DO NOTHING
""",
    "add the wording of forms that is new",
    index="",
)

# A dated record is new unless the list has given exactly the same record for this lead before. An undated record is
# new when it differs from the list's last record for this lead. So importing a list twice adds nothing and never undoes
# what came from elsewhere. A revocation is kept for each number, and for the person with every number they get later.
ADD_CONSENTS = sql(
    """
WITH said AS (
    SELECT DISTINCT sc.lead_id, n.id AS number_id, sc.channel, sc.given, sc.at, sc.purpose, sc.kind, sc.source,
        sc.expires, sc.wording, sc.evidence, false AS besides
    FROM import_consents sc JOIN import_leads s ON s.id = sc.lead_id LEFT JOIN numbers n ON n.hmac = sc.hmac
    UNION
    SELECT sc.lead_id, NULL, sc.channel, sc.given, sc.at, sc.purpose, sc.kind, sc.source, sc.expires, sc.wording, '',
        true
    FROM import_consents sc JOIN import_leads s ON s.id = sc.lead_id
    WHERE NOT sc.given AND sc.hmac IS NOT NULL
), fresh AS MATERIALIZED (
    SELECT nextval(pg_get_serial_sequence('consents', 'id')) AS id, said.*
    FROM said
    LEFT JOIN LATERAL (
        SELECT c.given FROM consents c
        WHERE c.lead_id = said.lead_id AND c.list = :list AND c.channel = said.channel
            AND c.number_id IS NOT DISTINCT FROM said.number_id AND c.purpose IS NOT DISTINCT FROM said.purpose
        ORDER BY c.id DESC LIMIT 1
    ) AS last ON true
    WHERE CASE
        WHEN said.at IS NULL THEN last.given IS DISTINCT FROM said.given
        ELSE NOT EXISTS (
            SELECT 1 FROM consents c
            WHERE c.lead_id = said.lead_id AND c.list = :list AND c.channel = said.channel AND c.at = said.at
                AND c.given = said.given AND c.kind = said.kind
                AND c.number_id IS NOT DISTINCT FROM said.number_id AND c.purpose IS NOT DISTINCT FROM said.purpose
        )
    END
), made AS (
    INSERT INTO consents (id, number_id, lead_id, channel, given, at, purpose, kind, source, list, expires,
                          wording)
    SELECT id, number_id, lead_id, channel, given, coalesce(at, :at), purpose, kind, source, :list, expires,
        CASE WHEN wording <> '' THEN sha256(convert_to(wording, 'UTF8')) END
    FROM fresh
), proven AS (
    INSERT INTO consent_evidence (consent_id, body) SELECT id, evidence FROM fresh WHERE evidence <> ''
)
SELECT given, count(*) FILTER (WHERE NOT besides) AS records FROM fresh GROUP BY given
""",
    "add the consents and revocations that are new",
    index="consents_lead, numbers_hmac_key",
)

SUPPRESS_PEOPLE = sql(
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

SUPPRESS_NUMBERS = sql(
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
