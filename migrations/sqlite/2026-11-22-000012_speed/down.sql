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
);
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
);
INSERT INTO deal_totals SELECT * FROM deal_totals_before;
DROP TABLE deal_totals_before;
CREATE INDEX deal_totals_owner ON deal_totals (owner_id, pipeline_id, closed_on, team_id);

DROP TRIGGER leads_insert_words;
DROP TRIGGER leads_update_words;
CREATE TRIGGER leads_insert_words AFTER INSERT ON leads BEGIN
  INSERT INTO leads_words (rowid, words)
  VALUES (NEW.id, NEW.search_text || ' @t' || NEW.team_id || COALESCE(' @u' || NEW.owner_id, ' @p' || NEW.team_id) || CASE WHEN NEW.state = 'open' THEN ' @o' ELSE ' @c' END);
END;
CREATE TRIGGER leads_update_words AFTER UPDATE OF state, search_text, team_id, owner_id ON leads
WHEN OLD.state IS NOT NEW.state OR OLD.search_text IS NOT NEW.search_text OR OLD.team_id IS NOT NEW.team_id OR OLD.owner_id IS NOT NEW.owner_id BEGIN
  DELETE FROM leads_words WHERE rowid = OLD.id;
  INSERT INTO leads_words (rowid, words)
  VALUES (NEW.id, NEW.search_text || ' @t' || NEW.team_id || COALESCE(' @u' || NEW.owner_id, ' @p' || NEW.team_id) || CASE WHEN NEW.state = 'open' THEN ' @o' ELSE ' @c' END);
END;
DELETE FROM leads_words;
INSERT INTO leads_words (rowid, words) SELECT id, search_text || ' @t' || team_id || COALESCE(' @u' || owner_id, ' @p' || team_id) || CASE WHEN state = 'open' THEN ' @o' ELSE ' @c' END FROM leads ORDER BY id;

DROP TRIGGER opportunities_insert_words;
DROP TRIGGER opportunities_update_words;
CREATE TRIGGER opportunities_insert_words AFTER INSERT ON opportunities BEGIN
  INSERT INTO opportunities_words (rowid, words)
  VALUES (NEW.id, NEW.search_text || ' @t' || NEW.team_id || COALESCE(' @u' || NEW.owner_id, ' @p' || NEW.team_id) || CASE WHEN NEW.closed_on IS NULL THEN ' @o' ELSE ' @c' END);
END;
CREATE TRIGGER opportunities_update_words AFTER UPDATE OF closed_on, search_text, team_id, owner_id ON opportunities
WHEN OLD.closed_on IS NOT NEW.closed_on OR OLD.search_text IS NOT NEW.search_text OR OLD.team_id IS NOT NEW.team_id OR OLD.owner_id IS NOT NEW.owner_id BEGIN
  DELETE FROM opportunities_words WHERE rowid = OLD.id;
  INSERT INTO opportunities_words (rowid, words)
  VALUES (NEW.id, NEW.search_text || ' @t' || NEW.team_id || COALESCE(' @u' || NEW.owner_id, ' @p' || NEW.team_id) || CASE WHEN NEW.closed_on IS NULL THEN ' @o' ELSE ' @c' END);
END;
DELETE FROM opportunities_words;
INSERT INTO opportunities_words (rowid, words) SELECT id, search_text || ' @t' || team_id || COALESCE(' @u' || owner_id, ' @p' || team_id) || CASE WHEN closed_on IS NULL THEN ' @o' ELSE ' @c' END FROM opportunities ORDER BY id;

DROP TRIGGER accounts_insert_words;
DROP TRIGGER accounts_update_words;
CREATE TRIGGER accounts_insert_words AFTER INSERT ON accounts BEGIN
  INSERT INTO accounts_words (rowid, words)
  VALUES (NEW.id, NEW.search_text || ' @t' || NEW.team_id || COALESCE(' @u' || NEW.owner_id, ' @p' || NEW.team_id));
END;
CREATE TRIGGER accounts_update_words AFTER UPDATE OF search_text, team_id, owner_id ON accounts
WHEN OLD.search_text IS NOT NEW.search_text OR OLD.team_id IS NOT NEW.team_id OR OLD.owner_id IS NOT NEW.owner_id BEGIN
  DELETE FROM accounts_words WHERE rowid = OLD.id;
  INSERT INTO accounts_words (rowid, words)
  VALUES (NEW.id, NEW.search_text || ' @t' || NEW.team_id || COALESCE(' @u' || NEW.owner_id, ' @p' || NEW.team_id));
END;
DELETE FROM accounts_words;
INSERT INTO accounts_words (rowid, words) SELECT id, search_text || ' @t' || team_id || COALESCE(' @u' || owner_id, ' @p' || team_id) FROM accounts ORDER BY id;

DROP TRIGGER contacts_insert_words;
DROP TRIGGER contacts_update_words;
CREATE TRIGGER contacts_insert_words AFTER INSERT ON contacts BEGIN
  INSERT INTO contacts_words (rowid, words)
  VALUES (NEW.id, NEW.search_text || ' @t' || NEW.team_id || COALESCE(' @u' || NEW.owner_id, ' @p' || NEW.team_id));
END;
CREATE TRIGGER contacts_update_words AFTER UPDATE OF search_text, team_id, owner_id ON contacts
WHEN OLD.search_text IS NOT NEW.search_text OR OLD.team_id IS NOT NEW.team_id OR OLD.owner_id IS NOT NEW.owner_id BEGIN
  DELETE FROM contacts_words WHERE rowid = OLD.id;
  INSERT INTO contacts_words (rowid, words)
  VALUES (NEW.id, NEW.search_text || ' @t' || NEW.team_id || COALESCE(' @u' || NEW.owner_id, ' @p' || NEW.team_id));
END;
DELETE FROM contacts_words;
INSERT INTO contacts_words (rowid, words) SELECT id, search_text || ' @t' || team_id || COALESCE(' @u' || owner_id, ' @p' || team_id) FROM contacts ORDER BY id;

DROP INDEX leads_closed_country;
DROP INDEX leads_open_country;
DROP INDEX opportunities_product;
DROP INDEX opportunities_source_lead;
DROP INDEX opportunities_currency;
DROP INDEX opportunities_source;
DROP INDEX opportunities_open_team_unplanned;
DROP INDEX opportunities_open_team_spoken;
DROP INDEX opportunities_open_team_due;
DROP INDEX opportunities_open_owner_due;
DROP INDEX opportunities_open_due;
