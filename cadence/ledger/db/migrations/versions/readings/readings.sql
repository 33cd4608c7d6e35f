-- What became of the rows of a list at a launch: counts alone, so nothing of it is about a person.
CREATE TABLE list_readings (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    campaign_id integer NOT NULL REFERENCES campaigns,
    list text NOT NULL,
    at timestamptz NOT NULL,
    rows integer NOT NULL,                          -- rows read
    usable integer NOT NULL,                        -- rows whose lead may be contacted
    causes jsonb NOT NULL DEFAULT '{}',             -- what is wrong with the others: cause -> rows
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX list_readings_campaign ON list_readings (campaign_id, list, id);
CREATE TRIGGER list_readings_append_only BEFORE UPDATE OR DELETE ON list_readings
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER list_readings_never_truncated BEFORE TRUNCATE ON list_readings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The last reading of each list counts: a corrected list replaces what was read before.
CREATE VIEW figure_list_quality AS
SELECT DISTINCT ON (r.campaign_id, r.list)
    r.campaign_id, c.name AS campaign, r.list, r.at, r.causes, r.usable AS part, r.rows AS whole
FROM list_readings r JOIN campaigns c ON c.id = r.campaign_id
ORDER BY r.campaign_id, r.list, r.id DESC;
