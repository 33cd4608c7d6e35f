"""How do the numbers of a page come into the ledger, and which leads have them? Pure: SQL."""

from cadence.ledger.lists.import_sql.step import step

ADD_NUMBERS = step(
    "add_numbers",
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

LOCK_NUMBERS = step(
    "lock_numbers",
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

FILL_NUMBERS = step(
    "fill_numbers",
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
REMOVE_PLACES = step(
    "remove_places",
    _DIFFERING
    + """
DELETE FROM lead_numbers ln USING differing WHERE ln.lead_id = differing.id
""",
    "remove the numbers of people whose numbers differ: their positions may be swapped",
    index="lead_numbers_pkey | lead_numbers_lead_id_position_key, numbers_hmac_key",
)
ADD_PLACES = step(
    "add_places",
    _DIFFERING
    + """
INSERT INTO lead_numbers (lead_id, number_id, position)
SELECT sn.lead_id, n.id, sn.position
FROM differing JOIN import_numbers sn ON sn.lead_id = differing.id JOIN numbers n ON n.hmac = sn.hmac
""",
    "add the numbers of these people again, in the list's order",
    index="numbers_hmac_key",
)
