-- A code of the carrier's acts on the thing it is about: a broken template, a country that is not enabled or an account
-- that is suspended is paused, and whoever waits for it keeps their place.
ALTER TABLE pauses DROP CONSTRAINT pauses_scope;
ALTER TABLE pauses ADD CONSTRAINT pauses_scope CHECK (scope IN (
    'all', 'campaign', 'channel', 'sender', 'floor', 'lead', 'template', 'destination', 'carrier'));
-- Who of those that waited takes the failed branch instead: '*' for all, or the name of one campaign.
ALTER TABLE pauses ADD COLUMN fallback text NOT NULL DEFAULT '';
