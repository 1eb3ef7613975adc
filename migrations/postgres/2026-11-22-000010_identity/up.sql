-- Throttles are forgotten a day after the last try, and found by that.
CREATE INDEX throttles_last ON throttles (last_at);

-- Counts the edits of the company's own settings, so that two administrators do not overwrite each other.
ALTER TABLE organization ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
