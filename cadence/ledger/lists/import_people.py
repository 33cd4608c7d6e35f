"""Which rows does a page of a list have, and how do its people and their numbers come into the ledger? Pure: SQL."""

from cadence.ledger.db.queries import sql

CREATE = """
CREATE TEMPORARY TABLE import_seen (id uuid PRIMARY KEY, line integer, visit text);
CREATE TEMPORARY TABLE import_leads (
    line integer, id uuid PRIMARY KEY, key text, name text, country text, region text, municipality text, segment text,
    score integer, account text, attributes jsonb, zones jsonb, visit text, account_form text
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE import_numbers (
    lead_id uuid, position smallint, hmac bytea, e164 text, kind text, country text, zones jsonb,
    PRIMARY KEY (lead_id, position)
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE import_consents (
    lead_id uuid, hmac bytea, channel text, given boolean, at timestamptz, purpose text, kind text, source text,
    expires timestamptz, wording text, evidence text
) ON COMMIT DELETE ROWS;
"""

DROP = "DROP TABLE IF EXISTS import_seen, import_leads, import_numbers, import_consents"

# Without statistics PostgreSQL guesses the sizes of these tables wrong.
ANALYSE = "ANALYZE import_leads, import_numbers, import_consents"

REMOVE_DUPLICATES = sql(
    "DELETE FROM import_leads s USING import_seen WHERE import_seen.id = s.id RETURNING s.line",
    "remove lines whose person is on an earlier line of this file: the first line counts",
    index="",
)
REMEMBER = sql(
    "INSERT INTO import_seen SELECT id, line, visit FROM import_leads",
    "remember which people the file has named so far",
    index="",
)

REMOVE_ERASED = sql(
    """
DELETE FROM import_leads s USING leads l WHERE l.id = s.id AND l.erased_at IS NOT NULL RETURNING s.line
""",
    "remove people who were erased: the list must not bring them back",
    index="leads_pkey",
)

KNOWN = sql(
    "SELECT CAST(id AS text) FROM leads WHERE id = ANY (:candidates)",
    "find people that earlier versions stored under another spelling of their number",
    index="leads_pkey",
)

COUNT = sql("SELECT count(*) AS leads FROM import_leads", "count the lines of the page that are left", index="")

RESPELL = sql(
    """
UPDATE import_numbers sn SET e164 = n.e164, kind = n.kind, zones = n.zones
FROM unnest(:hashes, :identities) AS known (hmac, identity) JOIN numbers n ON n.hmac = known.hmac
WHERE sn.hmac = known.hmac AND n.e164 = known.identity
""",
    "keep the more precise of two spellings of a phone once a list has given it",
    index="numbers_hmac_key",
)

ADD_ACCOUNTS = sql(
    """
INSERT INTO accounts (key, form) SELECT DISTINCT account, account_form FROM import_leads
WHERE account <> '' ORDER BY account
ON CONFLICT DO NOTHING
""",
    "add companies that are new",
    index="",
)

ADD_LEADS = sql(
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

LOCK_LEADS = sql(
    "SELECT l.id FROM leads l WHERE l.id IN (SELECT id FROM import_leads) ORDER BY l.id FOR UPDATE",
    "lock the people of the page, so that no touch to them is decided meanwhile",
    index="leads_pkey",
)

DIFFERENCES = sql(
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

UPDATE_LEADS = sql(
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

ADD_NEWS = sql(
    """
INSERT INTO news (enrolment_id, kind, at)
SELECT e.id, :kind, :at FROM enrolments e WHERE e.lead_id = ANY (:changed) AND e.finished IS NULL
""",
    "have open enrolments planned again: a date, a zone or a number may have changed",
    index="enrolments_one_open",
)

ADD_NUMBERS = sql(
    """
INSERT INTO numbers (hmac, key_name, e164, kind, country, zones)
SELECT DISTINCT ON (sn.hmac) sn.hmac, :key_name, sn.e164, sn.kind, sn.country, sn.zones
FROM import_numbers sn JOIN import_leads s ON s.id = sn.lead_id
WHERE NOT EXISTS (SELECT 1 FROM numbers n WHERE n.hmac = sn.hmac)
ORDER BY sn.hmac, length(sn.e164) DESC
ON CONFLICT DO NOTHING
""",
    "add numbers that are new",
    index="numbers_hmac_key",
)

LOCK_NUMBERS = sql(
    """
SELECT n.id FROM numbers n
WHERE n.id IN (
    SELECT ln.number_id FROM lead_numbers ln JOIN import_leads s ON s.id = ln.lead_id
    UNION
    SELECT known.id FROM numbers known JOIN import_numbers sn ON sn.hmac = known.hmac
)
ORDER BY n.id FOR UPDATE
""",
    "lock the numbers of the page, so that no touch to them is decided meanwhile",
    index="numbers_pkey, numbers_hmac_key, lead_numbers_pkey | lead_numbers_lead_id_position_key",
)

FILL_NUMBERS = sql(
    """
UPDATE numbers n
SET e164 = sn.e164, kind = CASE WHEN n.e164 = sn.e164 THEN n.kind ELSE sn.kind END, country = sn.country,
    zones = sn.zones
FROM (SELECT DISTINCT ON (hmac) * FROM import_numbers ORDER BY hmac, length(e164) DESC) sn
JOIN import_leads s ON s.id = sn.lead_id
WHERE n.hmac = sn.hmac AND (n.e164, n.country, n.zones) IS DISTINCT FROM (sn.e164, sn.country, sn.zones)
""",
    "add the digits of a number that was stored by its HMAC only, and update its zones",
    index="numbers_hmac_key",
)

_DIFFERING = """
WITH differing AS (
    SELECT s.id FROM import_leads s
    WHERE ARRAY(SELECT ln.number_id FROM lead_numbers ln WHERE ln.lead_id = s.id ORDER BY ln.position)
        <> ARRAY(SELECT n.id FROM import_numbers sn JOIN numbers n ON n.hmac = sn.hmac
                 WHERE sn.lead_id = s.id ORDER BY sn.position)
)
"""
REMOVE_PLACES = sql(
    _DIFFERING
    + """
DELETE FROM lead_numbers ln USING differing WHERE ln.lead_id = differing.id
""",
    "remove the numbers of people whose numbers differ: their positions may be swapped",
    index="lead_numbers_pkey | lead_numbers_lead_id_position_key, numbers_hmac_key",
)
ADD_PLACES = sql(
    _DIFFERING
    + """
INSERT INTO lead_numbers (lead_id, number_id, position)
SELECT sn.lead_id, n.id, sn.position
FROM differing JOIN import_numbers sn ON sn.lead_id = differing.id JOIN numbers n ON n.hmac = sn.hmac
""",
    "add the numbers of these people again, in the list's order",
    index="numbers_hmac_key",
)
