DROP TRIGGER activities_insert_told ON activities;
DROP TRIGGER activities_update_told ON activities;
DROP TRIGGER activities_delete_told ON activities;
DROP TRIGGER activity_people_told ON activity_people;
DROP TRIGGER opportunities_activities_told ON opportunities;
DROP TRIGGER leads_activities_told ON leads;
DROP TRIGGER contact_accounts_activities_told ON contact_accounts;
DROP TRIGGER contact_accounts_update_activities_told ON contact_accounts;
DROP TRIGGER activities_insert_step ON activities;
DROP TRIGGER activities_update_step ON activities;
DROP TRIGGER activities_delete_step ON activities;
DROP FUNCTION tell_activities(BIGINT[]);
DROP FUNCTION activities_are_told();
DROP FUNCTION activity_people_are_told();
DROP FUNCTION opportunities_activities_told();
DROP FUNCTION leads_activities_told();
DROP FUNCTION contact_accounts_activities_told();
DROP FUNCTION tell_step(BIGINT);
DROP FUNCTION activities_step();
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
);

-- What the table holds, made from what it is made of.
CREATE VIEW timeline_afresh AS
SELECT entity AS host, record_id AS host_id, at, id AS journal_id, entity, record_id FROM journal
WHERE entity IN ('lead', 'account', 'contact', 'opportunity')
UNION ALL
SELECT ties.host, ties.host_id, journal.at, journal.id, journal.entity, journal.record_id
FROM ties JOIN journal ON journal.entity = ties.entity AND journal.record_id = ties.record_id;

INSERT INTO timeline (host, host_id, at, journal_id, entity, record_id)
SELECT host, host_id, at, journal_id, entity, record_id FROM timeline_afresh ORDER BY 1, 2, 3, 4;

CREATE OR REPLACE FUNCTION journal_is_told() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO timeline (host, host_id, at, journal_id, entity, record_id)
  SELECT NEW.entity, NEW.record_id, NEW.at, NEW.id, NEW.entity, NEW.record_id
  UNION ALL
  SELECT host, host_id, NEW.at, NEW.id, NEW.entity, NEW.record_id FROM ties
  WHERE entity = NEW.entity AND record_id = NEW.record_id;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION opportunities_ties() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM timeline WHERE host = 'account' AND host_id = OLD.account_id AND entity = 'opportunity' AND record_id = OLD.id;
    DELETE FROM timeline WHERE host = 'contact' AND host_id = OLD.contact_id AND entity = 'opportunity' AND record_id = OLD.id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO timeline (host, host_id, at, journal_id, entity, record_id)
    SELECT ties.host, ties.host_id, journal.at, journal.id, journal.entity, journal.record_id
    FROM ties JOIN journal ON journal.entity = ties.entity AND journal.record_id = ties.record_id
    WHERE ties.entity = 'opportunity' AND ties.record_id = NEW.id AND ties.host <> ties.entity;
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION leads_ties() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM timeline WHERE host = 'account' AND host_id = OLD.account_id AND entity = 'lead' AND record_id = OLD.id;
    DELETE FROM timeline WHERE host = 'contact' AND host_id = OLD.contact_id AND entity = 'lead' AND record_id = OLD.id;
    DELETE FROM timeline WHERE host = 'opportunity' AND host_id = OLD.opportunity_id AND entity = 'lead' AND record_id = OLD.id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO timeline (host, host_id, at, journal_id, entity, record_id)
    SELECT ties.host, ties.host_id, journal.at, journal.id, journal.entity, journal.record_id
    FROM ties JOIN journal ON journal.entity = ties.entity AND journal.record_id = ties.record_id
    WHERE ties.entity = 'lead' AND ties.record_id = NEW.id AND ties.host <> ties.entity;
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION contact_accounts_ties() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM timeline WHERE host = 'account' AND host_id = OLD.account_id AND entity = 'contact' AND record_id = OLD.contact_id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO timeline (host, host_id, at, journal_id, entity, record_id)
    SELECT ties.host, ties.host_id, journal.at, journal.id, journal.entity, journal.record_id
    FROM ties JOIN journal ON journal.entity = ties.entity AND journal.record_id = ties.record_id
    WHERE ties.entity = 'contact' AND ties.record_id = NEW.contact_id
      AND ties.host = 'account' AND ties.host_id = NEW.account_id;
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION merges_ties() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM timeline WHERE host = OLD.entity AND host_id = OLD.winner_id AND entity = OLD.entity AND record_id = OLD.loser_id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO timeline (host, host_id, at, journal_id, entity, record_id)
    SELECT ties.host, ties.host_id, journal.at, journal.id, journal.entity, journal.record_id
    FROM ties JOIN journal ON journal.entity = ties.entity AND journal.record_id = ties.record_id
    WHERE ties.entity = NEW.entity AND ties.record_id = NEW.loser_id
      AND ties.host = NEW.entity AND ties.host_id = NEW.winner_id;
  END IF;
  RETURN NULL;
END $$;
