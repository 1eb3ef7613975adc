-- Deals by the day on which something should happen with them: what is late, and what to look at first.
CREATE INDEX opportunities_open_due ON opportunities ((COALESCE(CASE WHEN next_step_on < expected_close OR expected_close IS NULL THEN next_step_on ELSE expected_close END, '9999-12-31')), id, team_id, owner_id, stage_id, next_step_on, (COALESCE(last_contact_at, created_at)), next_step)
  WHERE closed_on IS NULL;
CREATE INDEX opportunities_open_owner_due ON opportunities (owner_id, (COALESCE(CASE WHEN next_step_on < expected_close OR expected_close IS NULL THEN next_step_on ELSE expected_close END, '9999-12-31')), id, team_id, stage_id, next_step_on, (COALESCE(last_contact_at, created_at)), next_step)
  WHERE closed_on IS NULL;
CREATE INDEX opportunities_open_team_due ON opportunities (team_id, (COALESCE(CASE WHEN next_step_on < expected_close OR expected_close IS NULL THEN next_step_on ELSE expected_close END, '9999-12-31')), id, owner_id, stage_id, next_step_on, (COALESCE(last_contact_at, created_at)), next_step)
  WHERE closed_on IS NULL;

-- Deals nobody has spoken about for longer than their stage allows, and those without a plan.
CREATE INDEX opportunities_open_team_spoken ON opportunities (team_id, stage_id, (COALESCE(last_contact_at, created_at)), next_step_on, owner_id)
  WHERE closed_on IS NULL;
CREATE INDEX opportunities_open_team_unplanned ON opportunities (team_id, owner_id)
  WHERE closed_on IS NULL AND next_step = '';

-- What few records have is found by itself, and not along everything else; so is what stands in the way when a lead or a
-- product is taken back.
CREATE INDEX opportunities_source ON opportunities (source_id, closed_on, id);
CREATE INDEX opportunities_currency ON opportunities (currency, closed_on, id);
CREATE INDEX opportunities_source_lead ON opportunities (source_lead_id)
  WHERE source_lead_id IS NOT NULL;
CREATE INDEX opportunities_product ON opportunities (product_id)
  WHERE product_id IS NOT NULL;
CREATE INDEX leads_open_country ON leads (country, created_at, id, status_id, source_id, owner_id, team_id, state)
  WHERE state = 'open';
CREATE INDEX leads_closed_country ON leads (country, created_at, id, status_id, source_id, owner_id, team_id, state)
  WHERE state <> 'open';
