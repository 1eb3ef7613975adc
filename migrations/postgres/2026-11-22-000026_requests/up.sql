-- From where the journal was written: one row for each request that changed something. What one request did is one
-- action, and is taken back as one.
CREATE TABLE journal_requests (
  request_id TEXT NOT NULL PRIMARY KEY,
  at TIMESTAMP NOT NULL,
  actor_id BIGINT,
  address TEXT NOT NULL,
  agent TEXT NOT NULL,
  -- May everything it did be taken back?
  reversible BOOLEAN NOT NULL,
  -- The request that this one took back.
  undoes TEXT REFERENCES journal_requests (request_id)
);
CREATE INDEX journal_requests_undoes ON journal_requests (undoes);
CREATE INDEX journal_requests_address ON journal_requests (address, at);
CREATE INDEX journal_request ON journal (request_id, id);
-- What an administrator looks for in the journal, newest first.
CREATE INDEX journal_actor ON journal (actor_id, at, id);
CREATE INDEX journal_entity ON journal (entity, at, id);
CREATE INDEX journal_action ON journal (action, at, id);
