-- Names of the roles that do not see a group of fields, separated by spaces. Who does not sell saw no amounts before.
ALTER TABLE organization ADD COLUMN amounts_hidden TEXT NOT NULL DEFAULT 'support_manager support_agent marketer';
ALTER TABLE organization ADD COLUMN personal_hidden TEXT NOT NULL DEFAULT '';
CREATE TRIGGER organization_sight_revision AFTER UPDATE OF amounts_hidden, personal_hidden ON organization FOR EACH STATEMENT EXECUTE FUNCTION bump_revision();

-- The words by which people are found come apart: those for everybody, and those of how they are reached.
UPDATE organization SET words_stale = TRUE;
