DROP TRIGGER organization_sight_revision;
ALTER TABLE organization DROP COLUMN personal_hidden;
ALTER TABLE organization DROP COLUMN amounts_hidden;
