"""How do the people of a page come into the ledger? Pure: SQL."""

from cadence.ledger.lists.import_sql.step import step

ADD_ACCOUNTS = step(
    "add_accounts",
    """
INSERT INTO accounts (key) SELECT DISTINCT account FROM import_leads WHERE account <> '' ORDER BY account
ON CONFLICT DO NOTHING
""",
    "add companies that are new",
)

ADD_LEADS = step(
    "add_leads",
    """
INSERT INTO leads (id, list, key, name, country, region, municipality, segment, score, account_id, attributes,
                   zones, imported_at, updated_at)
SELECT s.id, :list, s.key, s.name, s.country, s.region, s.municipality, s.segment, s.score, a.id, s.attributes, s.zones,
    :at, :at
FROM import_leads s LEFT JOIN accounts a ON a.key = s.account
WHERE NOT EXISTS (SELECT 1 FROM leads l WHERE l.id = s.id)
ORDER BY s.id
ON CONFLICT DO NOTHING
RETURNING CAST(id AS text)
""",
    "add people who are new",
    index="leads_pkey",
)

LOCK_LEADS = step(
    "lock_leads",
    "SELECT l.id FROM leads l WHERE l.id IN (SELECT id FROM import_leads) ORDER BY l.id FOR UPDATE",
    "lock the people of the page, so that no touch to them is decided meanwhile",
    index="leads_pkey",
)

DIFFERENCES = step(
    "differences",
    """
SELECT s.line, CAST(s.id AS text) AS lead, d.field, coalesce(d.old, '') AS old, coalesce(d.new, '') AS new
FROM import_leads s JOIN leads l ON l.id = s.id LEFT JOIN accounts a ON a.id = l.account_id
CROSS JOIN LATERAL (
    VALUES ('name', l.name, s.name), ('country', l.country, s.country), ('region', l.region, s.region),
        ('municipality', l.municipality, s.municipality),
        ('segment', l.segment, s.segment), ('score', CAST(l.score AS text), CAST(s.score AS text)),
        ('account', coalesce(a.key, ''), s.account), ('zones', CAST(l.zones AS text), CAST(s.zones AS text)),
        ('numbers',
            (SELECT string_agg(coalesce(n.e164, ''), ' ' ORDER BY ln.position)
             FROM lead_numbers ln JOIN numbers n ON n.id = ln.number_id WHERE ln.lead_id = s.id),
            (SELECT string_agg(sn.e164, ' ' ORDER BY sn.position) FROM import_numbers sn WHERE sn.lead_id = s.id))
    UNION ALL
    SELECT name, l.attributes ->> name, s.attributes ->> name FROM jsonb_object_keys(l.attributes || s.attributes) name
) AS d (field, old, new)
WHERE NOT s.id = ANY (:new_leads) AND d.old IS DISTINCT FROM d.new
ORDER BY s.line, d.field
""",
    "find the fields in which the list differs from the ledger, before anything is changed",
    index="leads_pkey, lead_numbers_pkey | lead_numbers_lead_id_position_key",
)

UPDATE_LEADS = step(
    "update_leads",
    """
UPDATE leads l
SET name = s.name, country = s.country, region = s.region, municipality = s.municipality, segment = s.segment,
    score = s.score, account_id = a.id, attributes = s.attributes, zones = s.zones, updated_at = :at
FROM import_leads s LEFT JOIN accounts a ON a.key = s.account
WHERE l.id = s.id AND l.id = ANY (:changed)
""",
    "update the people whose data the list changes",
    index="leads_pkey",
)

ADD_NEWS = step(
    "add_news",
    """
INSERT INTO news (enrolment_id, kind, at)
SELECT e.id, :kind, :at FROM enrolments e WHERE e.lead_id = ANY (:changed) AND e.finished IS NULL
""",
    "have open enrolments planned again: a date, a zone or a number may have changed",
    index="enrolments_one_open",
)
