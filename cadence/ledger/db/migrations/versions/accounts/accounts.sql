-- People of one account count together: an account is known by its name without case, accents, spaces and underscores,
-- whatever list writes it.

ALTER TABLE accounts ADD COLUMN form text GENERATED ALWAYS AS (
    lower(regexp_replace(replace(normalize(key, NFKD), 'ß', 'ss'), '[\u0300-\u036f\s_]', '', 'g'))
) STORED;
CREATE INDEX accounts_form ON accounts (form);
CREATE INDEX touches_account ON touches (account_id, at) WHERE account_id IS NOT NULL;

-- Lock the accounts of these leads, in one order. The lock is one of the transaction: it costs no write, and a new
-- spelling of an account is locked with the others.
CREATE FUNCTION lock_accounts(wanted uuid[]) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(account.key) FROM (
        SELECT DISTINCT hashtextextended(a.form, 7263308) AS key
        FROM leads l JOIN accounts a ON a.id = l.account_id WHERE l.id = ANY (wanted)
        ORDER BY key
    ) AS account
$$;

-- Lock the accounts of leads, the leads by id, then all their numbers by id; return the last change of the stored law.
CREATE OR REPLACE FUNCTION lock_leads(wanted uuid[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    law bigint;
BEGIN
    PERFORM lock_accounts(wanted);
    PERFORM id FROM leads WHERE id = ANY (wanted) ORDER BY id FOR UPDATE;
    PERFORM lock_accounts(wanted);  -- a list may have given a lead another one until the lead was locked
    SELECT coalesce(max(id), 0) INTO law FROM law_versions;
    PERFORM id FROM numbers
    WHERE id IN (SELECT number_id FROM lead_numbers WHERE lead_id = ANY (wanted))
    ORDER BY id FOR UPDATE;
    RETURN law;
END
$$;

-- Share the lock on pauses and on the campaign, then lock the account, the lead and its numbers. No row when there is no
-- such enrolment. `began` and `ended` are this server's instants, to compare clocks with.
CREATE OR REPLACE FUNCTION lock_for_touch(wanted uuid, pauses integer, campaigns integer)
RETURNS TABLE (lead uuid, campaign integer, law bigint, began timestamptz, ended timestamptz) LANGUAGE plpgsql AS $$
BEGIN
    began := clock_timestamp();
    SELECT e.lead_id, e.campaign_id INTO lead, campaign FROM enrolments e WHERE e.id = wanted;
    IF lead IS NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock_shared(pauses, 0);
    PERFORM pg_advisory_xact_lock_shared(campaigns, campaign);
    law := lock_leads(ARRAY[lead]);
    ended := clock_timestamp();
    RETURN NEXT;
END
$$;

-- Lock the accounts and leads of these touches and their numbers, as far as they are free; return the touches whose
-- account, lead and numbers are all locked now.
CREATE OR REPLACE FUNCTION lock_free_touches(wanted uuid[]) RETURNS SETOF uuid LANGUAGE plpgsql AS $$
DECLARE
    busy_accounts text[];
    locked_leads uuid[];
    locked_numbers bigint[];
BEGIN
    SELECT coalesce(array_agg(account.form) FILTER (
        WHERE NOT pg_try_advisory_xact_lock(hashtextextended(account.form, 7263308))), '{}') INTO busy_accounts
    FROM (
        SELECT DISTINCT a.form FROM touches t JOIN leads l ON l.id = t.lead_id JOIN accounts a ON a.id = l.account_id
        WHERE t.id = ANY (wanted)
    ) AS account;
    SELECT coalesce(array_agg(free.id), '{}') INTO locked_leads FROM (
        SELECT id FROM leads WHERE id IN (SELECT lead_id FROM touches WHERE id = ANY (wanted))
            AND NOT EXISTS (
                SELECT FROM accounts a WHERE a.id = leads.account_id AND a.form = ANY (busy_accounts))
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
