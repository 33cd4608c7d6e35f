"""
How do rows become facts? Pure: SQL that returns JSON with the domain's field names, which it takes from the classes.

`who` is a set of leads in campaigns; WHO_ENROLLED, WHO_NEW and WHO_PEOPLE are three ways to choose it. Its `number_ids`
are an array, because PostgreSQL uses the indexes by number only for a value that is computed already.
"""

from cadence.domain import (
    Callback,
    ClosedDay,
    Consent,
    Enrolment,
    Inbound,
    Jump,
    Lead,
    Number,
    Pause,
    RegistryCopy,
    Suppression,
    Touch,
)
from cadence.domain.outcomes import REFUSALS
from cadence.ledger.tables.fields import json_object
from cadence.ledger.touches.differences import MOST

_ACCOUNT_IDS = """CASE WHEN CAST(:account_since AS timestamptz) IS NULL THEN CAST('{}' AS bigint[]) ELSE ARRAY(
        SELECT same.id FROM leads own JOIN accounts a ON a.id = own.account_id JOIN accounts same ON same.form = a.form
        WHERE own.id = """
ACCOUNT_IDS = {lead: f"{_ACCOUNT_IDS}{lead}) END AS account_ids" for lead in ("e.lead_id", "pair.lead_id", "l.id")}
"""Every spelling of a lead's account; none unless a rule asks for its people."""

WHO_ENROLLED = f"""
WITH who AS MATERIALIZED (
    SELECT e.id AS enrolment_id, e.lead_id, c.name AS campaign, e.version, e.at, e.kind, e.finished, e.move,
           -- a campaign that is stopped sends no trial of its steps either
           CASE WHEN e.kind = 'trial'
               THEN coalesce((SELECT tried.state FROM campaigns tried WHERE 'trial:' || tried.name = c.name), c.state)
               ELSE c.state END AS state,
           ARRAY(SELECT number_id FROM lead_numbers WHERE lead_id = e.lead_id) AS number_ids,
           {ACCOUNT_IDS["e.lead_id"]}
    FROM enrolments e JOIN campaigns c ON c.id = e.campaign_id
    WHERE e.id = ANY (:enrolments)
)"""  # noqa: S608  of our own fields' names

WHO_NEW = f"""
WITH who AS MATERIALIZED (
    SELECT pair.enrolment_id, pair.lead_id, c.name AS campaign, c.state, CAST(:version AS integer) AS version,
           CAST(:at AS timestamptz) AS at, 'cadence' AS kind, NULL AS finished, NULL AS move,
           ARRAY(SELECT number_id FROM lead_numbers WHERE lead_id = pair.lead_id) AS number_ids,
           {ACCOUNT_IDS["pair.lead_id"]}
    FROM unnest(:enrolments, :leads) AS pair (enrolment_id, lead_id) CROSS JOIN campaigns c
    WHERE c.name = :campaign
)"""  # noqa: S608  of our own fields' names

WHO_PEOPLE = f"""
WITH who AS MATERIALIZED (
    -- each in the campaign that it is in now, else in its last; one that was never in any is enrolled in none
    SELECT coalesce(e.id, CAST('00000000-0000-0000-0000-000000000000' AS uuid)) AS enrolment_id, l.id AS lead_id,
           coalesce(c.name, '') AS campaign, coalesce(c.state, 'running') AS state, coalesce(e.version, 0) AS version,
           coalesce(e.at, CAST('1970-01-01 00:00:00+00' AS timestamptz)) AS at, coalesce(e.kind, 'cadence') AS kind,
           e.finished, e.move, ARRAY(SELECT number_id FROM lead_numbers WHERE lead_id = l.id) AS number_ids,
           {ACCOUNT_IDS["l.id"]}
    FROM leads l
    LEFT JOIN LATERAL (
        SELECT * FROM enrolments WHERE enrolments.lead_id = l.id
        ORDER BY (finished IS NULL) DESC, enrolments.at DESC, enrolments.id LIMIT 1
    ) AS e ON true
    LEFT JOIN campaigns c ON c.id = e.campaign_id
    WHERE l.id = ANY (:leads)
)"""  # noqa: S608  of our own fields' names

REFUSED = ", ".join(f"'{outcome}'" for outcome in sorted(REFUSALS))
SPOKEN = "(t.disposition IS NOT NULL OR t.replied_at IS NOT NULL OR t.answer <> '' OR t.outcome = 'answered')"
"""
What a person of an account said or did ends turns of the others.

A key that is pressed is an answer and no reply, and is known before the call's outcome.
"""
TOUCH = json_object(
    Touch,
    "t",
    campaign="c.name",
    account="coalesce(a.key, '')",
    cause="json_build_object('kind', t.cause_kind, 'ref', t.cause_ref, 'lap', t.cause_lap)",
    # settled without an id as refused: the carrier did not take it. Of any other one nobody knows
    taken=f"""CASE WHEN t.sid IS NOT NULL THEN true
        WHEN t.state = 'settled' AND t.outcome IN ({REFUSED}) THEN false END""",
)
# not stored: a judge's region of a number, and the countries of phones, which placing an address works out
NUMBER = json_object(Number, "n", e164="coalesce(n.e164, '')", without={"region", "phone_countries"})
NUMBERS = f"""(
    SELECT coalesce(json_agg({NUMBER} ORDER BY ln.position), '[]')
    FROM lead_numbers ln JOIN numbers n ON n.id = ln.number_id
    WHERE ln.lead_id = who.lead_id
)"""  # noqa: S608  of our own fields' names
# the columns of the list, and over them what the person told us: the latest of each name, unless it was taken back
ATTRIBUTES = """l.attributes || coalesce((
    SELECT jsonb_object_agg(latest.name, latest.value) FROM (
        SELECT DISTINCT ON (v.name) v.name, v.value FROM saved_values v WHERE v.lead_id = l.id
        ORDER BY v.name, v.at DESC, v.id DESC
    ) AS latest WHERE latest.value <> ''
), '{}')"""
LEAD = json_object(Lead, "l", account="coalesce(a.key, '')", numbers=NUMBERS, attributes=ATTRIBUTES)
ENROLMENT = json_object(Enrolment, "who", id="who.enrolment_id")
CONSENT = json_object(Consent, "s")
SUPPRESSION = json_object(Suppression, "stands")
PAUSE = json_object(Pause, "p", fallback="p.fallback IN ('*', who.campaign)")
JUMP = json_object(Jump, "x", event="x.name", to="x.target")
CALLBACK = json_object(Callback, "b", canceled="b.canceled_at IS NOT NULL")
INBOUND = json_object(Inbound, "i", reviewed="i.reviewed_at IS NOT NULL")
LISTED = """ARRAY(
    SELECT n.id FROM numbers n JOIN registry_entries x ON x.copy_id = r.id AND x.hmac = n.hmac
    WHERE n.id = ANY (who.number_ids) ORDER BY n.id
)"""
REGISTRY = json_object(RegistryCopy, "r", listed=LISTED)
CLOSED_DAY = json_object(ClosedDay, "d")

FACTS = f"""
SELECT CAST(who.enrolment_id AS text) AS enrolment_id, CAST(who.lead_id AS text) AS lead_id,
CAST(json_build_object(
    'lead', (
        SELECT {LEAD}
        FROM leads l LEFT JOIN accounts a ON a.id = l.account_id
        WHERE l.id = who.lead_id
    ),
    'enrolment', {ENROLMENT},
    'state', who.state,
    'planned', who.move,
    'touches', (
        -- by lead and by number, across campaigns: limits and gaps count so. To others by a shared number only since
        -- the instant before which no rule counts them: a switchboard has thousands. A trial is nobody else's touch
        SELECT coalesce(json_agg({TOUCH} ORDER BY t.at, t.recorded_at), '[]')
        FROM touches t JOIN campaigns c ON c.id = t.campaign_id LEFT JOIN accounts a ON a.id = t.account_id
        WHERE t.lead_id = who.lead_id
            OR (t.number_id = ANY (who.number_ids) AND t.cause_kind <> 'trial'
                AND t.at >= coalesce(CAST(:since AS timestamptz), CAST('-infinity' AS timestamptz)))
    ),
    'colleagues', (
        -- to other people of the account, by any spelling of its name, where a rule asks: as far back as it counts, and
        -- whatever came of their touches of this campaign
        SELECT coalesce(json_agg({TOUCH} ORDER BY t.at, t.recorded_at), '[]')
        FROM touches t JOIN campaigns c ON c.id = t.campaign_id JOIN accounts a ON a.id = t.account_id
        WHERE t.account_id = ANY (who.account_ids) AND t.lead_id <> who.lead_id
            AND (t.at >= CAST(:account_since AS timestamptz) OR (c.name = who.campaign AND {SPOKEN}))
    ),
    'consents', (
        -- a yes belongs to one person and one number; a no stays with the person, and with the number for all owners
        SELECT coalesce(json_agg({CONSENT} ORDER BY s.id), '[]')
        FROM consents s
        WHERE (s.lead_id = who.lead_id AND (s.number_id IS NULL OR s.number_id = ANY (who.number_ids)))
            OR (s.number_id = ANY (who.number_ids) AND NOT s.given)
    ),
    'suppressions', (
        -- the last word on each scope stands, unless it lifts the suppression. A person's stop closes every number they
        -- have, also one that came to them later, unless that number was lifted since. What is only held until a
        -- decision about a row of a list hides no stop of theirs, and neither does the end of that
        SELECT coalesce(json_agg({SUPPRESSION} ORDER BY stands.id, stands.number_id), '[]')
        FROM (
            WITH own AS (
                SELECT DISTINCT ON (s.hmac, s.scope, s.value) s.*, n.id AS number_id
                FROM numbers n JOIN suppressions s ON s.hmac = n.hmac
                WHERE n.id = ANY (who.number_ids)
                ORDER BY s.hmac, s.scope, s.value, s.id DESC
            ), person AS (
                SELECT DISTINCT ON (s.scope, s.value) s.* FROM suppressions s WHERE s.person = who.lead_id
                ORDER BY s.scope, s.value, s.id DESC
            )
            SELECT own.* FROM own WHERE NOT own.lifted
            UNION ALL
            SELECT person.*, mine.number_id FROM person CROSS JOIN unnest(who.number_ids) AS mine (number_id)
            WHERE NOT person.lifted AND NOT EXISTS (
                SELECT 1 FROM own
                WHERE own.number_id = mine.number_id AND own.scope = person.scope AND own.value = person.value
                    AND CASE WHEN own.source = 'held' THEN person.source = 'held' AND NOT own.lifted
                             ELSE NOT own.lifted OR own.id > person.id END)
        ) AS stands
    ),
    'pauses', (
        -- those since its enrolment: time held does not eat a step's wait
        SELECT coalesce(json_agg({PAUSE} ORDER BY p.since, p.id), '[]')
        FROM (
            SELECT scope, value, since, until, fallback, id FROM pauses
            UNION ALL
            -- what an event of another system holds is a pause of the lead, whose end is known
            SELECT 'lead', CAST(x.lead_id AS text), x.at, coalesce(x.ended_at, x.until), '', 0 FROM external_events x
            WHERE x.lead_id = who.lead_id AND x.effect = 'hold'
        ) AS p
        WHERE (p.until IS NULL OR p.until > who.at)
            AND (p.scope IN ('all', 'channel', 'sender', 'floor', 'template', 'destination', 'carrier')
                 -- a pause of a campaign holds its trials, too
                 OR (p.scope = 'campaign' AND who.campaign IN (p.value, 'trial:' || p.value))
                 OR (p.scope = 'lead' AND p.value = CAST(who.lead_id AS text)))
    ),
    'jumps', (
        SELECT coalesce(json_agg({JUMP} ORDER BY x.at, x.recorded_at), '[]')
        FROM external_events x
        WHERE x.enrolment_id = who.enrolment_id AND x.effect = 'go'
    ),
    'callbacks', (
        SELECT coalesce(json_agg({CALLBACK} ORDER BY b.at, b.id), '[]')
        FROM callbacks b
        WHERE b.enrolment_id = who.enrolment_id
    ),
    'inbound', (
        -- also what the person sent from a number that is theirs no more: until it is decided about, it holds
        SELECT coalesce(json_agg({INBOUND} ORDER BY i.at, i.recorded_at), '[]')
        FROM inbound i
        WHERE i.number_id = ANY (who.number_ids) OR i.lead_id = who.lead_id
    ),
    'registries', (
        -- every copy, also without a number of the lead on it: without a young copy the lead waits
        SELECT coalesce(json_agg({REGISTRY} ORDER BY r.name), '[]')
        FROM registry_copies r
    ),
    'closed_days', (
        -- those of the lead's town, and those of whole regions: the gate knows by the numbers, too, which they are
        SELECT coalesce(json_agg({CLOSED_DAY} ORDER BY d.day, d.feed, d.region), '[]')
        FROM leads l JOIN closed_days d ON d.town = ANY (ARRAY['', l.municipality])
        WHERE l.id = who.lead_id
    )
) AS text) AS facts
FROM who"""  # noqa: S608  of our own fields' names

FACTS_AND_DOCUMENTS = f"""
SELECT known.*, earlier.*
FROM ({FACTS}) AS known CROSS JOIN LATERAL (
    SELECT array_agg(id) AS ids, array_agg(base) AS bases, array_agg(document) AS documents FROM (
        SELECT id, base, document FROM decisions WHERE enrolment_id = CAST(known.enrolment_id AS uuid)
        ORDER BY id DESC LIMIT {MOST}
    ) AS decided
) AS earlier"""  # noqa: S608  of our own fields' names
"""With the documents of the enrolment's last decisions, for the next one to build on."""
