"""
How does a page of a lead list become leads? Pure: SQL, in the order in which it runs.

Leads are inserted and locked before numbers, each in the order of their ids (protocol §1.2). A statement does not touch
rows that it would leave as they are.
"""

from typing import Any

from sqlalchemy import LargeBinary, Text, TextClause, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from cadence.ledger.db.queries import named
from cadence.ledger.tables.base import IDS, INSTANT

TYPES: dict[str, Any] = {
    "at": INSTANT,
    "new_leads": IDS,
    "changed": IDS,
    "candidates": IDS,
    "hashes": ARRAY(LargeBinary),
    "identities": ARRAY(Text),
}


def _step(name: str, statement: str, purpose: str, *, index: str = "") -> TextClause:
    """Register one step. Tables of one page are read whole; `index` names those by which the others are found."""
    query = text(statement)
    types = [bindparam(known, type_=TYPES[known]) for known in query.compile().params if known in TYPES]
    return named(query.bindparams(*types), f"import_{name}", purpose, index=index)


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

# Without statistics PostgreSQL would guess, and guess wrong.
ANALYSE = "ANALYZE import_leads, import_numbers, import_consents"

REMOVE_DUPLICATES = _step(
    "remove_duplicates",
    "DELETE FROM import_leads s USING import_seen WHERE import_seen.id = s.id RETURNING s.line",
    "lines whose identity stood on an earlier line of this file: the first counts",
)
REMEMBER = _step(
    "remember",
    "INSERT INTO import_seen SELECT id, visit FROM import_leads",
    "identities seen so far",
)

REMOVE_ERASED = _step(
    "remove_erased",
    """
DELETE FROM import_leads s USING leads l WHERE l.id = s.id AND l.erased_at IS NOT NULL RETURNING s.line
""",
    "whoever was erased from this list does not come back with it",
    index="leads_pkey",
)

KNOWN = _step(
    "known",
    "SELECT CAST(id AS text) FROM leads WHERE id = ANY (:candidates)",
    "people whom earlier versions know by another spelling of their number",
    index="leads_pkey",
)

COUNT = _step("count", "SELECT count(*) AS leads FROM import_leads", "how many good lines the page has")

RESPELL = _step(
    "respell",
    """
UPDATE import_numbers sn SET e164 = n.e164, kind = n.kind, zones = n.zones
FROM unnest(:hashes, :identities) AS known (hmac, identity) JOIN numbers n ON n.hmac = known.hmac
WHERE sn.hmac = known.hmac AND n.e164 = known.identity
""",
    "where two spellings reach a phone, the one that says more stays once a list has given it",
    index="numbers_hmac_key",
)

ADD_ACCOUNTS = _step(
    "add_accounts",
    """
INSERT INTO accounts (key) SELECT DISTINCT account FROM import_leads WHERE account <> '' ORDER BY account
ON CONFLICT DO NOTHING
""",
    "companies not known before",
)

ADD_LEADS = _step(
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
    "people not known before",
    index="leads_pkey",
)

LOCK_LEADS = _step(
    "lock_leads",
    "SELECT l.id FROM leads l WHERE l.id IN (SELECT id FROM import_leads) ORDER BY l.id FOR UPDATE",
    "nobody of this page is touched while it is read",
    index="leads_pkey",
)

DIFFERENCES = _step(
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
    "what the list now says otherwise, field by field, before anything is changed",
    index="leads_pkey, lead_numbers_pkey | lead_numbers_lead_id_position_key",
)

UPDATE_LEADS = _step(
    "update_leads",
    """
UPDATE leads l
SET name = s.name, country = s.country, region = s.region, municipality = s.municipality, segment = s.segment,
    score = s.score, account_id = a.id, attributes = s.attributes, zones = s.zones, updated_at = :at
FROM import_leads s LEFT JOIN accounts a ON a.key = s.account
WHERE l.id = s.id AND l.id = ANY (:changed)
""",
    "people of whom the list says otherwise",
    index="leads_pkey",
)

ADD_NUMBERS = _step(
    "add_numbers",
    """
INSERT INTO numbers (hmac, key_name, e164, kind, country, zones)
SELECT DISTINCT ON (sn.hmac) sn.hmac, :key_name, sn.e164, sn.kind, sn.country, sn.zones
FROM import_numbers sn JOIN import_leads s ON s.id = sn.lead_id
WHERE NOT EXISTS (SELECT 1 FROM numbers n WHERE n.hmac = sn.hmac)
ORDER BY sn.hmac, length(sn.e164) DESC
ON CONFLICT DO NOTHING
""",
    "numbers not known before",
    index="numbers_hmac_key",
)

LOCK_NUMBERS = _step(
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
    "no number of this page is touched while it is read",
    index="numbers_pkey, numbers_hmac_key, lead_numbers_pkey | lead_numbers_lead_id_position_key",
)

FILL_NUMBERS = _step(
    "fill_numbers",
    """
UPDATE numbers n
SET e164 = sn.e164, kind = CASE WHEN n.e164 = sn.e164 THEN n.kind ELSE sn.kind END, country = sn.country,
    zones = sn.zones
FROM (SELECT DISTINCT ON (hmac) * FROM import_numbers ORDER BY hmac, length(e164) DESC) sn
JOIN import_leads s ON s.id = sn.lead_id
WHERE n.hmac = sn.hmac AND (n.e164, n.country, n.zones) IS DISTINCT FROM (sn.e164, sn.country, sn.zones)
""",
    "digits for a number known by its HMAC alone, and zones learnt anew",
    index="numbers_hmac_key",
)

_PLACES = """
WITH differing AS (
    SELECT s.id FROM import_leads s
    WHERE ARRAY(SELECT ln.number_id FROM lead_numbers ln WHERE ln.lead_id = s.id ORDER BY ln.position)
        <> ARRAY(SELECT n.id FROM import_numbers sn JOIN numbers n ON n.hmac = sn.hmac
                 WHERE sn.lead_id = s.id ORDER BY sn.position)
)
"""
REMOVE_PLACES = _step(
    "remove_places",
    _PLACES
    + """
DELETE FROM lead_numbers ln USING differing WHERE ln.lead_id = differing.id
""",
    "places may be swapped, so whoever's numbers differ loses them",
    index="lead_numbers_pkey | lead_numbers_lead_id_position_key, numbers_hmac_key",
)
ADD_PLACES = _step(
    "add_places",
    _PLACES
    + """
INSERT INTO lead_numbers (lead_id, number_id, position)
SELECT sn.lead_id, n.id, sn.position
FROM differing JOIN import_numbers sn ON sn.lead_id = differing.id JOIN numbers n ON n.hmac = sn.hmac
""",
    "and gets them anew, in the list's order",
    index="numbers_hmac_key",
)

SUPPRESS_PEOPLE = _step(
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
    "whoever has a number from which somebody unknown said stop has said it, with every number that they have",
    index="inbound_number, suppressions_latest, suppressions_person, numbers_pkey, "
    "lead_numbers_pkey | lead_numbers_lead_id_position_key",
)

SUPPRESS_NUMBERS = _step(
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
    "a number that comes to somebody who has said stop is closed for everybody, as those they had were; so is one of "
    "somebody about whom a row of a list waits for a decision",
    index="suppressions_person, suppressions_latest, lead_numbers_pkey | lead_numbers_lead_id_position_key, "
    "numbers_pkey",
)

ADD_WORDINGS = _step(
    "add_wordings",
    """
INSERT INTO consent_wordings (hash, body)
SELECT DISTINCT sha256(convert_to(wording, 'UTF8')), wording FROM import_consents WHERE wording <> ''
ON CONFLICT DO NOTHING
""",
    "the words of forms that nobody was shown before",
)

# A dated record is new unless the list has said exactly this of this lead before. An undated one is new when the list's
# last word on this lead was another: so the same list twice adds nothing, and never undoes what was said elsewhere.
# A no is said by the person: it is kept for each number, and for the person with the numbers that they get later.
ADD_CONSENTS = _step(
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
    "records that the list makes for the first time",
    index="consents_lead, numbers_hmac_key",
)

ADD_NEWS = _step(
    "add_news",
    """
INSERT INTO news (enrolment_id, kind, at)
SELECT e.id, :kind, :at FROM enrolments e WHERE e.lead_id = ANY (:changed) AND e.finished IS NULL
""",
    "whoever is under way plans again: a date, a zone or a number may have changed",
    index="enrolments_one_open",
)
