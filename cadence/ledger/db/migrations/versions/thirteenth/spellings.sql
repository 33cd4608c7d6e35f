-- Earlier versions hashed a phone as it was spelt, so one phone may have several rows. They are linked, not deleted:
-- what is append-only refers to them.

ALTER TABLE numbers
    -- The row that the ledger uses for this phone; NULL for that row itself.
    ADD COLUMN same_as bigint REFERENCES numbers,
    -- A link leads to the row in use at once, and the digits stand there alone.
    ADD CONSTRAINT numbers_same_as_is_another CHECK (same_as <> id),
    ADD CONSTRAINT numbers_linked_has_no_digits CHECK (same_as IS NULL OR e164 IS NULL);
