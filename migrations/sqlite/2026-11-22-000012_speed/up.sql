-- Deals by the day on which something should happen with them: what is late, and what to look at first.
CREATE INDEX opportunities_open_due ON opportunities (COALESCE(CASE WHEN next_step_on < expected_close OR expected_close IS NULL THEN next_step_on ELSE expected_close END, '9999-12-31'), id, team_id, owner_id, stage_id, next_step_on, COALESCE(last_contact_at, created_at), next_step)
  WHERE closed_on IS NULL;
CREATE INDEX opportunities_open_owner_due ON opportunities (owner_id, COALESCE(CASE WHEN next_step_on < expected_close OR expected_close IS NULL THEN next_step_on ELSE expected_close END, '9999-12-31'), id, team_id, stage_id, next_step_on, COALESCE(last_contact_at, created_at), next_step)
  WHERE closed_on IS NULL;
CREATE INDEX opportunities_open_team_due ON opportunities (team_id, COALESCE(CASE WHEN next_step_on < expected_close OR expected_close IS NULL THEN next_step_on ELSE expected_close END, '9999-12-31'), id, owner_id, stage_id, next_step_on, COALESCE(last_contact_at, created_at), next_step)
  WHERE closed_on IS NULL;

-- Deals nobody has spoken about for longer than their stage allows, and those without a plan.
CREATE INDEX opportunities_open_team_spoken ON opportunities (team_id, stage_id, COALESCE(last_contact_at, created_at), next_step_on, owner_id)
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

-- The index of words no longer knows whom a record belongs to: to go through all records of many teams beside the words
-- took longer than to look at the newest records that have them.
DROP TRIGGER leads_insert_words;
DROP TRIGGER leads_update_words;
CREATE TRIGGER leads_insert_words AFTER INSERT ON leads BEGIN
  INSERT INTO leads_words (rowid, words)
  VALUES (NEW.id, NEW.search_text || CASE WHEN NEW.state = 'open' THEN ' @o' ELSE ' @c' END);
END;
CREATE TRIGGER leads_update_words AFTER UPDATE OF state, search_text ON leads
WHEN OLD.state IS NOT NEW.state OR OLD.search_text IS NOT NEW.search_text BEGIN
  DELETE FROM leads_words WHERE rowid = OLD.id;
  INSERT INTO leads_words (rowid, words)
  VALUES (NEW.id, NEW.search_text || CASE WHEN NEW.state = 'open' THEN ' @o' ELSE ' @c' END);
END;
DELETE FROM leads_words;
INSERT INTO leads_words (rowid, words) SELECT id, search_text || CASE WHEN state = 'open' THEN ' @o' ELSE ' @c' END FROM leads ORDER BY id;

DROP TRIGGER opportunities_insert_words;
DROP TRIGGER opportunities_update_words;
CREATE TRIGGER opportunities_insert_words AFTER INSERT ON opportunities BEGIN
  INSERT INTO opportunities_words (rowid, words)
  VALUES (NEW.id, NEW.search_text || CASE WHEN NEW.closed_on IS NULL THEN ' @o' ELSE ' @c' END);
END;
CREATE TRIGGER opportunities_update_words AFTER UPDATE OF closed_on, search_text ON opportunities
WHEN OLD.closed_on IS NOT NEW.closed_on OR OLD.search_text IS NOT NEW.search_text BEGIN
  DELETE FROM opportunities_words WHERE rowid = OLD.id;
  INSERT INTO opportunities_words (rowid, words)
  VALUES (NEW.id, NEW.search_text || CASE WHEN NEW.closed_on IS NULL THEN ' @o' ELSE ' @c' END);
END;
DELETE FROM opportunities_words;
INSERT INTO opportunities_words (rowid, words) SELECT id, search_text || CASE WHEN closed_on IS NULL THEN ' @o' ELSE ' @c' END FROM opportunities ORDER BY id;

DROP TRIGGER accounts_insert_words;
DROP TRIGGER accounts_update_words;
CREATE TRIGGER accounts_insert_words AFTER INSERT ON accounts BEGIN
  INSERT INTO accounts_words (rowid, words)
  VALUES (NEW.id, NEW.search_text);
END;
CREATE TRIGGER accounts_update_words AFTER UPDATE OF search_text ON accounts
WHEN OLD.search_text IS NOT NEW.search_text BEGIN
  DELETE FROM accounts_words WHERE rowid = OLD.id;
  INSERT INTO accounts_words (rowid, words)
  VALUES (NEW.id, NEW.search_text);
END;
DELETE FROM accounts_words;
INSERT INTO accounts_words (rowid, words) SELECT id, search_text FROM accounts ORDER BY id;

DROP TRIGGER contacts_insert_words;
DROP TRIGGER contacts_update_words;
CREATE TRIGGER contacts_insert_words AFTER INSERT ON contacts BEGIN
  INSERT INTO contacts_words (rowid, words)
  VALUES (NEW.id, NEW.search_text);
END;
CREATE TRIGGER contacts_update_words AFTER UPDATE OF search_text ON contacts
WHEN OLD.search_text IS NOT NEW.search_text BEGIN
  DELETE FROM contacts_words WHERE rowid = OLD.id;
  INSERT INTO contacts_words (rowid, words)
  VALUES (NEW.id, NEW.search_text);
END;
DELETE FROM contacts_words;
INSERT INTO contacts_words (rowid, words) SELECT id, search_text FROM contacts ORDER BY id;

-- What is kept lies by what it is looked up by: a row is where its key is.
CREATE TABLE record_counts_before AS SELECT * FROM record_counts;
DROP TABLE record_counts;
CREATE TABLE record_counts (
  entity TEXT NOT NULL,
  part TEXT NOT NULL,
  facet TEXT NOT NULL,
  item_id BIGINT NOT NULL,
  team_id BIGINT NOT NULL,
  owner_id BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (entity, part, facet, item_id, team_id, owner_id)
) WITHOUT ROWID;
INSERT INTO record_counts SELECT * FROM record_counts_before;
DROP TABLE record_counts_before;
CREATE INDEX record_counts_owner ON record_counts (entity, part, facet, item_id, owner_id, team_id, n);
CREATE TABLE deal_totals_before AS SELECT * FROM deal_totals;
DROP TABLE deal_totals;
CREATE TABLE deal_totals (
  team_id BIGINT NOT NULL,
  owner_id BIGINT NOT NULL,
  pipeline_id BIGINT NOT NULL,
  closed_on DATE NOT NULL,
  stage_id BIGINT NOT NULL,
  currency TEXT NOT NULL,
  n BIGINT NOT NULL,
  amount_minor BIGINT NOT NULL,
  weighted_minor BIGINT NOT NULL,
  PRIMARY KEY (team_id, owner_id, pipeline_id, closed_on, stage_id, currency)
) WITHOUT ROWID;
INSERT INTO deal_totals SELECT * FROM deal_totals_before;
DROP TABLE deal_totals_before;
CREATE INDEX deal_totals_owner ON deal_totals (owner_id, pipeline_id, closed_on, team_id);
