-- Know at each attempt whether it was the first that led to a contact, so that one pass counts gaps and attempts.
CREATE OR REPLACE VIEW report_attempts AS
SELECT campaign_id, lead_id, touch_id, at, contact, row_number() OVER attempts AS nth, lead(at) OVER attempts AS next_at,
    contact AND count(*) FILTER (WHERE contact) OVER attempts = 1 AS first_contact
FROM report_touches
WINDOW attempts AS (PARTITION BY campaign_id, lead_id ORDER BY at, touch_id);
