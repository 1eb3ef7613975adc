DROP TABLE taggings;
DROP TABLE tags;
ALTER TABLE leads DROP COLUMN tags;
ALTER TABLE accounts DROP COLUMN tags;
ALTER TABLE contacts DROP COLUMN tags;
ALTER TABLE opportunities DROP COLUMN tags;
