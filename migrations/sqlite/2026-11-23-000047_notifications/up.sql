-- What somebody is told: one row for each thing, however often it happens before they look.
CREATE TABLE notifications (
  id INTEGER PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  event TEXT NOT NULL,
  -- What happened twice is told once: the same key.
  key TEXT NOT NULL,
  -- The record it is about; of many at once the last.
  entity TEXT NOT NULL,
  record_id BIGINT NOT NULL,
  -- How many records it is about.
  n BIGINT NOT NULL DEFAULT 1,
  -- Who did it; nobody where the program tells by itself.
  actor_id BIGINT REFERENCES users (id) ON DELETE SET NULL,
  at TIMESTAMP NOT NULL,
  -- Shown in the tray, and still to be read.
  in_tray BOOLEAN NOT NULL,
  read_at TIMESTAMP,
  -- To go out by mail, and gone.
  by_mail BOOLEAN NOT NULL,
  mailed_at TIMESTAMP,
  UNIQUE (user_id, key)
);
CREATE INDEX notifications_tray ON notifications (user_id, id) WHERE in_tray;
CREATE INDEX notifications_unread ON notifications (user_id) WHERE in_tray AND read_at IS NULL;
CREATE INDEX notifications_mail ON notifications (at) WHERE by_mail AND mailed_at IS NULL;
CREATE INDEX notifications_record ON notifications (entity, record_id);

-- What somebody wants to be told otherwise than is usual.
CREATE TABLE notification_choices (
  user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  event TEXT NOT NULL,
  in_tray BOOLEAN NOT NULL,
  by_mail BOOLEAN NOT NULL,
  PRIMARY KEY (user_id, event)
);

-- Who gets a letter every working morning, at what hour of their own clock, and the day of the last one.
CREATE TABLE digests (
  user_id BIGINT NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  hour BIGINT NOT NULL CHECK (hour BETWEEN 0 AND 23),
  last_on DATE
);

-- So many minutes before it begins its people are reminded; of one without an hour, before the morning of its day.
ALTER TABLE activities ADD COLUMN remind BIGINT;

-- Whom to remind of what is planned, and when: kept with the activity, gone with it.
CREATE TABLE reminders (
  activity_id BIGINT NOT NULL REFERENCES activities (id) ON DELETE CASCADE,
  user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  due_at TIMESTAMP NOT NULL,
  told_at TIMESTAMP,
  PRIMARY KEY (activity_id, user_id)
);
CREATE INDEX reminders_due ON reminders (due_at) WHERE told_at IS NULL;
