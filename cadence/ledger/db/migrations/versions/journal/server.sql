-- On which server, in which database and on which timeline this ledger is. A backup that is restored, by whatever means but
-- a copied disk, is in another one, and so is a standby that took over.

ALTER TABLE journal_state ADD COLUMN server text NOT NULL DEFAULT '';  -- when it was last compared; '': never

CREATE FUNCTION ledger_server() RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN concat_ws('/',
        (SELECT system_identifier FROM pg_control_system()),
        (SELECT oid FROM pg_database WHERE datname = current_database()),
        left(pg_walfile_name(pg_current_wal_lsn()), 8));
EXCEPTION WHEN OTHERS THEN
    RETURN '';  -- a service that does not tell
END
$$;
