-- Where a stop came from that matches no lead: encrypted, and erased after 30 days.
CREATE TABLE stranger_addresses (
    inbound_id uuid PRIMARY KEY REFERENCES inbound,
    sealed bytea NOT NULL,                          -- the number or the channel's own id, encrypted (ledger/db/sealing.py)
    at timestamptz NOT NULL,                        -- since when it is kept
    -- A nonce, at least one byte, and a tag.
    CONSTRAINT stranger_addresses_is_sealed CHECK (octet_length(sealed) > 48)
);
CREATE INDEX stranger_addresses_at ON stranger_addresses (at);
