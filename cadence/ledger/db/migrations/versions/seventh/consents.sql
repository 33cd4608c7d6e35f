-- The words somebody agreed to: a form's, not a person's, so they are kept once for all who saw them, and for ever.
CREATE TABLE consent_wordings (
    hash bytea PRIMARY KEY,
    body text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Words that were changed afterwards would prove nothing.
    CONSTRAINT consent_wordings_hash CHECK (hash = sha256(convert_to(body, 'UTF8'))),
    CONSTRAINT consent_wordings_not_empty CHECK (body <> '')
);
CREATE TRIGGER consent_wordings_append_only BEFORE UPDATE OR DELETE ON consent_wordings
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER consent_wordings_never_truncated BEFORE TRUNCATE ON consent_wordings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE consents
    ADD COLUMN wording bytea REFERENCES consent_wordings,  -- the words that were agreed to, where they are known
    ADD COLUMN recorded_by text NOT NULL DEFAULT '',       -- who wrote it down; '' when a list did
    -- Rules know these kinds; another one would be no consent, in silence.
    ADD CONSTRAINT consents_kind CHECK (kind IN ('express', 'express_written'));
