-- Who stands in for whom while they are away. It ends with its last day, or when it is revoked.
CREATE TABLE delegations (
  id INTEGER PRIMARY KEY,
  person_id BIGINT NOT NULL REFERENCES users (id),
  stand_in_id BIGINT NOT NULL REFERENCES users (id),
  -- Days of the company, both included.
  from_on DATE NOT NULL,
  until_on DATE NOT NULL,
  created_by BIGINT REFERENCES users (id),
  created_at TIMESTAMP NOT NULL,
  ended_at TIMESTAMP,
  ended_by BIGINT REFERENCES users (id),
  CHECK (person_id <> stand_in_id),
  CHECK (from_on <= until_on)
);
CREATE INDEX delegations_running ON delegations (ended_at, until_on);

-- By which delegation a sign-in acts for somebody else at the moment.
ALTER TABLE sessions ADD COLUMN acting_for BIGINT;

-- The directory knows them.
CREATE TRIGGER delegations_insert_revision AFTER INSERT ON delegations BEGIN UPDATE organization SET revision = revision + 1; END;
CREATE TRIGGER delegations_update_revision AFTER UPDATE ON delegations BEGIN UPDATE organization SET revision = revision + 1; END;
