-- What is applied from the journal is not written to it again. The source of a consent is anybody's word, "journal" too,
-- so a setting of the transaction says it: 'cadence.journal' is 'applied'.

CREATE OR REPLACE FUNCTION journal_stops() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('cadence.journal', true) = 'applied' THEN
        RETURN NULL;
    END IF;
    INSERT INTO journal_entries (kind, hmac, person, scope, value, reason, at)
    SELECT 'stop', hmac, person, scope, value, source, since FROM added WHERE NOT lifted ORDER BY id;
    IF FOUND THEN
        PERFORM tell_journal();
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION journal_revocations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('cadence.journal', true) = 'applied' THEN
        RETURN NULL;
    END IF;
    INSERT INTO journal_entries (kind, hmac, person, scope, value, reason, at)
    SELECT 'revocation', n.hmac, a.lead_id, a.channel, coalesce(a.purpose, ''), a.kind, a.at
    FROM added a LEFT JOIN numbers n ON n.id = a.number_id
    WHERE NOT a.given ORDER BY a.id;
    IF FOUND THEN
        PERFORM tell_journal();
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION bind_waiting_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM added a JOIN journal_entries e ON e.person = a.id AND e.waiting) THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('cadence.journal', 'applied', true);
    INSERT INTO suppressions (person, key_name, scope, value, since, source, ref)
    SELECT e.person, k.name, e.scope, e.value, e.at, 'journal', 'journal:' || e.id
    FROM added a JOIN journal_entries e ON e.person = a.id AND e.waiting CROSS JOIN keys k
    WHERE e.kind = 'stop' ORDER BY e.place;
    INSERT INTO consents (lead_id, number_id, channel, given, kind, purpose, at, source)
    SELECT e.person, n.id, e.scope, false, e.reason, nullif(e.value, ''), e.at, 'journal'
    FROM added a JOIN journal_entries e ON e.person = a.id AND e.waiting LEFT JOIN numbers n ON n.hmac = e.hmac
    WHERE e.kind = 'revocation' ORDER BY e.place;
    PERFORM set_config('cadence.journal', '', true);  -- what else this transaction writes is new
    UPDATE journal_entries e SET waiting = false FROM added a WHERE e.person = a.id AND e.waiting;
    RETURN NULL;
END
$$;
