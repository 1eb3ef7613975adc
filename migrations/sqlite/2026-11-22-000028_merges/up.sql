-- Which record another one was merged into: its address leads there, and its history is read there.
CREATE TABLE merges (
  id INTEGER PRIMARY KEY,
  entity TEXT NOT NULL,
  loser_id BIGINT NOT NULL,
  winner_id BIGINT NOT NULL,
  -- The record through which it came there: itself, or the one it had been merged into before.
  through_id BIGINT NOT NULL,
  merged_at TIMESTAMP NOT NULL,
  -- What takes the merge back, as JSON; empty for what came along, and once the bin has forgotten the record.
  undoing TEXT NOT NULL,
  UNIQUE (entity, loser_id, winner_id)
);
CREATE INDEX merges_winner ON merges (entity, winner_id, loser_id);
