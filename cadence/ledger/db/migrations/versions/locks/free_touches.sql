-- The locks of protocol §1.2 for many touches at once, without waiting: whoever waits for nobody can be in no deadlock,
-- and one lead that is locked for long holds up no other.

-- Lock the leads of these touches and their numbers, as far as they are free; return the touches whose lead and numbers
-- are all locked now.
CREATE FUNCTION lock_free_touches(wanted uuid[]) RETURNS SETOF uuid LANGUAGE plpgsql AS $$
DECLARE
    locked_leads uuid[];
    locked_numbers bigint[];
BEGIN
    SELECT coalesce(array_agg(free.id), '{}') INTO locked_leads FROM (
        SELECT id FROM leads WHERE id IN (SELECT lead_id FROM touches WHERE id = ANY (wanted))
        ORDER BY id FOR UPDATE SKIP LOCKED
    ) AS free;
    SELECT coalesce(array_agg(free.id), '{}') INTO locked_numbers FROM (
        SELECT id FROM numbers WHERE id IN (SELECT number_id FROM lead_numbers WHERE lead_id = ANY (locked_leads))
        ORDER BY id FOR UPDATE SKIP LOCKED
    ) AS free;
    RETURN QUERY SELECT id FROM touches
    WHERE id = ANY (wanted) AND lead_id = ANY (locked_leads) AND NOT EXISTS (
        SELECT FROM lead_numbers
        WHERE lead_numbers.lead_id = touches.lead_id AND number_id <> ALL (locked_numbers)
    );
END
$$;
