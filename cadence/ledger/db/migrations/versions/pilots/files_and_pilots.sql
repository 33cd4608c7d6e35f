-- The text of a campaign file as it was launched, with its comments. People wrote it, so unlike the content of a
-- version it may be changed or deleted: nothing is decided by it.
CREATE TABLE campaign_files (
    campaign_id integer NOT NULL,
    version integer NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (campaign_id, version),
    CONSTRAINT campaign_files_version_fkey
        FOREIGN KEY (campaign_id, version) REFERENCES campaign_versions (campaign_id, version)
);

-- People of a list that was launched as a pilot, who are not enrolled until the rest is.
CREATE TABLE held_back (
    campaign_id integer NOT NULL REFERENCES campaigns,
    lead_id uuid NOT NULL REFERENCES leads,
    added_at timestamptz NOT NULL,
    PRIMARY KEY (campaign_id, lead_id)
);
CREATE INDEX held_back_lead ON held_back (lead_id);
