-- A lead is converted once in a visit to a campaign, however it becomes known: by an agent's word, also a later or a
-- corrected one, by the end of the cadence, or by what another system says while a call that was promised after it is open.
CREATE TABLE conversions (
    enrolment_id uuid PRIMARY KEY REFERENCES enrolments (id)  -- of the cadence
);

-- The cadence that an enrolment belongs to: itself, or the one after whose end it was opened.
CREATE FUNCTION cadence_of(enrolment uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT c.id FROM enrolments c
         WHERE c.lead_id = e.lead_id AND c.campaign_id = e.campaign_id AND c.kind = 'cadence' AND c.at <= e.at
         ORDER BY c.at DESC, c.id LIMIT 1), e.id)
    FROM enrolments e WHERE e.id = enrolment
$$;

INSERT INTO conversions (enrolment_id)
SELECT DISTINCT cadence_of(known.id) FROM (
    SELECT enrolment_id AS id FROM touches WHERE disposition = 'converted'
    UNION SELECT id FROM enrolments WHERE finished = 'converted'
) AS known;

-- Note that a lead is converted; tell whether that is new.
CREATE FUNCTION is_new_conversion(enrolment uuid) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO conversions (enrolment_id) VALUES (cadence_of(enrolment)) ON CONFLICT DO NOTHING;
    RETURN FOUND;
END
$$;

CREATE OR REPLACE FUNCTION disposition_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM record_event('disposition', NEW.lead_id, NULL, NEW.campaign_id, NULL,
        jsonb_build_object('touch', NEW.id, 'enrolment', NEW.enrolment_id, 'step', NEW.step,
            'disposition', NEW.disposition, 'before', OLD.disposition));
    IF NEW.disposition = 'converted' AND is_new_conversion(NEW.enrolment_id) THEN
        PERFORM record_event('lead.converted', NEW.lead_id, NULL, NEW.campaign_id, NULL,
            jsonb_build_object('enrolment', NEW.enrolment_id, 'touch', NEW.id));
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION enrolment_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    promise callbacks;
BEGIN
    PERFORM record_event('enrolment.ended', NEW.lead_id, NULL, NEW.campaign_id, NEW.finished_at,
        jsonb_build_object('enrolment', NEW.id, 'version', NEW.version, 'kind', NEW.kind, 'reason', NEW.finished,
            'began_at', NEW.at));
    IF NEW.finished = 'converted' AND is_new_conversion(NEW.id) THEN
        PERFORM record_event('lead.converted', NEW.lead_id, NULL, NEW.campaign_id, NEW.finished_at,
            jsonb_build_object('enrolment', NEW.id, 'touch', NULL));
    END IF;
    FOR promise IN SELECT * FROM callbacks WHERE enrolment_id = NEW.id ORDER BY at, id LOOP
        PERFORM miss_promise(promise, NULL, NEW.finished_at);
    END LOOP;
    RETURN NULL;
END
$$;
