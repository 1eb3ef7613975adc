-- Records of a list, chosen to be changed together: as they were when they were chosen, whatever becomes of the list.
CREATE TABLE selections (
  id INTEGER PRIMARY KEY,
  viewer_id BIGINT NOT NULL REFERENCES users (id),
  -- The table of the records.
  entity TEXT NOT NULL,
  -- The list they were chosen on.
  back TEXT NOT NULL,
  -- Each id with its version then: "7-3,9-1".
  records TEXT NOT NULL,
  chosen BIGINT NOT NULL,
  -- Were there more than are changed at once?
  cut BOOLEAN NOT NULL,
  created_at TIMESTAMP NOT NULL,
  -- What was done to them, once it was.
  batch_id BIGINT REFERENCES batches (id),
  change TEXT NOT NULL DEFAULT '',
  -- How many of them it has reached, and back to which entry of the journal it has been taken back.
  done BIGINT NOT NULL DEFAULT 0,
  undone BIGINT,
  -- How many stayed as they are when it was taken back.
  kept BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX selections_batch ON selections (batch_id);

-- Chosen records that were not changed, and why.
CREATE TABLE bulk_skips (
  batch_id BIGINT NOT NULL REFERENCES batches (id),
  record_id BIGINT NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (batch_id, record_id)
);
