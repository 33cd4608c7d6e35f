-- A report asks of each campaign whether any event names what a conversion is worth.
CREATE INDEX external_events_worth ON external_events (campaign_id) WHERE effect = 'finish' AND value IS NOT NULL;

-- What a touch costs is asked by campaign or by lead, which this view cannot do without reading the prices of all.
DROP VIEW report_prices;
