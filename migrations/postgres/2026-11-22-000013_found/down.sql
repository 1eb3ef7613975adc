ALTER TABLE organization DROP COLUMN words_stale;
CREATE INDEX leads_closed_status ON leads (status_id, created_at, id, source_id, owner_id, team_id, country, state)
  WHERE state <> 'open';
DROP INDEX leads_closed_state;
