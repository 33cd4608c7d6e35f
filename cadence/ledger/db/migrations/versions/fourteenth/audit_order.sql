-- An order in which touches, suppressions and pauses can be audited. A place is drawn under the locks that decide what
-- comes first (protocol §1.2), so it says what instants cannot: machines' clocks differ by a little. Rows from before
-- have none.
CREATE SEQUENCE ledger_order;

ALTER TABLE touches ADD COLUMN seq bigint;
ALTER TABLE suppressions ADD COLUMN seq bigint;
ALTER TABLE pauses ADD COLUMN seq bigint;

CREATE FUNCTION take_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.seq := nextval('ledger_order');
    RETURN NEW;
END $$;
CREATE TRIGGER touches_place BEFORE INSERT ON touches FOR EACH ROW EXECUTE FUNCTION take_place();
-- What was put back and goes now was decided now.
CREATE TRIGGER touches_new_place BEFORE UPDATE ON touches FOR EACH ROW
    WHEN (OLD.state = 'planned' AND NEW.state IN ('reserved', 'skipped')) EXECUTE FUNCTION take_place();
CREATE TRIGGER suppressions_place BEFORE INSERT ON suppressions FOR EACH ROW EXECUTE FUNCTION take_place();
CREATE TRIGGER pauses_place BEFORE INSERT ON pauses FOR EACH ROW EXECUTE FUNCTION take_place();
