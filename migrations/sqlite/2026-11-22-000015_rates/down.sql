DROP INDEX closures_won;
CREATE INDEX closures_won ON closures (closed_on, team_id, owner_id, currency, amount_minor)
  WHERE kind = 'won' AND reopened_at IS NULL;
