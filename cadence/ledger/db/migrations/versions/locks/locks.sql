-- The locks of protocol §1.2 in one call each: every statement of a function sees what was committed before it, as
-- separate statements do, so what is read under a lock is read after the lock was taken.

-- Lock leads by id, then all their numbers by id; return the last change of the stored law.
CREATE FUNCTION lock_leads(wanted uuid[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    law bigint;
BEGIN
    PERFORM id FROM leads WHERE id = ANY (wanted) ORDER BY id FOR UPDATE;
    SELECT coalesce(max(id), 0) INTO law FROM law_versions;
    PERFORM id FROM numbers
    WHERE id IN (SELECT number_id FROM lead_numbers WHERE lead_id = ANY (wanted))
    ORDER BY id FOR UPDATE;
    RETURN law;
END
$$;

-- Lock the lead of a touch, and its numbers; return the lead, NULL when there is no such touch.
CREATE FUNCTION lock_lead_of_touch(wanted uuid) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    lead uuid;
BEGIN
    SELECT lead_id INTO lead FROM touches WHERE id = wanted;
    PERFORM lock_leads(ARRAY[lead]);
    RETURN lead;
END
$$;

-- Share the lock on pauses and on the campaign, then lock the account, the lead and its numbers. No row when there is no
-- such enrolment. `began` and `ended` are this server's instants, to compare clocks with.
CREATE FUNCTION lock_for_touch(wanted uuid, pauses integer, campaigns integer)
RETURNS TABLE (lead uuid, campaign integer, law bigint, began timestamptz, ended timestamptz) LANGUAGE plpgsql AS $$
BEGIN
    began := clock_timestamp();
    SELECT e.lead_id, e.campaign_id INTO lead, campaign FROM enrolments e WHERE e.id = wanted;
    IF lead IS NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock_shared(pauses, 0);
    PERFORM pg_advisory_xact_lock_shared(campaigns, campaign);
    PERFORM a.id FROM accounts a WHERE a.id = (SELECT l.account_id FROM leads l WHERE l.id = lead) FOR UPDATE;
    law := lock_leads(ARRAY[lead]);
    ended := clock_timestamp();
    RETURN NEXT;
END
$$;
