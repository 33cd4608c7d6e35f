-- What was law when: packs and the house file, by content and by version.

-- Every text that was ever in force, by the hash of its content: those that users have stored, and those that our
-- programs brought, since a worker first used them. So an old decision can be judged by the words of its time.
CREATE TABLE law_texts (
    hash bytea PRIMARY KEY,
    kind text NOT NULL,
    name text NOT NULL DEFAULT '',                  -- a pack's id; '' for the house file
    body text NOT NULL,
    shipped boolean NOT NULL DEFAULT false,         -- it came with a program, no user stored it
    at timestamptz NOT NULL,                        -- since when it is known here
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT law_texts_kind CHECK (kind IN ('pack', 'house')),
    CONSTRAINT law_texts_hash_is_of_body CHECK (hash = sha256(convert_to(body, 'UTF8'))),
    CONSTRAINT law_texts_packs_have_names CHECK ((kind = 'pack') = (name <> ''))
);
CREATE TRIGGER law_texts_append_only BEFORE UPDATE OR DELETE ON law_texts
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER law_texts_never_truncated BEFORE TRUNCATE ON law_texts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Which text a user has put in force. The last version of a name is in force; the highest id is what a worker asks for
-- to learn that something has changed.
CREATE TABLE law_versions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    name text NOT NULL DEFAULT '',
    version integer NOT NULL,
    hash bytea NOT NULL REFERENCES law_texts,
    command_id bigint NOT NULL REFERENCES commands, -- who, why and from where
    at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT law_versions_kind_name_version_key UNIQUE (kind, name, version),
    CONSTRAINT law_versions_from_one CHECK (version >= 1)
);
CREATE TRIGGER law_versions_append_only BEFORE UPDATE OR DELETE ON law_versions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER law_versions_never_truncated BEFORE TRUNCATE ON law_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- By which of these versions a decision was made: the highest id that its transaction saw; 0 for none.
ALTER TABLE decisions ADD COLUMN law bigint NOT NULL DEFAULT 0;
