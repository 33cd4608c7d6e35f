"""Which consents and revocations of a page are new? Pure: SQL."""

from cadence.ledger.lists.import_sql.step import step

ADD_WORDINGS = step(
    "add_wordings",
    """
INSERT INTO consent_wordings (hash, body)
SELECT DISTINCT sha256(convert_to(wording, 'UTF8')), wording FROM import_consents WHERE wording <> ''
ON CONFLICT DO NOTHING
""",
    "add the wording of forms that is new",
)

# A dated record is new unless the list has given exactly the same record for this lead before. An undated record is
# new when it differs from the list's last record for this lead. So importing a list twice adds nothing and never undoes
# what came from elsewhere. A revocation is kept for each number, and for the person with every number they get later.
ADD_CONSENTS = step(
    "add_consents",
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
