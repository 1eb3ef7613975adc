-- What every list is read by: one range for each way to reach records (all, an owner's, a team's, a pool's) in each of
-- its orders, with the columns lists are filtered by behind the order, so that a filter that finds little reads the index
-- and not the table. Closed records are kept apart from open ones.

CREATE INDEX leads_open_created ON leads (created_at, id, status_id, source_id, owner_id, team_id, country, state)
  WHERE state = 'open';
CREATE INDEX leads_open_owner_created ON leads (owner_id, created_at, id, status_id, source_id, team_id, country, state)
  WHERE state = 'open';
CREATE INDEX leads_open_team_created ON leads (team_id, created_at, id, status_id, source_id, owner_id, country, state)
  WHERE state = 'open';
CREATE INDEX leads_open_pool_created ON leads (team_id, created_at, id, status_id, source_id, country, state, owner_id)
  WHERE state = 'open' AND owner_id IS NULL;
CREATE INDEX leads_open_name ON leads (sort_name, id, status_id, source_id, owner_id, team_id, country, state)
  WHERE state = 'open';
CREATE INDEX leads_open_owner_name ON leads (owner_id, sort_name, id, status_id, source_id, team_id, country, state)
  WHERE state = 'open';
CREATE INDEX leads_open_team_name ON leads (team_id, sort_name, id, status_id, source_id, owner_id, country, state)
  WHERE state = 'open';
CREATE INDEX leads_open_pool_name ON leads (team_id, sort_name, id, status_id, source_id, country, state, owner_id)
  WHERE state = 'open' AND owner_id IS NULL;
CREATE INDEX leads_open_value ON leads (COALESCE(value_minor, -1), id, status_id, source_id, owner_id, team_id, country, state)
  WHERE state = 'open';
CREATE INDEX leads_open_owner_value ON leads (owner_id, COALESCE(value_minor, -1), id, status_id, source_id, team_id, country, state)
  WHERE state = 'open';
CREATE INDEX leads_open_team_value ON leads (team_id, COALESCE(value_minor, -1), id, status_id, source_id, owner_id, country, state)
  WHERE state = 'open';
CREATE INDEX leads_open_pool_value ON leads (team_id, COALESCE(value_minor, -1), id, status_id, source_id, country, state, owner_id)
  WHERE state = 'open' AND owner_id IS NULL;
CREATE INDEX leads_open_status ON leads (status_id, created_at, id, source_id, owner_id, team_id, country, state)
  WHERE state = 'open';
CREATE INDEX leads_open_source ON leads (source_id, created_at, id, status_id, owner_id, team_id, country, state)
  WHERE state = 'open';
CREATE INDEX leads_closed_created ON leads (created_at, id, status_id, source_id, owner_id, team_id, country, state)
  WHERE state <> 'open';
CREATE INDEX leads_closed_owner_created ON leads (owner_id, created_at, id, status_id, source_id, team_id, country, state)
  WHERE state <> 'open';
CREATE INDEX leads_closed_team_created ON leads (team_id, created_at, id, status_id, source_id, owner_id, country, state)
  WHERE state <> 'open';
CREATE INDEX leads_closed_name ON leads (sort_name, id, status_id, source_id, owner_id, team_id, country, state)
  WHERE state <> 'open';
CREATE INDEX leads_closed_owner_name ON leads (owner_id, sort_name, id, status_id, source_id, team_id, country, state)
  WHERE state <> 'open';
CREATE INDEX leads_closed_team_name ON leads (team_id, sort_name, id, status_id, source_id, owner_id, country, state)
  WHERE state <> 'open';
CREATE INDEX leads_closed_value ON leads (COALESCE(value_minor, -1), id, status_id, source_id, owner_id, team_id, country, state)
  WHERE state <> 'open';
CREATE INDEX leads_closed_owner_value ON leads (owner_id, COALESCE(value_minor, -1), id, status_id, source_id, team_id, country, state)
  WHERE state <> 'open';
CREATE INDEX leads_closed_team_value ON leads (team_id, COALESCE(value_minor, -1), id, status_id, source_id, owner_id, country, state)
  WHERE state <> 'open';
CREATE INDEX leads_closed_status ON leads (status_id, created_at, id, source_id, owner_id, team_id, country, state)
  WHERE state <> 'open';
CREATE INDEX leads_closed_source ON leads (source_id, created_at, id, status_id, owner_id, team_id, country, state)
  WHERE state <> 'open';

CREATE INDEX opportunities_open_close ON opportunities (COALESCE(expected_close, '9999-12-31'), id, stage_id, owner_id, team_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NULL;
CREATE INDEX opportunities_open_owner_close ON opportunities (owner_id, COALESCE(expected_close, '9999-12-31'), id, stage_id, team_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NULL;
CREATE INDEX opportunities_open_team_close ON opportunities (team_id, COALESCE(expected_close, '9999-12-31'), id, stage_id, owner_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NULL;
CREATE INDEX opportunities_open_pool_close ON opportunities (team_id, COALESCE(expected_close, '9999-12-31'), id, stage_id, pipeline_id, product_id, kind, closed_on, owner_id)
  WHERE closed_on IS NULL AND owner_id IS NULL;
CREATE INDEX opportunities_open_created ON opportunities (created_at, id, stage_id, owner_id, team_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NULL;
CREATE INDEX opportunities_open_owner_created ON opportunities (owner_id, created_at, id, stage_id, team_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NULL;
CREATE INDEX opportunities_open_team_created ON opportunities (team_id, created_at, id, stage_id, owner_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NULL;
CREATE INDEX opportunities_open_pool_created ON opportunities (team_id, created_at, id, stage_id, pipeline_id, product_id, kind, closed_on, owner_id)
  WHERE closed_on IS NULL AND owner_id IS NULL;
CREATE INDEX opportunities_open_name ON opportunities (sort_name, id, stage_id, owner_id, team_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NULL;
CREATE INDEX opportunities_open_owner_name ON opportunities (owner_id, sort_name, id, stage_id, team_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NULL;
CREATE INDEX opportunities_open_team_name ON opportunities (team_id, sort_name, id, stage_id, owner_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NULL;
CREATE INDEX opportunities_open_pool_name ON opportunities (team_id, sort_name, id, stage_id, pipeline_id, product_id, kind, closed_on, owner_id)
  WHERE closed_on IS NULL AND owner_id IS NULL;
CREATE INDEX opportunities_open_amount ON opportunities (COALESCE(amount_minor, -1), id, stage_id, owner_id, team_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NULL;
CREATE INDEX opportunities_open_owner_amount ON opportunities (owner_id, COALESCE(amount_minor, -1), id, stage_id, team_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NULL;
CREATE INDEX opportunities_open_team_amount ON opportunities (team_id, COALESCE(amount_minor, -1), id, stage_id, owner_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NULL;
CREATE INDEX opportunities_open_pool_amount ON opportunities (team_id, COALESCE(amount_minor, -1), id, stage_id, pipeline_id, product_id, kind, closed_on, owner_id)
  WHERE closed_on IS NULL AND owner_id IS NULL;
CREATE INDEX opportunities_closed_close ON opportunities (COALESCE(expected_close, '9999-12-31'), id, stage_id, owner_id, team_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NOT NULL;
CREATE INDEX opportunities_closed_owner_close ON opportunities (owner_id, COALESCE(expected_close, '9999-12-31'), id, stage_id, team_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NOT NULL;
CREATE INDEX opportunities_closed_team_close ON opportunities (team_id, COALESCE(expected_close, '9999-12-31'), id, stage_id, owner_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NOT NULL;
CREATE INDEX opportunities_closed_created ON opportunities (created_at, id, stage_id, owner_id, team_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NOT NULL;
CREATE INDEX opportunities_closed_owner_created ON opportunities (owner_id, created_at, id, stage_id, team_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NOT NULL;
CREATE INDEX opportunities_closed_team_created ON opportunities (team_id, created_at, id, stage_id, owner_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NOT NULL;
CREATE INDEX opportunities_closed_name ON opportunities (sort_name, id, stage_id, owner_id, team_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NOT NULL;
CREATE INDEX opportunities_closed_owner_name ON opportunities (owner_id, sort_name, id, stage_id, team_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NOT NULL;
CREATE INDEX opportunities_closed_team_name ON opportunities (team_id, sort_name, id, stage_id, owner_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NOT NULL;
CREATE INDEX opportunities_closed_amount ON opportunities (COALESCE(amount_minor, -1), id, stage_id, owner_id, team_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NOT NULL;
CREATE INDEX opportunities_closed_owner_amount ON opportunities (owner_id, COALESCE(amount_minor, -1), id, stage_id, team_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NOT NULL;
CREATE INDEX opportunities_closed_team_amount ON opportunities (team_id, COALESCE(amount_minor, -1), id, stage_id, owner_id, pipeline_id, product_id, kind, closed_on)
  WHERE closed_on IS NOT NULL;

CREATE INDEX accounts_name ON accounts (sort_name, id, industry_id, lifecycle, owner_id, team_id);
CREATE INDEX accounts_owner_name ON accounts (owner_id, sort_name, id, industry_id, lifecycle, team_id);
CREATE INDEX accounts_team_name ON accounts (team_id, sort_name, id, industry_id, lifecycle, owner_id);
CREATE INDEX accounts_pool_name ON accounts (team_id, sort_name, id, industry_id, lifecycle, owner_id)
  WHERE owner_id IS NULL;
CREATE INDEX accounts_created ON accounts (created_at, id, industry_id, lifecycle, owner_id, team_id);
CREATE INDEX accounts_owner_created ON accounts (owner_id, created_at, id, industry_id, lifecycle, team_id);
CREATE INDEX accounts_team_created ON accounts (team_id, created_at, id, industry_id, lifecycle, owner_id);
CREATE INDEX accounts_pool_created ON accounts (team_id, created_at, id, industry_id, lifecycle, owner_id)
  WHERE owner_id IS NULL;

CREATE INDEX contacts_name ON contacts (sort_name, id, lifecycle, owner_id, team_id);
CREATE INDEX contacts_owner_name ON contacts (owner_id, sort_name, id, lifecycle, team_id);
CREATE INDEX contacts_team_name ON contacts (team_id, sort_name, id, lifecycle, owner_id);
CREATE INDEX contacts_pool_name ON contacts (team_id, sort_name, id, lifecycle, owner_id)
  WHERE owner_id IS NULL;
CREATE INDEX contacts_created ON contacts (created_at, id, lifecycle, owner_id, team_id);
CREATE INDEX contacts_owner_created ON contacts (owner_id, created_at, id, lifecycle, team_id);
CREATE INDEX contacts_team_created ON contacts (team_id, created_at, id, lifecycle, owner_id);
CREATE INDEX contacts_pool_created ON contacts (team_id, created_at, id, lifecycle, owner_id)
  WHERE owner_id IS NULL;

-- The cards of a board's column: soonest close first, closed deals by the day they closed.
CREATE INDEX opportunities_open_card ON opportunities (stage_id, COALESCE(expected_close, '9999-12-31'), id, owner_id, team_id, product_id, kind, closed_on)
  WHERE closed_on IS NULL;
CREATE INDEX opportunities_open_owner_card ON opportunities (owner_id, stage_id, COALESCE(expected_close, '9999-12-31'), id, team_id, product_id, kind, closed_on)
  WHERE closed_on IS NULL;
CREATE INDEX opportunities_open_team_card ON opportunities (team_id, stage_id, COALESCE(expected_close, '9999-12-31'), id, owner_id, product_id, kind, closed_on)
  WHERE closed_on IS NULL;
CREATE INDEX opportunities_closed_card ON opportunities (stage_id, closed_on, id, owner_id, team_id, product_id, kind)
  WHERE closed_on IS NOT NULL;
CREATE INDEX opportunities_closed_owner_card ON opportunities (owner_id, stage_id, closed_on, id, team_id, product_id, kind)
  WHERE closed_on IS NOT NULL;
CREATE INDEX opportunities_closed_team_card ON opportunities (team_id, stage_id, closed_on, id, owner_id, product_id, kind)
  WHERE closed_on IS NOT NULL;
CREATE INDEX opportunities_open_pool_card ON opportunities (team_id, stage_id, COALESCE(expected_close, '9999-12-31'), id, owner_id, closed_on)
  WHERE closed_on IS NULL AND owner_id IS NULL;

-- The records around a record.
CREATE INDEX opportunities_account ON opportunities (account_id, id);
CREATE INDEX opportunities_contact ON opportunities (contact_id, id);
CREATE INDEX leads_account ON leads (account_id, id)
  WHERE account_id IS NOT NULL;
CREATE INDEX leads_contact ON leads (contact_id, id)
  WHERE contact_id IS NOT NULL;
CREATE INDEX accounts_parent ON accounts (parent_id, id)
  WHERE parent_id IS NOT NULL;
