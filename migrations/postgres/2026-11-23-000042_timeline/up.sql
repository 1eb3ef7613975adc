-- To whose history what happened to a record belongs besides its own: a deal's to its customer's, a contact's to its
-- companies', what happened to a record that was merged to that of the one that stayed.
CREATE VIEW ties AS
SELECT 'opportunity' AS entity, id AS record_id, 'account' AS host, account_id AS host_id FROM opportunities WHERE account_id IS NOT NULL
UNION ALL SELECT 'opportunity', id, 'contact', contact_id FROM opportunities WHERE contact_id IS NOT NULL
UNION ALL SELECT 'lead', id, 'account', account_id FROM leads WHERE account_id IS NOT NULL
UNION ALL SELECT 'lead', id, 'contact', contact_id FROM leads WHERE contact_id IS NOT NULL
UNION ALL SELECT 'lead', id, 'opportunity', opportunity_id FROM leads WHERE opportunity_id IS NOT NULL
UNION ALL SELECT 'contact', contact_id, 'account', account_id FROM contact_accounts
UNION ALL SELECT entity, loser_id, entity, winner_id FROM merges;

-- What is told on the page of a record (host), newest first: kept by the database itself, so that thirty entries cost thirty
-- rows, however many deals a customer has.
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

CREATE FUNCTION journal_is_told() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO timeline (host, host_id, at, journal_id, entity, record_id)
  SELECT NEW.entity, NEW.record_id, NEW.at, NEW.id, NEW.entity, NEW.record_id
  UNION ALL
  SELECT host, host_id, NEW.at, NEW.id, NEW.entity, NEW.record_id FROM ties
  WHERE entity = NEW.entity AND record_id = NEW.record_id;
  RETURN NULL;
END $$;
CREATE TRIGGER journal_is_told AFTER INSERT ON journal FOR EACH ROW
WHEN (NEW.entity IN ('lead', 'account', 'contact', 'opportunity')) EXECUTE FUNCTION journal_is_told();

-- A record that is tied to another customer takes its history along; what was merged into it is the merge's affair.
CREATE FUNCTION opportunities_ties() RETURNS TRIGGER LANGUAGE plpgsql AS $$
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
CREATE TRIGGER opportunities_ties AFTER INSERT OR DELETE ON opportunities FOR EACH ROW EXECUTE FUNCTION opportunities_ties();
CREATE TRIGGER opportunities_update_ties AFTER UPDATE OF account_id, contact_id ON opportunities FOR EACH ROW
WHEN (OLD.account_id IS DISTINCT FROM NEW.account_id
  OR OLD.contact_id IS DISTINCT FROM NEW.contact_id) EXECUTE FUNCTION opportunities_ties();

CREATE FUNCTION leads_ties() RETURNS TRIGGER LANGUAGE plpgsql AS $$
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
CREATE TRIGGER leads_ties AFTER INSERT OR DELETE ON leads FOR EACH ROW EXECUTE FUNCTION leads_ties();
CREATE TRIGGER leads_update_ties AFTER UPDATE OF account_id, contact_id, opportunity_id ON leads FOR EACH ROW
WHEN (OLD.account_id IS DISTINCT FROM NEW.account_id
  OR OLD.contact_id IS DISTINCT FROM NEW.contact_id
  OR OLD.opportunity_id IS DISTINCT FROM NEW.opportunity_id) EXECUTE FUNCTION leads_ties();

CREATE FUNCTION contact_accounts_ties() RETURNS TRIGGER LANGUAGE plpgsql AS $$
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
CREATE TRIGGER contact_accounts_ties AFTER INSERT OR DELETE ON contact_accounts FOR EACH ROW EXECUTE FUNCTION contact_accounts_ties();
CREATE TRIGGER contact_accounts_update_ties AFTER UPDATE OF contact_id, account_id ON contact_accounts FOR EACH ROW
WHEN (OLD.contact_id IS DISTINCT FROM NEW.contact_id
  OR OLD.account_id IS DISTINCT FROM NEW.account_id) EXECUTE FUNCTION contact_accounts_ties();

CREATE FUNCTION merges_ties() RETURNS TRIGGER LANGUAGE plpgsql AS $$
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
CREATE TRIGGER merges_ties AFTER INSERT OR DELETE ON merges FOR EACH ROW EXECUTE FUNCTION merges_ties();
