-- Letters to be sent by mail, each written in the transaction of the change it tells of.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  recipient TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  -- Emptied once it is done with, where it holds a link that lets somebody in.
  body TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  tries BIGINT NOT NULL DEFAULT 0,
  next_try_at TIMESTAMP NOT NULL,
  sent_at TIMESTAMP,
  -- Given up.
  failed_at TIMESTAMP,
  last_error TEXT NOT NULL DEFAULT ''
);
CREATE INDEX outbox_due ON outbox (next_try_at) WHERE sent_at IS NULL AND failed_at IS NULL;
