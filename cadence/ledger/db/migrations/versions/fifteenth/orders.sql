-- Who ordered what is only ever added to. An erasure empties the reason, which may name the person.
CREATE FUNCTION commands_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.why <> '' OR to_jsonb(NEW) - 'why' IS DISTINCT FROM to_jsonb(OLD) - 'why' THEN
        RAISE EXCEPTION 'an order is never changed; only its reason may be emptied' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER commands_kept BEFORE UPDATE ON commands FOR EACH ROW EXECUTE FUNCTION commands_kept();
CREATE TRIGGER commands_never_deleted BEFORE DELETE ON commands FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER commands_never_truncated BEFORE TRUNCATE ON commands
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
