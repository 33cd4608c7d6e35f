-- What came back from people, what we promised them, what we asked of our own, and who ordered what.

CREATE TABLE inbound (
    id uuid PRIMARY KEY,
    sid text,                                       -- the carrier's id; NULL for what did not come through it
    channel text NOT NULL,
    number_id bigint NOT NULL REFERENCES numbers,   -- the person's
    sender text NOT NULL,                           -- ours
    at timestamptz NOT NULL,
    meaning text NOT NULL DEFAULT 'none',
    lead_id uuid REFERENCES leads,                  -- whom it belongs to, if anyone is known
    touch_id uuid REFERENCES touches,               -- the touch it answers
    confirmed_by_carrier boolean NOT NULL DEFAULT false,
    reviewed_at timestamptz,                        -- a person has read it
    reviewed_by text,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT inbound_channel CHECK (channel IN ('sms', 'whatsapp', 'call', 'task'))
);
-- A webhook delivered twice is one message.
CREATE UNIQUE INDEX inbound_sid ON inbound (sid) WHERE sid IS NOT NULL;
CREATE INDEX inbound_number ON inbound (number_id, at);
CREATE INDEX inbound_lead ON inbound (lead_id, at);

-- Erasable: what the person wrote.
CREATE TABLE inbound_texts (
    inbound_id uuid PRIMARY KEY REFERENCES inbound,
    body text NOT NULL
);

CREATE TABLE callbacks (
    id uuid PRIMARY KEY,
    lead_id uuid NOT NULL REFERENCES leads,
    enrolment_id uuid NOT NULL REFERENCES enrolments,
    number_id bigint REFERENCES numbers,            -- the number asked for, if any
    at timestamptz NOT NULL,                        -- when the person wants to be called
    asked_at timestamptz NOT NULL,
    ref text NOT NULL,                              -- the inbound message, touch or command that asked for it
    canceled_at timestamptz,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- One request makes one promise, however often it is delivered.
    CONSTRAINT callbacks_ref_key UNIQUE (ref)
);
CREATE INDEX callbacks_enrolment ON callbacks (enrolment_id);
CREATE INDEX callbacks_lead ON callbacks (lead_id);

-- Work for one of our people. Title and body are erased with the person.
CREATE TABLE tasks (
    id uuid PRIMARY KEY,
    lead_id uuid REFERENCES leads,
    enrolment_id uuid REFERENCES enrolments,
    ref text NOT NULL,                              -- the touch or inbound message that made it
    kind text NOT NULL,                             -- step, reply, review
    title text NOT NULL,
    body text NOT NULL DEFAULT '',
    assign text NOT NULL DEFAULT '',
    opened_at timestamptz NOT NULL,
    done_at timestamptz,
    done_by text,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT tasks_ref_key UNIQUE (ref),          -- one cause makes one task
    CONSTRAINT tasks_done_by_someone CHECK ((done_at IS NULL) = (done_by IS NULL))
);
CREATE INDEX tasks_open ON tasks (opened_at, id) WHERE done_at IS NULL;
CREATE INDEX tasks_lead ON tasks (lead_id);

-- Who ordered what, why, from where (protocol §5.10). `why` is erased with the person it speaks of.
CREATE TABLE commands (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text,                                       -- the caller's idempotency key
    name text NOT NULL,
    actor text NOT NULL,
    origin text NOT NULL,                           -- cli@host, api, sweeper
    why text NOT NULL DEFAULT '',
    lead_id uuid REFERENCES leads,
    campaign_id integer REFERENCES campaigns,
    args jsonb NOT NULL DEFAULT '{}',               -- ids and rule values
    at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT commands_key_key UNIQUE (key),       -- an order given twice under one key is one order
    CONSTRAINT commands_actor_is_named CHECK (actor <> '' AND origin <> '')
);
CREATE INDEX commands_lead ON commands (lead_id) WHERE lead_id IS NOT NULL;

-- Which time it is for everybody (protocol §6.1): one row.
CREATE TABLE clock (
    id smallint PRIMARY KEY DEFAULT 1,
    origin timestamptz NOT NULL,
    started timestamptz NOT NULL,
    speed double precision NOT NULL,
    CONSTRAINT clock_is_one_row CHECK (id = 1),
    CONSTRAINT clock_runs_forward CHECK (speed > 0)
);

-- How far the carrier's inbound messages have been read.
CREATE TABLE carrier_cursor (
    name text PRIMARY KEY,
    seen_at timestamptz NOT NULL
);
