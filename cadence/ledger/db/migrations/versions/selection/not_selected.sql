-- Append-only, without personal data: people of a list that was launched, whom the campaign's condition left out.
CREATE TABLE not_selected (
    campaign_id integer NOT NULL,
    lead_id uuid NOT NULL REFERENCES leads,
    version integer NOT NULL,                       -- whose condition it was
    at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (campaign_id, lead_id, at),
    CONSTRAINT not_selected_version_fkey
        FOREIGN KEY (campaign_id, version) REFERENCES campaign_versions (campaign_id, version)
);
CREATE INDEX not_selected_lead ON not_selected (lead_id);
CREATE TRIGGER not_selected_append_only BEFORE UPDATE OR DELETE ON not_selected
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_selected_never_truncated BEFORE TRUNCATE ON not_selected
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Why a pause was ended, in an operator's words.
ALTER TABLE pauses ADD COLUMN end_reason text NOT NULL DEFAULT '';
