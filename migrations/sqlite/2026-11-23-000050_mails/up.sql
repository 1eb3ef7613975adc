-- Mails with customers: what was written, and to whom. One that was sent, or came in, is an activity too, which says who sees it
-- and on which timelines it stands; it is no foreign key, for an activity that comes back from the bin finds its mail again.
CREATE TABLE mails (
  id INTEGER PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  activity_id BIGINT,
  state TEXT NOT NULL CHECK (state IN ('draft', 'waiting', 'sent', 'failed', 'received')),
  -- Who writes it; nobody of one that came in.
  author_id BIGINT REFERENCES users (id),
  -- The record it is about until it is an activity.
  entity TEXT NOT NULL DEFAULT '',
  record_id BIGINT NOT NULL DEFAULT 0,
  -- The mail it answers, and the ids of the messages before it, the oldest first.
  answers_id BIGINT,
  refs TEXT NOT NULL DEFAULT '',
  message_id TEXT NOT NULL DEFAULT '',
  sender TEXT NOT NULL DEFAULT '',
  reply_to TEXT NOT NULL DEFAULT '',
  -- Of a draft: who was ticked (contact-7), and what was typed beside that; otherwise a mailbox a line.
  chosen TEXT NOT NULL DEFAULT '',
  recipients TEXT NOT NULL DEFAULT '',
  copies TEXT NOT NULL DEFAULT '',
  subject TEXT NOT NULL DEFAULT '',
  body TEXT NOT NULL DEFAULT '',
  html TEXT NOT NULL DEFAULT '',
  -- The letter it travels as, and why that did not arrive.
  outbox_id BIGINT,
  trouble TEXT NOT NULL DEFAULT '',
  -- When it was sent or came in.
  at TIMESTAMP,
  -- Is something still to be done now that it was sent, or was not?
  unfiled BOOLEAN NOT NULL DEFAULT FALSE,
  -- Since when its activity is gone.
  orphaned_at TIMESTAMP,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX mails_activity ON mails (activity_id) WHERE activity_id IS NOT NULL;
CREATE UNIQUE INDEX mails_outbox ON mails (outbox_id) WHERE outbox_id IS NOT NULL;
CREATE INDEX mails_message ON mails (message_id) WHERE message_id <> '';
CREATE INDEX mails_drafts ON mails (author_id, updated_at) WHERE activity_id IS NULL;
CREATE INDEX mails_unfiled ON mails (id) WHERE unfiled;

-- What is attached. The content lies in the store of files, under its hash.
CREATE TABLE mail_files (
  id INTEGER PRIMARY KEY,
  mail_id BIGINT NOT NULL REFERENCES mails (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  hash TEXT NOT NULL
);
CREATE INDEX mail_files_mail ON mail_files (mail_id, id);
CREATE INDEX mail_files_hash ON mail_files (hash);

-- Texts mails begin with: one's own, or everybody's.
CREATE TABLE mail_templates (
  id INTEGER PRIMARY KEY,
  version BIGINT NOT NULL,
  owner_id BIGINT REFERENCES users (id),
  name TEXT NOT NULL,
  language TEXT NOT NULL DEFAULT '',
  subject TEXT NOT NULL DEFAULT '',
  body TEXT NOT NULL DEFAULT '',
  active BOOLEAN NOT NULL DEFAULT TRUE
);

-- What somebody's mails end with.
CREATE TABLE signatures (
  user_id BIGINT PRIMARY KEY REFERENCES users (id),
  body TEXT NOT NULL
);
