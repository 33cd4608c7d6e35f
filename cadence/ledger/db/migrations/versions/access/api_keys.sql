-- Keys of the API. Of the key itself only a keyed hash is kept: who reads this table cannot use any of them.
-- Instants are real time, also in a rehearsal: they protect the installation and decide nothing about a lead.
CREATE TABLE api_keys (
    id text PRIMARY KEY,
    prefix text NOT NULL,  -- how the text of the key begins: another form of keys gets another prefix
    hash bytea NOT NULL,
    role text NOT NULL,
    name text NOT NULL,  -- of the system that uses it, for people
    per_minute integer NOT NULL,  -- requests
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    expires_at timestamptz,
    used_at timestamptz,  -- to the minute
    revoked_at timestamptz,
    revoked_by text NOT NULL DEFAULT '',
    CONSTRAINT api_keys_role CHECK (role IN ('viewer', 'operator', 'auditor', 'admin', 'agent')),
    CONSTRAINT api_keys_per_minute CHECK (per_minute > 0),
    CONSTRAINT api_keys_name CHECK (name <> ''),
    CONSTRAINT api_keys_revoked CHECK ((revoked_at IS NULL) = (revoked_by = ''))
);

-- A key stays what it was when it was made. It can be revoked and never comes back; only its last use moves on.
CREATE FUNCTION api_key_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a key of the API is revoked, never deleted: orders name it';
    END IF;
    IF (NEW.id, NEW.prefix, NEW.hash, NEW.role, NEW.name, NEW.per_minute, NEW.created_at, NEW.created_by)
        IS DISTINCT FROM (OLD.id, OLD.prefix, OLD.hash, OLD.role, OLD.name, OLD.per_minute, OLD.created_at, OLD.created_by)
        OR NEW.expires_at IS DISTINCT FROM OLD.expires_at
        OR (OLD.revoked_at IS NOT NULL
            AND (NEW.revoked_at, NEW.revoked_by) IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_by)) THEN
        RAISE EXCEPTION 'a key of the API does not change: make another one and revoke this one';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER api_keys_stay BEFORE UPDATE OR DELETE ON api_keys FOR EACH ROW EXECUTE FUNCTION api_key_stays();
