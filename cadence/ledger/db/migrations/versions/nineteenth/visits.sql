-- A person may come back to a campaign, as its file says (`enter`). Each visit has a key, so that two launchers at once
-- make one of it; and nobody waits twice for their turn.
ALTER TABLE roster
    ADD COLUMN visit text NOT NULL DEFAULT '',          -- '' the first; else the date it is for, or which time it is
    DROP CONSTRAINT roster_pkey,
    ADD PRIMARY KEY (campaign_id, lead_id, visit);
CREATE UNIQUE INDEX roster_one_waiting ON roster (campaign_id, lead_id) WHERE taken_at IS NULL;
