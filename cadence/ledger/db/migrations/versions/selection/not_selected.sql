-- Append-only, without personal data: people of a list that was launched, whom the campaign's condition left out.
CREATE TABLE not_selected (
    lead_id uuid NOT NULL REFERENCES leads,
    campaign_id integer NOT NULL,
    version integer NOT NULL,                       -- whose condition it was
    at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (lead_id, campaign_id, at),
    CONSTRAINT not_selected_version_fkey
        FOREIGN KEY (campaign_id, version) REFERENCES campaign_versions (campaign_id, version)
);
CREATE TRIGGER not_selected_append_only BEFORE UPDATE OR DELETE ON not_selected
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_selected_never_truncated BEFORE TRUNCATE ON not_selected
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Why a pause was ended, in an operator's words.
ALTER TABLE pauses ADD COLUMN end_reason text NOT NULL DEFAULT '';
