-- Another system may have a key that only says what happened there.
ALTER TABLE api_keys DROP CONSTRAINT api_keys_role;
ALTER TABLE api_keys ADD CONSTRAINT api_keys_role
    CHECK (role IN ('viewer', 'operator', 'auditor', 'admin', 'agent', 'publisher'));
