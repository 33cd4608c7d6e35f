-- What the carrier has to delete of people who were erased: the texts of their messages and the recordings of their calls.
-- The erasure writes the rows, and the reconciler has it done. Rows hold ids, instants and the carrier's codes.
CREATE TABLE carrier_deletions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lead_id uuid NOT NULL REFERENCES leads,         -- who was erased
    touch_id uuid REFERENCES touches,               -- the message or call, or ...
    inbound_id uuid REFERENCES inbound,             -- ... the message that came from them
    due_at timestamptz NOT NULL,                    -- when the carrier is asked next
    tries integer NOT NULL DEFAULT 0,               -- that were in vain
    error text NOT NULL DEFAULT '',                 -- what the carrier said to the last of them
    done_at timestamptz,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT carrier_deletions_of_one_thing CHECK ((touch_id IS NULL) <> (inbound_id IS NULL)),
    CONSTRAINT carrier_deletions_tries CHECK (tries >= 0),
    CONSTRAINT carrier_deletions_touch_id_key UNIQUE (touch_id),
    CONSTRAINT carrier_deletions_inbound_id_key UNIQUE (inbound_id)
);
CREATE INDEX carrier_deletions_due ON carrier_deletions (due_at, id) WHERE done_at IS NULL;
CREATE INDEX carrier_deletions_lead ON carrier_deletions (lead_id);

-- What was done stays done, and what has to be deleted is never forgotten.
CREATE FUNCTION carrier_deletions_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.done_at IS NOT NULL
        OR to_jsonb(NEW) - '{due_at,tries,error,done_at}'::text[]
            IS DISTINCT FROM to_jsonb(OLD) - '{due_at,tries,error,done_at}'::text[] THEN
        RAISE EXCEPTION 'a deletion is done once, and never changed otherwise' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER carrier_deletions_append_only BEFORE UPDATE OR DELETE ON carrier_deletions
    FOR EACH ROW EXECUTE FUNCTION carrier_deletions_kept();
CREATE TRIGGER carrier_deletions_never_truncated BEFORE TRUNCATE ON carrier_deletions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- It is a fact what has to be deleted, and that it was.
CREATE TRIGGER carrier_deletions_leaf AFTER INSERT OR DELETE ON carrier_deletions
    FOR EACH ROW EXECUTE FUNCTION write_leaf('28', '{id}', '{due_at,tries,error}', '{}');
CREATE TRIGGER carrier_deletions_changed_leaf AFTER UPDATE ON carrier_deletions
    FOR EACH ROW WHEN (OLD.done_at IS DISTINCT FROM NEW.done_at)
    EXECUTE FUNCTION write_leaf('28', '{id}', '{due_at,tries,error}', '{}');

-- Return the erased person who has sent a message: the lead that it is from, or the last whom we contacted at a number
-- that nobody has any more. NULL for everybody else.
CREATE FUNCTION erased_sender(sender uuid, number bigint) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN sender IS NOT NULL
        THEN (SELECT l.id FROM leads l WHERE l.id = sender AND l.erased_at IS NOT NULL)
        ELSE (
            SELECT l.id FROM touches t JOIN leads l ON l.id = t.lead_id
            WHERE t.number_id = number AND l.erased_at IS NOT NULL
                AND NOT EXISTS (SELECT FROM lead_numbers n WHERE n.number_id = number)
            ORDER BY t.at DESC LIMIT 1
        ) END
$$;

-- What an erased person sends later is deleted at the carrier as well, and here if it was not known whose it was. A key that was pressed is no record of its own
-- there (its id has a slash), and an e-mail lies in our own mailbox.
CREATE FUNCTION delete_late_message() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    erased CONSTANT uuid := erased_sender(NEW.lead_id, NEW.number_id);
BEGIN
    IF erased IS NOT NULL THEN
        INSERT INTO carrier_deletions (lead_id, inbound_id, due_at) VALUES (erased, NEW.id, NEW.at)
        ON CONFLICT DO NOTHING;
        IF TG_OP = 'UPDATE' THEN
            DELETE FROM inbound_texts WHERE inbound_id = NEW.id;
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER inbound_of_erased_written AFTER INSERT ON inbound FOR EACH ROW
    WHEN (NEW.channel IN ('sms', 'whatsapp', 'call') AND NEW.sid NOT LIKE '%/%') EXECUTE FUNCTION delete_late_message();
CREATE TRIGGER inbound_of_erased_attributed AFTER UPDATE ON inbound FOR EACH ROW
    WHEN (NEW.lead_id IS DISTINCT FROM OLD.lead_id AND NEW.channel IN ('sms', 'whatsapp', 'call') AND NEW.sid NOT LIKE '%/%')
    EXECUTE FUNCTION delete_late_message();

-- Whoever was erased before.
INSERT INTO carrier_deletions (lead_id, touch_id, due_at)
SELECT t.lead_id, t.id, l.erased_at FROM touches t JOIN leads l ON l.id = t.lead_id
WHERE l.erased_at IS NOT NULL AND t.channel IN ('sms', 'whatsapp', 'call') AND t.sid IS NOT NULL ORDER BY t.at;
INSERT INTO carrier_deletions (lead_id, inbound_id, due_at)
SELECT i.lead_id, i.id, l.erased_at FROM inbound i JOIN leads l ON l.id = i.lead_id
WHERE l.erased_at IS NOT NULL AND i.channel IN ('sms', 'whatsapp', 'call') AND i.sid NOT LIKE '%/%' ORDER BY i.at;
