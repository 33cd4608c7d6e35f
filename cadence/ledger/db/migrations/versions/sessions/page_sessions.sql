-- Who is signed in to the page. A session opens what its key opens, and nothing once the key is revoked or has expired.
-- Of its token only a keyed hash is kept. Instants are real time, as those of keys. Rows that have ended are deleted.
CREATE TABLE page_sessions (
    hash bytea PRIMARY KEY,
    key_id text NOT NULL REFERENCES api_keys (id),
    began_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT page_sessions_expires CHECK (expires_at > began_at)
);
