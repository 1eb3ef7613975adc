-- What was won in a month, by whom it was won.
CREATE INDEX closures_won ON closures (closed_on, team_id, owner_id, currency, amount_minor)
  WHERE kind = 'won' AND reopened_at IS NULL;

-- Closed records that nobody owns: hardly any, and looked for among all closed ones of a team without these.
CREATE INDEX leads_closed_pool_created ON leads (team_id, created_at, id, status_id, source_id, country, state, owner_id)
  WHERE state <> 'open' AND owner_id IS NULL;
CREATE INDEX leads_closed_pool_name ON leads (team_id, sort_name, id, status_id, source_id, country, state, owner_id)
  WHERE state <> 'open' AND owner_id IS NULL;
CREATE INDEX leads_closed_pool_value ON leads (team_id, COALESCE(value_minor, -1), id, status_id, source_id, country, state, owner_id)
  WHERE state <> 'open' AND owner_id IS NULL;
CREATE INDEX opportunities_closed_pool_card ON opportunities (team_id, stage_id, closed_on, id, owner_id, product_id, kind)
  WHERE closed_on IS NOT NULL AND owner_id IS NULL;
