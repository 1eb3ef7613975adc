-- How a lead ended is asked of closed ones, where it stood before of open ones only.
CREATE INDEX leads_closed_state ON leads (state, created_at, id, status_id, source_id, owner_id, team_id, country)
  WHERE state <> 'open';
DROP INDEX leads_closed_status;

-- The words and the keys by which records are found are made by the program. A version that makes others out of the same
-- records says so here; the program makes them afresh at its next start.
ALTER TABLE organization ADD COLUMN words_stale BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE organization SET words_stale = TRUE;
