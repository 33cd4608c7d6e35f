-- Ratios of the law count a campaign's touches by period, from its first one on.
DROP INDEX touches_campaign;
CREATE INDEX touches_campaign ON touches (campaign_id, at);
