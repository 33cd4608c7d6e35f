-- A trial is an enrolment of its own kind, and a touch of its own cause: no rule and no figure counts it.
ALTER TABLE enrolments DROP CONSTRAINT enrolments_kind;
ALTER TABLE enrolments ADD CONSTRAINT enrolments_kind
    CHECK (kind IN ('cadence', 'callback', 'confirmation', 'trial'));
ALTER TABLE touches DROP CONSTRAINT touches_cause_kind;
ALTER TABLE touches ADD CONSTRAINT touches_cause_kind
    CHECK (cause_kind IN ('step', 'callback', 'inbound', 'announcement', 'command', 'trial'));
