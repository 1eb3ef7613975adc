DROP TRIGGER organization_sight_revision ON organization;
ALTER TABLE organization DROP COLUMN personal_hidden;
ALTER TABLE organization DROP COLUMN amounts_hidden;
