-- A record shown to somebody beyond its owner and team: a person, or a team with everybody who reaches it.
CREATE TABLE shares (
  id INTEGER PRIMARY KEY,
  entity TEXT NOT NULL,
  record_id BIGINT NOT NULL,
  person_id BIGINT REFERENCES users (id),
  team_id BIGINT REFERENCES teams (id),
  -- To edit, or to read only?
  may_edit BOOLEAN NOT NULL,
  created_by BIGINT REFERENCES users (id),
  created_at TIMESTAMP NOT NULL,
  CHECK ((person_id IS NULL) <> (team_id IS NULL))
);
-- From the record to whom it is shared with, and from these to their records; nobody twice.
CREATE UNIQUE INDEX shares_record_person ON shares (entity, record_id, person_id);
CREATE UNIQUE INDEX shares_record_team ON shares (entity, record_id, team_id);
CREATE INDEX shares_person ON shares (person_id, entity, record_id, may_edit);
CREATE INDEX shares_team ON shares (team_id, entity, record_id, may_edit);

-- The directory knows who has any share of a kind at all: it moves with the first and the last of them.
CREATE TRIGGER shares_insert_revision AFTER INSERT ON shares
WHEN NOT EXISTS (SELECT 1 FROM shares s WHERE s.person_id = NEW.person_id AND s.entity = NEW.entity AND s.id <> NEW.id)
  AND NOT EXISTS (SELECT 1 FROM shares s WHERE s.team_id = NEW.team_id AND s.entity = NEW.entity AND s.id <> NEW.id)
BEGIN UPDATE organization SET revision = revision + 1; END;
CREATE TRIGGER shares_delete_revision AFTER DELETE ON shares
WHEN NOT EXISTS (SELECT 1 FROM shares s WHERE s.person_id = OLD.person_id AND s.entity = OLD.entity)
  AND NOT EXISTS (SELECT 1 FROM shares s WHERE s.team_id = OLD.team_id AND s.entity = OLD.entity)
BEGIN UPDATE organization SET revision = revision + 1; END;

-- A record that goes takes its shares along: its number may be given again.
CREATE TRIGGER leads_delete_shares AFTER DELETE ON leads BEGIN DELETE FROM shares WHERE entity = 'lead' AND record_id = OLD.id; END;
CREATE TRIGGER accounts_delete_shares AFTER DELETE ON accounts BEGIN DELETE FROM shares WHERE entity = 'account' AND record_id = OLD.id; END;
CREATE TRIGGER contacts_delete_shares AFTER DELETE ON contacts BEGIN DELETE FROM shares WHERE entity = 'contact' AND record_id = OLD.id; END;
CREATE TRIGGER opportunities_delete_shares AFTER DELETE ON opportunities BEGIN DELETE FROM shares WHERE entity = 'opportunity' AND record_id = OLD.id; END;
