-- A channel and a kind of number are words of the program's registry, not of the ledger; an address need be no phone.
ALTER TABLE numbers DROP CONSTRAINT numbers_e164_form, DROP CONSTRAINT numbers_kind;
ALTER TABLE numbers
    ADD CONSTRAINT numbers_e164_form CHECK (e164 ~ '^\+[1-9][0-9]{1,14}$' OR e164 ~ '^[^[:space:]@]+@[^[:space:]@]+$'),
    ADD CONSTRAINT numbers_kind CHECK (kind ~ '^[a-z][a-z_]{1,29}$');
ALTER TABLE consents DROP CONSTRAINT consents_channel;
ALTER TABLE consents ADD CONSTRAINT consents_channel CHECK (channel ~ '^[a-z][a-z_]{1,29}$');
ALTER TABLE touches DROP CONSTRAINT touches_channel;
ALTER TABLE touches ADD CONSTRAINT touches_channel CHECK (channel ~ '^[a-z][a-z_]{1,29}$');
ALTER TABLE inbound DROP CONSTRAINT inbound_channel;
ALTER TABLE inbound ADD CONSTRAINT inbound_channel CHECK (channel ~ '^[a-z][a-z_]{1,29}$');
