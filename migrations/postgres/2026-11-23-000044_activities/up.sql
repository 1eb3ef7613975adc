-- What somebody does with a customer, or for one. About one record at most; about none is somebody's own.
CREATE TABLE activities (
  id BIGSERIAL PRIMARY KEY,
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
);
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

CREATE OR REPLACE FUNCTION journal_is_told() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
  SELECT NEW.entity, NEW.record_id, NEW.at, 'journal', NEW.id, NEW.entity, NEW.record_id
  UNION ALL
  SELECT host, host_id, NEW.at, 'journal', NEW.id, NEW.entity, NEW.record_id FROM ties
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
    INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
    SELECT ties.host, ties.host_id, journal.at, 'journal', journal.id, journal.entity, journal.record_id
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
    INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
    SELECT ties.host, ties.host_id, journal.at, 'journal', journal.id, journal.entity, journal.record_id
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
    INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
    SELECT ties.host, ties.host_id, journal.at, 'journal', journal.id, journal.entity, journal.record_id
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
    INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
    SELECT ties.host, ties.host_id, journal.at, 'journal', journal.id, journal.entity, journal.record_id
    FROM ties JOIN journal ON journal.entity = ties.entity AND journal.record_id = ties.record_id
    WHERE ties.entity = NEW.entity AND ties.record_id = NEW.loser_id
      AND ties.host = NEW.entity AND ties.host_id = NEW.winner_id;
  END IF;
  RETURN NULL;
END $$;

-- An activity is told where it took place, and follows the record it is about to another customer.
CREATE FUNCTION tell_activities(told BIGINT[]) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  one activities%ROWTYPE;
BEGIN
  DELETE FROM timeline WHERE source = 'activity' AND source_id = ANY (told);
  FOR one IN SELECT * FROM activities WHERE id = ANY (told) AND settled_at IS NOT NULL LOOP
    INSERT INTO timeline (host, host_id, at, source, source_id, entity, record_id)
    SELECT host, host_id, one.settled_at, 'activity', one.id, 'activity', one.id FROM (
      SELECT 'lead' AS host, one.lead_id AS host_id WHERE one.lead_id IS NOT NULL
      UNION SELECT 'account' AS host, one.account_id AS host_id WHERE one.account_id IS NOT NULL
      UNION SELECT 'contact' AS host, one.contact_id AS host_id WHERE one.contact_id IS NOT NULL
      UNION SELECT 'opportunity' AS host, one.opportunity_id AS host_id WHERE one.opportunity_id IS NOT NULL
      UNION SELECT 'contact', contact_id FROM activity_people WHERE activity_id = one.id AND contact_id IS NOT NULL
      UNION SELECT host, host_id FROM ties WHERE entity = 'lead' AND record_id = one.lead_id
      UNION SELECT host, host_id FROM ties WHERE entity = 'account' AND record_id = one.account_id
      UNION SELECT host, host_id FROM ties WHERE entity = 'contact' AND record_id = one.contact_id
      UNION SELECT host, host_id FROM ties WHERE entity = 'opportunity' AND record_id = one.opportunity_id
    ) AS hosts;
  END LOOP;
END $$;

CREATE FUNCTION activities_are_told() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM timeline WHERE source = 'activity' AND source_id = OLD.id;
  ELSE
    PERFORM tell_activities(ARRAY[NEW.id]);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER activities_insert_told AFTER INSERT ON activities FOR EACH ROW
WHEN (NEW.settled_at IS NOT NULL) EXECUTE FUNCTION activities_are_told();
CREATE TRIGGER activities_update_told AFTER UPDATE OF settled_at, lead_id, account_id, contact_id, opportunity_id, guests ON activities FOR EACH ROW
WHEN (OLD.guests IS DISTINCT FROM NEW.guests
  OR OLD.settled_at IS DISTINCT FROM NEW.settled_at
  OR OLD.lead_id IS DISTINCT FROM NEW.lead_id
  OR OLD.account_id IS DISTINCT FROM NEW.account_id
  OR OLD.contact_id IS DISTINCT FROM NEW.contact_id
  OR OLD.opportunity_id IS DISTINCT FROM NEW.opportunity_id) EXECUTE FUNCTION activities_are_told();
CREATE TRIGGER activities_delete_told AFTER DELETE ON activities FOR EACH ROW EXECUTE FUNCTION activities_are_told();

CREATE FUNCTION activity_people_are_told() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_activities(ARRAY[NEW.activity_id]);
  RETURN NULL;
END $$;
CREATE TRIGGER activity_people_told AFTER INSERT ON activity_people FOR EACH ROW EXECUTE FUNCTION activity_people_are_told();

CREATE FUNCTION opportunities_activities_told() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_activities(ARRAY(SELECT id FROM activities WHERE opportunity_id = NEW.id));
  RETURN NULL;
END $$;
CREATE TRIGGER opportunities_activities_told AFTER UPDATE OF account_id, contact_id ON opportunities FOR EACH ROW
WHEN (OLD.account_id IS DISTINCT FROM NEW.account_id
  OR OLD.contact_id IS DISTINCT FROM NEW.contact_id) EXECUTE FUNCTION opportunities_activities_told();

CREATE FUNCTION leads_activities_told() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_activities(ARRAY(SELECT id FROM activities WHERE lead_id = NEW.id));
  RETURN NULL;
END $$;
CREATE TRIGGER leads_activities_told AFTER UPDATE OF account_id, contact_id, opportunity_id ON leads FOR EACH ROW
WHEN (OLD.account_id IS DISTINCT FROM NEW.account_id
  OR OLD.contact_id IS DISTINCT FROM NEW.contact_id
  OR OLD.opportunity_id IS DISTINCT FROM NEW.opportunity_id) EXECUTE FUNCTION leads_activities_told();

CREATE FUNCTION contact_accounts_activities_told() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM tell_activities(ARRAY(SELECT id FROM activities WHERE contact_id = OLD.contact_id));
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM tell_activities(ARRAY(SELECT id FROM activities WHERE contact_id = NEW.contact_id));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER contact_accounts_activities_told AFTER INSERT OR DELETE ON contact_accounts FOR EACH ROW
EXECUTE FUNCTION contact_accounts_activities_told();
CREATE TRIGGER contact_accounts_update_activities_told AFTER UPDATE OF contact_id, account_id ON contact_accounts FOR EACH ROW
WHEN (OLD.contact_id IS DISTINCT FROM NEW.contact_id
  OR OLD.account_id IS DISTINCT FROM NEW.account_id) EXECUTE FUNCTION contact_accounts_activities_told();

-- The next step of a deal is what the earliest planned activity about it says.
CREATE FUNCTION tell_step(deal BIGINT) RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
  UPDATE opportunities SET
    next_step = COALESCE((SELECT subject FROM activities WHERE opportunity_id = deal AND state = 'planned' ORDER BY day IS NULL, day, starts_at IS NULL, starts_at, id LIMIT 1), ''),
    next_step_on = (SELECT day FROM activities WHERE opportunity_id = deal AND state = 'planned' ORDER BY day IS NULL, day, starts_at IS NULL, starts_at, id LIMIT 1)
  WHERE id = deal;
END $$;

CREATE FUNCTION activities_step() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.opportunity_id IS NOT NULL THEN
    PERFORM tell_step(OLD.opportunity_id);
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.opportunity_id IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.opportunity_id IS DISTINCT FROM NEW.opportunity_id) THEN
    PERFORM tell_step(NEW.opportunity_id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER activities_insert_step AFTER INSERT ON activities FOR EACH ROW
WHEN (NEW.opportunity_id IS NOT NULL AND NEW.state = 'planned') EXECUTE FUNCTION activities_step();
CREATE TRIGGER activities_update_step AFTER UPDATE OF state, subject, day, starts_at, opportunity_id ON activities FOR EACH ROW
WHEN (COALESCE(OLD.opportunity_id, NEW.opportunity_id) IS NOT NULL AND (OLD.state IS DISTINCT FROM NEW.state
  OR OLD.subject IS DISTINCT FROM NEW.subject
  OR OLD.day IS DISTINCT FROM NEW.day
  OR OLD.starts_at IS DISTINCT FROM NEW.starts_at
  OR OLD.opportunity_id IS DISTINCT FROM NEW.opportunity_id)) EXECUTE FUNCTION activities_step();
CREATE TRIGGER activities_delete_step AFTER DELETE ON activities FOR EACH ROW
WHEN (OLD.opportunity_id IS NOT NULL AND OLD.state = 'planned') EXECUTE FUNCTION activities_step();

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
