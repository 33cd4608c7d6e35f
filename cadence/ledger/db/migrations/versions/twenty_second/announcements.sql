-- A person is told when a promised call will be made: a touch with a cause of its own.
ALTER TABLE touches DROP CONSTRAINT touches_cause_kind;
ALTER TABLE touches ADD CONSTRAINT touches_cause_kind
    CHECK (cause_kind IN ('step', 'callback', 'inbound', 'announcement', 'command'));
