-- In whose name a request changed something.
ALTER TABLE journal_requests ADD COLUMN on_behalf_of BIGINT;
-- What was done in somebody's name, newest first. What everybody does in their own is not in it.
CREATE INDEX journal_behalf ON journal (on_behalf_of, at, id) WHERE on_behalf_of IS NOT NULL;
