DELETE FROM timeline WHERE source = 'activity';
DROP TRIGGER journal_is_told;
DROP TRIGGER opportunities_insert_ties;
DROP TRIGGER opportunities_delete_ties;
DROP TRIGGER opportunities_update_ties;
DROP TRIGGER leads_insert_ties;
DROP TRIGGER leads_delete_ties;
DROP TRIGGER leads_update_ties;
DROP TRIGGER contact_accounts_insert_ties;
DROP TRIGGER contact_accounts_delete_ties;
DROP TRIGGER contact_accounts_update_ties;
DROP TRIGGER merges_insert_ties;
DROP TRIGGER merges_delete_ties;
DROP TRIGGER activities_insert_told;
DROP TRIGGER activities_update_told;
DROP TRIGGER activities_delete_told;
DROP TRIGGER activity_people_insert_told;
DROP TRIGGER opportunities_activities_told;
DROP TRIGGER leads_activities_told;
DROP TRIGGER contact_accounts_insert_activities_told;
DROP TRIGGER contact_accounts_delete_activities_told;
DROP TRIGGER contact_accounts_update_activities_told;
DROP TRIGGER activities_insert_step;
DROP TRIGGER activities_update_step;
DROP TRIGGER activities_delete_step;
DROP VIEW timeline_afresh;
DROP TABLE timeline;
DROP VIEW activity_hosts;
DROP VIEW activity_about;
DROP TABLE activity_people;
DROP TABLE activities;
CREATE TABLE timeline (
  host TEXT NOT NULL,
  host_id BIGINT NOT NULL,
  at TIMESTAMP NOT NULL,
  journal_id BIGINT NOT NULL,
  -- The record it happened to.
  entity TEXT NOT NULL,
  record_id BIGINT NOT NULL,
  PRIMARY KEY (host, host_id, at, journal_id)
) WITHOUT ROWID;

-- What the table holds, made from what it is made of.
CREATE VIEW timeline_afresh AS
SELECT entity AS host, record_id AS host_id, at, id AS journal_id, entity, record_id FROM journal
WHERE entity IN ('lead', 'account', 'contact', 'opportunity')
UNION ALL
SELECT ties.host, ties.host_id, journal.at, journal.id, journal.entity, journal.record_id
FROM ties JOIN journal ON journal.entity = ties.entity AND journal.record_id = ties.record_id;

INSERT INTO timeline (host, host_id, at, journal_id, entity, record_id)
SELECT host, host_id, at, journal_id, entity, record_id FROM timeline_afresh ORDER BY 1, 2, 3, 4;

CREATE TRIGGER journal_is_told AFTER INSERT ON journal
WHEN NEW.entity IN ('lead', 'account', 'contact', 'opportunity') BEGIN
  INSERT INTO timeline (host, host_id, at, journal_id, entity, record_id)
  SELECT NEW.entity, NEW.record_id, NEW.at, NEW.id, NEW.entity, NEW.record_id
  UNION ALL
  SELECT host, host_id, NEW.at, NEW.id, NEW.entity, NEW.record_id FROM ties
  WHERE entity = NEW.entity AND record_id = NEW.record_id;
END;

-- A record that is tied to another customer takes its history along; what was merged into it is the merge's affair.
CREATE TRIGGER opportunities_insert_ties AFTER INSERT ON opportunities BEGIN
  INSERT INTO timeline (host, host_id, at, journal_id, entity, record_id)
  SELECT ties.host, ties.host_id, journal.at, journal.id, journal.entity, journal.record_id
  FROM ties JOIN journal ON journal.entity = ties.entity AND journal.record_id = ties.record_id
  WHERE ties.entity = 'opportunity' AND ties.record_id = NEW.id AND ties.host <> ties.entity;
END;

CREATE TRIGGER opportunities_delete_ties AFTER DELETE ON opportunities BEGIN
  DELETE FROM timeline WHERE host = 'account' AND host_id = OLD.account_id AND entity = 'opportunity' AND record_id = OLD.id;
  DELETE FROM timeline WHERE host = 'contact' AND host_id = OLD.contact_id AND entity = 'opportunity' AND record_id = OLD.id;
END;

CREATE TRIGGER opportunities_update_ties AFTER UPDATE OF account_id, contact_id ON opportunities
WHEN OLD.account_id IS NOT NEW.account_id
  OR OLD.contact_id IS NOT NEW.contact_id BEGIN
  DELETE FROM timeline WHERE host = 'account' AND host_id = OLD.account_id AND entity = 'opportunity' AND record_id = OLD.id;
  DELETE FROM timeline WHERE host = 'contact' AND host_id = OLD.contact_id AND entity = 'opportunity' AND record_id = OLD.id;
  INSERT INTO timeline (host, host_id, at, journal_id, entity, record_id)
  SELECT ties.host, ties.host_id, journal.at, journal.id, journal.entity, journal.record_id
  FROM ties JOIN journal ON journal.entity = ties.entity AND journal.record_id = ties.record_id
  WHERE ties.entity = 'opportunity' AND ties.record_id = NEW.id AND ties.host <> ties.entity;
END;

CREATE TRIGGER leads_insert_ties AFTER INSERT ON leads BEGIN
  INSERT INTO timeline (host, host_id, at, journal_id, entity, record_id)
  SELECT ties.host, ties.host_id, journal.at, journal.id, journal.entity, journal.record_id
  FROM ties JOIN journal ON journal.entity = ties.entity AND journal.record_id = ties.record_id
  WHERE ties.entity = 'lead' AND ties.record_id = NEW.id AND ties.host <> ties.entity;
END;

CREATE TRIGGER leads_delete_ties AFTER DELETE ON leads BEGIN
  DELETE FROM timeline WHERE host = 'account' AND host_id = OLD.account_id AND entity = 'lead' AND record_id = OLD.id;
  DELETE FROM timeline WHERE host = 'contact' AND host_id = OLD.contact_id AND entity = 'lead' AND record_id = OLD.id;
  DELETE FROM timeline WHERE host = 'opportunity' AND host_id = OLD.opportunity_id AND entity = 'lead' AND record_id = OLD.id;
END;

CREATE TRIGGER leads_update_ties AFTER UPDATE OF account_id, contact_id, opportunity_id ON leads
WHEN OLD.account_id IS NOT NEW.account_id
  OR OLD.contact_id IS NOT NEW.contact_id
  OR OLD.opportunity_id IS NOT NEW.opportunity_id BEGIN
  DELETE FROM timeline WHERE host = 'account' AND host_id = OLD.account_id AND entity = 'lead' AND record_id = OLD.id;
  DELETE FROM timeline WHERE host = 'contact' AND host_id = OLD.contact_id AND entity = 'lead' AND record_id = OLD.id;
  DELETE FROM timeline WHERE host = 'opportunity' AND host_id = OLD.opportunity_id AND entity = 'lead' AND record_id = OLD.id;
  INSERT INTO timeline (host, host_id, at, journal_id, entity, record_id)
  SELECT ties.host, ties.host_id, journal.at, journal.id, journal.entity, journal.record_id
  FROM ties JOIN journal ON journal.entity = ties.entity AND journal.record_id = ties.record_id
  WHERE ties.entity = 'lead' AND ties.record_id = NEW.id AND ties.host <> ties.entity;
END;

CREATE TRIGGER contact_accounts_insert_ties AFTER INSERT ON contact_accounts BEGIN
  INSERT INTO timeline (host, host_id, at, journal_id, entity, record_id)
  SELECT ties.host, ties.host_id, journal.at, journal.id, journal.entity, journal.record_id
  FROM ties JOIN journal ON journal.entity = ties.entity AND journal.record_id = ties.record_id
  WHERE ties.entity = 'contact' AND ties.record_id = NEW.contact_id
    AND ties.host = 'account' AND ties.host_id = NEW.account_id;
END;

CREATE TRIGGER contact_accounts_delete_ties AFTER DELETE ON contact_accounts BEGIN
  DELETE FROM timeline WHERE host = 'account' AND host_id = OLD.account_id AND entity = 'contact' AND record_id = OLD.contact_id;
END;

CREATE TRIGGER contact_accounts_update_ties AFTER UPDATE OF contact_id, account_id ON contact_accounts
WHEN OLD.contact_id IS NOT NEW.contact_id
  OR OLD.account_id IS NOT NEW.account_id BEGIN
  DELETE FROM timeline WHERE host = 'account' AND host_id = OLD.account_id AND entity = 'contact' AND record_id = OLD.contact_id;
  INSERT INTO timeline (host, host_id, at, journal_id, entity, record_id)
  SELECT ties.host, ties.host_id, journal.at, journal.id, journal.entity, journal.record_id
  FROM ties JOIN journal ON journal.entity = ties.entity AND journal.record_id = ties.record_id
  WHERE ties.entity = 'contact' AND ties.record_id = NEW.contact_id
    AND ties.host = 'account' AND ties.host_id = NEW.account_id;
END;

CREATE TRIGGER merges_insert_ties AFTER INSERT ON merges BEGIN
  INSERT INTO timeline (host, host_id, at, journal_id, entity, record_id)
  SELECT ties.host, ties.host_id, journal.at, journal.id, journal.entity, journal.record_id
  FROM ties JOIN journal ON journal.entity = ties.entity AND journal.record_id = ties.record_id
  WHERE ties.entity = NEW.entity AND ties.record_id = NEW.loser_id
    AND ties.host = NEW.entity AND ties.host_id = NEW.winner_id;
END;

CREATE TRIGGER merges_delete_ties AFTER DELETE ON merges BEGIN
  DELETE FROM timeline WHERE host = OLD.entity AND host_id = OLD.winner_id AND entity = OLD.entity AND record_id = OLD.loser_id;
END;
