-- What was deleted, whole: a record leaves its table, so that lists, counts, totals and searches need not know of it, and
-- waits here until it is restored or its time is up.
CREATE TABLE bin (
  id INTEGER PRIMARY KEY,
  entity TEXT NOT NULL,
  record_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  -- Whose it was: who may restore it is decided by these. A product belongs to no team.
  owner_id BIGINT,
  team_id BIGINT,
  deleted_at TIMESTAMP NOT NULL,
  deleted_by BIGINT,
  -- The row of the record that took this one along; none for what was deleted by itself.
  together_id BIGINT,
  -- The record, the rows that hung on it, and the columns of other records that pointed to it, as JSON.
  record TEXT NOT NULL,
  parts TEXT NOT NULL,
  links TEXT NOT NULL,
  UNIQUE (entity, record_id)
);
CREATE INDEX bin_owner ON bin (owner_id, id);
CREATE INDEX bin_team ON bin (team_id, id);
CREATE INDEX bin_together ON bin (together_id) WHERE together_id IS NOT NULL;
CREATE INDEX bin_deleted ON bin (deleted_at);

-- How many days what was deleted can be restored.
ALTER TABLE organization ADD COLUMN bin_days BIGINT NOT NULL DEFAULT 90;
