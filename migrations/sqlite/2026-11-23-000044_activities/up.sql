-- What somebody does with a customer, or for one. About one record at most; about none is somebody's own.
CREATE TABLE activities (
  id INTEGER PRIMARY KEY,
  version BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('task', 'call', 'meeting', 'visit', 'email', 'note')),
  state TEXT NOT NULL CHECK (state IN ('planned', 'done', 'not_held', 'cancelled')),
  subject TEXT NOT NULL,
  notes TEXT NOT NULL DEFAULT '',
  place TEXT NOT NULL DEFAULT '',
  direction TEXT CHECK (direction IN ('in', 'out')),
  priority TEXT NOT NULL DEFAULT 'normal' CHECK (priority IN ('low', 'normal', 'high')),
  outcome_id BIGINT REFERENCES pick_items (id),
  lead_id BIGINT REFERENCES leads (id),
  account_id BIGINT REFERENCES accounts (id),
  contact_id BIGINT REFERENCES contacts (id),
  opportunity_id BIGINT REFERENCES opportunities (id),
  -- The day it is due or takes place, on the calendar it was planned in; one of whole days may last until another.
  day DATE,
  until_day DATE,
  -- One at an hour: when it begins, in UTC, the zone its hour was read in, and how long it lasts.
  starts_at TIMESTAMP,
  zone TEXT NOT NULL DEFAULT '',
  minutes BIGINT,
  -- When it took place, or was given up; nothing while it is planned.
  settled_at TIMESTAMP,
  -- Colleagues and contacts who take part: their ids.
  people TEXT NOT NULL DEFAULT '',
  guests TEXT NOT NULL DEFAULT '',
  owner_id BIGINT REFERENCES users (id),
  team_id BIGINT NOT NULL REFERENCES teams (id),
  external_id TEXT,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  CHECK ((state = 'planned') = (settled_at IS NULL)),
  CHECK ((CASE WHEN lead_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN account_id IS NULL THEN 0 ELSE 1 END)
    + (CASE WHEN contact_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN opportunity_id IS NULL THEN 0 ELSE 1 END) <= 1),
  CHECK (starts_at IS NULL OR day IS NOT NULL)
);

-- What is planned: whose, by day; and about which record.
CREATE INDEX activities_planned ON activities (owner_id, day, id) WHERE state = 'planned';
CREATE INDEX activities_lead ON activities (lead_id, state, day, id) WHERE lead_id IS NOT NULL;
CREATE INDEX activities_account ON activities (account_id, state, day, id) WHERE account_id IS NOT NULL;
CREATE INDEX activities_contact ON activities (contact_id, state, day, id) WHERE contact_id IS NOT NULL;
CREATE INDEX activities_opportunity ON activities (opportunity_id, state, day, id) WHERE opportunity_id IS NOT NULL;
-- What took place: whose, and when.
CREATE INDEX activities_settled ON activities (owner_id, settled_at, id) WHERE settled_at IS NOT NULL;
CREATE UNIQUE INDEX activities_external ON activities (external_id) WHERE external_id IS NOT NULL;

-- Who takes part, beside the owner: found by person and by contact.
CREATE TABLE activity_people (
  activity_id BIGINT NOT NULL REFERENCES activities (id) ON DELETE CASCADE,
  user_id BIGINT REFERENCES users (id),
  contact_id BIGINT REFERENCES contacts (id) ON DELETE CASCADE,
  CHECK ((user_id IS NULL) <> (contact_id IS NULL))
);
CREATE UNIQUE INDEX activity_people_user ON activity_people (user_id, activity_id) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX activity_people_contact ON activity_people (contact_id, activity_id) WHERE contact_id IS NOT NULL;
CREATE INDEX activity_people_activity ON activity_people (activity_id);

-- The record each is about.
CREATE VIEW activity_about AS
SELECT id AS activity_id, 'lead' AS entity, lead_id AS record_id FROM activities WHERE lead_id IS NOT NULL
UNION ALL SELECT id, 'account', account_id FROM activities WHERE account_id IS NOT NULL
UNION ALL SELECT id, 'contact', contact_id FROM activities WHERE contact_id IS NOT NULL
UNION ALL SELECT id, 'opportunity', opportunity_id FROM activities WHERE opportunity_id IS NOT NULL;

-- To whose history each belongs: the record it is about, those that one is tied to, and the contacts who take part.
CREATE VIEW activity_hosts AS
SELECT activity_id, entity AS host, record_id AS host_id FROM activity_about
UNION SELECT activity_id, 'contact', contact_id FROM activity_people WHERE contact_id IS NOT NULL
UNION SELECT about.activity_id, ties.host, ties.host_id
FROM activity_about about JOIN ties ON ties.entity = about.entity AND ties.record_id = about.record_id;

-- One history of several sources: entries of the journal, and activities at the time they took place.
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
DROP VIEW timeline_afresh;
DROP TABLE timeline;
CREATE TABLE timeline (
  host TEXT NOT NULL,
  host_id BIGINT NOT NULL,
  at TIMESTAMP NOT NULL,
  source TEXT NOT NULL,
  source_id BIGINT NOT NULL,
  -- The record it happened to.
  entity TEXT NOT NULL,
  record_id BIGINT NOT NULL,
  PRIMARY KEY (host, host_id, at, source, source_id)
) WITHOUT ROWID;
CREATE INDEX timeline_activities ON timeline (source_id) WHERE source = 'activity';

-- What the table holds, made from what it is made of.
CREATE VIEW timeline_afresh AS
SELECT entity AS host, record_id AS host_id, at, 'journal' AS source, id AS source_id, entity, record_id FROM journal
WHERE entity IN ('lead', 'account', 'contact', 'opportunity')
UNION ALL
SELECT ties.host, ties.host_id, journal.at, 'journal', journal.id, journal.entity, journal.record_id
FROM ties JOIN journal ON journal.entity = ties.entity AND journal.record_id = ties.record_id
UNION ALL
SELECT hosts.host, hosts.host_id, activities.settled_at, 'activity', activities.id, 'activity', activities.id
FROM activities JOIN activity_hosts hosts ON hosts.activity_id = activities.id WHERE activities.settled_at IS NOT NULL;

INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
SELECT host, host_id, at, source, source_id, entity, record_id FROM timeline_afresh ORDER BY 1, 2, 3, 4, 5;

CREATE TRIGGER journal_is_told AFTER INSERT ON journal
WHEN NEW.entity IN ('lead', 'account', 'contact', 'opportunity') BEGIN
  INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
  SELECT NEW.entity, NEW.record_id, NEW.at, 'journal', NEW.id, NEW.entity, NEW.record_id
  UNION ALL
  SELECT host, host_id, NEW.at, 'journal', NEW.id, NEW.entity, NEW.record_id FROM ties
  WHERE entity = NEW.entity AND record_id = NEW.record_id;
END;

-- A record that is tied to another customer takes its history along; what was merged into it is the merge's affair.
CREATE TRIGGER opportunities_insert_ties AFTER INSERT ON opportunities BEGIN
  INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
  SELECT ties.host, ties.host_id, journal.at, 'journal', journal.id, journal.entity, journal.record_id
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
  INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
  SELECT ties.host, ties.host_id, journal.at, 'journal', journal.id, journal.entity, journal.record_id
  FROM ties JOIN journal ON journal.entity = ties.entity AND journal.record_id = ties.record_id
  WHERE ties.entity = 'opportunity' AND ties.record_id = NEW.id AND ties.host <> ties.entity;
END;

CREATE TRIGGER leads_insert_ties AFTER INSERT ON leads BEGIN
  INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
  SELECT ties.host, ties.host_id, journal.at, 'journal', journal.id, journal.entity, journal.record_id
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
  INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
  SELECT ties.host, ties.host_id, journal.at, 'journal', journal.id, journal.entity, journal.record_id
  FROM ties JOIN journal ON journal.entity = ties.entity AND journal.record_id = ties.record_id
  WHERE ties.entity = 'lead' AND ties.record_id = NEW.id AND ties.host <> ties.entity;
END;

CREATE TRIGGER contact_accounts_insert_ties AFTER INSERT ON contact_accounts BEGIN
  INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
  SELECT ties.host, ties.host_id, journal.at, 'journal', journal.id, journal.entity, journal.record_id
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
  INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
  SELECT ties.host, ties.host_id, journal.at, 'journal', journal.id, journal.entity, journal.record_id
  FROM ties JOIN journal ON journal.entity = ties.entity AND journal.record_id = ties.record_id
  WHERE ties.entity = 'contact' AND ties.record_id = NEW.contact_id
    AND ties.host = 'account' AND ties.host_id = NEW.account_id;
END;

CREATE TRIGGER merges_insert_ties AFTER INSERT ON merges BEGIN
  INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
  SELECT ties.host, ties.host_id, journal.at, 'journal', journal.id, journal.entity, journal.record_id
  FROM ties JOIN journal ON journal.entity = ties.entity AND journal.record_id = ties.record_id
  WHERE ties.entity = NEW.entity AND ties.record_id = NEW.loser_id
    AND ties.host = NEW.entity AND ties.host_id = NEW.winner_id;
END;

CREATE TRIGGER merges_delete_ties AFTER DELETE ON merges BEGIN
  DELETE FROM timeline WHERE host = OLD.entity AND host_id = OLD.winner_id AND entity = OLD.entity AND record_id = OLD.loser_id;
END;

-- An activity is told where it took place, and follows the record it is about to another customer.
CREATE TRIGGER activities_insert_told AFTER INSERT ON activities WHEN NEW.settled_at IS NOT NULL BEGIN
  INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
  SELECT host, host_id, NEW.settled_at, 'activity', NEW.id, 'activity', NEW.id FROM (
    SELECT 'lead' AS host, NEW.lead_id AS host_id WHERE NEW.lead_id IS NOT NULL
    UNION SELECT 'account' AS host, NEW.account_id AS host_id WHERE NEW.account_id IS NOT NULL
    UNION SELECT 'contact' AS host, NEW.contact_id AS host_id WHERE NEW.contact_id IS NOT NULL
    UNION SELECT 'opportunity' AS host, NEW.opportunity_id AS host_id WHERE NEW.opportunity_id IS NOT NULL
    UNION SELECT 'contact', contact_id FROM activity_people WHERE activity_id = NEW.id AND contact_id IS NOT NULL
    UNION SELECT host, host_id FROM ties WHERE entity = 'lead' AND record_id = NEW.lead_id
    UNION SELECT host, host_id FROM ties WHERE entity = 'account' AND record_id = NEW.account_id
    UNION SELECT host, host_id FROM ties WHERE entity = 'contact' AND record_id = NEW.contact_id
    UNION SELECT host, host_id FROM ties WHERE entity = 'opportunity' AND record_id = NEW.opportunity_id
  ) WHERE NEW.settled_at IS NOT NULL;
END;

CREATE TRIGGER activities_update_told AFTER UPDATE OF settled_at, lead_id, account_id, contact_id, opportunity_id, guests ON activities
WHEN OLD.settled_at IS NOT NEW.settled_at
  OR OLD.lead_id IS NOT NEW.lead_id
  OR OLD.account_id IS NOT NEW.account_id
  OR OLD.contact_id IS NOT NEW.contact_id
  OR OLD.opportunity_id IS NOT NEW.opportunity_id
  OR OLD.guests IS NOT NEW.guests BEGIN
  DELETE FROM timeline WHERE source = 'activity' AND source_id = OLD.id;
  INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
  SELECT host, host_id, NEW.settled_at, 'activity', NEW.id, 'activity', NEW.id FROM (
    SELECT 'lead' AS host, NEW.lead_id AS host_id WHERE NEW.lead_id IS NOT NULL
    UNION SELECT 'account' AS host, NEW.account_id AS host_id WHERE NEW.account_id IS NOT NULL
    UNION SELECT 'contact' AS host, NEW.contact_id AS host_id WHERE NEW.contact_id IS NOT NULL
    UNION SELECT 'opportunity' AS host, NEW.opportunity_id AS host_id WHERE NEW.opportunity_id IS NOT NULL
    UNION SELECT 'contact', contact_id FROM activity_people WHERE activity_id = NEW.id AND contact_id IS NOT NULL
    UNION SELECT host, host_id FROM ties WHERE entity = 'lead' AND record_id = NEW.lead_id
    UNION SELECT host, host_id FROM ties WHERE entity = 'account' AND record_id = NEW.account_id
    UNION SELECT host, host_id FROM ties WHERE entity = 'contact' AND record_id = NEW.contact_id
    UNION SELECT host, host_id FROM ties WHERE entity = 'opportunity' AND record_id = NEW.opportunity_id
  ) WHERE NEW.settled_at IS NOT NULL;
END;

CREATE TRIGGER activities_delete_told AFTER DELETE ON activities BEGIN
  DELETE FROM timeline WHERE source = 'activity' AND source_id = OLD.id;
END;

CREATE TRIGGER activity_people_insert_told AFTER INSERT ON activity_people WHEN NEW.contact_id IS NOT NULL BEGIN
  INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
  SELECT 'contact', NEW.contact_id, settled_at, 'activity', id, 'activity', id FROM activities
  WHERE id = NEW.activity_id AND settled_at IS NOT NULL
  ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER opportunities_activities_told AFTER UPDATE OF account_id, contact_id ON opportunities
WHEN OLD.account_id IS NOT NEW.account_id
  OR OLD.contact_id IS NOT NEW.contact_id BEGIN
  DELETE FROM timeline WHERE source = 'activity' AND source_id IN (SELECT id FROM activities WHERE opportunity_id = NEW.id);
  INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
  SELECT hosts.host, hosts.host_id, activities.settled_at, 'activity', activities.id, 'activity', activities.id FROM (
    SELECT 'opportunity' AS host, NEW.id AS host_id UNION SELECT host, host_id FROM ties WHERE entity = 'opportunity' AND record_id = NEW.id
  ) hosts JOIN activities ON activities.opportunity_id = NEW.id AND activities.settled_at IS NOT NULL
  UNION SELECT 'contact', people.contact_id, activities.settled_at, 'activity', activities.id, 'activity', activities.id FROM activities JOIN activity_people people ON people.activity_id = activities.id
  WHERE activities.opportunity_id = NEW.id AND activities.settled_at IS NOT NULL AND people.contact_id IS NOT NULL;
END;

CREATE TRIGGER leads_activities_told AFTER UPDATE OF account_id, contact_id, opportunity_id ON leads
WHEN OLD.account_id IS NOT NEW.account_id
  OR OLD.contact_id IS NOT NEW.contact_id
  OR OLD.opportunity_id IS NOT NEW.opportunity_id BEGIN
  DELETE FROM timeline WHERE source = 'activity' AND source_id IN (SELECT id FROM activities WHERE lead_id = NEW.id);
  INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
  SELECT hosts.host, hosts.host_id, activities.settled_at, 'activity', activities.id, 'activity', activities.id FROM (
    SELECT 'lead' AS host, NEW.id AS host_id UNION SELECT host, host_id FROM ties WHERE entity = 'lead' AND record_id = NEW.id
  ) hosts JOIN activities ON activities.lead_id = NEW.id AND activities.settled_at IS NOT NULL
  UNION SELECT 'contact', people.contact_id, activities.settled_at, 'activity', activities.id, 'activity', activities.id FROM activities JOIN activity_people people ON people.activity_id = activities.id
  WHERE activities.lead_id = NEW.id AND activities.settled_at IS NOT NULL AND people.contact_id IS NOT NULL;
END;

CREATE TRIGGER contact_accounts_insert_activities_told AFTER INSERT ON contact_accounts BEGIN
  DELETE FROM timeline WHERE source = 'activity' AND source_id IN (SELECT id FROM activities WHERE contact_id = NEW.contact_id);
  INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
  SELECT hosts.host, hosts.host_id, activities.settled_at, 'activity', activities.id, 'activity', activities.id FROM (
    SELECT 'contact' AS host, NEW.contact_id AS host_id UNION SELECT host, host_id FROM ties WHERE entity = 'contact' AND record_id = NEW.contact_id
  ) hosts JOIN activities ON activities.contact_id = NEW.contact_id AND activities.settled_at IS NOT NULL
  UNION SELECT 'contact', people.contact_id, activities.settled_at, 'activity', activities.id, 'activity', activities.id FROM activities JOIN activity_people people ON people.activity_id = activities.id
  WHERE activities.contact_id = NEW.contact_id AND activities.settled_at IS NOT NULL AND people.contact_id IS NOT NULL;
END;

CREATE TRIGGER contact_accounts_delete_activities_told AFTER DELETE ON contact_accounts BEGIN
  DELETE FROM timeline WHERE source = 'activity' AND source_id IN (SELECT id FROM activities WHERE contact_id = OLD.contact_id);
  INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
  SELECT hosts.host, hosts.host_id, activities.settled_at, 'activity', activities.id, 'activity', activities.id FROM (
    SELECT 'contact' AS host, OLD.contact_id AS host_id UNION SELECT host, host_id FROM ties WHERE entity = 'contact' AND record_id = OLD.contact_id
  ) hosts JOIN activities ON activities.contact_id = OLD.contact_id AND activities.settled_at IS NOT NULL
  UNION SELECT 'contact', people.contact_id, activities.settled_at, 'activity', activities.id, 'activity', activities.id FROM activities JOIN activity_people people ON people.activity_id = activities.id
  WHERE activities.contact_id = OLD.contact_id AND activities.settled_at IS NOT NULL AND people.contact_id IS NOT NULL;
END;

CREATE TRIGGER contact_accounts_update_activities_told AFTER UPDATE OF contact_id, account_id ON contact_accounts
WHEN OLD.contact_id IS NOT NEW.contact_id
  OR OLD.account_id IS NOT NEW.account_id BEGIN
  DELETE FROM timeline WHERE source = 'activity' AND source_id IN (SELECT id FROM activities WHERE contact_id = OLD.contact_id);
  INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
  SELECT hosts.host, hosts.host_id, activities.settled_at, 'activity', activities.id, 'activity', activities.id FROM (
    SELECT 'contact' AS host, OLD.contact_id AS host_id UNION SELECT host, host_id FROM ties WHERE entity = 'contact' AND record_id = OLD.contact_id
  ) hosts JOIN activities ON activities.contact_id = OLD.contact_id AND activities.settled_at IS NOT NULL
  UNION SELECT 'contact', people.contact_id, activities.settled_at, 'activity', activities.id, 'activity', activities.id FROM activities JOIN activity_people people ON people.activity_id = activities.id
  WHERE activities.contact_id = OLD.contact_id AND activities.settled_at IS NOT NULL AND people.contact_id IS NOT NULL;
  DELETE FROM timeline WHERE source = 'activity' AND source_id IN (SELECT id FROM activities WHERE contact_id = NEW.contact_id);
  INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
  SELECT hosts.host, hosts.host_id, activities.settled_at, 'activity', activities.id, 'activity', activities.id FROM (
    SELECT 'contact' AS host, NEW.contact_id AS host_id UNION SELECT host, host_id FROM ties WHERE entity = 'contact' AND record_id = NEW.contact_id
  ) hosts JOIN activities ON activities.contact_id = NEW.contact_id AND activities.settled_at IS NOT NULL
  UNION SELECT 'contact', people.contact_id, activities.settled_at, 'activity', activities.id, 'activity', activities.id FROM activities JOIN activity_people people ON people.activity_id = activities.id
  WHERE activities.contact_id = NEW.contact_id AND activities.settled_at IS NOT NULL AND people.contact_id IS NOT NULL;
END;

-- The next step of a deal is what the earliest planned activity about it says.
CREATE TRIGGER activities_insert_step AFTER INSERT ON activities WHEN NEW.opportunity_id IS NOT NULL AND NEW.state = 'planned' BEGIN
  UPDATE opportunities SET
    next_step = COALESCE((SELECT subject FROM activities WHERE opportunity_id = NEW.opportunity_id AND state = 'planned' ORDER BY day IS NULL, day, starts_at IS NULL, starts_at, id LIMIT 1), ''),
    next_step_on = (SELECT day FROM activities WHERE opportunity_id = NEW.opportunity_id AND state = 'planned' ORDER BY day IS NULL, day, starts_at IS NULL, starts_at, id LIMIT 1)
  WHERE id = NEW.opportunity_id;
END;

CREATE TRIGGER activities_update_step AFTER UPDATE OF state, subject, day, starts_at, opportunity_id ON activities
WHEN COALESCE(OLD.opportunity_id, NEW.opportunity_id) IS NOT NULL AND (OLD.state IS NOT NEW.state
  OR OLD.subject IS NOT NEW.subject
  OR OLD.day IS NOT NEW.day
  OR OLD.starts_at IS NOT NEW.starts_at
  OR OLD.opportunity_id IS NOT NEW.opportunity_id) BEGIN
  UPDATE opportunities SET
    next_step = COALESCE((SELECT subject FROM activities WHERE opportunity_id = OLD.opportunity_id AND state = 'planned' ORDER BY day IS NULL, day, starts_at IS NULL, starts_at, id LIMIT 1), ''),
    next_step_on = (SELECT day FROM activities WHERE opportunity_id = OLD.opportunity_id AND state = 'planned' ORDER BY day IS NULL, day, starts_at IS NULL, starts_at, id LIMIT 1)
  WHERE id = OLD.opportunity_id;
  UPDATE opportunities SET
    next_step = COALESCE((SELECT subject FROM activities WHERE opportunity_id = NEW.opportunity_id AND state = 'planned' ORDER BY day IS NULL, day, starts_at IS NULL, starts_at, id LIMIT 1), ''),
    next_step_on = (SELECT day FROM activities WHERE opportunity_id = NEW.opportunity_id AND state = 'planned' ORDER BY day IS NULL, day, starts_at IS NULL, starts_at, id LIMIT 1)
  WHERE id = NEW.opportunity_id;
END;

CREATE TRIGGER activities_delete_step AFTER DELETE ON activities WHEN OLD.opportunity_id IS NOT NULL AND OLD.state = 'planned' BEGIN
  UPDATE opportunities SET
    next_step = COALESCE((SELECT subject FROM activities WHERE opportunity_id = OLD.opportunity_id AND state = 'planned' ORDER BY day IS NULL, day, starts_at IS NULL, starts_at, id LIMIT 1), ''),
    next_step_on = (SELECT day FROM activities WHERE opportunity_id = OLD.opportunity_id AND state = 'planned' ORDER BY day IS NULL, day, starts_at IS NULL, starts_at, id LIMIT 1)
  WHERE id = OLD.opportunity_id;
END;

-- What deals said of their next step is a task of their owner from now on; what closed ones said was given up with them.
INSERT INTO activities (version, kind, state, settled_at, subject, day, opportunity_id, owner_id, team_id, created_at, updated_at)
SELECT 1, 'task', CASE WHEN closed_on IS NULL THEN 'planned' ELSE 'cancelled' END,
  CASE WHEN closed_on IS NULL THEN NULL ELSE COALESCE(closed_at, updated_at) END,
  CASE WHEN next_step = '' THEN name ELSE next_step END, next_step_on, id, owner_id, team_id, updated_at, updated_at
FROM opportunities WHERE next_step <> '' OR next_step_on IS NOT NULL ORDER BY id;
UPDATE opportunities SET next_step = '', next_step_on = NULL
WHERE closed_on IS NOT NULL AND (next_step <> '' OR next_step_on IS NOT NULL);
INSERT INTO journal (at, actor_id, request_id, entity, record_id, version, action)
SELECT created_at, COALESCE(owner_id, (SELECT MIN(id) FROM users)), '', 'activity', id, 1, 'created' FROM activities ORDER BY id;
