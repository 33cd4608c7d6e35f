"""Which rows does a page of a list have, and which of them count? Pure: SQL for the temporary tables."""

from cadence.ledger.lists.import_sql.step import step

CREATE = """
CREATE TEMPORARY TABLE import_seen (id uuid PRIMARY KEY, visit text);
CREATE TEMPORARY TABLE import_leads (
    line integer, id uuid PRIMARY KEY, key text, name text, country text, region text, municipality text, segment text,
    score integer, account text, attributes jsonb, zones jsonb, visit text
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

REMOVE_DUPLICATES = step(
    "remove_duplicates",
    "DELETE FROM import_leads s USING import_seen WHERE import_seen.id = s.id RETURNING s.line",
    "remove lines whose person is on an earlier line of this file: the first line counts",
)
REMEMBER = step(
    "remember",
    "INSERT INTO import_seen SELECT id, visit FROM import_leads",
    "remember which people the file has named so far",
)

REMOVE_ERASED = step(
    "remove_erased",
    """
DELETE FROM import_leads s USING leads l WHERE l.id = s.id AND l.erased_at IS NOT NULL RETURNING s.line
""",
    "remove people who were erased: the list must not bring them back",
    index="leads_pkey",
)

KNOWN = step(
    "known",
    "SELECT CAST(id AS text) FROM leads WHERE id = ANY (:candidates)",
    "find people that earlier versions stored under another spelling of their number",
    index="leads_pkey",
)

COUNT = step("count", "SELECT count(*) AS leads FROM import_leads", "count the lines of the page that are left")

RESPELL = step(
    "respell",
    """
UPDATE import_numbers sn SET e164 = n.e164, kind = n.kind, zones = n.zones
FROM unnest(:hashes, :identities) AS known (hmac, identity) JOIN numbers n ON n.hmac = known.hmac
WHERE sn.hmac = known.hmac AND n.e164 = known.identity
""",
    "keep the more precise of two spellings of a phone once a list has given it",
    index="numbers_hmac_key",
)
