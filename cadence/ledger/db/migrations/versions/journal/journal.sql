-- What the journal outside the database has to have: every fact by which somebody may not be contacted, written by the
-- triggers below in the transaction of the fact. Rows hold keyed hashes, ids, words of ours and instants.

CREATE TABLE journal_entries (
    place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL DEFAULT gen_random_uuid(),     -- random: after a restore no other entry gets the id of a lost one
    kind text NOT NULL,
    hmac bytea,                                     -- the number, as in `numbers`
    person uuid,                                    -- the lead's id; no foreign key: they may be imported later
    scope text NOT NULL DEFAULT '',                 -- of a stop; of a revocation: the channel
    value text NOT NULL DEFAULT '',                 -- of a stop; of a revocation: the purpose
    reason text NOT NULL DEFAULT '',                -- where a stop came from, why a number is closed
    at timestamptz NOT NULL,
    xid bigint NOT NULL DEFAULT CAST(CAST(pg_current_xact_id() AS text) AS bigint),
    written boolean NOT NULL DEFAULT false,         -- in the journal
    waiting boolean NOT NULL DEFAULT false,         -- came from the journal, and binds once this person is imported
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT journal_entries_id_key UNIQUE (id),
    CONSTRAINT journal_entries_kind CHECK (kind IN ('stop', 'revocation', 'erasure', 'closed', 'mark')),
    CONSTRAINT journal_entries_is_about_someone CHECK ((kind = 'mark') = (hmac IS NULL AND person IS NULL)),
    CONSTRAINT journal_entries_waits_for_a_person CHECK (NOT waiting OR person IS NOT NULL)
);
CREATE INDEX journal_entries_unwritten ON journal_entries (xid, place) WHERE NOT written;
CREATE INDEX journal_entries_waiting ON journal_entries (person) WHERE waiting;

-- Which journal belongs to this ledger, and how far the two agree. One row.
CREATE TABLE journal_state (
    ledger uuid NOT NULL DEFAULT gen_random_uuid(),
    sole boolean NOT NULL DEFAULT true,
    kept boolean NOT NULL DEFAULT false,            -- a journal was kept: from then on its absence is noticed
    seq bigint NOT NULL DEFAULT 0,                  -- the last line of the journal that this ledger has
    place bigint NOT NULL DEFAULT 0,                -- the byte after that line
    hash bytea NOT NULL DEFAULT '',                 -- of that line
    order_at_mark bigint NOT NULL DEFAULT 0,        -- the ledger's order when it was last marked
    problem text NOT NULL DEFAULT '',               -- why nobody is contacted
    to_sign boolean NOT NULL DEFAULT false,         -- until a person signs; false: until the journal is caught up
    doubt_since timestamptz,                        -- what the carrier has since then may not be in this ledger
    doubt_until timestamptz,
    looked_at timestamptz,
    CONSTRAINT journal_state_pkey PRIMARY KEY (sole),
    CONSTRAINT journal_state_sole CHECK (sole),
    CONSTRAINT journal_state_signs_a_problem CHECK (problem <> '' OR NOT to_sign),
    CONSTRAINT journal_state_doubt_begins CHECK (doubt_until IS NULL OR doubt_since IS NOT NULL)
);
INSERT INTO journal_state DEFAULT VALUES;

-- Tell the session that this transaction has entries: it writes them to the journal before it commits.
CREATE FUNCTION tell_journal() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE NOTICE 'cadence journal';
END
$$;

CREATE FUNCTION journal_stops() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO journal_entries (kind, hmac, person, scope, value, reason, at)
    SELECT 'stop', hmac, person, scope, value, source, since FROM added
    WHERE NOT lifted AND source <> 'journal' ORDER BY id;
    IF FOUND THEN
        PERFORM tell_journal();
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER suppressions_journal AFTER INSERT ON suppressions
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION journal_stops();

CREATE FUNCTION journal_revocations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO journal_entries (kind, hmac, person, scope, value, reason, at)
    SELECT 'revocation', n.hmac, a.lead_id, a.channel, coalesce(a.purpose, ''), a.kind, a.at
    FROM added a LEFT JOIN numbers n ON n.id = a.number_id
    WHERE NOT a.given AND a.source <> 'journal' ORDER BY a.id;
    IF FOUND THEN
        PERFORM tell_journal();
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER consents_journal AFTER INSERT ON consents
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION journal_revocations();

CREATE FUNCTION journal_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO journal_entries (kind, person, at) VALUES ('erasure', NEW.id, NEW.erased_at);
    PERFORM tell_journal();
    RETURN NULL;
END
$$;
CREATE TRIGGER leads_journal AFTER UPDATE ON leads FOR EACH ROW
    WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION journal_erasure();

CREATE FUNCTION journal_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO journal_entries (kind, hmac, reason, at) VALUES ('closed', NEW.hmac, NEW.closed, NEW.closed_at);
    PERFORM tell_journal();
    RETURN NULL;
END
$$;
CREATE TRIGGER numbers_journal AFTER UPDATE ON numbers FOR EACH ROW
    WHEN (OLD.closed IS NULL AND NEW.closed IS NOT NULL) EXECUTE FUNCTION journal_closed();

-- Somebody is imported about whom the journal had something: it binds from their first moment.
CREATE FUNCTION bind_waiting_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM added a JOIN journal_entries e ON e.person = a.id AND e.waiting) THEN
        RETURN NULL;
    END IF;
    INSERT INTO suppressions (person, key_name, scope, value, since, source, ref)
    SELECT e.person, k.name, e.scope, e.value, e.at, 'journal', 'journal:' || e.id
    FROM added a JOIN journal_entries e ON e.person = a.id AND e.waiting CROSS JOIN keys k
    WHERE e.kind = 'stop' ORDER BY e.place;
    INSERT INTO consents (lead_id, number_id, channel, given, kind, purpose, at, source)
    SELECT e.person, n.id, e.scope, false, e.reason, nullif(e.value, ''), e.at, 'journal'
    FROM added a JOIN journal_entries e ON e.person = a.id AND e.waiting LEFT JOIN numbers n ON n.hmac = e.hmac
    WHERE e.kind = 'revocation' ORDER BY e.place;
    UPDATE journal_entries e SET waiting = false FROM added a WHERE e.person = a.id AND e.waiting;
    RETURN NULL;
END
$$;
CREATE TRIGGER leads_bind_waiting_entries AFTER INSERT ON leads
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION bind_waiting_entries();

-- What stands already.
INSERT INTO journal_entries (kind, hmac, person, scope, value, reason, at)
SELECT 'stop', last.hmac, last.person, last.scope, last.value, last.source, last.since FROM (
    SELECT DISTINCT ON (hmac, person, scope, value) * FROM suppressions ORDER BY hmac, person, scope, value, id DESC
) AS last
WHERE NOT last.lifted ORDER BY last.id;
INSERT INTO journal_entries (kind, hmac, person, scope, value, reason, at)
SELECT 'revocation', n.hmac, c.lead_id, c.channel, coalesce(c.purpose, ''), c.kind, c.at
FROM consents c LEFT JOIN numbers n ON n.id = c.number_id WHERE NOT c.given ORDER BY c.id;
INSERT INTO journal_entries (kind, person, at) SELECT 'erasure', id, erased_at FROM leads WHERE erased_at IS NOT NULL;
INSERT INTO journal_entries (kind, hmac, reason, at)
SELECT 'closed', hmac, closed, closed_at FROM numbers WHERE closed IS NOT NULL AND closed_at IS NOT NULL;
