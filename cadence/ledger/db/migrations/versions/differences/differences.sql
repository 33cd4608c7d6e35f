-- A decision stores what its base, an earlier decision of the same enrolment, does not have. Rows of before stay as they
-- are: they have the columns, and no document.
ALTER TABLE decisions
    ADD COLUMN base bigint,                         -- the decision that the document builds on; NULL: it is whole
    ADD COLUMN document bytea,
    ALTER COLUMN facts DROP NOT NULL,
    ALTER COLUMN candidate DROP NOT NULL,
    ALTER COLUMN reasons DROP NOT NULL,             -- of refusals only, which are counted by rule
    ALTER COLUMN reasons DROP DEFAULT,
    ALTER COLUMN evidence DROP NOT NULL,
    ALTER COLUMN evidence DROP DEFAULT,
    ALTER COLUMN packs DROP NOT NULL,
    ALTER COLUMN packs DROP DEFAULT;
ALTER TABLE decisions
    ADD CONSTRAINT decisions_document CHECK (num_nonnulls(document, facts) = 1),
    ADD CONSTRAINT decisions_base CHECK (base IS NULL OR (document IS NOT NULL AND base < id));

-- What each of these finds, another index finds as well: a lead's decisions are those of its enrolments, and
-- `touches_key` begins with the lead. No statement asks for the touches of an account.
DROP INDEX decisions_lead;
DROP INDEX touches_lead;
DROP INDEX touches_account;
