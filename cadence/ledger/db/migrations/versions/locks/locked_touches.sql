-- Touches that a report or an answer is about, read under their leads' locks in the call that takes the locks: every
-- statement of a function sees what was committed before it, so nothing is older than the lock.

-- Return touches by id, with their campaign, account, lead's plan and lead's version of the campaign.
CREATE FUNCTION touches_as_they_are(wanted uuid[])
RETURNS TABLE (touch touches, campaign text, account text, move jsonb, cadence_version integer) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
    SELECT t, c.name, coalesce(a.key, ''), e.move, e.version
    FROM touches t
    JOIN enrolments e ON e.id = t.enrolment_id
    JOIN campaigns c ON c.id = t.campaign_id
    LEFT JOIN accounts a ON a.id = t.account_id
    WHERE t.id = ANY (wanted);
END
$$;

-- Lock the lead of a touch and its numbers, and return the touch; no row when there is no such touch.
CREATE FUNCTION lock_touch(wanted uuid)
RETURNS TABLE (touch touches, campaign text, account text, move jsonb, cadence_version integer) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM lock_lead_of_touch(wanted);
    RETURN QUERY SELECT * FROM touches_as_they_are(ARRAY[wanted]);
END
$$;

-- Lock the leads of these touches and their numbers, as far as they are free; return the touches that are all locked.
CREATE FUNCTION lock_touches_if_free(wanted uuid[])
RETURNS TABLE (touch touches, campaign text, account text, move jsonb, cadence_version integer) LANGUAGE plpgsql AS $$
DECLARE
    free uuid[] := ARRAY(SELECT lock_free_touches(wanted));
BEGIN
    RETURN QUERY SELECT * FROM touches_as_they_are(free);
END
$$;
