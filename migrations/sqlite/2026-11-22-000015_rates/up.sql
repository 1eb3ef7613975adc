-- What was won in a month is read off the index alone, the rates frozen with it too.
DROP INDEX closures_won;
CREATE INDEX closures_won ON closures (closed_on, team_id, owner_id, currency, rate, amount_minor, opportunity_id)
  WHERE kind = 'won' AND reopened_at IS NULL;
